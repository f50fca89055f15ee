"""The document: title page, contents, the text, its notes.

In: what docx.xsl makes of a text. Out: the .docx. Everything of Arabic goes right to left:
sections, paragraphs, runs and tables each say so.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from functools import cache
from typing import Any

from docx import Document
from docx.shared import Cm
from lxml import etree

from tahqiq.archives import packed, unpacked
from tahqiq.books.word import fields, styles, typeface
from tahqiq.books.word.content import Look, Run
from tahqiq.books.word.footnotes import Footnotes
from tahqiq.books.word.inline import children, pieces
from tahqiq.books.word.numbering import Numbering
from tahqiq.books.word.paragraphs import Writer
from tahqiq.books.word.tables import add_table
from tahqiq.press import records
from tahqiq.press.stylesheets import Outputs, Press, Text

_STYLES = {
    "caption": "Caption",
    "verse": "Verse",
    "salute": "Salutation",
    "signed": "Signature",
    "byline": "Signature",
    "dateline": "Signature",
    "speaker": "Speaker",
}


def docx(text: Text, press: Press) -> Outputs:
    """Return a text's document."""
    choices = press.choices
    made = press.run(
        "docx.xsl",
        records.told(text, press),
        lang=press.languages[0],
        notes=choices.notes,
        pages=choices.pages,
    )
    source = etree.fromstring(made.encode(), etree.XMLParser(huge_tree=True))
    return {f"docx/{text.id}.docx": _Edition(source, choices.numbers).packed()}


@cache
def _empty() -> bytes:
    """Return a document without text, with the styles and the font of all: half of the work."""
    document: Any = Document()
    styles.set_styles(document)
    typeface.embed(document, styles.FONT)
    _drop_thumbnail(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _drop_thumbnail(document: Any) -> None:
    """Drop the picture that python-docx's own template shows of itself."""
    rels = document.part.package.rels
    for name in [one for one, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[name]


class _Edition:
    """One text on its way into a document."""

    def __init__(self, source: etree._Element, numbers: bool) -> None:
        self.source = source
        self.numbers = numbers
        self.document: Any = Document(io.BytesIO(_empty()))
        self.is_rtl = source.get("dir") == "rtl"
        self.seen: set[str] = set()
        self.headings: list[fields.Heading] = []
        self.notes = Footnotes()
        self.writer = Writer(self.document, self.notes, source)
        self.numbering = Numbering(self.document)

    def packed(self) -> bytes:
        """Return the document's bytes: what python-docx saves, without its dates."""
        self._describe()
        self._lay_out()
        self._front()
        place = fields.add_contents(self.document, self.source)
        self._body()
        fields.fill_contents(place, self.headings, self.source)
        self.notes.tie(self.document)
        saved = io.BytesIO()
        self.document.save(saved)
        return packed(unpacked(saved.getvalue()))

    def _describe(self) -> None:
        told = self.document.core_properties
        told.title = "".join(self.source.find("front").itertext())
        told.author = ", ".join(
            "".join(one.itertext()) for one in self.source.findall("front[@style='Editor']")
        )[:255]
        told.language = self.source.get("lang")
        told.identifier = self.source.get("id")
        told.comments = ""
        told.last_modified_by = ""
        day = re.match(r"\d{4}-\d\d-\d\d$", self.source.get("modified", ""))
        told.created = told.modified = (
            datetime.fromisoformat(day.group()) if day else datetime(1980, 1, 1)
        )

    def _lay_out(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.75)
        section.top_margin = section.bottom_margin = Cm(2.5)
        fields.add_page_number(section.footer.paragraphs[0], self.writer)
        if self.is_rtl:
            fields.turn_section(section._sectPr)

    def _front(self) -> None:
        for one in self.source.findall("front"):
            look = Look(one.get("dir", "rtl"))
            self.writer.add(one.get("style", "Normal"), pieces(children(one), look), look)

    def _body(self) -> None:
        body = self.source.find("body")
        start = len(self.document.element.body)
        if body.find(".//block[@part='head']") is None:
            name = self.source.get("heading", "")
            look = Look(self.source.get("interface-dir", "rtl"))
            paragraph = self.writer.add("Heading 1", pieces([name], look), look)
            self._note_heading(paragraph, name, 1)
            start += 1
        self._blocks(body)
        if body.get("record") != "true":
            fields.bracket(self.document.element.body, start, fields.TEXT)

    def _blocks(self, block: etree._Element) -> None:
        waiting: list[etree._Element | str] = []
        begun = False
        for node in [*children(block), None]:
            if node is not None and (isinstance(node, str) or node.tag != "block"):
                waiting.append(node)
                continue
            begun = self._paragraph(block, waiting, begun) or begun
            waiting = []
            if node is None:
                break
            if node.get("part") == "table":
                self._table(node)
            else:
                self._blocks(node)

    def _paragraph(
        self, block: etree._Element, nodes: list[etree._Element | str], begun: bool
    ) -> bool:
        """Write a run of a block's own text; return whether there was one."""
        look = Look(block.get("dir", "rtl"))
        found = pieces(nodes, look)
        if not found:
            return False
        style = self._style(block, begun)
        number = block.get("n", "") if self.numbers and not begun else ""
        paragraph = self.writer.add(style, found, look, number=number)
        self._begin_item(paragraph, block, style)
        name = block.get("id", "")
        if name and name not in self.seen:
            self.seen.add(name)
            fields.mark(paragraph, fields.bookmark_name(name), self.writer.next_mark())
        if style.startswith("Heading"):
            words = "".join(one.text for one in found if isinstance(one, Run))
            self._note_heading(paragraph, words, int(style[-1]))
        return True

    def _begin_item(self, paragraph: Any, block: etree._Element, style: str) -> None:
        """Take note of the item that a block stands in, and number it where its list does."""
        items = block.get("items", "").split()
        if items and style.startswith("List Number"):
            number = int(block.get("numbers", "").split()[-1])
            self.numbering.set(paragraph, style, items[-1].rpartition("/")[0], number)
        self.seen.update(items[-1:])

    def _in_cell(self, paragraph: Any, block: etree._Element, begun: bool) -> None:
        style = self._style(block, begun)
        self.writer.style(paragraph, style)
        self._begin_item(paragraph, block, style)
        if style.startswith("List"):
            self.numbering.narrow(paragraph, style)

    def _note_heading(self, paragraph: Any, words: str, level: int) -> None:
        name = f"_Toc{len(self.headings) + 1:06}"
        fields.mark(paragraph, name, self.writer.next_mark())
        self.headings.append(fields.Heading(name, words, level))

    def _style(self, block: etree._Element, begun: bool) -> str:
        part = block.get("part", "")
        if part == "head":
            return f"Heading {min(max(int(block.get('level', '1')), 1), 6)}"
        if part in _STYLES:
            return _STYLES[part]
        items = block.get("items", "").split()
        if items:
            kind = "List Bullet" if block.get("numbers", "").split()[-1] == "0" else "List Number"
            depth = "" if len(items) == 1 else f" {min(len(items), 3)}"
            return f"{'List Continue' if begun or items[-1] in self.seen else kind}{depth}"
        if int(block.get("quotes", "0")):
            return "Quote"
        return "Body Text Centered" if block.get("centred") == "true" else "Body Text"

    def _table(self, table: etree._Element) -> None:
        for head in table.findall("block"):
            if head.get("part") != "row":
                self._blocks(head)
        rows = [row for row in table.findall("block") if row.get("part") == "row"]
        if rows:
            add_table(self.document, rows, self.writer, self.is_rtl, self._in_cell)
