"""Contents, page numbers and bookmarks: what a word processor works out itself.

In: paragraphs and the names of headings. Out: fields (ECMA-376-1, section 17.16) and bookmarks. The
contents are filled, so that they can be read before anything has worked them out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from tahqiq.files import sha256

if TYPE_CHECKING:
    from tahqiq.books.word.paragraphs import Writer

TEXT = "edition_text"
"""The bookmark that holds the text, from its first paragraph to its last."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the bookmark that it has, its words and its level from 1."""

    bookmark: str
    words: str
    level: int


def bookmark_name(name: str) -> str:
    """Return an ``xml:id`` as a bookmark's name: letters, digits and ``_``, 40 at the most.

    A longer one is cut and ends with eight digits of its SHA-256, so that none is another's.
    """
    made = re.sub(r"[^\w]", "_", f"id_{name}")
    return made if len(made) <= 40 else f"{made[:31]}_{sha256(name.encode())[:8]}"


def mark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark round what a paragraph holds."""
    start, end = _bookmark(name, number)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)


def bracket(body: Any, first: int, name: str) -> None:
    """Put a bookmark round the blocks of a body from ``first`` to its end."""
    start, end = _bookmark(name, 0)
    body.insert(first - 1, start)
    body.insert(len(body) - 1, end)


def _bookmark(name: str, number: int) -> tuple[Any, Any]:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    end.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    return start, end


def add_contents(document: Any, source: etree._Element) -> Any:
    """Add the heading of the contents on a new page; return it, for the contents to follow."""
    heading = document.add_paragraph(source.get("contents", ""), style="TOC Heading")
    heading.paragraph_format.page_break_before = True
    _turn_paragraph(heading._p, source)
    after = document.add_paragraph(style="Body Text")
    after.paragraph_format.page_break_before = True
    return heading._p


def fill_contents(heading: Any, headings: list[Heading], source: etree._Element) -> None:
    """Write the field of the contents, with the headings that there are, after their heading."""
    place = heading
    style_ids = ("toc1", "toc2", "toc3")
    for position, one in enumerate(headings):
        paragraph = OxmlElement("w:p")
        properties = paragraph.get_or_add_pPr()
        style = OxmlElement("w:pStyle")
        style.set(qn("w:val"), style_ids[min(one.level, 3) - 1])
        properties.append(style)
        _turn_paragraph(paragraph, source)
        if position == 0:
            paragraph.extend(_opening(' TOC \\o "1-6" \\h \\z \\u ', dirty=True))
        paragraph.append(_entry(one, source))
        if position == len(headings) - 1:
            paragraph.append(_field("end"))
        place.addnext(paragraph)
        place = paragraph


def _entry(heading: Heading, source: etree._Element) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), heading.bookmark)
    link.set(qn("w:history"), "1")
    link.append(_words(heading.words, source))
    return link


def _words(text: str, source: etree._Element) -> Any:
    run = OxmlElement("w:r")
    if source.get("dir") == "rtl":
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
    letters = OxmlElement("w:t")
    letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    letters.text = text
    run.append(letters)
    return run


def _opening(instruction: str, *, dirty: bool = False) -> list[Any]:
    told = OxmlElement("w:r")
    text = OxmlElement("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = instruction
    told.append(text)
    return [_field("begin", dirty=dirty), told, _field("separate")]


def _field(kind: str, *, dirty: bool = False) -> Any:
    run, mark_ = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark_.set(qn("w:fldCharType"), kind)
    if dirty:
        mark_.set(qn("w:dirty"), "true")
    run.append(mark_)
    return run


def add_page_number(paragraph: Any, writer: Writer) -> None:
    """Make a paragraph say the number of its page."""
    paragraph.style = writer.document.styles["footer"]
    for part in [*_opening(" PAGE "), _field("end")]:
        paragraph._p.append(part)


def turn_section(section: Any) -> None:
    """Make a section's pages and columns go from right to left (``w:bidi``)."""
    bidi = OxmlElement("w:bidi")
    place = section.find(qn("w:docGrid"))
    place.addprevious(bidi) if place is not None else section.append(bidi)


def _turn_paragraph(paragraph: Any, source: etree._Element) -> None:
    if source.get("dir") != "rtl":
        return
    properties = paragraph.get_or_add_pPr()
    style = properties.find(qn("w:pStyle"))
    at = 0 if style is None else list(properties).index(style) + 1
    while at < len(properties) and properties[at].tag in (
        qn("w:keepNext"),
        qn("w:keepLines"),
        qn("w:pageBreakBefore"),
    ):
        at += 1
    properties.insert(at, OxmlElement("w:bidi"))
    for run in paragraph.findall(qn("w:r")):
        run.get_or_add_rPr().append(OxmlElement("w:rtl"))
