"""A document read once, from first byte to last, with the place of everything.

In: bytes or a file. Out: calls of a validator, and findings with line, column and byte offset.
Nothing outside of the document is read: an external entity or DTD is a finding, not a request.
Memory does not grow with the document.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.parsers import expat

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.decoding import FORBIDDEN, Decoded, encoding_of
from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.validator import Validator

if TYPE_CHECKING:
    from tahqiq.relaxng.xinclude import Includes

# How much is read at once: small enough for the processor's own memory.
_SMALLEST, _LARGEST = 256 * 1024, 16 * 1024 * 1024
# How much of a piece is kept for a tag that goes on in the next one.
_KEPT = 64 * 1024
# A tag, as far as it is needed to find its end.
_TAG = re.compile(rb"""</?+([^\s<>/"'!?]++)(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""")


class Reader:
    """Reads one file to a validator."""

    def __init__(
        self, file: str, feed: Feed, validator: Validator, includes: Includes | None = None
    ) -> None:
        self.file = file
        self._feed = feed
        self._validator = validator
        self._includes = includes
        self._parser = self._new_parser()
        # Of what was decoded before expat had it.
        self._encoding = ""
        # The bytes that are being read, where they begin in the file, and what came before them.
        self._piece, self._from, self._before = b"", 0, b""
        self._has_returns = False
        # Of the line that was looked at last: from where, and its last tag.
        self._line_start, self._last_tag = 0, 0
        # The place of a tag in the piece.
        self._marked: tuple[int | None, tuple[str, int, int]] = (None, (file, 0, 0))
        feed.where, feed.mark = self._where, self._mark

    def _new_parser(self, encoding: str | None = None) -> Any:
        scope, validator = self._feed.scope, self._validator
        # Where nothing is included the validator is called directly: it is the hottest path.
        direct = self._includes is None
        parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65536
        parser.StartElementHandler = validator.start if direct else self._start
        parser.EndElementHandler = validator.end if direct else self._end
        parser.CharacterDataHandler = validator.characters if direct else self._characters
        parser.StartNamespaceDeclHandler = scope.declare
        parser.EndNamespaceDeclHandler = scope.end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.UnparsedEntityDeclHandler = lambda name, *_: scope.unparsed.add(name)
        parser.SkippedEntityHandler = self._skipped
        parser.EntityDeclHandler = self._declared
        parser.ExternalEntityRefHandler = self._external
        return parser

    def read(self, source: bytes | BinaryIO) -> Iterator[Finding]:
        """Read a document; yield findings as they come."""
        feed = self._feed
        try:
            for piece in self._pieces(io.BytesIO(source) if isinstance(source, bytes) else source):
                self._take(piece)
                self._parser.Parse(piece, False)
                yield from feed.drained()
            self._parser.Parse(b"", True)
        except Stopped:
            pass  # what stopped it was said
        except expat.ExpatError as error:
            feed.take(self._ill_formed(error))
        except (ValueError, LookupError) as error:
            feed.say(
                "XML002", "unreadable", f"its encoding is not read ({error}); save it as UTF-8",
                "لا يُقرأ ترميز الملف؛ احفظه بترميز UTF-8",
            )  # fmt: skip
        yield from feed.drained()

    def _pieces(self, stream: BinaryIO | Decoded) -> Iterator[bytes]:
        piece = stream.read(_SMALLEST)
        self._encoding = encoding_of(piece)
        if self._encoding:
            stream = Decoded(piece, stream, self._encoding)
            self._parser, piece = self._new_parser("utf-8"), stream.read(_SMALLEST)
        while piece:
            yield piece
            piece = stream.read(self._size())

    def _size(self) -> int:
        """Return how much to read: the double of what is not understood yet, for it is not whole.

        expat reads a token again from its start with each piece: this keeps a huge attribute from
        taking quadratic time (25 s against 0.9 s for 100 MB).
        """
        left: int = self._from + len(self._piece) - max(self._parser.CurrentByteIndex, 0)
        return min(max(_SMALLEST, left), _LARGEST)

    def _take(self, piece: bytes) -> None:
        self._from += len(self._piece)
        self._before, self._piece = self._piece[-_KEPT:], piece
        self._has_returns = b"\r" in piece
        self._line_start, self._last_tag, self._marked = 0, 0, (None, self._marked[1])

    def _where(self) -> Place:
        offset = None if self._encoding else self._parser.CurrentByteIndex
        return Place(*self._mark(), offset=offset)

    def _mark(self) -> tuple[str, int, int]:
        """Return file, line and column of the tag: of its last line where it has several."""
        parser = self._parser
        at = parser.CurrentByteIndex - self._from
        if not self._line_start <= at < self._last_tag and not self._is_of_one_line(at):
            return self._mark_of_last_line(at)
        return (self.file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _is_of_one_line(self, at: int) -> bool:
        """Return whether a tag plainly ends in its first line, as nearly all do.

        All tags of a line do but for the last.
        """
        if at < 0:
            return False
        piece = self._piece
        end = piece.find(b"\n", at)
        end = len(piece) if end < 0 else end
        if self._has_returns:
            end = min(end, piece.find(b"\r", at, end) % (len(piece) + 1))
        self._line_start, self._last_tag = at, piece.rfind(b"<", at, end)
        if at < self._last_tag:
            return True
        end = piece.find(b">", at)
        if end < 0:
            return False
        tag = piece[at:end]
        return not (b"\n" in tag or b"\r" in tag or b"'" in tag or tag.count(b'"') & 1)

    def _mark_of_last_line(self, at: int) -> tuple[str, int, int]:
        """Return the place of a tag of several lines; it may have many faults."""
        if self._marked[0] != at:
            line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
            lines = self._tag(at).splitlines()
            if len(lines) > 1:
                line += len(lines) - 1
                column = 1 + len(lines[-1]) - len(lines[-1].lstrip())
            self._marked = (at, (self.file, line, column))
        return self._marked[1]

    def _tag(self, at: int) -> bytes:
        """Return the tag at an offset of the piece, if it is that of the innermost element.

        It is not where the tag came from an entity, and at the end of an empty element: that
        lies behind its tag.
        """
        piece = self._piece
        if at < 0:
            piece, at = self._before + piece[:_KEPT], len(self._before) + at
        found = _TAG.match(piece, at) if at >= 0 else None
        if found is None:
            return b""
        local = found.group(1).rpartition(b":")[2].decode("utf-8", "replace")
        return found.group() if local == self._feed.trail.name()[1] else b""

    def _start(self, written: str, attributes: list[str]) -> None:
        name = self._feed.name(written)
        if self._includes is None or not self._includes.start(name, attributes, self.file):
            self._validator.start(written, attributes)

    def _end(self, _: str) -> None:
        if self._includes is None or not self._includes.end():
            self._validator.end()

    def _characters(self, text: str) -> None:
        if self._includes is None or not self._includes.is_silent:
            self._validator.characters(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if system or public:
            self._feed.say(
                "XML004", "external-dtd", "the external DTD is not read", "لا تُقرأ DTD خارجية",
                Severity.WARNING,
            )  # fmt: skip

    def _skipped(self, name: str, is_parameter: int) -> None:
        if not is_parameter:
            self._entity(name)

    def _declared(
        self, name: str, is_parameter: int, value: str | None, base: str | None,
        system: str | None, public: str | None, notation: str | None,
    ) -> None:  # fmt: skip
        # Of parameter entities expat does not say where they are used.
        if is_parameter and value is None:
            self._entity(f"%{name}")

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
        english = arabic = said.removeprefix("not well-formed ").strip("()")
        at = self._parser.ErrorByteIndex
        if self._encoding and self._piece.startswith(FORBIDDEN.encode(), at - self._from):
            english = f"bytes that are no letter in {self._encoding}"
            arabic = f"بايتات ليست حرفا بترميز {self._encoding}"
        trail = self._feed.trail
        place = Place(
            self.file, error.lineno, error.offset + 1, offset=None if self._encoding else at,
            xpath=trail.xpath() if trail else "",
        )  # fmt: skip
        return Finding(
            "XML001", "not-well-formed", Severity.ERROR, place,
            Message(f"not well-formed: {english}", f"بناء XML غير سليم: {arabic}"),
        )  # fmt: skip
