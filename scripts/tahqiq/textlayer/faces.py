"""The fonts of a page, and what is known of their glyphs. In: a font of a PDF. Out: a Face."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from tahqiq.textlayer import glyphs
from tahqiq.textlayer.signs import Line
from tahqiq.textlayer.wider import Wider

Key = tuple[int, int]
"""What tells a font from the others of a file."""

_BLANKS = (" ", "\u00a0")
_DIRECTED = {"L", "R", "AL", "EN", "AN", "NSM"}


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a page: its key in the file, its widths, its map to text.

    ``signs`` are the glyphs that stand on a letter; ``empties`` says that these are drawn by
    themselves. ``spaces`` are those of a space, of a book that is bound on the right,
    ``weak`` those of points and commas; ``wider`` makes copies of letters. ``leftward`` are those
    of right-to-left letters, ``visible`` those of more than blanks, ``neutral`` those without a
    direction of their own, ``strong`` those that begin with a right-to-left letter, ``forward``
    those of digits and left-to-right letters.
    """

    key: Key
    widths: dict[int, float]
    map: glyphs.Map
    empties: bool = False
    signs: frozenset[int] = frozenset()
    spaces: frozenset[int] = frozenset()
    weak: frozenset[int] = frozenset()
    wider: Wider | None = None
    leftward: frozenset[int] = frozenset()
    visible: frozenset[int] = frozenset()
    neutral: frozenset[int] = frozenset()
    strong: frozenset[int] = frozenset()
    forward: frozenset[int] = frozenset()

    def mapped(self, right: glyphs.Map, *, right_bound: bool) -> Face:
        """Return this face with its map set right, and what this tells of its glyphs."""

        def of(matches: Callable[[str], object]) -> frozenset[int]:
            return frozenset(code for code, text in right.items() if matches(text))

        return replace(
            self,
            map=right,
            signs=of(glyphs.is_sign),
            spaces=of(lambda text: text in _BLANKS) if right_bound else frozenset(),
            weak=of(is_weak),
            leftward=of(glyphs.RTL.search),
            visible=of(str.strip),
            neutral=of(_is_neutral),
            strong=of(lambda text: _classes(text[:1]) & {"R", "AL"}),
            forward=of(lambda text: _classes(text) & {"L", "EN", "AN"}),
        )

    def line(self) -> Line:
        """Return what is to be known when a run of this font is written as one line."""
        mark = self.wider.mark() if self.wider else None
        plain = [code for code in sorted(self.spaces) if self.map[code] == " "]
        firm = self.wider.firm(plain[0]) if self.wider and plain else None
        return Line(self.signs, self.widths, self.weak, mark, self.spaces, firm)


class Widths(dict[int, float]):
    """The widths of a font by glyph; -1 stands for that of those that are not told."""

    def __missing__(self, code: int) -> float:
        """Return the default width."""
        return self[-1]


def widths(font: Any) -> Widths:
    """Return a composite font's widths by glyph; -1 stands for its default width."""
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else {}
    widths = Widths({-1: float(descendant.get("/DW", 1000))})
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


def _is_neutral(text: str) -> bool:
    return _classes(text).isdisjoint(_DIRECTED)


def _classes(text: str) -> set[str]:
    return set(map(unicodedata.bidirectional, text))
