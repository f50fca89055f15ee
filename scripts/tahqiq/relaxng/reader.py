"""A document read once, from first byte to last, with the place of everything.

In: bytes, a file, or a path. Out: calls of a validator, and findings with line, column and byte
offset. Nothing outside of the document is read: an external entity or DTD is a finding, not a
request. Memory does not grow with the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO
from xml.parsers import expat

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.faults import Fault
from tahqiq.relaxng.names import Name

# expat reads a token again from its start with each piece: large pieces keep a huge attribute from
# taking quadratic time (25 s against 0.9 s for 100 MB), and small documents come in one.
_PIECE = 16 * 1024 * 1024
# A deeper document is an attack: every level costs memory in whatever reads it next.
MAX_DEPTH = 100_000
_NAMES_KEPT = 50_000
_STEPS = 60


class Scope:
    """What values depend on: the namespaces in scope, and the unparsed entities declared."""

    __slots__ = ("_prefixes", "unparsed")

    def __init__(self) -> None:
        self.unparsed: set[str] = set()
        self._prefixes: dict[str, list[str]] = {"xml": ["http://www.w3.org/XML/1998/namespace"]}

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Open a declaration."""
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def end(self, prefix: str | None) -> None:
        """Close the last declaration of a prefix."""
        self._prefixes[prefix or ""].pop()

    def resolve(self, prefix: str) -> str | None:
        """Return the namespace of a prefix, or None."""
        found = self._prefixes.get(prefix)
        return found[-1] if found else None


class Reader:
    """Feeds one document to a validator and to other listeners."""

    def __init__(self, file: str, scope: Scope) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.path: list[tuple[Name, dict[Name, int]]] = []
        self._scope = scope
        self._names: dict[str, Name] = {}
        self._top: dict[Name, int] = {}
        self._stopped = False
        self._parser = self._new_parser()
        self._validator: Any = None
        self._watch: Callable[[Name, list[tuple[Name, str]]], None] | None = None

    def _new_parser(self) -> Any:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65536
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartNamespaceDeclHandler = self._scope.declare
        parser.EndNamespaceDeclHandler = self._scope.end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.UnparsedEntityDeclHandler = lambda name, *_: self._scope.unparsed.add(name)
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        return parser

    def connect(
        self,
        validator: Any,
        watch: Callable[[Name, list[tuple[Name, str]]], None] | None,
    ) -> None:
        """Say who is told of the document: the validator, and who watches ids."""
        self._validator = validator
        self._watch = watch

    def read(self, source: bytes | BinaryIO) -> Iterator[Finding]:
        """Read a document; yield findings as they come."""
        pieces = [source] if isinstance(source, bytes) else iter(lambda: source.read(_PIECE), b"")
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)
                yield from self._drained()
                if self._stopped:
                    return
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            yield from self._drained()
            if not self._stopped:
                yield self._ill_formed(error)
        except (ValueError, LookupError) as error:
            yield from self._drained()
            yield self._finding("XML002", "unreadable", str(error), "تعذرت قراءة الملف")
        yield from self._drained()

    def _drained(self) -> list[Finding]:
        found, self.findings = self.findings, []
        return found

    def fault(self, fault: Fault) -> None:
        """Take a fault of the validator: it stands at the tag that is being read."""
        self.findings.append(
            Finding(
                fault.code, fault.slug, Severity.ERROR, self.place(), fault.message,
                found=fault.found, expected=fault.expected, hint=fault.hint,
            )
        )  # fmt: skip

    def findings_of_ids(self, finding: Finding) -> None:
        """Take a finding that is complete."""
        self.findings.append(finding)

    def place(self) -> Place:
        """Return the place of the tag that is being read."""
        parser = self._parser
        return Place(
            self.file,
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            offset=parser.CurrentByteIndex,
            xpath=self.xpath(),
        )

    def xpath(self) -> str:
        """Return the path of the element that is open, with positions.

        Of one that is very deep only the ends are written, with ``//`` between.
        """
        path = self.path
        levels: Sequence[int] = range(len(path))
        if len(path) > _STEPS:
            levels = [*range(_STEPS // 2), *range(len(path) - _STEPS // 2, len(path))]
        steps = []
        for level in levels:
            name = path[level][0]
            counts = path[level - 1][1] if level else self._top
            gap = "/" if level and level == len(path) - _STEPS // 2 else ""
            steps.append(f"{gap}{name[1]}[{counts.get(name, 1)}]")
        return "/" + "/".join(steps)

    def _name(self, written: str) -> Name:
        name = self._names.get(written)
        if name is None:
            if len(self._names) >= _NAMES_KEPT:
                self._names.clear()
            uri, _, local = written.rpartition(" ")
            name = self._names[written] = (uri, local)
        return name

    def _start(self, written: str, attributes: list[str]) -> None:
        names = self._names
        name = names.get(written) or self._name(written)
        path = self.path
        counts = path[-1][1] if path else self._top
        counts[name] = counts.get(name, 0) + 1
        path.append((name, {}))
        if len(path) > MAX_DEPTH:
            self._stop(
                "XML003", "too-deep", f"more than {MAX_DEPTH} levels", "مستويات أكثر مما يجوز"
            )
            return
        pairs = [
            (names.get(attributes[i]) or self._name(attributes[i]), attributes[i + 1])
            for i in range(0, len(attributes), 2)
        ]
        self._validator.start(name, pairs)
        if self._watch is not None and pairs:
            self._watch(name, pairs)

    def _end(self, _: str) -> None:
        self._validator.end()
        self.path.pop()

    def _characters(self, text: str) -> None:
        self._validator.characters(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if system or public:
            self.findings.append(
                self._finding(
                    "XML004", "external-dtd", "the external DTD is not read", "لا تُقرأ DTD خارجية",
                    Severity.WARNING,
                )
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
        self.findings.append(
            self._finding(
                "XML005", "external-entity", f"the external entity '{name}' is not read",
                f"لا تُقرأ الكيانات الخارجية: {name}",
            )
        )  # fmt: skip

    def _stop(self, code: str, slug: str, english: str, arabic: str) -> None:
        self.findings.append(self._finding(code, slug, english, arabic))
        self._stopped = True
        self._parser.StartElementHandler = None
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None
        raise expat.ExpatError("stopped")

    def _ill_formed(self, error: expat.ExpatError) -> Finding:
        said = expat.ErrorString(error.code) if getattr(error, "code", None) else str(error)
        place = Place(
            self.file, error.lineno, error.offset + 1, offset=self._parser.ErrorByteIndex,
            xpath=self.xpath() if self.path else "",
        )  # fmt: skip
        return Finding(
            "XML001", "not-well-formed", Severity.ERROR, place,
            Message(f"not well-formed: {said}", f"بناء XML غير سليم: {said}"),
        )  # fmt: skip

    def _finding(
        self, code: str, slug: str, english: str, arabic: str, severity: Severity = Severity.ERROR
    ) -> Finding:
        return Finding(code, slug, severity, self.place(), Message(english, arabic))
