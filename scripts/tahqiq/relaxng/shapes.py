"""Start tags of one shape: a name with the names of its attributes, of which documents have few.

In: a state, and the names of a tag as they are written. Out: where every such tag leads whose
values fit, and what is left to test of them, so that the rest is found out once.
"""

from __future__ import annotations

from functools import partial
from typing import cast

from tahqiq.relaxng.names import Name
from tahqiq.relaxng.states import Joint, Shape, State, States, Taken, Test

# Of tags with more attributes, or longer names, no two may be alike.
_MOST, _LONGEST = 64, 2_000


def _never(_: str) -> bool:
    return False


# The shape of tags that are judged one by one, since their values choose where they lead.
_SINGLE = Shape(None, cast("State", None), ((0, _never, _never),), ())


class Shapes:
    """Finds the shapes of tags out, for the states of one schema.

    ``types`` say of the attributes of an element which of them identify it or refer to others.
    """

    def __init__(self, states: States, types: dict[Name, dict[Name, str]]) -> None:
        self.states = states
        self.types = types

    def learn(
        self, state: State, joint: Joint, written: list[str], name: Name, attributes: list[Name]
    ) -> None:
        """Keep the shape of a tag that was found right in a state.

        ``written`` are the names of the tag and of its attributes as they come; ``name`` and
        ``attributes`` the same read.
        """
        if len(attributes) > _MOST or sum(map(len, written)) > _LONGEST:
            return
        self.states.keep(state, tuple(written), self._of(joint, name, attributes))

    def _of(self, joint: Joint, name: Name, attributes: list[Name]) -> Shape:
        tests: list[Test] = []
        state = joint.child
        for at, attribute in zip(range(1, 2 * len(attributes), 2), attributes, strict=True):
            taken = state.takes.get(attribute)
            if taken is None:
                return _SINGLE
            if taken.plain is not None:
                state = taken.plain
                continue
            if len(taken.contents) != 1 or taken.contents[0].needs_context:
                return _SINGLE
            tests.append(
                (at, taken.surely or taken.by_value.__contains__, partial(self._fits, taken))
            )
            state = self.states.taken(taken, (True,))
        closed = state.closed
        if closed is None or closed.is_dead:
            return _SINGLE
        types = self.types.get(name, {})
        ids = [(2 * n + 1, types[one]) for n, one in enumerate(attributes) if one in types]
        return Shape(joint, closed, tuple(tests), tuple(ids))

    def _fits(self, taken: Taken, value: str) -> bool:
        """Return whether an attribute of which there is one kind of values may have this one."""
        if not self.states.builder.matches(taken.contents[0], value, None):
            return False
        self.states.remember(taken, value, self.states.taken(taken, (True,)))
        return True
