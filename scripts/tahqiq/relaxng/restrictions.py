"""The restrictions of section 7: what a pattern of the simple syntax must not do.

In: the pattern of a schema's start. Out: nothing, or a SchemaError that names the element's place
and the section of the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from tahqiq.errors import SchemaError
from tahqiq.relaxng.names import NameClass, overlap
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
                sets.of(pattern)
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
    if pattern.extra.is_open:
        if pattern.parts[0].kind != TEXT_KIND:
            raise _Breach("7.3 an attribute of any name must hold text")
        if "repeated" not in above:
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
    types = [_content_type(part, known) for part in pattern.parts]
    if kind == MORE and types[0] == _SIMPLE:
        raise _Breach("7.2 data must not be repeated outside of a list")
    if kind in (GROUP, INTERLEAVE) and _SIMPLE in types and _EMPTY not in types:
        raise _Breach("7.2 data must not stand beside data, text or elements")
    return max(types, default=_EMPTY)


@dataclass(slots=True)
class _Sides:
    """What one pattern has: the names of its attributes and elements, and whether text."""

    attributes: list[NameClass]
    elements: list[NameClass]
    text: bool


class _Sets:
    """Attributes twice (7.3), and what interleave cannot tell apart (7.4)."""

    def __init__(self) -> None:
        self.known: dict[Pattern, _Sides] = {}

    def of(self, pattern: Pattern) -> _Sides:
        """Return what a pattern has; raise _Breach where two parts have the same."""
        found = self.known.get(pattern)
        if found is None:
            found = self.known[pattern] = self._of(pattern)
        return found

    def _of(self, pattern: Pattern) -> _Sides:
        kind = pattern.kind
        if kind == ATTRIBUTE:
            return _Sides([pattern.extra], [], False)
        if kind == ELEMENT:
            return _Sides([], [pattern.extra.name_class], False)
        if kind == TEXT_KIND:
            return _Sides([], [], True)
        if kind not in (CHOICE, GROUP, INTERLEAVE, MORE):
            return _Sides([], [], False)
        sides = [self.of(part) for part in pattern.parts]
        if kind in (GROUP, INTERLEAVE):
            self._apart(kind, *sides)
        return _Sides(
            list(dict.fromkeys(name for side in sides for name in side.attributes)),
            list(dict.fromkeys(name for side in sides for name in side.elements)),
            any(side.text for side in sides),
        )

    def _apart(self, kind: int, one: _Sides, other: _Sides) -> None:
        if _any_overlap(one.attributes, other.attributes):
            raise _Breach("7.3 an attribute must not be given twice")
        if kind == INTERLEAVE:
            if one.text and other.text:
                raise _Breach("7.4 only one part of an interleave may hold text")
            if _any_overlap(one.elements, other.elements):
                raise _Breach("7.4 two parts of an interleave must not hold the same element")


def _any_overlap(one: list[NameClass], other: list[NameClass]) -> bool:
    if not one or not other:
        return False
    closed = set(one) & set(other)
    if closed:
        return True
    # Names are compared by pairs only where either side has an open class.
    openly = [name for name in one if name.is_open or not hasattr(name, "local")]
    others = [name for name in other if name.is_open or not hasattr(name, "local")]
    return any(overlap(a, b) for a in openly for b in other) or any(
        overlap(a, b) for a in one for b in others
    )
