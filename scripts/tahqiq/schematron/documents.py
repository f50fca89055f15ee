"""The other documents that a schema includes, or that its rules ask for while they run.

In: addresses. Out: parsed documents, read by the hardened parser only, from the folders that the
caller allows; never the network. Nothing else in a schema's run can open a file.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree

from tahqiq import saxon, tei
from tahqiq.errors import Place, SchemaError, SourceError, TransformError
from tahqiq.files import read_bytes, sha256

_KEPT = 64
_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_REFERENCES = (f"{_SCH}include", f"{_SCH}extends", f"{_XSL}include", f"{_XSL}import")
_XML_BASE = f"{{{tei.XML_NS}}}base"


class Library:
    """Reads documents for rules, and keeps the last few of them parsed."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        """Take the folders under which rules may read; None allows every local file."""
        self._folders = None if folders is None else [folder.resolve() for folder in folders]
        self._kept: OrderedDict[str, tuple[int, saxon.Document]] = OrderedDict()
        self._digests: dict[str, str] = {}

    def known(self) -> dict[str, saxon.Document | None]:
        """Return what is kept and has not changed since."""
        for address, (modified, _) in list(self._kept.items()):
            path = path_of(address)
            try:
                fresh = path is not None and path.stat().st_mtime_ns == modified
            except OSError:
                fresh = False
            if not fresh:
                del self._kept[address]
        return {address: document for address, (_, document) in self._kept.items()}

    def read(self, address: str) -> saxon.Document | None:
        """Return the document at an address, or None where it may not or cannot be read."""
        path = path_of(address)
        if path is None or not self._allows(path):
            return None
        try:
            modified = path.stat().st_mtime_ns
            content = read_bytes(path)
            self._digests[address] = sha256(content)
            document = parsed(tei.parse(content, file=str(path)), address, str(path))
        except (OSError, SourceError):
            return None
        self._kept[address] = (modified, document)
        while len(self._kept) > _KEPT:
            del self._digests[self._kept.popitem(last=False)[0]]
        return document

    def digests(self, addresses: Iterable[str]) -> dict[str, str]:
        """Return the SHA-256 of documents by their paths; of what is not there, nothing."""
        found = {}
        for address in addresses:
            path = path_of(address)
            if path is not None:
                found[str(path)] = self._digests.get(address, "") if self._allows(path) else ""
        return found

    def _allows(self, path: Path) -> bool:
        real = path.resolve()
        if not real.is_file():
            return False
        return self._folders is None or any(real.is_relative_to(folder) for folder in self._folders)


def plain(tree: etree._ElementTree) -> bytes:
    """Return a tree as UTF-8 without its document type, whose entities are resolved by now."""
    tree.docinfo.clear()
    return tei.serialize(tree)


def parsed(tree: etree._ElementTree, uri: str, name: str) -> saxon.Document:
    """Return a tree for Saxon; raise SourceError where it is beyond Saxon's limits."""
    try:
        return saxon.document(plain(tree), uri)
    except TransformError as error:
        reason = re.sub(r"^.*?JAXP\d+: ", "", error.message)
        raise SourceError(
            f"is beyond the limits of the rules' processor: {reason}", place=Place(name)
        ) from None


def path_of(address: str) -> Path | None:
    """Return the local path of a ``file:`` address, else None."""
    parts = urlsplit(address)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = unquote(parts.path)
    return None if "\0" in path else Path(path)


def address_of(path: Path) -> str:
    """Return the ``file:`` address of a path, as the stylesheets write it."""
    return path.resolve().as_uri()


def included(
    tree: etree._ElementTree, uri: str, name: str, within: Sequence[Path] | None = None
) -> Mapping[str, bytes]:
    """Return every document that a schema includes, to any depth, by address.

    ``name`` is the schema's own, for errors; ``within`` the folders whose files may be included,
    None for every local file.

    Raise SchemaError at the inclusion that names a document which cannot be read.
    """
    found: dict[str, bytes] = {}
    waiting = [(tree, uri)]
    while waiting:
        current, base = waiting.pop()
        for element in current.iter(*_REFERENCES):
            if element.get("href") is None:
                continue
            address = _resolved(element, base)
            if address in found:
                continue
            target = _included(address, element, path_of(base) or Path(name), within)
            found[address] = plain(target)
            waiting.append((target, address))
    return found


def _resolved(element: etree._Element, base: str) -> str:
    for holder in reversed([element, *element.iterancestors()]):
        base = urljoin(base, holder.get(_XML_BASE, ""))
    href = element.get("href", "").partition("#")[0]
    # The characters that fn:iri-to-uri leaves alone (XPath Functions 3.1, 6.3).
    return urljoin(base, quote(href, safe="!#$%&'()*+,/:;=?@[]~"))


def _included(
    address: str, element: etree._Element, holder: Path, within: Sequence[Path] | None
) -> etree._ElementTree:
    line = element.sourceline
    place = Place(str(holder), line if isinstance(line, int) else 0)
    href = element.get("href")
    path = path_of(address)
    if path is None:
        raise SchemaError(
            f"{href} is not a local file", place=place, hint="schemas are never fetched"
        )
    if within is not None and not any(path.resolve().is_relative_to(one) for one in within):
        raise SchemaError(
            f"{href} may not be included: it lies outside of the delivery", place=place
        )
    try:
        return tei.parse(path)
    except SourceError as error:
        raise SchemaError(f"{href} cannot be included: {error}", place=place) from None
