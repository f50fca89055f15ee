"""The clusters of a page's glyphs that an ActualText, or a map with signs, speaks for.

In: the chunks of a page, and what the glyphs of its fonts claim. Out: the clusters, each with the
chunks that it is drawn by.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from tahqiq.textlayer import glyphs
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.page_objects import Object, Reader


@dataclass(slots=True)
class Claims:
    """What a font's map says of its glyphs before it is set right; of which it says a sign too."""

    map: glyphs.Map
    signed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the glyphs that claim a sign."""
        self.signed = frozenset(c for c, text in self.map.items() if glyphs.is_sign(text[1:]))

    def ends(self, codes: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the glyphs of one text that others begin and end with; none twice."""
        told, count = self.map.get, len(codes)
        first, last = told(codes[0], ""), told(codes[-1], "")
        start, end = 1, count - 1
        while start < count and told(codes[start], "") == first:
            start += 1
        if start == count:
            return codes, ()
        while told(codes[end - 1], "") == last:
            end -= 1
        return codes[:start], codes[end:]


def claiming(page: list[Object], reader: Reader) -> list[Chunk]:
    """Return the chunks of a page, without lines of words that claim no sign."""
    return [
        chunk
        for one in page
        if one.line is None or one.line.claims
        for chunk in reader.chunks(one) or []
    ]


def found(
    chunks: list[Chunk], fonts: dict[bytes, Claims]
) -> Iterator[tuple[bytes, glyphs.Cluster, set[int]]]:
    """Yield the font, the glyphs and the chunks of each cluster that an ActualText speaks for.

    Typst draws a letter and its signs in pieces where they stand at different heights. Each piece
    claims the text of all, by its ActualText or, at the cluster's first occurrence, by its glyphs.
    """
    for (font, text), group in groupby(_claims(chunks, fonts), key=itemgetter(2, 3)):
        if not text:
            continue
        claims = list(group)
        spoken = (len(text) > 1 and glyphs.is_sign(text[1:])) or any(
            chunks[claim[0]].actual for claim in claims
        )
        if spoken:
            codes = tuple(code for _, part, *_ in claims for code in part)
            order = codes[::-1] if glyphs.RTL.search(text) else codes
            yield font, glyphs.Cluster(order, text), {number for number, *_ in claims}


def _claims(
    chunks: list[Chunk], fonts: dict[bytes, Claims]
) -> Iterator[tuple[int, tuple[int, ...], bytes, str]]:
    """Yield what glyphs claim: the number of their chunk, their codes, their font, their text.

    Of a chunk that speaks for no cluster by itself only the ends may belong to its neighbours'.
    """
    speaks = [
        bool(chunk.actual) or not fonts[chunk.font].signed.isdisjoint(chunk.codes)
        for chunk in chunks
    ]
    # Where neither neighbour speaks, nothing belongs to one.
    around = [False, *speaks, False]
    apart = False
    for number, chunk in enumerate(chunks):
        if not (speaks[number] or around[number] or around[number + 2]):
            if not apart:
                yield number, (), b"", ""
            apart = True
            continue
        font, name, codes = fonts[chunk.font], chunk.font, chunk.codes
        apart = False
        if not codes:
            continue
        if chunk.actual:
            yield number, codes, name, chunk.actual
        elif speaks[number]:
            for code in codes:
                yield number, (code,), name, font.map.get(code, "")
        else:
            first, last = font.ends(codes)
            yield number, first, name, font.map.get(codes[0], "")
            if last:
                yield number, (), b"", ""
                yield number, last, name, font.map.get(codes[-1], "")


@lru_cache(maxsize=20_000)
def same(drawn: str, text: str) -> bool:
    """Return whether two texts are one, but for the order of signs on one letter."""
    return unicodedata.normalize("NFD", drawn) == unicodedata.normalize("NFD", text)
