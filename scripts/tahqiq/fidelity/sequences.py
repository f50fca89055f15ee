"""Words that two texts have in the same order.

In: two lists of words. Out: how many words the longest order has that is in both (their longest
common subsequence), found for all words at once in the bits of a number (Hyyrö 2004). Long texts
are parted first at words that occur once in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict

_LONG = 20_000


def in_order(wanted: list[str], got: list[str]) -> int:
    """Return how many words both lists have in the same order."""
    found, start, other = 0, 0, 0
    anchors = _anchors(wanted, got) if max(len(wanted), len(got)) > _LONG else []
    for x, y in [*anchors, (len(wanted), len(got))]:
        found += _longest(wanted[start:x], got[other:y])
        start, other = x, y
    return found


def _longest(wanted: list[str], got: list[str]) -> int:
    places: defaultdict[str, int] = defaultdict(int)
    for place, word in enumerate(wanted):
        places[word] |= 1 << place
    every = row = (1 << len(wanted)) - 1
    for word in got:
        if word in places:
            met = row & places[word]
            row = ((row + met) | (row - met)) & every
    return len(wanted) - row.bit_count()


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
