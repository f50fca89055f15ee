"""A schema to judge documents by.

In: a grammar of RELAX NG, in the XML or the compact syntax. Out: findings.

>>> schema = Schema.load(b'<element name="p" xmlns="http://relaxng.org/ns/structure/1.0"><text/></element>')
>>> [finding.code for finding in schema.validate("<p>نص<b/></p>".encode())]
['RNG002']
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tahqiq.errors import Place, SchemaError, SourceError
from tahqiq.findings import Finding
from tahqiq.relaxng import restrictions
from tahqiq.relaxng.ids import IdTypes, IdWatch
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.nodes import Node, read_xml
from tahqiq.relaxng.pattern import (
    Content,
    Pattern,
)
from tahqiq.relaxng.reader import Reader, Scope
from tahqiq.relaxng.simplify import Simplifier
from tahqiq.relaxng.states import States
from tahqiq.relaxng.validator import Validator

Source = Path | bytes | BinaryIO


class Schema:
    """A correct schema, compiled; judges any number of documents."""

    def __init__(self, start: Pattern, contents: list[Content], simplifier: Simplifier) -> None:
        self._start = start
        self._contents = contents
        self._states = States(simplifier.builder)
        self._id_types = IdTypes(contents)
        self._known: dict[Name, tuple[Content, ...]] = {}

    @classmethod
    def load(cls, source: Path | bytes, *, base: str = "", compact: bool | None = None) -> Schema:
        """Return the schema of a file, or of bytes with the base of their references.

        ``compact`` says which syntax it is; without it the file's ending does (``.rnc``). Raise
        SchemaError with file, line and section where the schema is not correct.
        """
        if isinstance(source, Path):
            base = source.resolve().as_uri()
            root = _read(base, compact)
        else:
            root = _parsed(source, base or "schema", base, bool(compact))
        simplifier = Simplifier(lambda address: _read(address, None))
        try:
            start = simplifier.start(root)
            return cls(start, restrictions.check(start), simplifier)
        except SchemaError as error:
            if error.place is None:
                error.place = Place(root.file, root.line)
            raise

    def validate(
        self, source: Source, *, file: str | None = None, check_ids: bool = True
    ) -> list[Finding]:
        """Return everything that is wrong with a document, in its order.

        ``file`` is the name that findings show. Raise SourceError where a path cannot be read.
        """
        return list(self.iter_findings(source, file=file, check_ids=check_ids))

    def iter_findings(
        self, source: Source, *, file: str | None = None, check_ids: bool = True
    ) -> Iterator[Finding]:
        """Yield what is wrong with a document as it is read; memory does not grow with it."""
        name = file or (str(source) if isinstance(source, Path) else "<stream>")
        if isinstance(source, Path):
            try:
                with source.open("rb") as stream:
                    yield from self._judged(stream, name, check_ids)
            except OSError as error:
                raise SourceError(error.strerror or str(error), place=Place(name)) from None
        else:
            yield from self._judged(source, name, check_ids)

    def _judged(self, source: bytes | BinaryIO, name: str, check_ids: bool) -> Iterator[Finding]:
        scope = Scope()
        reader = Reader(name, scope)
        validator = Validator(self._states, self._start, self._of_name, reader.fault, scope)
        watch = None
        if check_ids and self._id_types:
            watch = IdWatch(self._id_types, reader.place, reader.findings_of_ids)
        reader.connect(validator, watch.attributes if watch else None)
        yield from reader.read(source)
        if watch:
            yield from watch.end()

    def _of_name(self, name: Name) -> tuple[Content, ...]:
        """Return the declarations of every element of a name."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) > 5_000:
                self._known.clear()
            found = tuple(one for one in self._contents if one.name_class.contains(name))
            self._known[name] = found
        return found


def _read(address: str, compact: bool | None) -> Node:
    parts = urlsplit(address)
    if parts.scheme not in ("", "file"):
        raise OSError("only files are read, nothing from the network")
    path = Path(url2pathname(parts.path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SchemaError(error.strerror or str(error), place=Place(str(path))) from None
    is_compact = path.suffix == ".rnc" if compact is None else compact
    return _parsed(content, str(path), address, is_compact)


def _parsed(content: bytes, file: str, base: str, compact: bool) -> Node:
    if compact:
        from tahqiq.relaxng.compact import read_compact

        return read_compact(content, file=file, base=base)
    return read_xml(content, file=file, base=base)
