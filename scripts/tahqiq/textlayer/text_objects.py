"""The text objects of a page, and which of them only a sign's height keeps apart.

In: the chunks of a page with the bytes between them. Out: its text objects. Typst (0.15) begins a
new one for each sign that stands above or below the others, in the middle of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.marks import origin

CLOSING = b"\nET\nQ\n"
_BETWEEN = re.compile(rb"\nET\nQ\n(EMC/Span<</MCID \d+>>BDC\n)?q 1 0 0 -1 \S+ \S+ cm[^\n]*\nBT")
_NUMBER = re.compile(rb"/MCID (\d+)")


@dataclass(frozen=True, slots=True)
class TextObject:
    """A text object of a page: what stands before it, its origin and colour, what it shows.

    ``signs`` says that it shows nothing but signs, ``level`` how high its letters stand.
    """

    before: bytes
    chunks: tuple[Chunk, ...]
    x: float
    y: float
    colour: bytes
    element: int
    signs: bool
    level: float | None

    @property
    def between(self) -> bytes:
        """Return the mark of the structure that this object begins with."""
        found = _BETWEEN.fullmatch(self.before)
        return found.group(1) or b"" if found else b""

    def takes(self, other: TextObject, parents: Sequence[Any]) -> bool:
        """Return whether another object goes on with this one's line behind a sign."""
        if not (self.chunks and other.chunks and (self.signs or other.signs)):
            return False
        first, second = self.chunks[0], other.chunks[0]
        size = float(first.size)
        level = self.level if self.level is not None else self.y
        limit = 0.01 if self.level is not None and other.level is not None else 0.7 * size
        return (
            _BETWEEN.fullmatch(other.before) is not None
            and self.colour == other.colour
            and (first.font, first.size, first.mode) == (second.font, second.size, second.mode)
            and abs(level - (other.y if other.level is None else other.level)) < limit
            and _element(parents, self.element) == _element(parents, other.element)
        )

    def with_end(self, other: TextObject) -> TextObject:
        """Return this object as it is with another taken in."""
        level = self.level if self.level is not None else other.level
        return replace(self, chunks=self.chunks + other.chunks, signs=other.signs, level=level)


def _element(parents: Sequence[Any], number: int) -> Any:
    return parents[number].objgen if 0 <= number < len(parents) else None


def objects(parts: list[Chunk | bytes], all_signs: Callable[[Chunk], bool]) -> Iterator[TextObject]:
    """Yield the text objects of a page; the last one is what stands behind them."""
    before, chunks, element = b"", [], -1
    for part in (*parts, b""):
        if isinstance(part, Chunk):
            chunks.append(part)
            continue
        if before or chunks:
            element = _element_of(before, element)
            at = origin(before) or (0.0, 0.0)
            bare = bool(chunks) and all(map(all_signs, chunks))
            level = None if bare or not chunks else at[1]
            colour = before[before.rfind(b" cm") :]
            yield TextObject(before, tuple(chunks), *at, colour, element, bare, level)
        before, chunks = part, []


def _element_of(before: bytes, last: int) -> int:
    """Return the number of the structure's element that some bytes end in, or the last one."""
    # From the end: before a text object may stand a page of others.
    start = before.rfind(b"/MCID ")
    found = _NUMBER.match(before, start) if start >= 0 else None
    return int(found[1]) if found else last
