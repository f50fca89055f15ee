"""The text that a book carries, read back from its file.

In: the bytes of an EPUB or a DOCX of ours. Out: a Flow: the reading text, without numbers, notes
and what else the edition adds. Written apart from what makes the books: a fault in one shows in
the other.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from posixpath import dirname, join

from lxml import etree

from tahqiq.archives import unpacked
from tahqiq.errors import Place, SourceError
from tahqiq.fidelity.flow import Collector, Flow
from tahqiq.fidelity.pages import collect_html
from tahqiq.tei import line_of, parse

_OPF = "{http://www.idpf.org/2007/opf}"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Runs in these styles are the edition's: numbers of paragraphs, markers of pages.
_OWN_STYLES = frozenset({"ParagraphNumber", "PageMark"})
# So is a mark of direction by itself.
_MARKS = ("\u200e", "\u200f")


def of_epub(content: bytes, name: str) -> Flow:
    """Return the text of a book's chapters, in the order of its spine.

    Raise SourceError where it is no EPUB.
    """
    collector = Collector(name, exact=False)
    try:
        files = unpacked(content)
        container = parse(files["META-INF/container.xml"], file=name)
        package = next(container.getroot().iter(_ROOTFILE)).get("full-path", "")
        for chapter in _spine(parse(files[package], file=name).getroot()):
            page = parse(files[join(dirname(package), chapter)], file=name)
            _chapter(page.getroot(), collector)
    except (zipfile.BadZipFile, KeyError, StopIteration) as error:
        raise SourceError(f"is no EPUB: {error}", place=Place(name)) from None
    return collector.flow()


def _spine(package: etree._Element) -> list[str]:
    items = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
    return [items[one.get("idref")] for one in package.iter(f"{_OPF}itemref")]


def _chapter(page: etree._Element, collector: Collector) -> None:
    for element in page.iter("*"):
        element.tag = etree.QName(element).localname
    for section in page.iter("section"):
        if section.get("class") == "text":
            collector.block()
            collect_html(section, collector, set())
            collector.block()


def of_docx(content: bytes, name: str) -> Flow:
    """Return the text of a document: what the bookmark ``edition_text`` holds.

    Raise SourceError where it is no DOCX.
    """
    collector = Collector(name, exact=False)
    try:
        body = parse(unpacked(content)["word/document.xml"], file=name).getroot()[0]
    except (zipfile.BadZipFile, KeyError, IndexError) as error:
        raise SourceError(f"is no DOCX: {error}", place=Place(name)) from None
    for block in _bracketed(body):
        rows = block.iter(f"{_W}tr") if block.tag == f"{_W}tbl" else [block]
        for row in rows:
            collector.block()
            if row.tag == f"{_W}p":
                _paragraph(row, collector)
            begun = [cell for cell in row.findall(f"{_W}tc") if not _goes_on(cell)]
            for position, cell in enumerate(begun):
                if position:
                    collector.add(" | ", line_of(cell))
                _cell(cell, collector)
            collector.block()
    return collector.flow()


def _goes_on(cell: etree._Element) -> bool:
    """Return whether a cell is the further part of one that spans rows (no value: continue)."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val") != "restart"


def _cell(cell: etree._Element, collector: Collector) -> None:
    """Give a collector a cell's words; paragraphs with a style of their own are blocks."""
    was_block = False
    for paragraph in cell.iter(f"{_W}p"):
        is_block = paragraph.find(f"{_W}pPr/{_W}pStyle") is not None
        if is_block or was_block:
            collector.block()
        _paragraph(paragraph, collector)
        was_block = is_block
    if was_block:
        collector.block()


def _bracketed(body: etree._Element) -> Iterator[etree._Element]:
    number = None
    for child in body:
        if child.get(f"{_W}name") == "edition_text":
            number = child.get(f"{_W}id")
        elif number is not None and child.tag == f"{_W}bookmarkEnd":
            return
        elif number is not None:
            yield child


def _paragraph(paragraph: etree._Element, collector: Collector) -> None:
    for run in paragraph.iter(f"{_W}r"):
        style = run.find(f"{_W}rPr/{_W}rStyle")
        if style is not None and style.get(f"{_W}val") in _OWN_STYLES:
            continue
        for part in run:
            if part.tag == f"{_W}t" and part.text not in _MARKS:
                collector.add(part.text, line_of(run))
            elif part.tag in (f"{_W}tab", f"{_W}br"):
                collector.add(" ", line_of(run))
