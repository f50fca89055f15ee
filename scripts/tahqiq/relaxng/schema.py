"""A schema to judge documents by.

In: a grammar of RELAX NG, in the XML or the compact syntax. Out: findings.

>>> schema = Schema.load(b'<element name="p" xmlns="http://relaxng.org/ns/structure/1.0"><text/></element>')
>>> [finding.code for finding in schema.validate("<p>نص<b/></p>".encode())]
['RNG002']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tahqiq.errors import Place, SchemaError, SourceError
from tahqiq.findings import Finding
from tahqiq.relaxng import disk
from tahqiq.relaxng.feed import Feed, Scope
from tahqiq.relaxng.ids import IdTypes, IdWatch
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import Content, Pattern
from tahqiq.relaxng.patterns import Builder
from tahqiq.relaxng.reader import Reader
from tahqiq.relaxng.recursion import deeply
from tahqiq.relaxng.schema_text import SchemaText, bytes_of, content_of, parsed, path_of
from tahqiq.relaxng.shapes import Shapes
from tahqiq.relaxng.states import States
from tahqiq.relaxng.store import Loaded, NotOursError, dumped
from tahqiq.relaxng.validator import Validator

if TYPE_CHECKING:
    from tahqiq.relaxng.explain import Explanation
    from tahqiq.relaxng.tree import TreeReader
    from tahqiq.relaxng.xinclude import Choice, Includes

# A path, bytes, a file open for reading, or a tree or element of lxml.
Source = Path | bytes | BinaryIO | Any
# Schemas that take no time to compile are not kept on disk.
_WORTH_KEEPING = 20_000


class Schema:
    """A correct schema, compiled; judges any number of documents.

    ``included`` are the files that it includes.
    """

    def __init__(
        self,
        start: Pattern,
        contents: list[Content],
        builder: Builder,
        id_types: IdTypes,
        sha256: Callable[[], str],
    ) -> None:
        self._start = start
        self._sha256 = sha256
        self._contents = contents
        self._shapes = Shapes(States(builder), id_types.by_element)
        self._id_types = id_types
        self._known: dict[Name, tuple[Content, ...]] = {}
        self.included: tuple[Path, ...] = ()

    @classmethod
    def load(
        cls,
        source: Path | bytes,
        *,
        base: str = "",
        compact: bool | None = None,
        check_ids: bool = True,
        cache: bool = True,
        within: Sequence[Path] | None = None,
    ) -> Schema:
        """Return the schema of a file, or of bytes with the base of their references.

        ``compact`` says which syntax it is; without it the file's ending does (``.rnc``). Without
        ``check_ids`` it never checks ids, and need not say of each attribute in one way whether
        it is one. With ``cache`` the compiled form of a large schema is kept in the platform's
        cache folder, by its content and by that of all that it includes. ``within`` are the
        folders whose files it may include; None allows every local file. Raise SchemaError with
        file, line and section where the schema is not correct.
        """
        if isinstance(source, Path):
            base = source.resolve().as_uri()
            content, file = content_of(source), str(source)
            compact = source.suffix == ".rnc" if compact is None else compact
        else:
            content, file, compact = source, base or "schema", bool(compact)
        text = SchemaText(content, file, base, compact, check_ids)
        if not cache or len(content) < _WORTH_KEEPING:
            return cls._compiled(text, "", within)
        key = text.digest()
        return cls._kept(key, within) or cls._compiled(text, key, within)

    @classmethod
    def _kept(cls, key: str, within: Sequence[Path] | None) -> Schema | None:
        """Return a schema from the cache, unless a file that it includes has changed."""
        written = disk.kept(key)
        if written is None:
            return None
        builder = Builder()
        try:
            loaded = Loaded(written, builder)
            if any(
                disk.digest(bytes_of(address, within)) != was
                for address, was in loaded.read.items()
            ):
                return None
        except (NotOursError, SchemaError, OSError):
            return None
        sha256 = loaded.sha256
        made = cls(loaded.start, loaded.contents, builder, loaded.ids, lambda: sha256)
        made.included = tuple(map(path_of, loaded.read))
        return made

    @classmethod
    @deeply
    def _compiled(cls, text: SchemaText, key: str, within: Sequence[Path] | None) -> Schema:
        """Return a schema made from its text, kept under a key unless that is empty."""
        # What compiles is not loaded for a schema that comes from the cache.
        from tahqiq.relaxng import restrictions
        from tahqiq.relaxng.id_types import id_types
        from tahqiq.relaxng.simplify import Simplifier

        read: dict[str, str] = {}

        def included(address: str) -> Any:
            found = bytes_of(address, within)
            read[address] = disk.digest(found)
            path = path_of(address)
            return parsed(found, str(path), address, path.suffix == ".rnc")

        simplifier = Simplifier(included)
        root = parsed(text.content, text.file, text.base, text.is_compact)
        try:
            start = simplifier.start(root)
            contents = restrictions.check(start)
        except SchemaError as error:
            error.place = error.place or Place(root.file, root.line)
            raise
        ids = id_types(contents) if text.check_ids else IdTypes()
        if key:
            disk.keep(key, dumped(start, contents, ids, text.sha256(), read))
        made = cls(start, contents, simplifier.builder, ids, text.sha256)
        made.included = tuple(map(path_of, read))
        return made

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the schema's own file, as it was when the schema was loaded."""
        return self._sha256()

    def validate(
        self,
        source: Source,
        *,
        file: str | None = None,
        check_ids: bool = True,
        xinclude: Choice = "judge",
        within: Path | None = None,
    ) -> list[Finding]:
        """Return everything that is wrong with a document, in its order.

        ``file`` is the name that findings show. Inclusions (XInclude) are left to the schema
        (``judge``), resolved as far as they stay in the folder ``within`` (by default the
        document's own), or reported. Raise SourceError where a path cannot be read.
        """
        return list(
            self.iter_findings(
                source, file=file, check_ids=check_ids, xinclude=xinclude, within=within
            )
        )

    def iter_findings(
        self,
        source: Source,
        *,
        file: str | None = None,
        check_ids: bool = True,
        xinclude: Choice = "judge",
        within: Path | None = None,
    ) -> Iterator[Finding]:
        """Yield what is wrong with a document as it is read; memory does not grow with it."""
        name = file or (str(source) if isinstance(source, Path) else "<stream>")
        within = within or Path(name).parent
        if isinstance(source, Path):
            try:
                with source.open("rb") as stream:
                    yield from self._judged(stream, name, check_ids, xinclude, within)
            except OSError as error:
                raise SourceError(error.strerror or str(error), place=Place(name)) from None
        else:
            yield from self._judged(source, name, check_ids, xinclude, within)

    def explain(self, path: str) -> Explanation:
        """Return what may stand at a path of element names, as ``/TEI/text/body/p``.

        Raise UsageError where the schema has no such path.
        """
        from tahqiq.relaxng.explain import explain

        return explain(self._start, path)

    def _judged(
        self, source: Any, name: str, check_ids: bool, xinclude: Choice, within: Path
    ) -> Iterator[Finding]:
        feed = Feed(name, Scope())
        watch = IdWatch(feed) if check_ids and self._id_types else None
        validator = Validator(self._shapes, self._start, self._of_name, feed, watch)
        includes = None
        if xinclude != "judge":
            includes = _includes(feed, validator, within if xinclude == "resolve" else None)
        try:
            yield from _reader(source, name, feed, validator, includes).read(source)
            yield from feed.drained(at_end=True)
            if watch:
                yield from watch.end()
        finally:
            if watch:
                watch.close()

    def _of_name(self, name: Name) -> tuple[Content, ...]:
        """Return the declarations of every element of a name."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) > 5_000:
                self._known.clear()
            found = tuple(one for one in self._contents if one.name_class.contains(name))
            self._known[name] = found
        return found


def _reader(
    source: Any, name: str, feed: Feed, validator: Validator, includes: Includes | None
) -> Reader | TreeReader:
    if isinstance(source, bytes) or hasattr(source, "read"):
        return Reader(name, feed, validator, includes)
    from tahqiq.relaxng.tree import TreeReader

    return TreeReader(name, feed, validator, includes)


def _includes(feed: Feed, validator: Validator, within: Path | None) -> Includes:
    from tahqiq.relaxng.xinclude import Includes

    def read(path: Path) -> None:
        with path.open("rb") as stream:
            for finding in Reader(str(path), feed, validator, includes).read(stream):
                feed.take(finding)

    includes = Includes(feed, validator.characters, within, read)
    return includes
