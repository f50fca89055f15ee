"""Patterns of the simple syntax (section 5), interned, and what they become as a document is read.

In: the parts of a pattern. Out: the one object for that pattern, simplified by sections 4.20 and
4.21, with its derivatives (James Clark, "An algorithm for RELAX NG validation") remembered on it.

Elements and attributes are not derived by value: ``opens`` gives for a name the elements that may
stand first, each with what may follow it, and ``takes`` the same for attributes in any order; the
validator goes on from there, so that no pattern ever holds the rest of its ancestors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from tahqiq.relaxng.names import Name, NameClass
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
    NAMES_KEPT,
    NOT_ALLOWED_KIND,
    TEXT_KIND,
    VALUE,
    Content,
    Index,
    Pattern,
    chain,
)

_NUMBER = attrgetter("number")
# Patterns of so few parts are asked anew: remembering would cost more.
_LIGHT = 8
# Groups in groups are made flat up to so many parts, interleaves in interleaves up to so many:
# definitions that refer twice to each other would double at every step.
_FLAT, _WIDE = 64, 50_000


class Builder:
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
        """Return a pattern one or more times."""
        if part.kind in (NOT_ALLOWED_KIND, EMPTY_KIND, MORE):
            return part
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

    def opens(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        """Return the elements of a name that may stand next, each with what may follow it."""
        if pattern.weight <= _LIGHT:
            return self._opens_anew(pattern, name)
        known = pattern._opens
        if known is None or len(known) >= NAMES_KEPT:
            known = pattern._opens = {}
        found = known.get(name)
        if found is None:
            found = known[name] = self._opens_anew(pattern, name)
        return found

    def _opens_anew(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        kind = pattern.kind
        if kind == ELEMENT:
            return {pattern: self.empty} if pattern.extra.name_class.contains(name) else {}
        if kind == CHOICE:
            parts = self._opening(pattern, name)
            return self._merged([self.opens(part, name) for part in parts])
        if kind == GROUP:
            return self._opens_group(pattern, name)
        if kind == INTERLEAVE:
            return self._either(pattern, name, self.opens)
        if kind == MORE:
            return self._repeated(pattern, self.opens(pattern.parts[0], name))
        return {}

    def _opens_group(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        """Return what may stand next in a group: a loop, for a group may be very long."""
        found = []
        while pattern.kind == GROUP:
            one, other = pattern.parts
            here = self.opens(one, name)
            found.append({key: self.group(rest, other) for key, rest in here.items()})
            if not one.nullable:
                return self._merged(found)
            pattern = other
        return self._merged([*found, self.opens(pattern, name)])

    def _opening(self, pattern: Pattern, name: Name) -> Iterable[Pattern]:
        """Return the parts of a choice that may begin with an element of a name."""
        if len(pattern.parts) <= _LIGHT:
            return pattern.parts
        index = self._index(pattern)
        return [*index.elements.get(name, ()), *index.others]

    def _index(self, pattern: Pattern) -> Index:
        if pattern._index is None:
            pattern._index = Index(pattern.parts)
        return pattern._index

    def opens_skipping(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        """Return what ``opens`` would if what a group wants before were there."""
        return self._skipping(pattern, name, {})

    def _skipping(
        self, pattern: Pattern, name: Name, known: dict[Pattern, dict[Pattern, Pattern]]
    ) -> dict[Pattern, Pattern]:
        found = known.get(pattern)
        if found is not None:
            return found
        kind, parts = pattern.kind, pattern.parts
        if kind == CHOICE:
            found = self._merged([self._skipping(part, name, known) for part in parts])
        elif kind == GROUP:
            one, other = parts
            first = self._skipping(one, name, known)
            followed = {key: self.group(rest, other) for key, rest in first.items()}
            found = self._merged([followed, self._skipping(other, name, known)])
        elif kind == INTERLEAVE:
            found = self._either(pattern, name, lambda one, of: self._skipping(one, of, known))
        elif kind == MORE:
            found = self._repeated(pattern, self._skipping(parts[0], name, known))
        else:
            found = self.opens(pattern, name)
        known[pattern] = found
        return found

    def takes(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        """Return the attributes of a name that a pattern has, each with what is left without it."""
        if not pattern.has_attributes:
            return {}
        if pattern.weight <= _LIGHT:
            return self._takes_anew(pattern, name)
        known = pattern._takes
        if known is None or len(known) >= NAMES_KEPT:
            known = pattern._takes = {}
        found = known.get(name)
        if found is None:
            found = known[name] = self._takes_anew(pattern, name)
        return found

    def _takes_anew(self, pattern: Pattern, name: Name) -> dict[Pattern, Pattern]:
        kind = pattern.kind
        if kind == ATTRIBUTE:
            return {pattern: self.empty} if pattern.extra.contains(name) else {}
        if kind == CHOICE:
            return self._merged([self.takes(part, name) for part in pattern.parts])
        if kind == GROUP:
            one, other = pattern.parts
            first, second = self.takes(one, name), self.takes(other, name)
            return self._merged(
                [
                    {key: self.group(rest, other) for key, rest in first.items()},
                    {key: self.group(one, rest) for key, rest in second.items()},
                ]
            )
        if kind == INTERLEAVE:
            return self._either(pattern, name, self.takes)
        if kind == MORE:
            return self._repeated(pattern, self.takes(pattern.parts[0], name))
        return {}

    def _either(
        self,
        pattern: Pattern,
        name: Name,
        find: Callable[[Pattern, Name], dict[Pattern, Pattern]],
    ) -> dict[Pattern, Pattern]:
        """Return what is found in any part of an interleave, each with the other parts."""
        parts = pattern.parts
        found = []
        for number, part in enumerate(parts):
            here = find(part, name)
            if here:
                others = parts[:number] + parts[number + 1 :]
                found.append({key: self.interleave((r, *others)) for key, r in here.items()})
        return self._merged(found)

    def _repeated(self, pattern: Pattern, found: dict[Pattern, Pattern]) -> dict[Pattern, Pattern]:
        again = self.optional(pattern)
        return {key: self.group(rest, again) for key, rest in found.items()}

    def _merged(self, parts: list[dict[Pattern, Pattern]]) -> dict[Pattern, Pattern]:
        found = [part for part in parts if part]
        if len(found) <= 1:
            return found[0] if found else {}
        rests: dict[Pattern, list[Pattern]] = {}
        for part in found:
            for key, rest in part.items():
                rests.setdefault(key, []).append(rest)
        return {key: self.choice(rest) for key, rest in rests.items()}

    def closed(self, pattern: Pattern) -> Pattern:
        """Return a pattern once the attributes are over: one that still wants any is none."""
        if not pattern.has_attributes:
            return pattern
        if pattern._closed is None:
            pattern._closed = self._rebuilt(pattern, self.closed, self.not_allowed)
        return pattern._closed

    def forgiven(self, pattern: Pattern) -> Pattern:
        """Return a pattern as if the attributes that it still wants were there."""
        if not pattern.has_attributes:
            return pattern
        return self._rebuilt(pattern, self.forgiven, self.empty)

    def _rebuilt(
        self, pattern: Pattern, again: Callable[[Pattern], Pattern], attribute: Pattern
    ) -> Pattern:
        kind, parts = pattern.kind, pattern.parts
        if kind == ATTRIBUTE:
            return attribute
        if kind == CHOICE:
            return self.choice([again(part) for part in parts])
        if kind == GROUP:
            return self.group(again(parts[0]), again(parts[1]))
        if kind == INTERLEAVE:
            return self.interleave([again(part) for part in parts])
        if kind == MORE:
            return self.more(again(parts[0]))
        return pattern

    def mixed_text(self, pattern: Pattern) -> Pattern:
        """Return a pattern after text that no datatype judges."""
        if pattern._text is None:
            pattern._text = self.after_text(pattern, None, None)
        return pattern._text

    def after_text(self, pattern: Pattern, text: str | None, context: Any) -> Pattern:
        """Return a pattern after text; with None for ``text`` datatypes do not count."""
        kind, parts = pattern.kind, pattern.parts
        if kind == TEXT_KIND:
            return pattern
        if kind == CHOICE:
            judging = parts if text is None else self._judging(pattern, text, context)
            return self.choice([self.after_text(part, text, context) for part in judging])
        if kind == GROUP:
            return self._after_text_group(pattern, text, context)
        if kind == INTERLEAVE:
            found = []
            for number, part in enumerate(parts):
                after = self.after_text(part, text, context)
                others = (*parts[:number], *parts[number + 1 :])
                if after.kind != NOT_ALLOWED_KIND:
                    found.append(pattern if after is part else self.interleave((after, *others)))
            return self.choice(found)
        if kind == MORE:
            return self.group(self.after_text(parts[0], text, context), self.optional(pattern))
        if text is not None and kind in (DATA, VALUE, LIST):
            return self.empty if self._holds(pattern, text, context) else self.not_allowed
        return self.not_allowed

    def _after_text_group(self, pattern: Pattern, text: str | None, context: Any) -> Pattern:
        found = []
        while pattern.kind == GROUP:
            one, other = pattern.parts
            found.append(self.group(self.after_text(one, text, context), other))
            if not one.nullable:
                return self.choice(found)
            pattern = other
        return self.choice([*found, self.after_text(pattern, text, context)])

    def _judging(self, pattern: Pattern, text: str, context: Any) -> Iterable[Pattern]:
        """Return the parts of a choice that a text may match."""
        if len(pattern.parts) <= _LIGHT:
            return pattern.parts
        index = self._index(pattern)
        found = list(index.rest)
        for datatype, values in index.values.items():
            part = values.get(datatype.value(text, context))
            if part is not None:
                found.append(part)
        return found

    def _holds(self, pattern: Pattern, text: str, context: Any) -> bool:
        if pattern.kind == DATA:
            if not pattern.extra.allows(text, context):
                return False
            return not (pattern.parts and self.matches(pattern.parts[0], text, context))
        if pattern.kind == VALUE:
            datatype, value, _ = pattern.extra
            return bool(datatype.equal(value, text, context))
        rest = pattern.parts[0]
        for token in text.split():
            rest = self.after_text(rest, token, context)
        return rest.nullable

    def matches(self, pattern: Pattern, text: str, context: Any) -> bool:
        """Return whether a whole text, of an attribute or an element without children, matches."""
        kind = pattern.kind
        if kind == TEXT_KIND:
            return True
        if kind == CHOICE:
            judging = self._judging(pattern, text, context)
            return any(self.matches(part, text, context) for part in judging)
        if kind in (DATA, VALUE, LIST) and self._holds(pattern, text, context):
            return True
        if kind not in (DATA, VALUE, LIST) and self.after_text(pattern, text, context).nullable:
            return True
        return pattern.nullable and not text.strip(" \t\n\r")
