"""The numbers of numbered lists: each list counts for itself.

In: the paragraphs of items with the number that each has in the text. Out: the same, tied to a
definition of the document's numbering part (ECMA-376-1, section 17.9).
"""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

# Twentieths of a point from the margin to an item's text, by its list's depth; the marker before it
# has its room within the margin, on whichever of its sides a word processor aligns it.
_INDENTS = {"": 720, " 2": 1200, " 3": 1680}
_HANGING = 380
# In a cell, from its edge to the marker, and from there to the text.
_EDGE, _NEAR = 60, 260


class Numbering:
    """Numbers the items of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        for depth, left in _INDENTS.items():
            for kind in ("Bullet", "Number"):
                self._indent(f"List {kind}{depth}", left)
            document.styles[f"List Continue{depth}"].paragraph_format.left_indent = Twips(left)
        self._last: dict[str, tuple[int, int]] = {}

    def set(self, paragraph: Any, style: str, of: str, number: int) -> None:
        """Give an item of the list ``of`` its number: the next one, or one that begins anew."""
        known, before = self._last.get(of, (0, 0))
        instance = known if known and number == before + 1 else self._begin(style, number)
        self._last[of] = (instance, number)
        told = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", 0), ("w:numId", instance)):
            part = OxmlElement(tag)
            part.set(qn("w:val"), str(value))
            told.append(part)
        properties = paragraph.get_or_add_pPr()
        properties.insert(1, told)

    def narrow(self, paragraph: Any, style: str) -> None:
        """Let an item in a cell stand near to its edge: elsewhere its words break."""
        depth = int(style[-1]) if style[-1].isdigit() else 1
        indent = paragraph.get_or_add_pPr().get_or_add_ind()
        indent.left = Twips(_EDGE + depth * _NEAR)
        if not style.startswith("List Continue"):
            indent.hanging = Twips(_NEAR)

    def _indent(self, style: str, left: int) -> None:
        level = self._definition(style).find(qn("w:lvl"))
        for old in level.findall(qn("w:pPr")):
            level.remove(old)
        properties, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
        indent.set(qn("w:left"), str(left))
        indent.set(qn("w:hanging"), str(_HANGING))
        properties.append(indent)
        level.find(qn("w:lvlJc")).addnext(properties)

    def _definition(self, style: str) -> Any:
        """Return the ``w:abstractNum`` of a style."""
        numbering = self._document.part.numbering_part.element
        own = self._document.styles[style].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
        number = numbering.num_having_numId(int(own)).abstractNumId.val
        return next(
            one
            for one in numbering.findall(qn("w:abstractNum"))
            if one.get(qn("w:abstractNumId")) == str(number)
        )

    def _begin(self, style: str, number: int) -> int:
        """Return a new instance of a style's own numbering that begins with a number."""
        numbering = self._document.part.numbering_part.element
        defined = self._definition(style).get(qn("w:abstractNumId"))
        made = numbering.add_num(int(defined))
        made.add_lvlOverride(ilvl=0).add_startOverride(number)
        return int(made.numId)
