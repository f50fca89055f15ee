"""A text as tokens whose bounds are those of its tags, too. In: a text and mentions. Out: tokens.

Arabic writes particles on to the next word, so that a tag often begins inside a written word:
``ب<placeName>القاهرة</placeName>``. Tokenisers that part at spaces lose such a name in silence.
Here every edge of a mention is a bound of a token, whatever stands round it; the tokens and the
spaces after them give the text back, character for character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from tahqiq.export.entities import Lost, Mention, Source, Stretch

_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}\u0640\u200c\u200d]+|[^\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its characters in the text, and whether a space stands after it."""

    text: str
    start: int
    end: int
    space: bool


@dataclass(frozen=True, slots=True)
class Tokenised:
    """A citable unit as tokens, with the mentions that lie in it, by the tokens they span."""

    text: str
    unit: str
    anchor: str
    tokens: tuple[Token, ...]
    mentions: tuple[tuple[Mention, int, int], ...]


def sequences(
    source: Source, mentions: Sequence[Mention], form: str
) -> tuple[list[Tokenised], list[Lost]]:
    """Return a text unit by unit, and the mentions that lie in no one unit.

    What stands between two units, such as a heading, is a sequence of its own without a reference.
    """
    found: list[Tokenised] = []
    lost: list[Lost] = []
    taken: set[str] = set()
    for stretch in _stretches(source):
        own = [one for one in mentions if stretch.start <= one.start and one.end <= stretch.end]
        edges = {edge for one in own for edge in (one.start, one.end)}
        tokens = tokenised(source.text, stretch.start, stretch.end, edges)
        if not tokens:
            continue
        starts = {token.start: n for n, token in enumerate(tokens)}
        ends = {token.end: n + 1 for n, token in enumerate(tokens)}
        placed = tuple((one, starts[one.start], ends[one.end]) for one in own)
        taken.update(one.id for one in own)
        found.append(Tokenised(source.id, stretch.reference, stretch.anchor, tuple(tokens), placed))
    for one in mentions:
        if one.id not in taken:
            lost.append(Lost(form, one.id, one.surface, "it crosses the bound of a citable unit"))
    return found, lost


def _stretches(source: Source) -> list[Stretch]:
    """Return the units in order and without overlap, and what stands between them."""
    made, at = [], 0
    for unit in sorted(source.units, key=lambda one: (one.start, one.end)):
        if unit.start < at:
            continue
        if source.text[at : unit.start].strip():
            made.append(Stretch("", "", at, unit.start))
        made.append(unit)
        at = unit.end
    if source.text[at:].strip():
        made.append(Stretch("", "", at, len(source.text)))
    return made


def tokenised(text: str, start: int, end: int, edges: Iterable[int]) -> list[Token]:
    """Return the tokens of a stretch, each edge in it a bound."""
    cuts = sorted(edge for edge in edges if start < edge < end)
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        inner = [cut for cut in cuts if match.start() < cut < match.end()]
        bounds = [match.start(), *inner, match.end()]
        for one, other in pairwise(bounds):
            spaced = other < end and text[other : other + 1].isspace()
            tokens.append(Token(text[one:other], one, other, spaced))
    return tokens


def layers(sequence: Tokenised) -> list[list[tuple[Mention, int, int]]]:
    """Return the mentions in layers without overlap: the longest first, what is in them below."""
    made: list[list[tuple[Mention, int, int]]] = []
    order = sorted(sequence.mentions, key=lambda one: (one[1], -one[2]))
    for item in order:
        for layer in made:
            if all(item[1] >= other[2] or item[2] <= other[1] for other in layer):
                layer.append(item)
                break
        else:
            made.append([item])
    return made
