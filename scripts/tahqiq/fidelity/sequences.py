"""Words that two texts have in the same order.

In: two lists of words. Out: matching stretches, as difflib finds them. Of long texts it would take
hours, for its time grows with the product of how often each word occurs: those are parted first at
words that occur once in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

Block = tuple[int, int, int]
"""Where a stretch begins in the one, where in the other, and how many words it has."""

_LONG = 4000


def matching(wanted: list[str], got: list[str]) -> list[Block]:
    """Return the stretches that match, in order and without overlap."""
    return list(_matching(wanted, got))


def _matching(wanted: list[str], got: list[str]) -> Iterator[Block]:
    anchors = _anchors(wanted, got) if max(len(wanted), len(got)) > _LONG else []
    start, other = 0, 0
    for x, y in [*anchors, (len(wanted), len(got))]:
        # What has no anchor within is compared as it is, however long.
        matcher = SequenceMatcher(None, wanted[start:x], got[other:y], autojunk=False)
        for block in matcher.get_matching_blocks():
            if block.size:
                yield start + block.a, other + block.b, block.size
        start, other = x, y


def _anchors(wanted: list[str], got: list[str]) -> list[tuple[int, int]]:
    """Return places of words that occur once in both, the longest series that rises in both."""
    once = {word for word, times in Counter(wanted).items() if times == 1}
    places = {word: i for i, word in enumerate(got) if word in once}
    single = {word for word, times in Counter(got).items() if times == 1}
    pairs = [(i, places[w]) for i, w in enumerate(wanted) if w in places and w in single]
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for number, (_, y) in enumerate(pairs):
        at = bisect_left(ends, y)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1] = [y]
        tails[at : at + 1] = [number]
    series, number = [], tails[-1] if tails else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]
