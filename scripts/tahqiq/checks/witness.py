"""The text as received, against the plain text of its witness.

In: a document whose ``witness`` points to a text file, and a way to read that. Out: finding TQ241,
at the first character that differs. White space does not count: how lines break is the file's own.
What an editor added (notes, corrections, regularisations, what was supplied) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from tahqiq.checks.source import Source
from tahqiq.findings import Finding, Message, Severity
from tahqiq.tei import local_name

_ADDED = frozenset("note corr reg expan ex supplied teiHeader standOff facsimile index fw".split())
_AROUND = 12

Read = Callable[[str], str | None]


def check(source: Source, read: Read) -> Iterator[Finding]:
    """Yield where the text leaves its witness; ``read`` gives a file's text, or None."""
    texts = [one for one in source.elements if local_name(one) == "text"]
    targets = [
        one.get("target", "")
        for one in source.elements
        if local_name(one) == "ptr" and local_name(one.getparent()) == "witness"
    ]
    if len(texts) != 1 or len(targets) != 1 or not targets[0].endswith(".txt"):
        return
    witness = read(targets[0])
    if witness is None:
        return
    expected = "".join(witness.removeprefix("\ufeff").split())
    at = 0
    for element, text in _received(texts[0]):
        plain = "".join(text.split())
        if expected[at : at + len(plain)] != plain:
            yield _differs(source, element, plain, expected[at:])
            return
        at += len(plain)
    if at < len(expected):
        yield _differs(source, texts[0], "", expected[at:])


def _received(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the pieces of a text as its witness has them, each with its element."""
    waiting: list[tuple[etree._Element, bool]] = [(root, False)]
    while waiting:
        element, is_over = waiting.pop()
        if is_over:
            if element.tail:
                yield element.getparent(), element.tail
            continue
        if element is not root:
            waiting.append((element, True))
        if not isinstance(element.tag, str) or local_name(element) in _ADDED:
            continue
        if element.text:
            yield element, element.text
        waiting.extend((child, False) for child in reversed(element))


def _differs(source: Source, element: etree._Element, here: str, there: str) -> Finding:
    same = next(
        (i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b),
        min(len(here), len(there)),
    )
    found, expected = here[same : same + _AROUND], there[same : same + _AROUND]
    number = source.elements.index(element) + 1
    return Finding(
        code="TQ241",
        slug="other-than-witness",
        severity=Severity.ERROR,
        place=source.element_place(number),
        message=Message(
            f"the text has «{found}» where the witness has «{expected}»",
            f"في النص «{found}» وفي الأصل «{expected}»",
        ),
        found=found,
        expected=(expected,),
        hint=Message(
            "mend the text, or mark what was changed with choice",
            "أصلح النص أو بين التغيير في choice",
        ),
    )
