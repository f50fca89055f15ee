"""What patterns become as a document is read.

In: patterns. Out: their derivatives (James Clark, "An algorithm for RELAX NG validation"),
remembered on them.

Elements and attributes are not derived by value: ``opens`` gives for a name the elements that may
stand first, each with what may follow it, and ``takes`` the same for attributes in any order; the
validator goes on from there, so that no pattern ever holds the rest of its ancestors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress, repeat
from typing import Any

from tahqiq.relaxng.interning import Maker
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    GROUP,
    INTERLEAVE,
    LIST,
    MORE,
    NAMES_KEPT,
    NOT_ALLOWED_KIND,
    TEXT_KIND,
    VALUE,
    Index,
    Pattern,
)  # fmt: skip

# Patterns of so few parts are asked anew: remembering would cost more.
_LIGHT = 8


class Builder(Maker):
    """Makes patterns, and derives them."""

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
        """Return the attributes of a name that a pattern has, each with what is left without it.

        One that may be left out stays: no element has an attribute twice, and of the ways to
        choose some of fifty attributes there are too many to make a pattern of each.
        """
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
            if pattern.option is not None:
                return {pattern.parts[1]: pattern} if pattern.option == name else {}
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
            asked = [part.option is None or part.option == name for part in pattern.parts]
            return self._either(pattern, name, self.takes, asked)
        if kind == MORE:
            return self._repeated(pattern, self.takes(pattern.parts[0], name))
        return {}

    def _either(
        self,
        pattern: Pattern,
        name: Name,
        find: Callable[[Pattern, Name], dict[Pattern, Pattern]],
        asked: Iterable[bool] = repeat(True),
    ) -> dict[Pattern, Pattern]:
        """Return what is found in any part of an interleave, each with the other parts.

        ``asked`` says which parts are: there may be a hundred attributes.
        """
        parts = pattern.parts
        found = []
        for number in compress(range(len(parts)), asked):
            part = parts[number]
            here = find(part, name)
            if here:
                others = parts[:number] + parts[number + 1 :]
                found.append(
                    {
                        key: pattern if rest is part else self.interleave((rest, *others))
                        for key, rest in here.items()
                    }
                )
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
            after, again = self.after_text(parts[0], text, context), self.optional(pattern)
            # More text is the same text: what repeats it stays as it was.
            return again if after is self.text else self.group(after, again)
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
