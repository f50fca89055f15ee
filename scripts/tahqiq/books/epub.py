"""An EPUB 3: the book that epub.xsl writes, zipped with its fonts and its style sheet.

In: a resolved text. Out: the bytes of one .epub, the same for the same text.
"""

from __future__ import annotations

import uuid

from lxml import etree

from tahqiq import fonts, resources
from tahqiq.archives import packed
from tahqiq.press import records
from tahqiq.press.stylesheets import Outputs, Press, Text
from tahqiq.tei import NS, parse

_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def epub(text: Text, press: Press) -> Outputs:
    """Return a text's book."""
    made = press.run(
        "epub.xsl",
        records.told(text, press),
        lang=press.languages[0],
        identifier=identifier(text),
    )
    return {f"epub/{text.id}.epub": packed(_files(made.encode()), stored=("mimetype",))}


def identifier(text: Text) -> str:
    """Return what identifies the edition: its DOI, its URI, or a UUID of its id and edition.

    The UUID is of version 5 (RFC 9562, section 5.5), in the name space of URLs.
    """
    root = parse(text.resolved, file=text.id).getroot()
    told = root.xpath("t:teiHeader/t:fileDesc/t:publicationStmt//t:idno", namespaces=NS)
    known = {str(one.get("type", "")).lower(): "".join(one.itertext()).strip() for one in told}
    if known.get("doi"):
        return f"https://doi.org/{known['doi'].removeprefix('https://doi.org/')}"
    for kind in ("uri", "url", "handle", "ark", "urn"):
        if ":" in known.get(kind, ""):
            return known[kind]
    number = root.findtext("t:teiHeader/t:fileDesc/t:editionStmt/t:edition", "", NS)
    edition = root.find("t:teiHeader/t:fileDesc/t:editionStmt/t:edition", NS)
    version = edition.get("n", number.strip()) if edition is not None else ""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'tahqiq:{text.id}:{version}')}"


def _files(book: bytes) -> Outputs:
    """Return the files of a book element by their paths, and those that every book has."""
    files: Outputs = {}
    for entry in etree.fromstring(book, etree.XMLParser(huge_tree=True)):
        content = etree.tostring(entry[0], encoding="UTF-8", xml_declaration=False, with_tail=False)
        doctype = b"<!DOCTYPE html>\n" if entry.get("path").endswith(".xhtml") else b""
        files[f"EPUB/{entry.get('path')}"] = _HEAD + doctype + content + b"\n"
    style = (resources.root() / "xslt/assets/book.css").read_bytes()
    # The container's order (OCF 3.3, section 4): the media type first, and stored.
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        **files,
        "EPUB/style.css": style,
        "EPUB/fonts/amiri-regular.woff2": fonts.page_font("Regular"),
        "EPUB/fonts/amiri-bold.woff2": fonts.page_font("Bold"),
    }
