"""A document judged by a schema, event by event, and what a person would go on with after a fault.

In: the events of a reader. Out: faults, each once. After one the validator goes on as Jing does,
whose ways have been tried on documents for twenty years: an element that is known elsewhere is
judged by its own content and then forgotten, one that is not known is passed over, what is
missing is taken to be there. While nothing is allowed, nothing more is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tahqiq.relaxng import faults
from tahqiq.relaxng.faults import Fault
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import (
    Pattern,
)
from tahqiq.relaxng.states import Joint, State, States

Report = Callable[[Fault], None]


class Validator:
    """Judges one document."""

    __slots__ = (
        "_context", "_has_children", "_joint", "_known", "_name", "_report", "_stack", "_state",
        "_states", "_text",
    )  # fmt: skip

    def __init__(
        self,
        states: States,
        start: Pattern,
        known: Callable[[Name], tuple[Any, ...]],
        report: Report,
        context: Any,
    ) -> None:
        self._states = states
        self._known = known
        self._report = report
        self._context = context
        self._state: State = states.of((start,))
        self._joint: Joint | None = None
        self._name: Name = ("", "")
        self._has_children = False
        self._text: list[str] = []
        self._stack: list[tuple[State, Joint | None, Name, bool]] = []

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        self._text.append(text)

    def start(self, name: Name, attributes: list[tuple[Name, str]]) -> None:
        """Take a start tag."""
        if self._text:
            self._text_between()
        state = self._state
        try:
            joint = state.opens[name]
        except KeyError:
            joint = self._states.open(state, name)
        if joint is None:
            state, joint = self._unexpected(state, name)
        self._stack.append((state, self._joint, self._name, True))
        self._joint, self._name, self._has_children = joint, name, False
        state = joint.child if joint is not None else self._nothing()
        for attribute, value in attributes:
            # What was seen before, which is nearly all of it, is two look-ups.
            taken = state.takes.get(attribute)
            after = None if taken is None else taken.plain or taken.by_value.get(value)
            state = after or self._attribute(state, attribute, value, attributes)
        closed = state.closed or self._states.close(state)
        if closed.is_dead and not state.is_dead:
            self._report(faults.missing_attributes(state, name))
            closed = self._states.forgive(state)
        self._state = closed

    def _nothing(self) -> State:
        return self._states.of((self._states.builder.not_allowed,))

    def _attribute(
        self, state: State, name: Name, value: str, all_: list[tuple[Name, str]]
    ) -> State:
        try:
            taken = state.takes[name]
        except KeyError:
            taken = self._states.take(state, name)
        if taken is None:
            if not state.is_dead:
                given = [one for one, _ in all_]
                self._report(faults.unexpected_attribute(state, self._name, name, given))
            return state
        if taken.plain is not None:
            return taken.plain
        matches, context = self._states.builder.matches, self._context
        matching = tuple([matches(content, value, context) for content in taken.contents])
        after = taken.after.get(matching) or self._states.taken(taken, matching)
        if after.is_dead:
            self._report(faults.wrong_value(taken.contents, self._name, name, value))
            return self._states.taken(taken, (True,) * len(matching))
        self._states.remember(taken, value, after)
        return after

    def _unexpected(self, state: State, name: Name) -> tuple[State, Joint | None]:
        """Return the state to go on in after a child that may not stand here, and its own."""
        known = self._known(name)
        if state.is_dead and self._stack:
            return state, self._by_name(state, known)
        builder = self._states.builder
        joint = self._states.join(state, name, builder.opens_skipping)
        if joint is not None:
            self._report(faults.missing_before(state, self._name, name))
            return state, joint
        self._report(faults.unexpected_element(state, self._name, name, bool(known)))
        return state, self._by_name(state, known)

    def _by_name(self, state: State, known: tuple[Any, ...]) -> Joint | None:
        """Return a child judged by what its name means elsewhere; to its parent it is not there."""
        if not known:
            return None
        child = self._states.of(tuple(content.pattern for content in known))
        return Joint(child, tuple(state.lanes for _ in known), known)

    def _text_between(self) -> None:
        """Judge text before a child: white space is nothing, any other counts as text."""
        text = "".join(self._text)
        self._text.clear()
        if not text.isspace() or text.strip(" \t\n\r"):
            state = self._state
            after = state.text or self._states.mixed(state)
            if not after.is_dead:
                self._state = after
            elif not state.is_dead:
                self._report(faults.unexpected_text(self._name, text))

    def end(self) -> None:
        """Take an end tag."""
        states, state = self._states, self._state
        if not self._has_children and (self._text or state.has_data):
            fitting = self._after_text(state)
        else:
            if self._text:
                self._text_between()
                state = self._state
            fitting = state.nullable
        if True not in fitting and not state.is_dead:
            self._report(faults.incomplete(state, self._name))
        parent, joint, name, has_children = self._stack.pop()
        if self._joint is None:
            self._state = parent
        elif True in fitting:
            self._state = self._joint.after.get(fitting) or states.ended(self._joint, fitting)
        else:
            self._state = states.ended(self._joint, (True,) * len(self._joint.rests))
        self._joint, self._name, self._has_children = joint, name, has_children

    def _after_text(self, state: State) -> tuple[bool, ...]:
        text = "".join(self._text)
        self._text.clear()
        if state.is_dead:
            return state.nullable
        if not state.has_data:
            if not text.strip(" \t\n\r"):
                return state.nullable
            after = state.text or self._states.mixed(state)
            if after.is_dead:
                self._report(faults.unexpected_text(self._name, text))
                return state.nullable
            self._state = after
            return after.nullable
        fitting = self._states.fitting(state, text, self._context)
        if True not in fitting:
            self._report(faults.wrong_content(state, self._name, text))
            return (True,) * len(fitting)
        return fitting
