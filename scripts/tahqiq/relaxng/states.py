"""What may come next at one level of a document: states, and how they lead to each other.

In: patterns. Out: states, each made once. A state has one lane for each reading of the element
that is open: usually one, more where a schema gives elements of one name different content. The
children of all lanes share their own state; when one ends, the lanes that it fitted go on.

The memory that states take is bounded: past a limit all of them are forgotten but those in use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import (
    DATA,
    NAMES_KEPT,
    NOT_ALLOWED_KIND,
    TEXT_KIND,
    Pattern,
)
from tahqiq.relaxng.patterns import Builder
from tahqiq.relaxng.recursion import deeply

# Values longer than this seldom come twice; and no document may fill the memory with values.
SHORT = 80
_VALUES_KEPT = 50_000
_SHAPES_KEPT = 20_000
# What the patterns may take, in parts; about 100 MB.
_SIZE_KEPT = 4_000_000


class State:
    """The lanes of one level, and what was found out about them."""

    __slots__ = (
        "closed", "expected", "has_data", "is_dead", "is_whole", "lanes", "nullable", "opens",
        "shapes", "takes", "text",
    )  # fmt: skip

    def __init__(self, lanes: tuple[Pattern, ...]) -> None:
        self.lanes = lanes
        self.is_dead = all(lane.kind == NOT_ALLOWED_KIND for lane in lanes)
        self.nullable = tuple(lane.nullable for lane in lanes)
        self.has_data = any(lane.has_data for lane in lanes)
        # Whether every lane may end here, whatever text was the last.
        self.is_whole = not self.has_data and all(self.nullable)
        # The names of elements and of attributes that may stand here, for messages.
        self.expected: dict[int, tuple[str, ...]] = {}
        self.forget()

    def forget(self) -> None:
        """Forget the ways to other states."""
        self.opens: dict[Name, Joint | None] = {}
        self.takes: dict[Name, Taken | None] = {}
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self.closed: State | None = None
        self.text: State | None = None


class Joint:
    """Where a child meets its parent: the child's state, and the parent's after it.

    ``rests`` has for each lane of the child what each lane of the parent may hold after it.
    ``whole`` is the parent's state after a child that fitted all its lanes, once it is known.
    """

    __slots__ = ("after", "child", "elements", "rests", "whole")

    def __init__(
        self, child: State, rests: tuple[tuple[Pattern, ...], ...], elements: tuple[Any, ...]
    ) -> None:
        self.child = child
        self.rests = rests
        self.elements = elements
        self.after: dict[tuple[bool, ...], State] = {}
        self.whole: State | None = None


class Taken:
    """An attribute of a name: the contents that its value may have to match, and what is left.

    ``plain`` is the state after it where any value will do; of a single content ``surely`` may tell
    at once that a value fits. ``by_value`` are the states after values that were seen, where a
    value means the same in every place and may come again (``is_lasting``).
    """

    __slots__ = (
        "after", "by_value", "contents", "is_lasting", "lefts", "plain", "surely",
    )  # fmt: skip

    def __init__(
        self, contents: tuple[Pattern, ...], lefts: tuple[dict[int, Pattern], ...]
    ) -> None:
        self.contents = contents
        self.lefts = lefts
        self.plain: State | None = None
        self.surely: Callable[[str], Any] | None = None
        self.after: dict[tuple[bool, ...], State] = {}
        self.by_value: dict[str, State] = {}
        self.is_lasting = not any(
            content.needs_context or (content.kind == DATA and content.extra.id_type == "ID")
            for content in contents
        )


# Where a value stands in the list of names and values, whether it is known to fit, and whether it
# fits though it is not known.
Test = tuple[int, Callable[[str], Any], Callable[[str], bool]]


class Shape:
    """Where tags of one shape lead: ``ids`` are the places of identifiers, each with its kind."""

    __slots__ = ("closed", "ids", "joint", "tests")

    def __init__(
        self,
        joint: Joint | None,
        closed: State,
        tests: tuple[Test, ...],
        ids: tuple[tuple[int, str], ...],
    ) -> None:
        self.joint = joint
        self.closed = closed
        self.tests = tests
        self.ids = ids


class States:
    """Makes states, each once, and finds the ways between them."""

    def __init__(self, builder: Builder, limit: int = 50_000) -> None:
        self.builder = builder
        self._limit = limit
        self._made: dict[tuple[Pattern, ...], State] = {}
        self._remembering: list[Taken] = []
        self._values = self._shapes_kept = 0

    def of(self, lanes: tuple[Pattern, ...]) -> State:
        """Return the state of these lanes."""
        found = self._made.get(lanes)
        if found is None:
            if len(self._made) >= self._limit or self.builder.size >= _SIZE_KEPT:
                self._forget()
            found = self._made[lanes] = State(lanes)
        return found

    def _forget(self) -> None:
        for state in self._made.values():
            state.forget()
        self._made.clear()
        self._remembering.clear()
        self._values = self._shapes_kept = 0
        self.builder.forget()

    def open(self, state: State, name: Name) -> Joint | None:
        """Return what a child of a name leads to; None where no lane allows it."""
        if name in state.opens:
            return state.opens[name]
        if len(state.opens) >= NAMES_KEPT:
            state.opens.clear()
        joint = state.opens[name] = self.join(state, name, self.builder.opens)
        return joint

    @deeply
    def join(
        self,
        state: State,
        name: Name,
        find: Callable[[Pattern, Name], dict[Pattern, Pattern]],
    ) -> Joint | None:
        """Return what a child of a name leads to by a way to find it."""
        builder = self.builder
        found = [find(lane, name) for lane in state.lanes]
        elements: dict[Any, None] = {}
        for part in found:
            elements.update(dict.fromkeys(element.extra for element in part))
        lost = builder.not_allowed
        # An element whose content is notAllowed can be nowhere, though its name may be known.
        elements = {one: None for one in elements if one.pattern is not lost}
        if not elements:
            return None
        by_content = [{e.extra: rest for e, rest in part.items()} for part in found]
        rests = tuple(tuple(part.get(element, lost) for part in by_content) for element in elements)
        child = self.of(tuple(element.pattern for element in elements))
        return Joint(child, rests, tuple(elements))

    @deeply
    def ended(self, joint: Joint, fitting: tuple[bool, ...]) -> State:
        """Return the parent's state after a child whose lanes fitted so."""
        found = joint.after.get(fitting)
        if found is None:
            chosen = [rest for rest, fits in zip(joint.rests, fitting, strict=True) if fits]
            lanes = tuple(self.builder.choice(list(lane)) for lane in zip(*chosen, strict=True))
            found = joint.after[fitting] = self.of(lanes)
        return found

    @deeply
    def take(self, state: State, name: Name) -> Taken | None:
        """Return what an attribute of a name leads to; None where no lane allows it."""
        contents: dict[Pattern, None] = {}
        found = [self.builder.takes(lane, name) for lane in state.lanes]
        for part in found:
            contents.update(dict.fromkeys(attribute.parts[0] for attribute in part))
        if not contents:
            taken = None
        else:
            numbers = {content: number for number, content in enumerate(contents)}
            lefts = []
            for part in found:
                left: dict[int, list[Pattern]] = {}
                for attribute, rest in part.items():
                    left.setdefault(numbers[attribute.parts[0]], []).append(rest)
                lefts.append({n: self.builder.choice(rests) for n, rests in left.items()})
            taken = Taken(tuple(contents), tuple(lefts))
            if all(content.kind == TEXT_KIND for content in contents):
                taken.plain = self.taken(taken, (True,) * len(contents))
            elif len(contents) == 1 and taken.contents[0].kind == DATA:
                taken.surely = taken.contents[0].extra.surely
        if len(state.takes) >= NAMES_KEPT:
            state.takes.clear()
        state.takes[name] = taken
        return taken

    @deeply
    def taken(self, taken: Taken, matching: tuple[bool, ...]) -> State:
        """Return the state after an attribute whose value matched these of the contents."""
        found = taken.after.get(matching)
        if found is None:
            lanes = tuple(
                self.builder.choice([rest for n, rest in left.items() if matching[n]])
                for left in taken.lefts
            )
            found = taken.after[matching] = self.of(lanes)
        return found

    def remember(self, taken: Taken, value: str, after: State) -> None:
        """Keep what a short value led to; past a limit all values are forgotten."""
        if not taken.is_lasting or len(value) > SHORT:
            return
        if self._values >= _VALUES_KEPT:
            for one in self._remembering:
                one.by_value.clear()
            self._remembering.clear()
            self._values = 0
        if not taken.by_value:
            self._remembering.append(taken)
        taken.by_value[value] = after
        self._values += 1

    def keep(self, state: State, written: tuple[str, ...], shape: Shape) -> None:
        """Keep where tags of a shape lead; past a limit all shapes are forgotten."""
        if self._shapes_kept >= _SHAPES_KEPT:
            for one in self._made.values():
                one.shapes.clear()
            self._shapes_kept = 0
        state.shapes[written] = shape
        self._shapes_kept += 1

    def whole(self, joint: Joint) -> State:
        """Return the parent's state after a child that fitted all its lanes."""
        joint.whole = self.ended(joint, (True,) * len(joint.rests))
        return joint.whole

    @deeply
    def close(self, state: State) -> State:
        """Return the state once the attributes are over."""
        state.closed = self.of(tuple(self.builder.closed(lane) for lane in state.lanes))
        return state.closed

    @deeply
    def forgive(self, state: State) -> State:
        """Return the state as if the attributes that are missing were there."""
        return self.of(tuple(self.builder.forgiven(lane) for lane in state.lanes))

    @deeply
    def mixed(self, state: State) -> State:
        """Return the state after text that stands between elements."""
        state.text = self.of(tuple(self.builder.mixed_text(lane) for lane in state.lanes))
        return state.text

    @deeply
    def fitting(self, state: State, text: str, context: Any) -> tuple[bool, ...]:
        """Return for each lane whether it may end after its only text."""
        matches = self.builder.matches
        return tuple(
            lane.kind != NOT_ALLOWED_KIND and matches(lane, text, context) for lane in state.lanes
        )
