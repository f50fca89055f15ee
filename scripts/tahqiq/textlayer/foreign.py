"""Left-to-right words on the pages of a right-bound book, written so that pdfium reads them in order.

In: a chunk of glyphs from the left. Out: its words as pieces of their own, each behind the space
before it. pdfium (``CPDF_TextPage``, ``CFX_BidiString``, of 2025) sorts what a line shows by where
each piece begins, and in a book bound on the right gives its stretches of one direction in reverse,
of which each word is one: "Or. 1234 II" comes out as "II 1234 Or.". So a space, which nobody sees,
stands before the first word, the further the later its own: reversed they are in order again. What
reads the glyphs themselves where they are, or the file as it is, finds them as before.
"""

from __future__ import annotations

from itertools import pairwise

from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.signs import placed

# Points: enough to be told apart, and no way to what stands on the left.
_STEP = 0.01

Glyph = tuple[int, float]
"""A glyph and where it stands."""


def apart(
    chunk: Chunk, spaces: frozenset[int], widths: dict[int, float]
) -> list[tuple[bytes, bytes]]:
    """Return the words of a chunk: where each begins, and what shows it as TJ takes it.

    ``spaces`` are the glyphs that stand for a space.
    """
    glyphs = placed(chunk, widths)
    starts = [
        i + 1
        for i, ((before, _), (code, _)) in enumerate(pairwise(glyphs))
        if code in spaces and before not in spaces
    ]
    words = [glyphs[a:b] for a, b in pairwise([0, *starts, len(glyphs)])]
    if len(words) < 2:
        return [(chunk.matrix[4], chunk.shown)]
    origin = glyphs[0][1]
    return [
        _shown([(word[0][0], origin - number * _STEP), *word[1:]], widths, float(chunk.size))
        for number, word in enumerate(words)
    ]


def _shown(word: list[Glyph], widths: dict[int, float], size: float) -> tuple[bytes, bytes]:
    shown: list[bytes] = []
    start = pen = word[0][1]
    for code, x in word:
        shift = (pen - x) * 1000 / size
        if abs(shift) >= 0.01:
            shown.append(b"%.4f" % shift)
        shown.append(b"<%04X>" % code)
        pen = x + widths.get(code, widths[-1]) * size / 1000
    return b"%.4f" % start, b" ".join(shown)
