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

# Names whose answers a pattern or a state remembers; a document may bring any number of them.
NAMES_KEPT = 5_000


class Pattern:
    """A pattern; ``parts`` are its operands, ``extra`` what is not a pattern (names, datatypes)."""

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
        self.nullable = _is_nullable(kind, parts)
        inner = kind not in (ELEMENT, ATTRIBUTE, LIST, DATA)
        self.has_attributes = kind == ATTRIBUTE or (inner and any(p.has_attributes for p in parts))
        self.has_data = kind in (DATA, VALUE, LIST) or (inner and any(p.has_data for p in parts))
        self.documentation = ""
        self.needs_context = _of_context(kind, extra) or any(p.needs_context for p in parts)
        self._opens: dict[Name, dict[Pattern, Pattern]] = {}
        self._takes: dict[Name, dict[Pattern, Pattern]] = {}
        self._closed: Pattern | None = None
        self._text: Pattern | None = None

    def __lt__(self, other: Pattern) -> bool:
        """Order patterns as they were made, so that sets of them are always the same."""
        return self.number < other.number


def _of_context(kind: int, extra: Any) -> bool:
    """Return whether a value means nothing without the document round it."""
    if kind == DATA:
        return bool(extra.needs_context)
    return kind == VALUE and bool(extra[0].needs_context)


def _is_nullable(kind: int, parts: tuple[Pattern, ...]) -> bool:
    if kind in (EMPTY_KIND, TEXT_KIND):
        return True
    if kind == CHOICE:
        return any(part.nullable for part in parts)
    if kind in (GROUP, INTERLEAVE, MORE):
        return all(part.nullable for part in parts)
    return False


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
