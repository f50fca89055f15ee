"""The fonts of a page, and what is known of their glyphs. In: a font of a PDF. Out: a Face."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import pikepdf

from tahqiq.textlayer import glyphs
from tahqiq.textlayer.signs import Line
from tahqiq.textlayer.wider import Wider


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a page: its key in the file, its widths, its map to text.

    ``signs`` are the glyphs that stand on a letter; ``empties`` says that these are drawn by
    themselves. ``spaces`` are those of a space, of a book that is bound on the right,
    ``weak`` those of points and commas; ``wider`` makes copies of letters.
    """

    key: tuple[int, int]
    widths: dict[int, float]
    map: glyphs.Map
    empties: bool = False
    signs: frozenset[int] = frozenset()
    spaces: frozenset[int] = frozenset()
    weak: frozenset[int] = frozenset()
    wider: Wider | None = None

    def line(self) -> Line:
        """Return what is to be known when a run of this font is written as one line."""
        mark = self.wider.mark() if self.wider else None
        return Line(self.signs, self.widths, self.weak, mark)


def widths(font: Any) -> dict[int, float]:
    """Return a composite font's widths by glyph; -1 stands for its default width."""
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else {}
    widths = {-1: float(descendant.get("/DW", 1000))}
    entries: list[Any] = list(descendant.get("/W", []))
    position = 0
    while position < len(entries):
        first, second = int(entries[position]), entries[position + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({first + i: float(str(width)) for i, width in enumerate(second)})
            position += 2
        else:
            width = float(entries[position + 2])
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
            position += 3
    return widths


def is_weak(text: str) -> bool:
    """Return whether a text is a point, comma or the like, by its class in Unicode's bidi rules."""
    return len(text) == 1 and unicodedata.bidirectional(text) in {"CS", "ES", "ET"}
