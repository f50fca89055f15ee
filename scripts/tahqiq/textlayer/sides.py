"""Points, commas and brackets that stand between words, and in which direction they are read.

In: the chunks of text objects of a right-bound book. Out: the same, where what has no direction of
its own belongs to the run that it stands in. Typst (0.15) marks words alone as right-to-left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.faces import Face


def sided(parts: list[Chunk | bytes], named: Mapping[bytes, Face]) -> Iterator[Chunk | bytes]:
    """Yield the parts of a page, each chunk without direction in that of its run."""
    chunks: list[Chunk] = []
    for part in parts:
        if isinstance(part, Chunk):
            chunks.append(part)
            continue
        yield from _with_sides(chunks, named)
        chunks = []
        yield part
    yield from _with_sides(chunks, named)


def _with_sides(chunks: list[Chunk], named: Mapping[bytes, Face]) -> list[Chunk]:
    """Return a text object's chunks, those without direction as those on both their sides.

    What stands on the left of all has the direction of what stands on the right of all.
    """
    if len(chunks) < 2 or all(chunk.reversed for chunk in chunks):
        return chunks
    plain = [i for i, chunk in enumerate(chunks) if not _is_neutral(chunk, named)]
    if not plain:
        return chunks
    last = chunks[plain[-1]].reversed
    found = []
    for i, chunk in enumerate(chunks):
        before = next((chunks[j].reversed for j in reversed(plain) if j < i), last)
        behind = next((chunks[j].reversed for j in plain if j > i), False)
        inside = i not in plain and before and behind
        found.append(chunk.told(chunk.actual, leftward=True) if inside else chunk)
    return found


def _is_neutral(chunk: Chunk, named: Mapping[bytes, Face]) -> bool:
    return named[chunk.font].neutral.issuperset(chunk.codes)
