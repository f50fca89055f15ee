"""Vowel signs that stand where a reader of the file looks for them.

In: the chunks of a run, some of whose glyphs are signs. Out: the run as one line of letters, each
sign without width beside its letter; ``outlines`` draws what is seen of them. Typst draws a sign
beside or above the pen's way, and what reads the file takes each step aside for the end of a word:
poppler, pdfium, pdf.js and pypdf broke vowelled words in pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from tahqiq.textlayer import arrays
from tahqiq.textlayer.content_stream import Chunk, End
from tahqiq.textlayer.glyphs import Map, plain

Glyph = tuple[int, float]
"""A glyph and where it stands."""

Stretch = tuple[tuple[int, ...], float, float]
"""Glyphs that follow each other, where the first stands, and how far they move the pen; a sign is
one by itself."""


def alone(chunk: Chunk, mapped: Map, widths: dict[int, float]) -> Chunk:
    """Return a chunk of one letter with the glyph that stands for it; others are drawn apart.

    Amiri joins some letters by strokes of their own, and what knows no ActualText reads the stroke
    as a letter.
    """
    if not chunk.actual or len(chunk.codes) < 2 or len(text := plain(chunk.actual)) != 1:
        return chunk
    texts = [mapped.get(code, "") for code in chunk.codes]
    if text not in texts or set(texts) - {text, "\u0640"}:
        return chunk
    glyphs = placed(chunk, widths)
    code, x = glyphs.pop(texts.index(text))
    place = (*chunk.matrix[:4], b"%.4f" % x, chunk.matrix[5])
    shown = b"<%04X>" % code
    return replace(
        chunk, matrix=place, shown=shown, codes=(code,), moved=0.0, actual=None, apart=tuple(glyphs)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a font's glyphs when a run is written as one line.

    ``weak`` are those of points and commas, which have no direction of their own; ``mark`` is the
    glyph of a mark of direction, which takes no room; ``spaces`` are those of a space, and ``firm``
    is one that is told with such a mark.
    """

    marks: frozenset[int]
    widths: dict[int, float]
    weak: frozenset[int]
    mark: int | None
    spaces: frozenset[int]
    firm: int | None


def stretches(
    run: list[Chunk], marks: frozenset[int], widths: dict[int, float]
) -> list[list[Stretch]]:
    """Return the glyphs of each chunk of a run in stretches; what stands before a sign is one."""
    every: list[list[Stretch]] = []
    last: list[Stretch] = []
    width = widths.__getitem__
    for chunk in run:
        found: list[Stretch] = []
        every.append(found)
        scale, x = float(chunk.size) / 1000, float(chunk.matrix[4])
        for piece in arrays.pieces(chunk.shown):
            if isinstance(piece, float):
                x -= piece * scale
            elif marks.isdisjoint(piece):
                way = sum(map(width, piece)) * scale
                found.append((piece, x, way))
                x += way
            else:
                if piece[0] in marks:
                    _part_last(found or last, width, scale)
                for code in piece:
                    way = width(code) * scale
                    found.append(((code,), x, way))
                    x += way
        last = found or last
    return every


def _part_last(glyphs: list[Stretch], width: Callable[[int], float], scale: float) -> None:
    """Make the last glyph of stretches one by itself."""
    if glyphs and len(glyphs[-1][0]) > 1:
        codes, x, way = glyphs.pop()
        own = width(codes[-1]) * scale
        glyphs += [(codes[:-1], x, way - own), (codes[-1:], x + way - own, own)]


def laid(
    run: list[Chunk], glyphs: list[list[Stretch]], known: Line
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return what shows a run in one line, in pieces from the right, and how high it stands.

    The chunks are of one font and size; each sign stands at the place of the letter behind it.
    """
    first = next(one for one in run if not known.marks.issuperset(one.codes))
    size = float(first.size)
    still = _still([one for own in glyphs for one in own], known, size)
    pieces = _spaced(_parted(still, known), known, size, closed=run[0].end is End.SPACE)
    return [_shown(piece, size / 1000) for piece in pieces], first.matrix[5]


def _shown(glyphs: list[Stretch], scale: float) -> tuple[bytes, bytes]:
    """Return where glyphs begin, and what shows them."""
    pen = start = glyphs[0][1]
    least = 0.01 * scale
    written: list[bytes] = []
    for codes, x, way in glyphs:
        if abs(pen - x) >= least:
            written.append(b"> %.4f <" % ((pen - x) / scale))
        written.append(arrays.hexadecimal(codes))
        pen = x + way
    return b"%.4f" % start, b"<%b>" % b"".join(written)


def _still(glyphs: list[Stretch], known: Line, size: float) -> list[Stretch]:
    """Return glyphs with each sign at the place of the letter behind it, seen from the left.

    Of two signs near each other pdfium (``ProcessTextObjectItems``) takes the second for the shadow
    of the first, where less than 0.07 of the font's size part them: then the first stands aside.
    """
    marks = known.marks
    found = glyphs.copy()
    letters = [x for codes, x, _ in glyphs if codes[0] not in marks]
    behind = len(letters)
    for number in range(len(glyphs) - 1, -1, -1):
        codes, _, way = glyphs[number]
        if codes[0] not in marks:
            behind -= 1
            continue
        at = letters[min(behind, len(letters) - 1)]
        near = [x for other, x, _ in found[number + 1 : number + 8] if other == codes]
        while any(abs(at - other) < 0.079 * size for other in near):
            at -= 0.08 * size
        found[number] = codes, at, way
    return found


def _parted(glyphs: list[Stretch], known: Line) -> list[Stretch]:
    """Return glyphs with a mark of direction between each point or comma and a sign.

    pdfium (``CFX_BidiString``) takes the two for one run of no direction, which it leaves as it
    stands: the comma before the last sign of the word that it ends.
    """
    if known.mark is None:
        return glyphs
    found = glyphs.copy()
    for number in range(len(glyphs) - 1, 0, -1):
        codes, x, _ = glyphs[number]
        if codes[0] in known.marks and glyphs[number - 1][0][-1] in known.weak:
            found.insert(number, ((known.mark,), x, 0.0))
    return found


def _spaced(
    glyphs: list[Stretch], known: Line, size: float, *, closed: bool
) -> list[list[Stretch]]:
    """Return glyphs in pieces, with a space that is seen before each sign that ends a word.

    pdf.js (``buildTextContentItem``) keeps blanks back until the next letter, and measures no sign:
    it put a second space between a word's last sign and its letter. A narrow space that is told
    together with a mark of direction it takes for a letter; blanks at both its sides keep the mark
    from the words. It is a piece of its own, which pdfium passes over since it has no outline.
    ``closed`` says that a space may stand behind the last word.
    """
    firm = known.firm
    if firm is None:
        return [glyphs]
    way = known.widths[firm] * size / 1000
    begun = closed and glyphs[0][0][0] in known.marks
    places = [glyphs[0][1] - way] if begun else []
    starts = [0]
    for number, ((codes, *_), (behind, x, _)) in enumerate(pairwise(glyphs)):
        if behind[0] in known.marks and codes[0] in known.spaces:
            starts += [number] * (number > 0)
            places.append(x - way)
    made = [glyphs[first:last] for first, last in pairwise([*starts, len(glyphs)])]
    bare = len(made) - len(places)
    led: list[list[list[Stretch]]] = [
        [[((firm,), x, way)], piece] for x, piece in zip(places, made[bare:], strict=True)
    ]
    return [*(one for pair in reversed(led) for one in pair), *made[:bare]]


def placed(chunk: Chunk, widths: dict[int, float]) -> list[Glyph]:
    """Return the glyphs of a chunk, each with the place of its origin."""
    size, x = float(chunk.size) / 1000, float(chunk.matrix[4])
    found = []
    for piece in arrays.pieces(chunk.shown):
        if isinstance(piece, float):
            x -= piece * size
            continue
        for code in piece:
            found.append((code, x))
            x += widths[code] * size
    return found


def moved(chunk: Chunk, x: float, y: float) -> Chunk:
    """Return a chunk moved within its text object."""
    at = float(chunk.matrix[4]) + x, float(chunk.matrix[5]) + y
    place = (*chunk.matrix[:4], b"%.4f" % at[0], b"%.4f" % at[1])
    return chunk.at(place, tuple((code, left + x) for code, left in chunk.apart))
