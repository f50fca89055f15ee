"""The only reading of XML: hardened, and with a place for every fault and every node.

In: a file or its bytes. Out: an lxml tree; never the network, a DTD or an external entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from tahqiq import places
from tahqiq.encodings import check_encoding
from tahqiq.errors import Place, SyntaxFault
from tahqiq.files import read_bytes

TEI_NS = "http://www.tei-c.org/ns/1.0"
XML_NS = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{XML_NS}}}id"
XML_LANG = f"{{{XML_NS}}}lang"
NS = {"t": TEI_NS}
_OTHER_TITLES = ("sub", "alt", "short", "desc")


class _NothingOutside(etree.Resolver):
    """Answer every request for another file with a blank.

    With ``collect_ids=False`` libxml2 loads an external DTD subset whatever its options say
    (measured with lxml 6.1); ``resolve_empty`` does not stop it, a string of one space does.
    """

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        return self.resolve_string(" ", context)


def parse(source: Path | bytes, *, file: str | None = None) -> etree._ElementTree:
    """Return the tree of an XML file.

    ``file`` is the name that errors show; by default the path. Raise SourceError where the
    file cannot be read or is not in its encoding, SyntaxFault where it is not well-formed;
    both with line and column. Duplicate and malformed ids are left for validation to find.
    """
    name = file or (str(source) if isinstance(source, Path) else "<bytes>")
    content = read_bytes(source) if isinstance(source, Path) else source
    check_encoding(content, name)
    # A name that is not UTF-8 is no address.
    address = _readable(name)
    try:
        root = _read(content, address, "internal")
    except etree.XMLSyntaxError as error:
        message = re.sub(r", line \d+, column \d+.*$", "", error.msg or "is not well-formed XML")
        fault = SyntaxFault(
            f"not well-formed: {message}", place=Place(name, error.lineno or 1, error.offset or 1)
        )
        found = _with_parameters(content, address) if b"<!ENTITY" in content else None
        if found is None:
            raise fault from None
        root = found
    except (OSError, ValueError) as error:
        raise SyntaxFault(f"cannot be parsed: {error}", place=Place(name)) from None
    return root.getroottree()


def _read(content: bytes, address: str, entities: bool | Literal["internal"]) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=entities,
        load_dtd=False,
        no_network=True,
        collect_ids=False,
        huge_tree=True,
    )
    parser.resolvers.add(_NothingOutside())
    return etree.fromstring(content, parser, base_url=address)


def _with_parameters(content: bytes, address: str) -> etree._Element | None:
    """Return a document whose DTD refers to parameter entities; None where it is faulty besides.

    lxml takes those for external ones, and every reference to them for a fault. A document that
    refers to text outside of it is faulty, too.
    """
    try:
        unread = _read(content, address, False)
        dtd = unread.getroottree().docinfo.internalDTD
        outside = {one.name for one in dtd.iterentities() if one.system_url} if dtd else set()
        if outside.intersection(one.name for one in unread.iter(etree.Entity)):
            return None
        return _read(content, address, True)
    except (etree.XMLSyntaxError, OSError, ValueError):
        return None


def events(path: Path, *, file: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield the start and end of every element of an XML file, which is never whole in memory.

    ``file`` is the name that errors show. Raise SyntaxFault where it is not well-formed or has
    entities of its own. What has ended is emptied when the next element comes.
    """
    made = etree.iterparse(
        str(path), events=("start", "end"), resolve_entities=False, load_dtd=False,
        no_network=True, huge_tree=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    made.resolvers.add(_NothingOutside())
    try:
        for event, element in made:
            if not isinstance(element.tag, str):
                raise SyntaxFault("it has entities of its own", place=Place(file))
            yield event, element
            if event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        place = Place(file, error.lineno or 1, error.offset or 1)
        raise SyntaxFault(f"not well-formed: {error.msg}", place=place) from None


def serialize(tree: etree._ElementTree) -> bytes:
    """Return a tree as UTF-8 with an XML declaration and a final newline."""
    body: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def name_of(root: etree._Element, path: Path) -> str:
    """Return what a text is called: its ``xml:id``, else its file's name, fit to be written."""
    name: str = root.get(XML_ID) or _readable(path.stem)
    return name


def _readable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def main_titles(root: etree._Element) -> list[etree._Element]:
    """Return what a text is called: not its series, nor what a title of another kind says.

    Where there are no others, those stand for it. The stylesheets choose alike (f:main-titles).
    """
    found = root.findall("t:teiHeader/t:fileDesc/t:titleStmt/t:title", NS)
    titles = [one for one in found if one.get("type") not in _OTHER_TITLES and _has_words(one)]
    titles = [one for one in titles if one.get("level") != "s"] or titles
    return [one for one in titles if one.get("type", "main") == "main"] or titles


def _has_words(element: etree._Element) -> bool:
    return any(map(str.strip, element.itertext(etree.Element)))


def line_of(element: etree._Element) -> int:
    """Return the line of an element as the parser counted it; 0 where it did not."""
    line: int | None = element.sourceline
    return line or 0


def xpath_of(element: etree._Element) -> str:
    """Return the path of an element, local names with positions: ``/TEI[1]/text[1]/p[3]``."""
    steps = []
    node: etree._Element | None = element
    while node is not None:
        twins = sum(1 for other in node.itersiblings(node.tag, preceding=True))
        steps.append(f"{local_name(node)}[{twins + 1}]")
        node = node.getparent()
    return "/" + "/".join(reversed(steps))


class Locator(places.Locator):
    """Finds line and column of any node of one file, by location path or by element."""

    def element(self, element: etree._Element, xpath: str = "") -> Place:
        """Return the place where an element's start tag begins."""
        found = self.place(_full_path(element))
        return Place(found.file, found.line, found.column, found.offset, xpath or xpath_of(element))


def _full_path(element: etree._Element) -> str:
    steps = []
    for node in [element, *element.iterancestors()]:
        name = etree.QName(node)
        twins = sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(f"Q{{{name.namespace or ''}}}{name.localname}[{twins + 1}]")
    return "/" + "/".join(reversed(steps))
