"""Patterns of the simple syntax (section 5), as values.

In: the parts of a pattern. Out: the pattern, with what was found out about it kept on it. They are
made by patterns.Builder alone, each once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tahqiq.relaxng.names import Name, NameClass

EMPTY_KIND, NOT_ALLOWED_KIND, TEXT_KIND, CHOICE, GROUP, INTERLEAVE, MORE, ELEMENT, ATTRIBUTE = (
    range(9)
)
DATA, VALUE, LIST = range(9, 12)

# Kinds that are nullable unless a part is not; that judge text; whose parts are not the element's.
_NULLABLE = frozenset({EMPTY_KIND, TEXT_KIND, GROUP, INTERLEAVE, MORE})
_SIMPLE = frozenset({DATA, VALUE, LIST})
_CLOSED = frozenset({ELEMENT, ATTRIBUTE, LIST, DATA})

# Names whose answers a pattern or a state remembers; a document may bring any number of them.
NAMES_KEPT = 5_000


class Pattern:
    """A pattern; ``parts`` are its operands, ``extra`` what is not a pattern (names, datatypes)."""

    nullable: bool
    has_attributes: bool
    has_data: bool
    needs_context: bool

    __slots__ = (
        "_closed", "_opens", "_takes", "_text", "documentation", "extra", "has_attributes",
        "has_data", "kind", "needs_context", "nullable", "number", "parts",
    )  # fmt: skip

    def __init__(self, number: int, kind: int, parts: tuple[Pattern, ...], extra: Any) -> None:
        self.number = number
        self.kind = kind
        self.parts = parts
        self.extra = extra
        self.documentation = ""
        # What the parts are decides what the whole is; one loop, for this is made very often.
        nullable = kind in _NULLABLE
        attributes, data = kind == ATTRIBUTE, kind in _SIMPLE
        context = kind in _SIMPLE and _of_context(kind, extra)
        inner = kind not in _CLOSED
        for part in parts:
            if kind == CHOICE:
                nullable = nullable or part.nullable
            elif not part.nullable:
                nullable = False
            if inner:
                attributes = attributes or part.has_attributes
                data = data or part.has_data
            context = context or part.needs_context
        self.nullable = nullable
        self.has_attributes = attributes
        self.has_data = data
        self.needs_context = context
        self._opens: dict[Name, dict[Pattern, Pattern]] | None = None
        self._takes: dict[Name, dict[Pattern, Pattern]] | None = None
        self._closed: Pattern | None = None
        self._text: Pattern | None = None

    def __lt__(self, other: Pattern) -> bool:
        """Order patterns as they were made, so that sets of them are always the same."""
        return self.number < other.number


def chain(pattern: Pattern) -> list[Pattern]:
    """Return the parts of a pattern; of groups in groups, and of interleaves, all of them."""
    if pattern.kind not in (GROUP, INTERLEAVE):
        return list(pattern.parts)
    found = []
    rest = pattern
    while rest.kind == pattern.kind:
        found.append(rest.parts[0])
        rest = rest.parts[1]
    return [*found, rest]


def _of_context(kind: int, extra: Any) -> bool:
    """Return whether a value means nothing without the document round it."""
    if kind == DATA:
        return bool(extra.needs_context)
    return kind == VALUE and bool(extra[0].needs_context)


class Content:
    """What an element holds: made when it is first asked for, since definitions may be circular."""

    __slots__ = ("_make", "_pattern", "documentation", "name_class", "node")

    def __init__(
        self, name_class: NameClass, make: Callable[[], Pattern], node: Any, documentation: str
    ) -> None:
        self.name_class = name_class
        self.node = node
        self.documentation = documentation
        self._make = make
        self._pattern: Pattern | None = None

    @property
    def pattern(self) -> Pattern:
        """Return the pattern of the element's attributes and children."""
        if self._pattern is None:
            self._pattern = self._make()
        return self._pattern
