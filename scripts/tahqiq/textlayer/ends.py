"""What runs from the left on a line from the right, and where a mark of direction must end it.

In: the parts of a page of a right-bound book. Out: the same, each chunk from the left marked that
stands leftmost in its stretch: numbers, words in Latin letters. Typst (0.15) writes the text
objects of a line in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, cast

from tahqiq.textlayer import content_stream
from tahqiq.textlayer.content_stream import Chunk, End
from tahqiq.textlayer.faces import Face
from tahqiq.textlayer.marks import origin

Parts = list[Chunk | bytes]

# Points: what stands so near in height is of one line.
_LEVEL = 6.0


def _chunks(parts: Parts, start: int) -> list[Chunk]:
    """Return the chunks that follow each other from a place of a page's parts on."""
    end = start
    while end < len(parts) and isinstance(parts[end], Chunk):
        end += 1
    return cast(list[Chunk], parts[start:end])


class _Object(NamedTuple):
    """A text object: where its chunks stand among the parts of its page, and on the page."""

    first: int
    last: int
    x: float
    y: float
    forward: bool


def ended(parts: Parts, named: Mapping[bytes, Face]) -> Parts:
    """Return the parts of a page with what ends each chunk from the left."""
    found = list(parts)
    previous: _Object | None = None
    for one in _objects(parts, named):
        chunk, before = parts[one.first], parts[one.first - 1]
        alone = isinstance(before, bytes) and before.count(b"\nBT") > 1
        if not (previous and not alone and _goes_on(previous, one)) and one.forward:
            end = End.WITHIN if _is_weak(parts, one, named) else End.APART
            found[one.first] = _ending(cast(Chunk, chunk), end)
        elif _ends_with_sign(cast(Chunk, chunk), named) and _is_last(parts, one, named):
            found[one.first] = cast(Chunk, chunk).ended(End.SPACE)
        previous = one
    return found


def continued(parts: Parts, named: Mapping[bytes, Face]) -> Parts:
    """Return the parts of a page, each chunk marked whose last space more of its run follows."""
    found = list(parts)
    for number, (before, chunk) in enumerate(pairwise(parts), 1):
        if isinstance(before, Chunk) or not isinstance(chunk, Chunk) or not chunk.reversed:
            continue
        if chunk.codes[0] not in named[chunk.font].spaces:
            continue
        last = number + len(_chunks(parts, number)) - 1
        if _is_left(_place_behind(parts, last), origin(before)):
            after = _behind(parts, last)
            if after and after[-1].reversed:
                found[number] = chunk.ended(End.ON)
    return found


def _is_left(at: tuple[float, float] | None, here: tuple[float, float] | None) -> bool:
    """Return whether a place lies left of another on its line."""
    return bool(at and here and at[0] < here[0] and abs(at[1] - here[1]) < _LEVEL)


@lru_cache(maxsize=5_000)
def _ending(chunk: Chunk, end: End) -> Chunk:
    """Return a chunk with its end; most are numbers and markers, which come again."""
    return chunk.ended(end)


def _objects(parts: Parts, named: Mapping[bytes, Face]) -> Iterator[_Object]:
    """Yield the text objects of a page that are chunks; others part them from each other."""
    for number, before in enumerate(parts):
        if isinstance(before, Chunk) or not (chunks := _chunks(parts, number + 1)):
            continue
        at = origin(before)
        forward = not any(one.reversed for one in chunks) and any(
            not named[one.font].forward.isdisjoint(one.codes) for one in chunks
        )
        yield _Object(number + 1, number + len(chunks), *(at or (0.0, -1.0)), forward)


def _goes_on(first: _Object, second: _Object) -> bool:
    """Return whether a text object continues a stretch from the left, at the right of another."""
    return first.forward and first.x < second.x and abs(first.y - second.y) < _LEVEL


def _is_weak(parts: Parts, one: _Object, named: Mapping[bytes, Face]) -> bool:
    """Return whether a point or comma stands left of a text object, at the end of the next one."""
    after = _behind(parts, one.last)
    return bool(after) and after[-1].codes[-1] in named[after[-1].font].weak


def _ends_with_sign(chunk: Chunk, named: Mapping[bytes, Face]) -> bool:
    return chunk.reversed and chunk.codes[0] in named[chunk.font].signs


def _is_last(parts: Parts, one: _Object, named: Mapping[bytes, Face]) -> bool:
    """Return whether nothing that is seen follows a text object on its line."""
    at = _place_behind(parts, one.last)
    if at is None or abs(at[1] - one.y) > _LEVEL:
        return True
    after = _behind(parts, one.last)
    return bool(after) and after[-1].codes[-1] not in named[after[-1].font].visible


def _place_behind(parts: Parts, last: int) -> tuple[float, float] | None:
    """Return the origin of the text object behind one that ends with a chunk."""
    return origin(content_stream.first_object(cast(bytes, parts[last + 1]))[0])


def _behind(parts: Parts, last: int) -> list[Chunk]:
    """Return the chunks of the text object behind one that ends with a chunk."""
    inside = content_stream.first_object(cast(bytes, parts[last + 1]))[1]
    return (content_stream.chunks_of(inside) if inside else _chunks(parts, last + 2)) or []
