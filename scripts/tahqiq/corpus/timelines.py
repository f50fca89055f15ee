"""Decades on a line of time. In: decades with their numbers. Out: those that a plot can show.

One date that is wrong by centuries would press all others into a corner: what lies apart is told,
and not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 600
Decades = list[tuple[int, int]]


def window(rows: Sequence[tuple[int, int]]) -> tuple[Decades, Decades, Decades]:
    """Return the decades of the six hundred years that hold most, those before and those after."""
    ordered = sorted(rows)
    best, first, last = -1, 0, 0
    start = total = 0
    for end, (decade, count) in enumerate(ordered):
        total += count
        while decade - ordered[start][0] > _LONGEST:
            total -= ordered[start][1]
            start += 1
        if total > best:
            best, first, last = total, start, end
    return ordered[first : last + 1], ordered[:first], ordered[last + 1 :]


def decades(rows: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
    """Return every decade from the first to the last, those without a number, too."""
    found = dict(rows)
    return [(str(one), found.get(one, 0)) for one in range(min(found), max(found) + 1, 10)]
