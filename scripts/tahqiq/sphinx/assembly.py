"""An ODD in one piece. In: its file. Out: the document with all files that it includes."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tahqiq import tei

XI = "{http://www.w3.org/2001/XInclude}"


def assembled(path: Path, within: frozenset[Path] = frozenset()) -> etree._Element:
    """Return an ODD with its local XInclude elements replaced by what they name.

    ``within`` are the files round it: one that includes itself is not followed, the compiler says
    so. Raise SourceError where a file cannot be read, SyntaxFault where one is not well-formed.
    """
    root = tei.parse(path).getroot()
    around = within | {path.resolve()}
    for one in list(root.iter(f"{XI}include")):
        target = path.parent / (one.get("href") or "")
        is_followed = target.is_file() and target.resolve() not in around
        if is_followed and one.get("parse") != "text":
            inner = assembled(target, around)
            inner.tail = one.tail
            one.getparent().replace(one, inner)
    return root
