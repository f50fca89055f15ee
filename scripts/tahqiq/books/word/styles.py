"""The styles of the document, by the names that a word processor shows.

In: a document of python-docx. Out: the same with its styles set for Arabic: Amiri, no slant, no
colours of an office template; and those that an edition needs besides.
"""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Amiri"

PARAGRAPH_NUMBER = "Paragraph Number"
PAGE_MARK = "Page Mark"
FOOTNOTE_REFERENCE = "footnote reference"
FOOTNOTE_TEXT = "footnote text"
HYPERLINK = "Hyperlink"

# Name, size in points, bold, alignment, space before and after in points.
_CENTRE, _START, _END = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_PARAGRAPHS = (
    ("Normal", 14, False, None, 0, 6),
    ("Title", 26, True, _CENTRE, 120, 12),
    ("Subtitle", 18, False, _CENTRE, 0, 12),
    ("Editor", 14, False, _CENTRE, 0, 6),
    ("Citation", 12, False, _CENTRE, 48, 6),
    ("Rights", 11, False, _CENTRE, 0, 4),
    ("TOC Heading", 18, True, _CENTRE, 0, 12),
    ("toc 1", 13, False, None, 0, 3),
    ("toc 2", 12, False, None, 0, 2),
    ("toc 3", 12, False, None, 0, 2),
    *((f"Heading {level}", max(20 - 2 * level, 13), True, None, 18, 6) for level in range(1, 7)),
    ("Body Text", 14, False, None, 0, 6),
    ("Body Text Centered", 14, False, _CENTRE, 0, 6),
    ("Quote", 13, False, None, 6, 6),
    ("Verse", 14, False, None, 0, 0),
    ("Caption", 12, True, _CENTRE, 6, 4),
    *(
        (f"List {kind}{depth}", 14, False, None, 0, 3)
        for kind in ("Bullet", "Number", "Continue")
        for depth in ("", " 2", " 3")
    ),
    ("Salutation", 14, False, None, 6, 6),
    ("Signature", 14, False, _END, 6, 6),
    ("Speaker", 14, True, None, 6, 0),
    (FOOTNOTE_TEXT, 11, False, None, 0, 2),
    ("footer", 11, False, _CENTRE, 0, 0),
)


def set_styles(document: Any) -> None:
    """Give a document the styles of an edition."""
    for name, size, bold, alignment, before, after in _PARAGRAPHS:
        style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
        _set_font(style, size, bold)
        form = style.paragraph_format
        form.alignment = alignment
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.keep_with_next = name.startswith("Heading") or name in ("Speaker", "Caption")
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    document.styles[FOOTNOTE_TEXT].paragraph_format.line_spacing = 1.0
    for name, indent in (("Quote", 1.0), ("Verse", 1.5), ("toc 2", 0.75), ("toc 3", 1.5)):
        document.styles[name].paragraph_format.left_indent = Cm(indent)
    document.styles["Verse"].paragraph_format.tab_stops.add_tab_stop(Cm(9))
    for name in (PARAGRAPH_NUMBER, PAGE_MARK, FOOTNOTE_REFERENCE, HYPERLINK):
        style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
        if name == FOOTNOTE_REFERENCE:
            style.font.superscript = True
        elif name != HYPERLINK:
            style.font.color.rgb = RGBColor(0x5A, 0x52, 0x48)
            _set_size(style, 10)


def _style(document: Any, name: str, kind: Any) -> Any:
    styles = document.styles
    if name in styles:
        return styles[name]
    return styles.add_style(name, kind, builtin=name[:1].islower() or name == HYPERLINK)


def _set_font(style: Any, size: int, bold: bool) -> None:
    style.font.bold, style.font.italic = bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        if old.tag in (qn("w:rFonts"), qn("w:spacing"), qn("w:kern"), qn("w:caps")):
            properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    properties.insert(0, fonts)
    for tag, is_on in (("w:bCs", bold), ("w:iCs", False)):
        _replace(properties, tag, None if is_on else "0", after=tag.removesuffix("Cs"))
    _set_size(style, size)


def _set_size(style: Any, size: int) -> None:
    style.font.size = Pt(size)
    _replace(style.element.get_or_add_rPr(), "w:szCs", str(2 * size), after="w:sz")


def _replace(properties: Any, tag: str, value: str | None, *, after: str) -> None:
    """Set one of the properties that python-docx does not know, at its place in the schema."""
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    properties.find(qn(after)).addnext(element)
