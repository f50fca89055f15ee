"""Left-to-right words on the pages of a right-bound book, in an order in which pdfium reads them.

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

# A piece that begins where one of the five before it did, with the same glyphs, pdfium takes for
# its shadow (``IsSameAsPreTextObject``): a word that comes again so soon has two spaces.
_SEEN = 5
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
    origin, size = glyphs[0][1], float(chunk.size)
    placed_words: list[list[Glyph]] = []
    for number, word in enumerate(words):
        first = (word[0][0], origin - number * _STEP)
        again = _codes(word) in map(_codes, words[max(0, number - _SEEN) : number])
        placed_words.append([first, first, *word[1:]] if again else [first, *word[1:]])
    return [_shown(word, widths, size) for word in placed_words]


def _codes(word: list[Glyph]) -> list[int]:
    return [code for code, _ in word]


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
