"""Amiri within the document, so that it looks the same where the font is not installed.

In: a document. Out: the same with the font's files as parts of it, made unreadable to others by
the key that their entry in the table of fonts has (ECMA-376-1, section 17.8.1).
"""

from __future__ import annotations

import uuid
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from lxml import etree

from tahqiq import fonts
from tahqiq.files import sha256

_KIND = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"


def embed(document: Any, name: str) -> None:
    """Embed a font's regular and bold faces under the name that the styles use."""
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root: Any = parse_xml(table.blob)
    entry = OxmlElement("w:font")
    entry.set(qn("w:name"), name)
    for number, style in enumerate(("Regular", "Bold"), 1):
        content = fonts.font_file(style).read_bytes()
        # A name-based UUID: the same font gets the same key.
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, sha256(content))).upper()
        part = Part(
            PackURI(f"/word/fonts/font{number}.odttf"),
            _KIND,
            _obfuscated(content, key),
            document.part.package,
        )
        face = OxmlElement(f"w:embed{style}")
        face.set(qn("r:id"), table.relate_to(part, _RELATION))
        face.set(qn("w:fontKey"), f"{{{key}}}")
        entry.append(face)
    root.append(entry)
    table._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    document.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:embedTrueTypeFonts"))


def _obfuscated(content: bytes, key: str) -> bytes:
    """Return a font whose first 32 bytes are combined with its key, last byte first."""
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    return bytes(a ^ b for a, b in zip(content, mask, strict=False)) + content[32:]
