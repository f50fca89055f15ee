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
_HEAVY = 1_000_000

# Names whose answers a pattern or a state remembers; a document may bring any number of them.
NAMES_KEPT = 5_000


class Pattern:
    """A pattern; ``parts`` are its operands, ``extra`` what is not a pattern (names, datatypes)."""

    nullable: bool
    has_attributes: bool
    # Whether it holds attributes and nothing else, so that its order means nothing.
    is_attributes: bool
    has_data: bool
    needs_context: bool
    weight: int

    __slots__ = (
        "_closed", "_index", "_opens", "_takes", "_text", "documentation", "extra",
        "has_attributes", "has_data", "is_attributes", "kind", "needs_context", "nullable",
        "number", "option", "parts", "weight",
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
        pure = kind == ATTRIBUTE or (inner and bool(parts))
        weight = 1
        for part in parts:
            weight += part.weight
            pure = pure and (not inner or part.is_attributes or part.kind == EMPTY_KIND)
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
        self.is_attributes = pure and attributes
        # Of how many patterns it is made, those that it shares counted each time.
        self.weight = min(weight, _HEAVY)
        # The name of the attribute, where it is one that may be left out and nothing else.
        self.option: Name | None = None
        if kind == CHOICE and len(parts) == 2 and parts[1].kind == ATTRIBUTE and nullable:
            names = parts[1].extra.single
            if parts[0].kind == EMPTY_KIND and names is not None and len(names) == 1:
                self.option = names[0]
        self.forget()

    def forget(self) -> None:
        """Forget what was found out about it."""
        self._opens: dict[Name, dict[Pattern, Pattern]] | None = None
        self._takes: dict[Name, dict[Pattern, Pattern]] | None = None
        self._closed: Pattern | None = None
        self._text: Pattern | None = None
        self._index: Index | None = None


class Index:
    """The parts of a wide choice by what they begin with, and those that have to be asked."""

    __slots__ = ("elements", "others", "rest", "values")

    def __init__(self, parts: tuple[Pattern, ...]) -> None:
        self.elements: dict[Name, list[Pattern]] = {}
        self.values: dict[Any, dict[Any, Pattern]] = {}
        self.others: list[Pattern] = []
        self.rest: list[Pattern] = []
        for part in parts:
            names = part.extra.name_class.single if part.kind == ELEMENT else None
            for name in names or ():
                self.elements.setdefault(name, []).append(part)
            if names is None:
                self.others.append(part)
            if part.kind == VALUE and part.extra[0].is_plain:
                datatype, value, _ = part.extra
                self.values.setdefault(datatype, {}).setdefault(value, part)
            elif part.kind != ELEMENT:
                self.rest.append(part)


def chain(pattern: Pattern) -> list[Pattern]:
    """Return the parts of a pattern; of groups in groups all of them."""
    if pattern.kind != GROUP:
        return list(pattern.parts)
    found = []
    rest = pattern
    while rest.kind == GROUP:
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
