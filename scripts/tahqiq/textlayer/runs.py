"""A run of chunks: which follow each other in one, and how it is written.

In: chunks of a page, with the faces of its fonts. Out: the operators that show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tahqiq.textlayer import foreign, outlines, signs, spaces
from tahqiq.textlayer.content_stream import Chunk, End
from tahqiq.textlayer.faces import Face


def all_signs(chunk: Chunk, named: dict[bytes, Face]) -> bool:
    """Return whether a chunk shows nothing but signs of letters, by their own glyphs."""
    return chunk.actual is None and named[chunk.font].signs.issuperset(chunk.codes)


def is_open(chunks: list[Chunk], named: dict[bytes, Face]) -> bool:
    """Return whether a text object begins or ends with what may belong to its neighbour's word."""
    first, last = chunks[0], chunks[-1]
    return (
        first.actual is not None
        or last.actual is not None
        or not named[first.font].signs.isdisjoint(first.codes[:1])
        or not named[last.font].signs.isdisjoint(last.codes[-1:])
    )


def continues(first: Chunk, second: Chunk, named: dict[bytes, Face]) -> bool:
    """Return whether two chunks may be written as one: alike, from right to left, on one line."""
    return (
        first.reversed
        and second.reversed
        and first.actual is None
        and second.actual is None
        and (first.font, first.size) == (second.font, second.size)
        and first.mode == second.mode
        and first.matrix[:4] == second.matrix[:4]
        and (
            first.matrix[5] == second.matrix[5]
            or abs(float(first.matrix[5]) - float(second.matrix[5])) < 0.001
            or all_signs(first, named)
            or all_signs(second, named)
        )
    )


def _shown(run: list[Chunk], widths: dict[int, float]) -> bytes:
    """Return what the chunks of a run show, moved between them as far as they stand apart."""
    shown = [run[0].shown]
    for first, second in pairwise(run):
        gap = float(second.matrix[4]) - float(first.matrix[4])
        shift = first.width(widths) - gap * 1000 / float(first.size)
        if abs(shift) >= 0.001:
            shown.append(b"%.4f" % shift)
        shown.append(second.shown)
    return b" ".join(shown)


def _pieces(
    run: list[Chunk], font: Face, drawn: list[outlines.Drawn]
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return what shows a run, in pieces, and how high it stands; its signs are to be ``drawn``."""
    chunk = run[0]
    if font.empties and any(not font.signs.isdisjoint(one.codes) for one in run):
        glyphs = signs.stretches(run, font.signs, font.widths)
        drawn.extend(outlines.drawn(run, glyphs, font.signs))
        if chunk.reversed and not all(font.signs.issuperset(one.codes) for one in run):
            return signs.laid(run, glyphs, font.line())
    shown = chunk.shown if len(run) == 1 else _shown(run, font.widths)
    return [(chunk.matrix[4], shown)], chunk.matrix[5]


def written(
    run: list[Chunk], fonts: dict[bytes, Face], drawn: list[outlines.Drawn]
) -> Iterator[bytes]:
    """Yield the operators that show a run; what of it is drawn as shapes is added to ``drawn``."""
    if not run:
        return
    chunk = run[0]
    font = fonts[chunk.font]
    drawn.extend(outlines.strokes(run))
    pieces, y = _pieces(run, font, drawn)
    if chunk.reversed and font.wider:
        pieces = [(x, font.wider.begun(font.wider.closed(shown))[0]) for x, shown in pieces]
    if chunk.actual is not None:
        said = chunk.actual.encode("utf-16-be").hex().upper().encode()
        yield b"/Span<</ActualText<FEFF%b>>>BDC" % said
    if chunk.reversed:
        yield b"/ReversedChars BMC"
    state = b" %b Tr/%b %b Tf" % (chunk.mode, chunk.font, chunk.size)
    if font.spaces and not chunk.reversed:
        pieces = foreign.apart(chunk, font.spaces, font.widths)
        if chunk.end is End.WITHIN and font.wider:
            # By itself: pdfium passes over what has no width, and joined lines where it had both.
            pieces.insert(-1, (pieces[-1][0], b"<%04X>" % font.wider.mark()))
    elif font.spaces and chunk.end is not End.ON:
        pieces = [
            piece
            for x, shown in pieces
            for piece in spaces.behind(x, shown, chunk.size, font.spaces, font.widths)
        ]
    for start, piece in pieces:
        yield b"%b %b Tm[%b]TJ" % (state, b" ".join([*chunk.matrix[:4], start, y]), piece)
    if chunk.reversed:
        yield b"\nEMC"
    if chunk.actual is not None:
        yield b"\nEMC"
