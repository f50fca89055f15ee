"""Paragraphs and runs, written with the properties that python-docx leaves out.

In: the pieces of a paragraph. Out: a ``w:p`` whose runs say their direction and language. Notes
become footnotes where they stand.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from tahqiq.books.word import styles
from tahqiq.books.word.content import Half, Look, Note, Page, Piece, Run
from tahqiq.books.word.footnotes import Footnotes
from tahqiq.books.word.inline import groups, pieces


class Writer:
    """Writes the paragraphs of one document."""

    def __init__(self, document: Any, notes: Footnotes, source: etree._Element) -> None:
        self.document = document
        self.notes = notes
        self.language = source.get("lang", "ar")
        self.is_rtl = source.get("dir") == "rtl"
        self.digits = source.get("interface", "ar")
        self._marks = 0
        self._ids: dict[str, str] = {}

    def next_mark(self) -> int:
        """Return the number of the next bookmark."""
        self._marks += 1
        return self._marks

    def add(self, style: str, found: list[Piece], look: Look, *, number: str = "") -> Any:
        """Add a paragraph to the document and return its ``w:p``."""
        paragraph = self.document.add_paragraph()._p
        self.style(paragraph, style)
        self.fill(paragraph, found, look, number=number)
        return paragraph

    def style(self, paragraph: Any, style: str) -> None:
        """Give a ``w:p`` a style by its name."""
        paragraph.get_or_add_pPr().insert(0, _valued("w:pStyle", self._id(style)))

    def fill(self, paragraph: Any, found: list[Piece], look: Look, *, number: str = "") -> None:
        """Write pieces into a ``w:p``, and before them a number."""
        if look.direction == "rtl":
            _turn(paragraph)
        if number:
            shown = number.translate(_EASTERN) if self.digits == "ar" else number
            paragraph.append(self.run(f"{shown}\u00a0", look, styles.PARAGRAPH_NUMBER))
        for piece in found:
            if isinstance(piece, Run):
                self._append(paragraph, piece)
            elif isinstance(piece, Note):
                paragraph.append(self._note(piece.element, look))
            elif isinstance(piece, Page):
                paragraph.append(self.run(piece.text, look, styles.PAGE_MARK))
            elif isinstance(piece, Half):
                run = OxmlElement("w:r")
                run.append(OxmlElement("w:tab"))
                paragraph.append(run)

    def run(self, text: str, look: Look, style: str = "") -> Any:
        """Return a run (``w:r``): its properties in the order of the schema."""
        run = OxmlElement("w:r")
        properties = run.get_or_add_rPr()
        if style:
            properties.append(_valued("w:rStyle", self._id(style)))
        if look.bold:
            properties.append(OxmlElement("w:b"))
            properties.append(OxmlElement("w:bCs"))
        if look.raised:
            properties.append(_valued("w:vertAlign", look.raised))
        if look.direction == "rtl":
            properties.append(OxmlElement("w:rtl"))
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi"), self.language if self.is_rtl else "ar")
            properties.append(language)
        letters = OxmlElement("w:t")
        letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        letters.text = text
        run.append(letters)
        return run

    def _append(self, paragraph: Any, piece: Run) -> None:
        if not piece.look.href:
            paragraph.append(self.run(piece.text, piece.look))
            return
        link = OxmlElement("w:hyperlink")
        part = self.document.part
        link.set(
            qn("r:id"),
            part.relate_to(piece.look.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
        link.append(self.run(piece.text, piece.look, styles.HYPERLINK))
        paragraph.append(link)

    def _note(self, element: etree._Element, around: Look) -> Any:
        """Add a footnote and return the run that refers to it, of the direction around it."""
        look = Look(element.get("dir", "rtl"))
        found = [pieces(nodes, look) for _, nodes in groups(element)]
        paragraphs = [self._of_note(one, look) for one in [*filter(None, found)] or [[]]]
        at = 0 if paragraphs[0].find(qn("w:pPr")) is None else 1
        paragraphs[0].insert(at, self._reference("w:footnoteRef", None, look))
        paragraphs[0].insert(at + 1, self.run(" ", look))
        return self._reference("w:footnoteReference", self.notes.add(paragraphs), around)

    def _of_note(self, found: list[Piece], look: Look) -> Any:
        """Return a paragraph of a note."""
        paragraph = OxmlElement("w:p")
        self.style(paragraph, styles.FOOTNOTE_TEXT)
        if look.direction == "rtl":
            _turn(paragraph)
        for piece in found:
            if isinstance(piece, Run):
                paragraph.append(self.run(piece.text, piece.look))
            elif isinstance(piece, Half):
                paragraph.append(self.run(" ", look))
        return paragraph

    def _reference(self, tag: str, number: int | None, look: Look) -> Any:
        run = self.run("", look, styles.FOOTNOTE_REFERENCE)
        run.remove(run[-1])
        reference = OxmlElement(tag)
        if number is not None:
            reference.set(qn("w:id"), str(number))
        run.append(reference)
        return run

    def _id(self, style: str) -> str:
        if style not in self._ids:
            self._ids[style] = self.document.styles[style].style_id
        return self._ids[style]


_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _turn(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    bidi = OxmlElement("w:bidi")
    style = properties.find(qn("w:pStyle"))
    properties.insert(0 if style is None else list(properties).index(style) + 1, bidi)


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
