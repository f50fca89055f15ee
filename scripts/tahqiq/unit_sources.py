"""The TEI of each unit of a text, for a reader who asks how it is encoded.

In: a resolved text. Out: a script that holds the source of every paragraph, line, heading and item
with an id. A script, and not JSON, since a page that is opened from a folder may fetch nothing.
"""

from __future__ import annotations

import json
import re

from lxml import etree

from tahqiq import tei

_UNITS = ("p", "ab", "l", "head", "item")
_NAMESPACE = re.compile(rf' xmlns="{re.escape(tei.TEI_NS)}"')


def sources(resolved: bytes) -> dict[str, str]:
    """Return the TEI of each unit by its id, without the declaration of its namespace."""
    root = tei.parse(resolved).getroot()
    found = {}
    for element in root.iterfind(".//t:text", tei.NS):
        for unit in element.iter(*(f"{{{tei.TEI_NS}}}{name}" for name in _UNITS)):
            name = unit.get(tei.XML_ID)
            if name:
                source = etree.tostring(unit, encoding="unicode", with_tail=False)
                found[name] = _NAMESPACE.sub("", source)
    return found


def script(resolved: bytes) -> bytes:
    """Return the script that hands the sources to the page."""
    content = json.dumps(sources(resolved), ensure_ascii=False, indent=0, sort_keys=True)
    for separator in ("\u2028", "\u2029"):
        content = content.replace(separator, f"\\u{ord(separator):04x}")
    return f"window.tahqiq.units({content});\n".encode()
