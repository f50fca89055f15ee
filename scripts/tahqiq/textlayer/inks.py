"""Where the words of an array have ink.

In: what a font shows, as TJ takes it. Out: where its words begin and end. Signs are no words: a
raised one stands over its letter, or over the space beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from tahqiq.textlayer import arrays
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.plain_lines import Word
from tahqiq.textlayer.ways import Ways


@dataclass(slots=True)
class Known:
    """What is known of a font: its widths, its blanks and signs, and where its words have ink.

    Of a word this is where its first ink begins and ends, and so on, in thousandths of the font's
    size.
    """

    widths: dict[int, float]
    blanks: frozenset[int]
    signs: frozenset[int]
    words: dict[Word, tuple[float, ...]] = field(default_factory=dict)

    def word(self, word: Word) -> tuple[float, ...]:
        """Return where a word has ink."""
        found = self.words.get(word)
        if found is None:
            codes, blanks = word.codes, self.blanks
            if blanks.isdisjoint(codes[:-1]):
                blank = self.widths[codes[-1]] if codes[-1] in blanks else 0.0
                found = 0.0, word.width - blank
            else:
                found = self.array(word.shown)
            self.words[word] = found
        return found

    def end(self, word: Word) -> float:
        """Return where a word ends; one of blanks alone has no ink, and ends where it begins."""
        found = self.word(word)
        return found[-1] if found else 0.0

    def array(self, shown: bytes) -> tuple[float, ...]:
        """Return where the words of an array have ink."""
        pen, inked = 0.0, False
        found: list[float] = []
        for piece in arrays.pieces(shown):
            if isinstance(piece, float):
                pen -= piece
                continue
            for code in piece:
                if code not in self.signs and (code in self.blanks) is inked:
                    found.append(pen)
                    inked = not inked
                pen += self.widths[code]
        return tuple([*found, pen] if inked else found)

    def moved(self, chunk: Chunk, x: float, ways: Ways) -> tuple[bytes, bytes]:
        """Return where a chunk begins, and what shows it, when its words have gone their ways.

        ``x`` is where its text object begins.
        """
        scale, start = float(chunk.size) / 1000, float(chunk.matrix[4])
        pen, first, last = x + start, None, 0.0
        made: list[bytes] = []
        for piece in arrays.pieces(chunk.shown):
            if isinstance(piece, float):
                made.append(b"%.5f" % piece)
                pen -= piece * scale
                continue
            glyphs = []
            for code in piece:
                way = ways.of_sign(pen) if code in self.signs else ways.at(pen)
                glyphs.append((code, way))
                pen += self.widths[code] * scale
            for way, some in groupby(glyphs, itemgetter(1)):
                if first is None:
                    first = last = way
                if way != last:
                    made.append(b"%.4f" % ((last - way) / scale))
                made.append(b"<%b>" % arrays.hexadecimal(tuple(code for code, _ in some)))
                last = way
        return b"%.4f" % (start + (first or 0.0)), b" ".join(made)
