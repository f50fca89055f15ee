"""The part of a document that holds its footnotes: python-docx (1.2) has none of its own.

In: paragraphs of notes. Out: the part, tied to the document (ECMA-376-1, section 17.11).
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

# The two lines that part notes from text: of a page, and of a note that goes on.
_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:bidi/></w:pPr>'
    f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_EMPTY = f"<w:footnotes {nsdecls('w', 'r')}>{_RULES}</w:footnotes>"


class Footnotes:
    """The footnotes of one document, numbered from 1 as they are added."""

    def __init__(self) -> None:
        self._root: Any = parse_xml(_EMPTY)
        self.count = 0

    def add(self, paragraphs: list[Any]) -> int:
        """Add a note of some paragraphs (``w:p``) and return its id."""
        self.count += 1
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self.count))
        note.extend(paragraphs)
        self._root.append(note)
        return self.count

    def tie(self, document: Any) -> None:
        """Make the notes a part of a document."""
        main = document.part
        content = etree.tostring(
            self._root, encoding="UTF-8", xml_declaration=True, standalone=True
        )
        part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, main.package
        )
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = OxmlElement("w:footnotePr")
        for number in ("-1", "0"):
            one = OxmlElement("w:footnote")
            one.set(qn("w:id"), number)
            told.append(one)
        settings = document.settings.element
        place = settings.find(qn("w:compat"))
        place.addprevious(told) if place is not None else settings.append(told)
