"""A document judged by a schema, event by event, and what a person would go on with after a fault.

In: the events of a reader. Out: faults, each once. After one the validator goes on as Jing does,
whose ways have been tried on documents for twenty years: an element that is known elsewhere is
judged by its own content and then forgotten, one that is not known is passed over, what is
missing is taken to be there. While nothing is allowed, nothing more is said.

``start`` and ``end`` are called for every tag, and ``characters`` for every text: whatever can be
known before is, and they call nothing that need not be called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from tahqiq.relaxng import faults
from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import Pattern
from tahqiq.relaxng.shapes import Shapes
from tahqiq.relaxng.states import Joint, State

if TYPE_CHECKING:
    from tahqiq.relaxng.ids import IdWatch

# A deeper document is an attack: every level costs memory in whatever reads it next.
MAX_DEPTH = 100_000
# More of them on one element are one, too: each would be a finding.
MAX_ATTRIBUTES = 50_000


class Validator:
    """Judges one document."""

    __slots__ = (
        "_context", "_feed", "_given", "_joint", "_known", "_levels", "_report",
        "_shapes", "_siblings", "_state", "_states", "_text", "_watch", "characters",
    )  # fmt: skip

    def __init__(
        self,
        shapes: Shapes,
        start: Pattern,
        known: Callable[[Name], tuple[Any, ...]],
        feed: Feed,
        watch: IdWatch | None,
    ) -> None:
        self._shapes = shapes
        self._states = states = shapes.states
        self._known = known
        self._feed = feed
        self._report = feed.fault
        self._context = feed.scope
        self._watch = watch
        self._state: State = states.of((start,))
        self._joint: Joint | None = None
        self._levels = feed.trail.levels
        # How many children of each name there were: of the innermost element, made when the
        # first of them comes, since most elements have none.
        self._siblings: dict[str, int] | None = None
        self._text: list[str] = []
        # The attributes of the last tag that had one too many.
        self._given: tuple[list[Name], frozenset[Name]] = ([], frozenset())
        # Takes a piece of text.
        self.characters: Callable[[str], None] = self._text.append

    def start(self, written: str, attributes: list[str]) -> None:
        """Take a start tag: its name, and those of its attributes, each followed by its value.

        Names are written as expat does: namespace, space, local name.
        """
        state, siblings, text = self._state, self._siblings, self._text
        if siblings is None:
            siblings = {written: 1}
            if len(self._levels) >= MAX_DEPTH:
                self._too_deep(siblings, written)
        else:
            siblings[written] = siblings.get(written, 0) + 1
        if text:
            if state.text is state:
                text.clear()
            else:
                state = self._text_before(siblings, written)
        self._levels.append((state, self._joint, siblings, written))
        self._siblings = None
        # What was seen before, which is nearly all of it, is one look-up and a test of each value.
        shape = state.shapes.get((written, *attributes[::2]))
        if shape is None:
            self._judge(state, written, attributes)
            return
        for at, is_known, fits in shape.tests:
            value = attributes[at]
            if not is_known(value) and not fits(value):
                self._judge(state, written, attributes)
                return
        self._joint = shape.joint
        self._state = shape.closed
        if self._watch is not None:
            for at, kind in shape.ids:
                self._watch.take(kind, attributes[at])

    def _judge(self, state: State, written: str, attributes: list[str]) -> None:
        """Take a start tag by each of its names and values; keep its shape if it is right."""
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            self._too_many()
        feed = self._feed
        name, said = feed.name(written), len(feed.findings)
        joint = allowed = self._states.open(state, name)
        if joint is None:
            joint = self._unexpected(state, name)
        self._joint = joint
        child = joint.child if joint is not None else self._nothing()
        names = [feed.name(one) for one in attributes[::2]]
        for attribute, value in zip(names, attributes[1::2], strict=True):
            child = self._attribute(child, name, attribute, value, names)
        closed = child.closed or self._states.close(child)
        if closed.is_dead and not child.is_dead:
            self._report(faults.missing_attributes(child, name))
            closed = self._states.forgive(child)
        self._state = closed
        if allowed is not None and len(feed.findings) == said:
            self._shapes.learn(state, allowed, [written, *attributes[::2]], name, names)
        types = self._shapes.types.get(name)
        if types and self._watch is not None:
            for attribute, value in zip(names, attributes[1::2], strict=True):
                if attribute in types:
                    self._watch.take(types[attribute], value)

    def _too_deep(self, siblings: dict[str, int], written: str) -> NoReturn:
        self._levels.append((None, None, siblings, written))
        english = f"more than {MAX_DEPTH} levels"
        self._feed.say("XML003", "too-deep", english, "مستويات أكثر مما يجوز")
        raise Stopped

    def _too_many(self) -> NoReturn:
        english = f"more than {MAX_ATTRIBUTES} attributes"
        self._feed.say("XML009", "too-many-attributes", english, "سمات أكثر مما يجوز")
        raise Stopped

    def _nothing(self) -> State:
        return self._states.of((self._states.builder.not_allowed,))

    def _attribute(
        self, state: State, element: Name, name: Name, value: str, given: list[Name]
    ) -> State:
        """Return the state after an attribute; ``given`` are the names of all of its tag."""
        try:
            taken = state.takes[name]
        except KeyError:
            taken = self._states.take(state, name)
        if taken is None:
            if not state.is_dead:
                fault = faults.unexpected_attribute(state, element, name, self._as_set(given))
                self._report(fault)
            return state
        found = taken.plain or taken.by_value.get(value)
        if found is not None:
            return found
        matches, context = self._states.builder.matches, self._context
        matching = tuple([matches(content, value, context) for content in taken.contents])
        after = taken.after.get(matching) or self._states.taken(taken, matching)
        if after.is_dead:
            self._report(faults.wrong_value(taken.contents, element, name, value))
            return self._states.taken(taken, (True,) * len(matching))
        self._states.remember(taken, value, after)
        return after

    def _as_set(self, given: list[Name]) -> frozenset[Name]:
        """Return the names of a tag's attributes, found out once: each may be a fault."""
        if self._given[0] is not given:
            self._given = (given, frozenset(given))
        return self._given[1]

    def _unexpected(self, state: State, name: Name) -> Joint | None:
        """Return the state of a child that may not stand here; its parent goes on as it was."""
        known = self._known(name)
        if state.is_dead and len(self._levels) > 1:
            return self._by_name(state, known)
        parent = self._feed.trail.name(above=1)
        joint = self._states.join(state, name, self._states.builder.opens_skipping)
        if joint is not None:
            self._report(faults.missing_before(state, parent, name))
            return joint
        self._report(faults.unexpected_element(state, parent, name, bool(known)))
        return self._by_name(state, known)

    def _by_name(self, state: State, known: tuple[Any, ...]) -> Joint | None:
        """Return a child judged by what its name means elsewhere; to its parent it is not there."""
        if not known:
            return None
        child = self._states.of(tuple(content.pattern for content in known))
        return Joint(child, tuple(state.lanes for _ in known), known)

    def _text_before(self, siblings: dict[str, int], written: str) -> State:
        """Judge text before a child, and return the state after it; a fault stands at the child."""
        text = self._gathered()
        if not _is_blank(text):
            self._levels.append((None, None, siblings, written))
            self._text_between(text, above=1)
            self._levels.pop()
        return self._state

    def _text_between(self, text: str, above: int = 0) -> None:
        """Judge text beside children, in an element that is so many levels above the innermost."""
        state = self._state
        after = state.text or self._states.mixed(state)
        if not after.is_dead:
            self._state = after
        elif not state.is_dead:
            self._report(faults.unexpected_text(self._feed.trail.name(above), text))

    def _gathered(self) -> str:
        """Return the text that has come since the last tag."""
        pieces = self._text
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        return text

    def end(self, _: str = "") -> None:
        """Take an end tag."""
        state, text = self._state, self._text
        if not state.is_whole or (text and state.text is not state):
            self._end_by_content(state)
            return
        if text:
            text.clear()
        joint = self._joint
        self._state, self._joint, self._siblings, _ = self._levels.pop()
        if joint is not None:
            self._state = joint.whole or self._states.whole(joint)

    def _end_by_content(self, state: State) -> None:
        """Take an end tag where it matters what came before."""
        if self._siblings is None and (self._text or state.has_data):
            fitting = self._after_text(state)
        else:
            text = self._gathered()
            if not _is_blank(text):
                self._text_between(text)
                state = self._state
            fitting = state.nullable
        if True not in fitting and not state.is_dead:
            self._report(faults.incomplete(state, self._feed.trail.name()))
        joint = self._joint
        self._state, self._joint, self._siblings, _ = self._levels.pop()
        if joint is not None:
            if True not in fitting:
                fitting = (True,) * len(joint.rests)
            self._state = joint.after.get(fitting) or self._states.ended(joint, fitting)

    def _after_text(self, state: State) -> tuple[bool, ...]:
        """Return which lanes may end after the only text of an element."""
        text = self._gathered()
        if state.is_dead:
            return state.nullable
        if not state.has_data:
            if _is_blank(text):
                return state.nullable
            after = state.text or self._states.mixed(state)
            if after.is_dead:
                self._report(faults.unexpected_text(self._feed.trail.name(), text))
                return state.nullable
            self._state = after
            return after.nullable
        fitting = self._states.fitting(state, text, self._context)
        if True not in fitting:
            self._report(faults.wrong_content(state, self._feed.trail.name(), text))
            return (True,) * len(fitting)
        return fitting


def _is_blank(text: str) -> bool:
    """Return whether a text is white space as XML has it, without a copy where it is not."""
    return (not text or text.isspace()) and not text.strip(" \t\n\r")
