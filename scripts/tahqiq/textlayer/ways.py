"""How far the words of a row are moved, and with them all that stands at them.

In: where the words stand, and where they are to stand. Out: the way of each place between them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

Ink = tuple[float, float]
"""Where a word begins and ends, in points from the left."""

# Points: letters reach so far before the place where they begin.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a row's words in points to the right; ``inks`` is where they stood."""

    inks: list[Ink]
    ways: list[float]

    @classmethod
    def between(cls, inks: list[Ink], moved: list[Ink]) -> Ways:
        """Return the ways from some places to others."""
        ways = [place - was for (place, _), (was, _) in zip(moved, inks, strict=True)]
        return cls(inks, ways)

    def at(self, x: float) -> float:
        """Return the way of what begins at a place: that of the word there or left of it."""
        return self._of(bisect_right(self.inks, x + _NEAR, key=_start) - 1)

    def of_sign(self, x: float) -> float:
        """Return the way of a sign: that of the word that it stands on or before."""
        return self._of(bisect_right(self.inks, x, key=_end))

    def of_end(self, x: float) -> float:
        """Return the way of what ends at a place."""
        return self._of(bisect_right(self.inks, x - _NEAR, key=_start) - 1)

    def _of(self, number: int) -> float:
        return self.ways[min(max(number, 0), len(self.ways) - 1)]


def _start(ink: Ink) -> float:
    return ink[0]


def _end(ink: Ink) -> float:
    return ink[1]
