"""The TEI of each unit of a text, for a reader who asks how it is encoded.

In: a resolved text. Out: a script that holds the source of every paragraph, line, heading and item
that has an address. A script, and not JSON, since a page opened from a folder may fetch nothing.
"""

from __future__ import annotations

import json
import re

from lxml import etree

from tahqiq import tei

_UNITS = ("p", "ab", "l", "head", "item")
_NAMESPACE = re.compile(rf' xmlns="{re.escape(tei.TEI_NS)}"')


def sources(resolved: bytes, paged: bytes) -> dict[str, str]:
    """Return the TEI of each unit by the id that its page gives it.

    ``resolved`` is the text itself, ``paged`` what its page is made of: the same units in the same
    order, those without an id with one.
    """
    return {
        name: _NAMESPACE.sub("", etree.tostring(unit, encoding="unicode", with_tail=False))
        for unit, twin in zip(_units(resolved), _units(paged), strict=True)
        if (name := twin.get(tei.XML_ID))
    }


def _units(source: bytes) -> list[etree._Element]:
    root = tei.parse(source).getroot()
    names = [f"{{{tei.TEI_NS}}}{name}" for name in _UNITS]
    return [unit for text in root.iterfind("t:text", tei.NS) for unit in text.iter(*names)]


def script(resolved: bytes, paged: bytes) -> bytes:
    """Return the script that hands the sources to the page."""
    content = json.dumps(sources(resolved, paged), ensure_ascii=False, indent=0, sort_keys=True)
    for separator in ("\u2028", "\u2029"):
        content = content.replace(separator, f"\\u{ord(separator):04x}")
    return f"window.tahqiq.units({content});\n".encode()
