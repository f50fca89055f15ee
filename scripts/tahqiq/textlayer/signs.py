"""Vowel signs that stand where a reader of the file looks for them.

In: the chunks of a run, some of whose glyphs are signs. Out: the run as one line of letters, each
sign without width beside its letter; ``outlines`` draws what is seen of them. Typst draws a sign
beside or above the pen's way, and what reads the file takes each step aside for the end of a word:
poppler, pdfium, pdf.js and pypdf broke vowelled words in pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, pairwise

from tahqiq.textlayer import content_stream
from tahqiq.textlayer.content_stream import Chunk, End, hexadecimal
from tahqiq.textlayer.glyphs import Map, plain

Glyph = tuple[int, float]
"""A glyph and where it stands."""


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
    shown = content_stream.written((code,))
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


def laid(
    run: list[Chunk], glyphs: list[list[Glyph]], known: Line
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return what shows a run in one line, in pieces from the right, and how high it stands.

    The chunks are of one font and size; each sign stands at the place of the letter behind it.
    """
    first = next(one for one in run if not known.marks.issuperset(one.codes))
    size = float(first.size)
    still = _still([one for own in glyphs for one in own], known, size)
    pieces = _spaced(_parted(still, known), known, size, closed=run[0].end is End.SPACE)
    return [_shown(piece, known.widths, size / 1000) for piece in pieces], first.matrix[5]


def _shown(glyphs: list[Glyph], widths: dict[int, float], scale: float) -> tuple[bytes, bytes]:
    """Return where glyphs begin, and what shows them."""
    pen = start = glyphs[0][1]
    least = 0.01 * scale
    written: list[bytes] = []
    for code, x in glyphs:
        if abs(pen - x) >= least:
            written.append(b"> %.4f <" % ((pen - x) / scale))
        written.append(hexadecimal(code))
        pen = x + widths[code] * scale
    return b"%.4f" % start, b"<%b>" % b"".join(written)


def _still(glyphs: list[Glyph], known: Line, size: float) -> list[Glyph]:
    """Return glyphs with each sign at the place of the letter behind it, seen from the left.

    Of two signs near each other pdfium (``ProcessTextObjectItems``) takes the second for the shadow
    of the first, where less than 0.07 of the font's size part them: then the first stands aside.
    """
    marks = known.marks
    found = glyphs.copy()
    for number in reversed([i for i, (code, _) in enumerate(glyphs) if code in marks]):
        code, _ = glyphs[number]
        behind = (x for other, x in islice(glyphs, number + 1, None) if other not in marks)
        at = next(behind, None)
        if at is None:
            at = next(x for other, x in reversed(glyphs) if other not in marks)
        near = [x for other, x in found[number + 1 : number + 8] if other == code]
        while any(abs(at - other) < 0.079 * size for other in near):
            at -= 0.08 * size
        found[number] = code, at
    return found


def _parted(glyphs: list[Glyph], known: Line) -> list[Glyph]:
    """Return glyphs with a mark of direction between each point or comma and a sign.

    pdfium (``CFX_BidiString``) takes the two for one run of no direction, which it leaves as it
    stands: the comma before the last sign of the word that it ends.
    """
    if known.mark is None:
        return glyphs
    found = glyphs.copy()
    for number in range(len(glyphs) - 1, 0, -1):
        code, x = glyphs[number]
        if code in known.marks and glyphs[number - 1][0] in known.weak:
            found.insert(number, (known.mark, x))
    return found


def _spaced(glyphs: list[Glyph], known: Line, size: float, *, closed: bool) -> list[list[Glyph]]:
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
    begun = closed and glyphs[0][0] in known.marks
    places = [glyphs[0][1] - way] if begun else []
    starts = [0]
    for number, (code, _) in enumerate(glyphs[:-1]):
        if code in known.spaces and glyphs[number + 1][0] in known.marks:
            starts += [number] * (number > 0)
            places.append(glyphs[number + 1][1] - way)
    made = [glyphs[first:last] for first, last in pairwise([*starts, len(glyphs)])]
    bare = len(made) - len(places)
    led = [[[(firm, x)], piece] for x, piece in zip(places, made[bare:], strict=True)]
    return [*(one for pair in reversed(led) for one in pair), *made[:bare]]


def placed(chunk: Chunk, widths: dict[int, float]) -> list[Glyph]:
    """Return the glyphs of a chunk, each with the place of its origin."""
    size, x = float(chunk.size) / 1000, float(chunk.matrix[4])
    found = []
    for piece in content_stream.pieces(chunk.shown):
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
    return replace(chunk, matrix=place, apart=tuple((code, left + x) for code, left in chunk.apart))
