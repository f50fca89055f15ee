"""Marks of direction that poppler needs, in an artefact behind a page's content.

In: places of the page. Out: a right-to-left mark (U+200F) at each, which shows nothing and takes no
room. poppler (``TextPage::dumpFragment``, ``reorderText``) takes a number, a point or a comma for
the begin of a stretch from the left that lasts to the next right-to-left letter: it put the space
behind a comma before it, and joined numbers to the word behind them. It reads a page by its places
alone; what reads the content in its order, or what is tagged, never meets these marks, and pdfium
passes over a text object without width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from tahqiq.textlayer import arrays
from tahqiq.textlayer.content_stream import Chunk, End
from tahqiq.textlayer.faces import Face

# Points: left of what it ends, and nearer to it than to anything else.
_ASIDE = 0.05
_OPENING = b"q 1 0 0 -1 "
_OPENED = re.compile(rb"(\S+) (\S+) cm[^\n]*\nBT$")


@lru_cache(maxsize=1_000)
def origin(before: bytes) -> tuple[float, float] | None:
    """Return the origin of the text object that begins behind some bytes of a page."""
    # From the end: before a text object may stand a page of others.
    start = before.rfind(_OPENING)
    found = _OPENED.match(before, start + len(_OPENING)) if start >= 0 else None
    return (float(found[1]), float(found[2])) if found else None


def points(shown: bytes, face: Face) -> list[float]:
    """Return the places of the points and commas of an array that no letter follows.

    They are thousandths of the font's size.
    """
    pen, left, found = 0.0, -1, []
    width = face.widths.__getitem__
    for piece in arrays.pieces(shown):
        if isinstance(piece, float):
            pen -= piece
        elif face.weak.isdisjoint(piece):
            pen += sum(map(width, piece))
            left = piece[-1]
        else:
            for code in piece:
                if code in face.weak and left not in face.strong:
                    found.append(pen)
                pen += width(code)
                left = code
    return found


@dataclass(slots=True)
class Marks:
    """The marks of a page: font, size and place of each."""

    named: dict[bytes, Face]
    placed: list[tuple[bytes, bytes, float, float]] = field(default_factory=list)

    def add(
        self,
        font: bytes,
        size: bytes,
        at: tuple[float, float] | None,
        level: bytes,
        places: Iterable[float],
    ) -> None:
        """Add a mark left of each place of a text object with its origin ``at`` a page's place."""
        if at is not None and self.named[font].wider:
            y = at[1] - float(level)
            self.placed += [(font, size, at[0] + x - _ASIDE, y) for x in places]

    def of_chunk(self, chunk: Chunk, at: tuple[float, float] | None) -> None:
        """Add the marks that a chunk needs of a text object with its origin ``at`` a place."""
        face = self.named[chunk.font]
        if chunk.end is End.APART:
            self.add(chunk.font, chunk.size, at, chunk.matrix[5], [float(chunk.matrix[4])])
        elif chunk.reversed and not face.weak.isdisjoint(chunk.codes):
            start, scale = float(chunk.matrix[4]), float(chunk.size) / 1000
            places = [start + point * scale for point in points(chunk.shown, face)]
            self.add(chunk.font, chunk.size, at, chunk.matrix[5], places)

    def written(self) -> bytes:
        """Return the artefact; nothing where the page has no marks."""
        if not self.placed:
            return b""
        made = [b"\n/Artifact BMC\nq\nBT\n3 Tr"]
        last = None
        for font, size, x, y in self.placed:
            wider = self.named[font].wider
            if wider is None:
                continue
            state = b"/%b %b Tf\n" % (font, size)
            made.append(
                b"%b1 0 0 1 %.3f %.3f Tm<%04X>Tj"
                % (state if state != last else b"", x, y, wider.mark())
            )
            last = state
        return b"\n".join([*made, b"ET\nQ\nEMC\n"])
