"""A document read once, from first byte to last, with the place of everything.

In: bytes or a file. Out: calls of a feed, and findings with line, column and byte offset. Nothing
outside of the document is read: an external entity or DTD is a finding, not a request. Memory does
not grow with the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.xinclude import Includes

# expat reads a token again from its start with each piece: large pieces keep a huge attribute from
# taking quadratic time (25 s against 0.9 s for 100 MB), and small documents come in one.
_PIECE = 16 * 1024 * 1024


class Reader:
    """Reads one file into a feed."""

    def __init__(self, file: str, feed: Feed, includes: Includes | None = None) -> None:
        self.file = file
        self._feed = feed
        self._includes = includes
        self._parser = self._new_parser()
        feed.where, feed.mark = self._where, self._mark

    def _new_parser(self) -> Any:
        scope = self._feed.scope
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65536
        parser.StartElementHandler = self._start
        # Where nothing is included the feed is called directly: it is the hottest path.
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters if self._includes else self._feed.characters
        parser.StartNamespaceDeclHandler = scope.declare
        parser.EndNamespaceDeclHandler = scope.end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.UnparsedEntityDeclHandler = lambda name, *_: scope.unparsed.add(name)
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        return parser

    def read(self, source: bytes | BinaryIO) -> Iterator[Finding]:
        """Read a document; yield findings as they come."""
        feed = self._feed
        pieces = [source] if isinstance(source, bytes) else iter(lambda: source.read(_PIECE), b"")
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)
                yield from feed.drained()
            self._parser.Parse(b"", True)
        except Stopped:
            pass  # what stopped it was said
        except expat.ExpatError as error:
            yield from feed.drained()
            yield self._ill_formed(error)
        except (ValueError, LookupError) as error:
            feed.say("XML002", "unreadable", str(error), "تعذرت قراءة الملف")
        yield from feed.drained()

    def _where(self) -> Place:
        parser = self._parser
        return Place(
            self.file,
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            offset=parser.CurrentByteIndex,
        )

    def _mark(self) -> tuple[str, int, int]:
        parser = self._parser
        return (self.file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _start(self, written: str, attributes: list[str]) -> None:
        names, name_of = self._feed.names, self._feed.name
        pairs: list[tuple[Name, str]] = [
            (names.get(attributes[i]) or name_of(attributes[i]), attributes[i + 1])
            for i in range(0, len(attributes), 2)
        ]
        name = names.get(written) or name_of(written)
        if self._includes is None or not self._includes.start(name, pairs, self.file):
            self._feed.start(name, pairs)

    def _end(self, _: str) -> None:
        if self._includes is None or not self._includes.end():
            self._feed.end()

    def _characters(self, text: str) -> None:
        if self._includes is None or not self._includes.is_silent:
            self._feed.characters(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if system or public:
            self._feed.say(
                "XML004", "external-dtd", "the external DTD is not read", "لا تُقرأ DTD خارجية",
                Severity.WARNING,
            )  # fmt: skip

    def _skipped(self, name: str, is_parameter: int) -> None:
        if not is_parameter:
            self._entity(name)

    def _external(
        self, context: str, base: str | None, system: str | None, public: str | None
    ) -> int:
        self._entity(system or public or context)
        return 1

    def _entity(self, name: str) -> None:
        self._feed.say(
            "XML005", "external-entity", f"the external entity '{name}' is not read",
            f"لا تُقرأ الكيانات الخارجية: {name}",
        )  # fmt: skip

    def _ill_formed(self, error: expat.ExpatError) -> Finding:
        said = expat.ErrorString(error.code) if getattr(error, "code", None) else str(error)
        trail = self._feed.trail
        place = Place(
            self.file, error.lineno, error.offset + 1, offset=self._parser.ErrorByteIndex,
            xpath=trail.xpath() if trail else "",
        )  # fmt: skip
        return Finding(
            "XML001", "not-well-formed", Severity.ERROR, place,
            Message(f"not well-formed: {said}", f"بناء XML غير سليم: {said}"),
        )  # fmt: skip
