"""Lines no wider than a terminal's cells, and never a word in two.

In: a paragraph as one string. Out: its lines. Widths are those of wcwidth (Unicode Standard Annex
11 and the General Category): a vowel mark and an isolate take no cell, an ideograph two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from wcwidth import wcswidth, wcwidth

_OPENING = "\u2066\u2067\u2068"
_CLOSING = "\u2069"
# wcwidth takes what follows a zero-width joiner for a part of one emoji; between letters it is not.
_JOINER = re.compile("(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff])\u200d")

# A word with the signs of pause that follow it behind a space, as in the Quran: they begin no line.
_WORD = re.compile("( *)([^ ]+(?: [\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed][^ ]*)*)")


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes; a control character takes none."""
    text = _JOINER.sub("", text)
    known = wcswidth(text)
    return known if known >= 0 else sum(max(wcwidth(letter), 0) for letter in text)


def wrap(
    text: str,
    width: int,
    *,
    first: str = "",
    further: str = "",
    last: str = "",
    guard: Callable[[str], str] = str,
) -> list[str]:
    """Return the lines of a paragraph, none wider than ``width`` cells unless one word alone is.

    ``first`` stands before the first line, ``further`` before each other, ``last`` after the last.
    A ``width`` of 0 or less leaves the paragraph whole. Spaces within a line stay as they are;
    those where it breaks go. An isolate that a break would cut is closed and opened again.
    ``guard`` gets what begins each further line and returns what may stand there.
    """
    if width <= 0:
        return [f"{first}{text}{last}"]
    lines = list(_isolated(_broken(text, width, cells(first), cells(further))))
    ends = [""] * (len(lines) - 1) + [last]
    starts = [first] + [further] * (len(lines) - 1)
    guarded = [line if place == 0 else guard(line) for place, line in enumerate(lines)]
    return [a + b + c for a, b, c in zip(starts, guarded, ends, strict=True)]


def _broken(text: str, width: int, first: int, further: int) -> Iterator[str]:
    line, taken, start = "", 0, first
    for gap, word in _WORD.findall(text):
        needed = cells(word)
        if line and start + taken + len(gap) + needed > width:
            yield line
            line, taken, start = word, needed, further
        else:
            line += gap + word
            taken += len(gap) + needed
    yield line


def _isolated(lines: Iterator[str]) -> Iterator[str]:
    """Close in each line the isolates that it leaves open, and open them again in the next."""
    open_: list[str] = []
    for line in lines:
        begun = "".join(open_)
        for letter in line:
            if letter in _OPENING:
                open_.append(letter)
            elif letter == _CLOSING and open_:
                open_.pop()
        yield begun + line + _CLOSING * len(open_)
