"""Patterns of the simple syntax (section 5), interned.

In: the parts of a pattern. Out: the one object for that pattern, simplified by sections 4.20 and
4.21. Attributes stand first in their groups, where their order means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from tahqiq.relaxng.names import NameClass
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
    NOT_ALLOWED_KIND,
    TEXT_KIND,
    VALUE,
    Content,
    Pattern,
    chain,
)

_NUMBER = attrgetter("number")
# Groups in groups are made flat up to so many parts, interleaves in interleaves up to so many:
# definitions that refer twice to each other would double at every step.
_FLAT, _WIDE = 64, 50_000


class Maker:
    """Makes patterns, each once."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Pattern] = {}
        self._next = 0
        # What the patterns take, counted in parts.
        self.size = 0
        self.empty = self._make(EMPTY_KIND, (), None)
        self.not_allowed = self._make(NOT_ALLOWED_KIND, (), None)
        self.text = self._make(TEXT_KIND, (), None)

    def _make(self, kind: int, parts: tuple[Pattern, ...], extra: Any) -> Pattern:
        key = (kind, *[part.number for part in parts], extra)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Pattern(self._next, kind, parts, extra)
            self._next += 1
            self.size += 10 + len(parts)
        return found

    def forget(self) -> None:
        """Forget all patterns, but for those that somebody holds, and what was found out."""
        for pattern in self._made.values():
            pattern.forget()
        constants = (self.empty, self.not_allowed, self.text)
        self._made = {(one.kind, None): one for one in constants}
        self.size = 0

    def numbered_from(self, number: int) -> None:
        """Give new patterns numbers from here on: those below are stored ones."""
        self._next = max(self._next, number)

    def stored(self, number: int, kind: int, parts: tuple[Pattern, ...], extra: Any) -> Pattern:
        """Return a pattern that was made once before, with the number that it had."""
        key = (kind, *[part.number for part in parts], extra)
        return self._made.setdefault(key, Pattern(number, kind, parts, extra))

    def __len__(self) -> int:
        """Return how many patterns there are."""
        return len(self._made)

    def choice(self, parts: list[Pattern]) -> Pattern:
        """Return the choice of patterns: flat, each once, without notAllowed."""
        flat: dict[Pattern, None] = {}
        for part in parts:
            if part.kind == CHOICE:
                flat.update(dict.fromkeys(part.parts))
            elif part.kind != NOT_ALLOWED_KIND:
                flat[part] = None
        if self.empty in flat and any(one.nullable for one in flat if one is not self.empty):
            del flat[self.empty]
        if len(flat) > 1:
            _absorb(flat)
        if not flat:
            return self.not_allowed
        if len(flat) == 1:
            return next(iter(flat))
        return self._make(CHOICE, tuple(sorted(flat, key=_NUMBER)), None)

    def group(self, one: Pattern, other: Pattern) -> Pattern:
        """Return one pattern after another."""
        if NOT_ALLOWED_KIND in (one.kind, other.kind):
            return self.not_allowed
        if one is self.empty:
            return other
        if other is self.empty:
            return one
        if other.is_attributes and not one.is_attributes:
            one, other = other, one
        if one.is_attributes and other.is_attributes:
            return self.interleave([one, other])
        if one.kind == GROUP and one.weight <= _FLAT:
            for part in reversed(chain(one)):
                other = self.group(part, other)
            return other
        if other.kind == GROUP and other.parts[0].is_attributes:
            # Attributes have no order: all of them go to the front.
            first, last = other.parts
            if one.is_attributes:
                return self._make(GROUP, (self.interleave([one, first]), last), None)
            return self._make(GROUP, (first, self.group(one, last)), None)
        return self._make(GROUP, (one, other), None)

    def interleave(self, parts: Iterable[Pattern]) -> Pattern:
        """Return patterns in any order, mixed: flat, as long as they are not too many."""
        flat: list[Pattern] = []
        for part in parts:
            if part.kind == NOT_ALLOWED_KIND:
                return part
            if part.kind == INTERLEAVE and part.weight < _WIDE:
                flat.extend(part.parts)
            elif part is not self.empty:
                flat.append(part)
        if len(flat) <= 1:
            return flat[0] if flat else self.empty
        return self._make(INTERLEAVE, tuple(sorted(flat, key=_NUMBER)), None)

    def more(self, part: Pattern) -> Pattern:
        """Return a pattern one or more times; what may repeat in any order is one choice.

        ``(a*, b?)+`` is ``(a | b)*``: as they stand, such loops within loops would have as many
        derivatives as there are ways through them.
        """
        if part.kind in (NOT_ALLOWED_KIND, EMPTY_KIND, MORE):
            return part
        if part.kind in (CHOICE, GROUP) and not part.has_attributes:
            inner = self.choice(_repeatable(part))
            if inner is not part:
                made = self.more(inner)
                return self.optional(made) if part.nullable else made
        return self._make(MORE, (part,), None)

    def optional(self, part: Pattern) -> Pattern:
        """Return a pattern or nothing."""
        return self.choice([part, self.empty])

    def element(self, content: Content) -> Pattern:
        """Return an element, by its declaration."""
        return self._make(ELEMENT, (), content)

    def attribute(self, name_class: NameClass, part: Pattern) -> Pattern:
        """Return an attribute."""
        if part.kind == NOT_ALLOWED_KIND:
            return part
        return self._make(ATTRIBUTE, (part,), name_class)

    def data(self, datatype: Any, exclude: Pattern | None) -> Pattern:
        """Return a datatype, ``exclude`` what is no value of it."""
        excluded = () if exclude is None or exclude is self.not_allowed else (exclude,)
        return self._make(DATA, excluded, datatype)

    def value(self, datatype: Any, value: Any, text: str) -> Pattern:
        """Return a single value; ``text`` is how the schema writes it."""
        return self._make(VALUE, (), (datatype, value, text))

    def list_of(self, part: Pattern) -> Pattern:
        """Return a list of values between white space."""
        if part.kind == NOT_ALLOWED_KIND:
            return part
        return self._make(LIST, (part,), None)


def _repeatable(part: Pattern) -> list[Pattern]:
    """Return the patterns of which a repeated pattern is any sequence."""
    found: dict[Pattern, None] = {}
    waiting = [part]
    seen: set[Pattern] = set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if one.kind in (CHOICE, MORE) or (one.kind == GROUP and one.nullable):
            waiting.extend(reversed(one.parts))
        elif one.kind != EMPTY_KIND:
            found[one] = None
    return list(found)


def _absorb(flat: dict[Pattern, None]) -> None:
    """Take out of the parts of a choice what another of them allows as well.

    ``(a?, b?)`` allows ``b?``: of a group of a thousand options every derivative would otherwise
    be a choice of all its ends. Attributes stay, for section 7 looks at each of them.
    """
    seen: set[Pattern] = set()
    for part in list(flat):
        rest = part
        while rest.kind == GROUP and rest.parts[0].nullable and rest not in seen:
            seen.add(rest)
            rest = rest.parts[1]
            _discard(flat, rest)
        if part.kind == MORE:
            _discard(flat, part.parts[0])


def _discard(flat: dict[Pattern, None], known: Pattern) -> None:
    for one in known.parts if known.kind == CHOICE else (known,):
        if not one.has_attributes:
            flat.pop(one, None)
