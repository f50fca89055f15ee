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
from typing import TYPE_CHECKING, Any

from tahqiq.relaxng import faults
from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import Pattern
from tahqiq.relaxng.states import Joint, State, States

if TYPE_CHECKING:
    from tahqiq.relaxng.ids import IdWatch

# A deeper document is an attack: every level costs memory in whatever reads it next.
MAX_DEPTH = 100_000
# More of them on one element are one, too: each would be a finding.
MAX_ATTRIBUTES = 50_000


class Validator:
    """Judges one document."""

    __slots__ = (
        "_context", "_counts", "_feed", "_given", "_id_types", "_joint", "_known", "_names",
        "_open", "_report", "_stack", "_state", "_states", "_text", "_watch", "characters",
    )  # fmt: skip

    def __init__(
        self,
        states: States,
        start: Pattern,
        known: Callable[[Name], tuple[Any, ...]],
        feed: Feed,
        watch: IdWatch | None,
    ) -> None:
        self._states = states
        self._known = known
        self._feed = feed
        self._report = feed.fault
        self._context = feed.scope
        self._names = feed.names
        self._watch = watch
        self._id_types = watch.types if watch else {}
        # The open elements and the number of their children, which tells whether there are any.
        self._open, self._counts = feed.trail.names, feed.trail.counts
        self._state: State = states.of((start,))
        self._joint: Joint | None = None
        self._stack: list[tuple[State, Joint | None]] = []
        self._text: list[str] = []
        # The attributes of the last tag that had one too many.
        self._given: tuple[list[str], frozenset[Name]] = ([], frozenset())
        # Takes a piece of text.
        self.characters: Callable[[str], None] = self._text.append

    def start(self, written: str, attributes: list[str]) -> None:
        """Take a start tag: its name, and those of its attributes, each followed by its value.

        Names are written as expat does: namespace, space, local name.
        """
        names = self._names
        name = names.get(written) or self._feed.name(written)
        counts, siblings = self._counts, self._counts[-1]
        if siblings is None:
            counts[-1] = {name: 1}
        else:
            siblings[name] = siblings.get(name, 0) + 1
        counts.append(None)
        self._open.append(name)
        if len(counts) > MAX_DEPTH or len(attributes) > 2 * MAX_ATTRIBUTES:
            self._check_limits(len(attributes) // 2)
        if self._text:
            self._text_between(above=1)
        state = self._state
        try:
            joint = state.opens[name]
        except KeyError:
            joint = self._states.open(state, name)
        if joint is None:
            joint = self._unexpected(state, name)
        self._stack.append((state, self._joint))
        self._joint = joint
        state = joint.child if joint is not None else self._nothing()
        types, identifying = self._id_types.get(name), None
        pairs = iter(attributes)
        for written_name, value in zip(pairs, pairs, strict=True):
            attribute = names.get(written_name) or self._feed.name(written_name)
            # What was seen before, which is nearly all of it, is two look-ups.
            taken = state.takes.get(attribute)
            after = None if taken is None else taken.plain or taken.by_value.get(value)
            state = after or self._attribute(state, attribute, value, attributes)
            if types is not None and attribute in types:
                identifying = [*(identifying or ()), (types[attribute], value)]
        closed = state.closed or self._states.close(state)
        if closed.is_dead and not state.is_dead:
            self._report(faults.missing_attributes(state, name))
            closed = self._states.forgive(state)
        self._state = closed
        if identifying is not None and self._watch is not None:
            for kind, value in identifying:
                self._watch.take(kind, value)

    def _check_limits(self, attributes: int) -> None:
        say = self._feed.say
        if len(self._open) > MAX_DEPTH:
            say("XML003", "too-deep", f"more than {MAX_DEPTH} levels", "مستويات أكثر مما يجوز")
            raise Stopped
        if attributes > MAX_ATTRIBUTES:
            english = f"more than {MAX_ATTRIBUTES} attributes"
            say("XML009", "too-many-attributes", english, "سمات أكثر مما يجوز")
            raise Stopped

    def _nothing(self) -> State:
        return self._states.of((self._states.builder.not_allowed,))

    def _attribute(self, state: State, name: Name, value: str, written: list[str]) -> State:
        """Return the state after an attribute whose value is not known yet."""
        try:
            taken = state.takes[name]
        except KeyError:
            taken = self._states.take(state, name)
        if taken is None:
            if not state.is_dead:
                given = self._given_by(written)
                self._report(faults.unexpected_attribute(state, self._open[-1], name, given))
            return state
        if taken.plain is not None:
            return taken.plain
        if taken.surely is not None and taken.surely(value) and taken.fitting is not None:
            return taken.fitting
        matches, context = self._states.builder.matches, self._context
        matching = tuple([matches(content, value, context) for content in taken.contents])
        after = taken.after.get(matching) or self._states.taken(taken, matching)
        if after.is_dead:
            self._report(faults.wrong_value(taken.contents, self._open[-1], name, value))
            return self._states.taken(taken, (True,) * len(matching))
        self._states.remember(taken, value, after)
        return after

    def _given_by(self, written: list[str]) -> frozenset[Name]:
        """Return the names of a tag's attributes, found out once: each may be a fault."""
        if self._given[0] is not written:
            self._given = (written, frozenset(map(self._feed.name, written[::2])))
        return self._given[1]

    def _unexpected(self, state: State, name: Name) -> Joint | None:
        """Return the state of a child that may not stand here; its parent goes on as it was."""
        known = self._known(name)
        if state.is_dead and self._stack:
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

    def _text_between(self, above: int = 0) -> None:
        """Judge text beside children: white space is nothing, any other counts as text.

        The element that it stands in is so many levels above the innermost.
        """
        text = self._gathered()
        if not _is_blank(text):
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
        states, state, text = self._states, self._state, self._text
        if self._counts[-1] is None and (text or state.has_data):
            fitting = self._after_text(state)
        else:
            if text:
                self._text_between()
                state = self._state
            fitting = state.nullable
        if True not in fitting and not state.is_dead:
            self._report(faults.incomplete(state, self._open[-1]))
        joint = self._joint
        self._state, self._joint = self._stack.pop()
        if joint is not None:
            if True not in fitting:
                fitting = (True,) * len(joint.rests)
            self._state = joint.after.get(fitting) or states.ended(joint, fitting)
        self._open.pop()
        self._counts.pop()

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
                self._report(faults.unexpected_text(self._open[-1], text))
                return state.nullable
            self._state = after
            return after.nullable
        fitting = self._states.fitting(state, text, self._context)
        if True not in fitting:
            self._report(faults.wrong_content(state, self._open[-1], text))
            return (True,) * len(fitting)
        return fitting


def _is_blank(text: str) -> bool:
    """Return whether a text is white space as XML has it, without a copy where it is not."""
    return (not text or text.isspace()) and not text.strip(" \t\n\r")
