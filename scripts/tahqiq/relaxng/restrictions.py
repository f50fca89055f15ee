"""The restrictions of section 7: what a pattern of the simple syntax must not do.

In: the pattern of a schema's start. Out: nothing, or a SchemaError that names the element's place
and the section of the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from tahqiq.errors import SchemaError
from tahqiq.relaxng.names import Name, NameClass, OneName, overlap, parts_of
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY_KIND,
    GROUP,
    INTERLEAVE,
    LIST,
    MORE,
    TEXT_KIND,
    VALUE,
    Content,
    Pattern,
    chain,
)

_NAMES = {
    EMPTY_KIND: "empty", TEXT_KIND: "text", CHOICE: "choice", GROUP: "group",
    INTERLEAVE: "interleave", MORE: "oneOrMore", ELEMENT: "element", ATTRIBUTE: "attribute",
    DATA: "data", VALUE: "value", LIST: "list",
}  # fmt: skip
# What must not stand anywhere below (7.1): by the name of the place, kinds and section.
_FORBIDDEN = {
    "attribute": (frozenset({ATTRIBUTE, ELEMENT}), "7.1.1"),
    "list": (frozenset({LIST, ELEMENT, ATTRIBUTE, TEXT_KIND, INTERLEAVE}), "7.1.3"),
    "except": (
        frozenset({ATTRIBUTE, ELEMENT, LIST, TEXT_KIND, GROUP, INTERLEAVE, MORE, EMPTY_KIND}),
        "7.1.4",
    ),
    "start": (
        frozenset({ATTRIBUTE, DATA, VALUE, LIST, TEXT_KIND, GROUP, INTERLEAVE, MORE, EMPTY_KIND}),
        "7.1.5",
    ),
}
# Kinds whose parts belong to the same element.
_JOINING = frozenset({CHOICE, GROUP, INTERLEAVE, MORE})

# A pattern, and the places that it stands in.
_Standing = tuple[Pattern, tuple[str, ...]]


class _Breach(Exception):
    """A restriction is broken: the section and what stands where it must not."""


def check(start: Pattern) -> list[Content]:
    """Return the declarations of all elements that a schema reaches; raise SchemaError."""
    try:
        _paths(start, ("start",), set())
    except _Breach as breach:
        raise SchemaError(str(breach)) from None
    reached: dict[Content, None] = {}
    waiting = [start]
    seen: set[Pattern] = set()
    # What was found right in one element need not be looked at again in the next.
    passed: set[_Standing] = set()
    types: dict[Pattern, int] = {}
    sets = _Sets()
    while waiting:
        for content in _declared(waiting.pop(), seen):
            if content in reached:
                continue
            reached[content] = None
            pattern = content.pattern
            try:
                _paths(pattern, (), passed)
                _content_type(pattern, types)
                sets.check(pattern)
            except _Breach as breach:
                raise content.node.fail(*str(breach).split(" ", 1)) from None
            waiting.append(pattern)
    return list(reached)


def _declared(pattern: Pattern, seen: set[Pattern]) -> list[Content]:
    found = []
    waiting = [pattern]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if one.kind == ELEMENT:
            found.append(one.extra)
        waiting.extend(one.parts)
    return found


def _paths(top: Pattern, places: tuple[str, ...], passed: set[_Standing]) -> None:
    """Check which patterns stand below which (7.1), and the attributes of open names (7.3)."""
    waiting: list[_Standing] = [(top, places)]
    while waiting:
        item = waiting.pop()
        if item in passed:
            continue
        passed.add(item)
        pattern, above = item
        for place in above:
            kinds, section = _FORBIDDEN.get(place, (frozenset(), ""))
            if pattern.kind in kinds:
                raise _Breach(f"{section} {_NAMES[pattern.kind]} must not stand in {place}")
        if pattern.kind == ATTRIBUTE:
            _attribute(pattern, above)
        below = _below(pattern, above)
        waiting.extend((part, below) for part in pattern.parts)


def _attribute(pattern: Pattern, above: tuple[str, ...]) -> None:
    if "repeated group" in above:
        raise _Breach("7.1.2 an attribute must not stand in a repeated group")
    if pattern.extra.is_open and "repeated" not in above:
        raise _Breach("7.3 an attribute of any name must be repeated (oneOrMore)")


def _below(pattern: Pattern, above: tuple[str, ...]) -> tuple[str, ...]:
    kind = pattern.kind
    added = {
        ATTRIBUTE: "attribute", LIST: "list", DATA: "except", MORE: "repeated",
        GROUP: "repeated group", INTERLEAVE: "repeated group",
    }.get(kind)  # fmt: skip
    if added is None or added in above:
        return above
    if added == "repeated group" and "repeated" not in above:
        return above
    return tuple(sorted({*above, added}))


# Content types (7.2): empty < complex < simple; None where parts cannot stand together.
_EMPTY, _COMPLEX, _SIMPLE = 0, 1, 2


def _content_type(pattern: Pattern, known: dict[Pattern, int]) -> int:
    found = known.get(pattern)
    if found is None:
        found = known[pattern] = _content_type_of(pattern, known)
    return found


def _content_type_of(pattern: Pattern, known: dict[Pattern, int]) -> int:
    kind = pattern.kind
    if kind in (EMPTY_KIND, ATTRIBUTE):
        return _EMPTY
    if kind in (TEXT_KIND, ELEMENT):
        return _COMPLEX
    if kind in (DATA, VALUE, LIST):
        return _SIMPLE
    types = [_content_type(part, known) for part in chain(pattern)]
    if kind == MORE and types[0] == _SIMPLE:
        raise _Breach("7.2 data must not be repeated outside of a list")
    filled = [one for one in types if one != _EMPTY]
    if kind in (GROUP, INTERLEAVE) and _SIMPLE in filled and len(filled) > 1:
        raise _Breach("7.2 data must not stand beside data, text or elements")
    return max(types, default=_EMPTY)


@dataclass(frozen=True, slots=True)
class _Names:
    """What attributes or elements are called: their single names, and their open name classes."""

    single: frozenset[Name] = frozenset()
    open: tuple[NameClass, ...] = ()

    @classmethod
    def of(cls, name_class: NameClass) -> _Names:
        """Return the names of a name class."""
        parts = parts_of(name_class)
        single = frozenset((one.namespace, one.local) for one in parts if isinstance(one, OneName))
        return cls(single, tuple(one for one in parts if not isinstance(one, OneName)))

    def meets(self, single: Set[Name], opened: Iterable[NameClass]) -> bool:
        """Return whether any of these names is one of those."""
        return (
            not self.single.isdisjoint(single)
            or any(one.contains(name) for one in self.open for name in single)
            or any(one.contains(name) for one in opened for name in self.single)
            or any(overlap(one, rival) for one in self.open for rival in opened)
        )


class _Sets:
    """Attributes twice (7.3), and what interleave cannot tell apart (7.4)."""

    def __init__(self) -> None:
        self._checked: set[Pattern] = set()
        self._names: dict[tuple[int, Pattern], _Names] = {}
        self._text: dict[Pattern, bool] = {}

    def check(self, top: Pattern) -> None:
        """Raise _Breach where two parts have the same."""
        waiting = [top]
        while waiting:
            pattern = waiting.pop()
            if pattern in self._checked or pattern.kind not in _JOINING:
                continue
            self._checked.add(pattern)
            parts = chain(pattern)
            if pattern.kind in (GROUP, INTERLEAVE):
                self._apart(parts, ATTRIBUTE, "7.3 an attribute must not be given twice")
            if pattern.kind == INTERLEAVE:
                same = "7.4 two parts of an interleave must not hold the same element"
                self._apart(parts, ELEMENT, same)
                if len([part for part in parts if self._has_text(part)]) > 1:
                    raise _Breach("7.4 only one part of an interleave may hold text")
            waiting.extend(parts)

    def _apart(self, parts: list[Pattern], kind: int, breach: str) -> None:
        single: set[Name] = set()
        opened: list[NameClass] = []
        for part in parts:
            names = self._names_of(part, kind)
            if names.meets(single, opened):
                raise _Breach(breach)
            single |= names.single
            opened += names.open

    def _names_of(self, pattern: Pattern, kind: int) -> _Names:
        """Return the names of all attributes or elements of a pattern."""
        if pattern.kind == kind:
            return _Names.of(pattern.extra if kind == ATTRIBUTE else pattern.extra.name_class)
        if pattern.kind not in _JOINING or (kind == ATTRIBUTE and not pattern.has_attributes):
            return _Names()
        found = self._names.get((kind, pattern))
        if found is None:
            parts = [self._names_of(part, kind) for part in chain(pattern)]
            single = frozenset[Name]().union(*[part.single for part in parts])
            opened = dict.fromkeys(one for part in parts for one in part.open)
            found = self._names[kind, pattern] = _Names(single, tuple(opened))
        return found

    def _has_text(self, pattern: Pattern) -> bool:
        if pattern.kind not in _JOINING:
            return pattern.kind == TEXT_KIND
        found = self._text.get(pattern)
        if found is None:
            # A list: any() of a generator would call through C, which must not go deep.
            parts = [self._has_text(one) for one in chain(pattern)]
            found = self._text[pattern] = any(parts)
        return found
