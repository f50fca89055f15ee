"""Rivers: white through a paragraph, where the spaces of its lines stand under each other.

In: the rows of a page from the top. Out: the same, where one line of each river has its spaces
moved a little, as a compositor does it: those at one side are made wider and those at the other
narrower, until its space stands no more under the one above. No line is broken anew, so that no
page changes. A space beside the first or last word of a line is of the margin's white.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, product
from operator import itemgetter

from tahqiq.textlayer.rows import Row
from tahqiq.textlayer.ways import Ink

# From so many lines on white that runs through them is seen.
LONG = 4
# So much of a space stands under the one above, where white runs through both; and of one that was
# moved, lest the eye still sees it.
_UNDER = 0.5
_MENDED = 0.3
# Parts of the size of type: the least that is left of a space, the most that one is made, and what
# one is changed by at most: less, where that is enough.
_KEPT = 0.16
_MADE = 0.5
_CHANGES = (0.1, 0.14, 0.2)
# How far lines of a paragraph differ in where they begin and end, and how far apart they stand.
_EDGE = 0.35
_PITCH = 2.0
# By so many widths of itself a space is moved.
_STEPS = tuple(sign * step / 16 for step in range(4, 33) for sign in (1, -1))

Space = tuple[float, float, int]
"""Where a space begins and ends, and through how many lines white runs to it."""


def mend(rows: list[Row], is_of_one: Callable[[Row], bool]) -> int:
    """Move spaces of the lines that rivers run through; return how many rivers are left.

    What is no row of one paragraph has white between its columns.
    """
    left = 0
    known: list[list[Space]] = []
    for number, row in enumerate(rows):
        known.append(_under(_above(rows, known, number), row.spaces()[1:-1], _UNDER))
        if _rivers(known[-1:]) and not all(map(is_of_one, rows[number + 1 - LONG : number + 1])):
            known[-1] = []
        while _rivers(known[-1:]):
            tries = product(_CHANGES, range(LONG))
            if not any(_mends(rows, known, number, back, change) for change, back in tries):
                left += sum(n == LONG for _, _, n in known[-1])
                break
    return left


def _above(rows: list[Row], known: list[list[Space]], number: int) -> list[Space]:
    """Return the spaces of the line above a row, where both are lines of one paragraph.

    Only its last line may be shorter.
    """
    if not number or not known[number - 1]:
        return []
    above, row = rows[number - 1], rows[number]
    if above.level - row.level >= _PITCH * row.size:
        return []
    goes_on = _is_full(above, row) or (
        _is_shorter(above, row) and (number < 2 or _is_full(rows[number - 2], above))
    )
    return known[number - 1] if goes_on and above.is_whole and row.is_whole else []


def _is_full(above: Row, row: Row) -> bool:
    """Return whether a row begins and ends where the one above does."""
    return max(map(abs, _indents(above, row)), default=_EDGE) < _EDGE


def _is_shorter(above: Row, row: Row) -> bool:
    """Return whether a row begins where the one above does, at either side, and ends before it."""
    indents = _indents(above, row)
    return bool(indents) and min(indents) > -_EDGE and min(map(abs, indents)) < _EDGE


def _indents(above: Row, row: Row) -> tuple[float, ...]:
    """Return how far within the one above a row begins and ends, in parts of the size of type."""
    over, inks, size = above.inks, row.inks, row.size
    if not (over and inks):
        return ()
    return (inks[0][0] - over[0][0]) / size, (over[-1][1] - inks[-1][1]) / size


def _under(above: list[Space], spaces: list[Ink], share: float) -> list[Space]:
    """Return spaces, each with through how many lines white runs to it, given those above."""
    if not above:
        return [(left, right, 1) for left, right in spaces]
    made = []
    ends = [right for _, right, _ in above]
    last = len(above)
    for left, right in spaces:
        through = 0
        place = bisect_right(ends, left)
        while place < last and above[place][0] < right:
            start, end, n = above[place]
            if n > through and min(end, right) - max(start, left) >= share * (right - left):
                through = n
            place += 1
        made.append((left, right, through + 1))
    return made


def _mends(
    rows: list[Row], known: list[list[Space]], number: int, back: int, change: float
) -> bool:
    """Move spaces of a row that a river runs through, so many before the last; tell if it helps."""
    at = number - back
    own = rows[at].inks
    before = _rivers(known[at:])
    river = _traced(known, number, back)
    for share in (_MENDED, _UNDER):
        for inks in _moved(rows[at], river, change):
            rows[at].known = inks
            made = known[:at]
            for one in range(at, number + 1):
                near = share if one <= at + 1 else _UNDER
                made.append(_under(_above(rows, made, one), rows[one].spaces()[1:-1], near))
            rows[at].known = own
            if _rivers(made[at:]) < before:
                rows[at].move(inks)
                known[:] = made
                return True
    return False


def _rivers(known: list[list[Space]]) -> int:
    """Return to how many spaces of some rows rivers have come."""
    return sum(n >= LONG for spaces in known for _, _, n in spaces)


def _traced(known: list[list[Space]], number: int, back: int) -> Space:
    """Return the space through which the longest river of a row runs so many rows above it."""
    space = max(known[number], key=itemgetter(2))
    for above in reversed(known[number - back : number]):
        left, right, n = space
        space = max(
            (one for one in above if one[2] == n - 1),
            key=lambda one: min(one[1], right) - max(one[0], left),
        )
    return space


def _moved(row: Row, river: Space, change: float) -> Iterator[list[Ink]]:
    """Yield where the words of a row may stand besides, those first that differ the least."""
    own, spaces = row.inks, row.spaces()
    before = sum(right <= river[0] for _, right in spaces)
    behind = len(spaces) - before - 1
    if not (row.can_move and before and behind):
        return
    most, least, widest = change * row.size, _KEPT * row.size, _MADE * row.size
    for step in _STEPS:
        way = step * (river[1] - river[0])
        wider, narrower = way / before, way / behind
        if max(abs(wider), abs(narrower)) > most:
            continue
        changes = [
            wider if left < river[0] else -narrower if left > river[0] else 0 for left, _ in spaces
        ]
        made = [
            (way, right - left + way) for (left, right), way in zip(spaces, changes, strict=True)
        ]
        if all(width >= least if way < 0 else width <= widest for way, width in made if way):
            yield _with(own, dict(zip((right for _, right in spaces), changes, strict=True)))


def _with(inks: list[Ink], changes: dict[float, float]) -> list[Ink]:
    """Return words with the spaces changed that end where each begins."""
    ways = accumulate(changes.pop(start, 0.0) for start, _ in inks)
    return [(start + way, end + way) for (start, end), way in zip(inks, ways, strict=True)]
