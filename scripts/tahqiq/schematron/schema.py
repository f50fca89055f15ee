"""A Schematron schema, ready to run on any number of documents.

In: a schema; documents. Out: findings, or the standard's report. A schema is transpiled once for
all (the result is kept in the user's cache) and compiled once for each process and phase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

from tahqiq import cache as kept
from tahqiq import resources, saxon, tei
from tahqiq.errors import Place, SchemaError, SourceError, TransformError
from tahqiq.files import read_bytes, sha256
from tahqiq.findings import Finding
from tahqiq.schematron import documents, fixes, report

_OWN = "{https://tahqiq.example/ns/schematron}"
# A rule may ask for a document whose address lies in another; so many steps and no more.
_ROUNDS = 8


class Schematron:
    """A schema; ``name`` is what errors show.

    ``beside`` is what its rules may have read for the last document: paths, each with its SHA-256,
    or nothing where there was no such file.
    """

    def __init__(
        self,
        name: str,
        source: bytes,
        uri: str,
        phase: str,
        reads: Iterable[Path] | None,
        within: Sequence[Path] | None = None,
    ) -> None:
        self.name = name
        self.phase = phase
        self._source = source
        self._uri = uri
        self._library = documents.Library(reads)
        self._within = within
        self._programs: dict[tuple[str, bool], saxon.Program] = {}
        self.beside: dict[str, str] = {}

    @cached_property
    def included(self) -> tuple[Path, ...]:
        """Return the files that the schema includes."""
        tree = tei.parse(self._source, file=self.name)
        found = documents.included(tree, self._uri, self.name, self._within)
        return tuple(path for path in map(documents.path_of, found) if path is not None)

    @classmethod
    def load(
        cls,
        source: Path | bytes,
        *,
        phase: str = "#DEFAULT",
        file: str | None = None,
        reads: Iterable[Path] | None = None,
        within: Sequence[Path] | None = None,
    ) -> Schematron:
        """Return a schema, compiled for one phase: an id, ``#ALL``, or ``#DEFAULT``.

        ``reads`` are the folders in which its rules may read other documents by ``doc()``,
        ``document()`` and ``pattern/@documents``; None allows every local file. What a document
        from outside names is its own choice: give the delivery's folder for those. ``within`` are
        the folders whose files the schema itself may include, None again for all. Raise
        SourceError where the schema cannot be read, SchemaError where it is not correct.
        """
        content = read_bytes(source) if isinstance(source, Path) else source
        name = file or (str(source) if isinstance(source, Path) else "<schema>")
        uri = documents.address_of(Path(name)) if file or isinstance(source, Path) else ""
        schema = cls(name, content, uri, phase, reads, within)
        schema._program(phase)
        return schema

    def validate(
        self, source: Path | bytes, *, file: str | None = None, phase: str | None = None
    ) -> list[Finding]:
        """Return what the rules find in a document, sorted; ``file`` is the name findings show.

        Raise SourceError where the document cannot be read. A test that cannot be evaluated is a
        finding (SCH000), and the rest of the rules go on.
        """
        content = read_bytes(source) if isinstance(source, Path) else source
        name = file or (str(source) if isinstance(source, Path) else "<bytes>")
        tree = tei.parse(content, file=name)
        uri = documents.address_of(Path(name)) if file or isinstance(source, Path) else ""
        result = self._run(documents.parsed(tree, uri, name), phase, svrl=False)
        found = etree.fromstring(result.principal.encode(), _parser())
        return report.findings(found, result.messages, name, uri, tei.Locator(content, name))

    def fixes(
        self, source: Path | bytes, *, file: str | None = None, phase: str | None = None
    ) -> list[fixes.Fix]:
        """Return the quick fixes that the schema offers for its findings in a document.

        Apply them with ``fixes.applied``. Raise SchemaError where a fix does not compile, and
        SourceError where the document cannot be read or is not UTF-8, since what is written is.
        """
        content = read_bytes(source) if isinstance(source, Path) else source
        name = file or (str(source) if isinstance(source, Path) else "<bytes>")
        tree = tei.parse(content, file=name)
        if (tree.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "US-ASCII", "ASCII"):
            raise SourceError("only a file in UTF-8 can be fixed", place=Place(name))
        uri = documents.address_of(Path(name)) if file or isinstance(source, Path) else ""
        result = self._run(documents.parsed(tree, uri, name), phase, svrl=False, fixing=True)
        found = etree.fromstring(result.principal.encode(), _parser())
        locator = tei.Locator(content, name)
        document = fixes.Source(content, locator, tuple(tree.iter("{*}*")))
        return [
            fix
            for part in report.results(found)
            if part.get(f"{_OWN}document", uri) == uri
            for fix in fixes.fixes_of(part, report.finding(part, locator), document)
        ]

    def svrl(self, source: bytes, *, source_uri: str = "", phase: str | None = None) -> bytes:
        """Return the Schematron Validation Report of a document (ISO/IEC 19757-3, Annex D)."""
        tree = tei.parse(source, file=source_uri or None)
        node = documents.parsed(tree, source_uri, source_uri or "<bytes>")
        result = self._run(node, phase, svrl=True)
        root = etree.fromstring(result.principal.encode(), _parser())
        for element in root.iter("{*}*"):
            for attribute in [key for key in element.attrib if str(key).startswith(_OWN)]:
                del element.attrib[attribute]
        etree.cleanup_namespaces(root, keep_ns_prefixes=["svrl"])
        return tei.serialize(root.getroottree())

    def stylesheet(self, phase: str | None = None) -> str:
        """Return the XSLT that the schema becomes for a phase."""
        return self._transpiled(phase or self.phase, fixing=False)

    def _transpiled(self, phase: str, *, fixing: bool) -> str:
        return _transpiled(self.name, self._source, self._uri, phase, fixing, self._within)

    def _run(
        self, node: saxon.Document, phase: str | None, *, svrl: bool, fixing: bool = False
    ) -> saxon.Transformed:
        program = self._program(phase or self.phase, fixing=fixing)
        at_hand = self._library.known()
        for _ in range(_ROUNDS):
            params: Mapping[str, saxon.Value] = {
                f"{_OWN}svrl": svrl,
                f"{_OWN}documents": at_hand,
            }
            result = saxon.run(program, node, params=params)
            wanted = {
                message.removeprefix("tahqiq-wanted ")
                for message in result.messages
                if message.startswith("tahqiq-wanted ")
            }
            if not wanted:
                break
            at_hand.update({address: self._library.read(address) for address in wanted})
        self.beside = self._library.digests(at_hand)
        return result

    def _program(self, phase: str, *, fixing: bool = False) -> saxon.Program:
        key = phase, fixing
        if key not in self._programs:
            text = self._transpiled(phase, fixing=fixing)
            try:
                self._programs[key] = saxon.program(text, name=self.name)
            except TransformError as error:
                raise _fault_in_schema(error, text, self.name) from None
        return self._programs[key]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _transpiled(
    name: str, source: bytes, uri: str, phase: str, fixing: bool, within: Sequence[Path] | None
) -> str:
    tree = tei.parse(source, file=name)
    included = documents.included(tree, uri, name, within)
    parts = [_transpiler_digest(), phase, str(fixing), uri, sha256(source)]
    parts += [f"{address} {sha256(content)}" for address, content in sorted(included.items())]

    def transpile() -> bytes:
        others = {
            address: saxon.document(content, address, locked=False)
            for address, content in included.items()
        }
        try:
            return saxon.transform(
                resources.stylesheet("schematron/transpile.xsl"),
                documents.plain(tree),
                params={"phase": phase, "fixes": fixing, "documents": others},
                source_uri=uri,
            ).principal.encode()
        except TransformError as error:
            raise _fault(error, name) from None

    return kept.kept("schematron", sha256("\n".join(parts).encode()), transpile).decode()


@cache
def _transpiler_digest() -> str:
    folder = resources.stylesheet("schematron")
    return sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.xsl"))))


def _fault(error: TransformError, name: str) -> SchemaError:
    """Return the SchemaError of a fault that the transpiler names (``check.xsl``)."""
    parts = error.message.split("schematron-fault\n", 1)
    if len(parts) < 2:
        return SchemaError(error.message, place=Place(name))
    _, file, xpath, text = [*parts[1].split("\n"), "", "", ""][:4]
    return SchemaError(text, place=_place(file, xpath, name))


def _fault_in_schema(error: TransformError, text: str, name: str) -> SchemaError:
    """Return the SchemaError of an expression that does not compile, at its place in the schema."""
    line = error.place.line if error.place else 0
    origin = None
    for element in etree.fromstring(text.encode(), _parser()).iter("{*}*"):
        if not isinstance(element.sourceline, int) or element.sourceline > line:
            break
        if element.get(f"{_OWN}at"):
            origin = element
    reason = _first_reason(error.message)
    if origin is None:
        return SchemaError(reason, place=Place(name))
    place = _place(origin.get(f"{_OWN}file", ""), origin.get(f"{_OWN}at", ""), name)
    return SchemaError(reason, place=place)


def _first_reason(message: str) -> str:
    """Return the first of the faults that Saxon lists, without places in generated code."""
    parts = re.split(
        r"\s*Error (?:in|at|on) .*? on line \d+ column \d+(?: of [^\s:]+:\S*)?:?\s*", message
    )
    return next((part.strip() for part in parts[1:] if part.strip()), message)


def _place(address: str, xpath: str, name: str) -> Place:
    path = documents.path_of(address)
    if path is None or not path.is_file():
        return Place(name, xpath=xpath)
    same = path == Path(name).resolve()
    return tei.Locator(read_bytes(path), name if same else str(path)).place(xpath)
