"""The text that a book carries, read back from its file.

In: the bytes of an EPUB or a DOCX of ours. Out: a Flow: the reading text, without numbers, notes
and what else the edition adds. Written apart from what makes the books: a fault in one shows in
the other.
"""

from __future__ import annotations

import io
import zipfile
from posixpath import dirname, join

from lxml import etree

from tahqiq.errors import Place, SourceError
from tahqiq.fidelity import Collector, Flow, collect_html
from tahqiq.tei import parse

_OPF = "{http://www.idpf.org/2007/opf}"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"


def of_epub(content: bytes, name: str) -> Flow:
    """Return the text of a book's chapters, in the order of its spine.

    Raise SourceError where it is no EPUB.
    """
    collector = Collector(name, exact=False)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            container = parse(archive.read("META-INF/container.xml"), file=name)
            package = next(container.getroot().iter(_ROOTFILE)).get("full-path", "")
            for chapter in _spine(parse(archive.read(package), file=name).getroot()):
                page = parse(archive.read(join(dirname(package), chapter)), file=name)
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
