"""Letters that take the room which their font leaves behind them.

In: what shows a run, as TJ takes it. Out: the same, where a letter that a font moves away from its
neighbour (kerning, as of a yāʾ behind a rāʾ in Amiri) is a wider copy of itself. poppler
(``TextPage::addChar``) takes a gap of more than a tenth of the font's size for the end of a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from tahqiq.textlayer import arrays, glyphs

_ROOM = rb"\s*(-[3-9]\d(?:\.\d+)?|-?[1-6]\d\d(?:\.\d+)?)\s*"
_GAP = re.compile(rb"[>)]%b[<(]" % _ROOM)
# Between strings of hexadecimal digits, four of which are a glyph.
_BETWEEN = re.compile(rb">%b<" % _ROOM)
_LETTER = re.compile("[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_ROOMS = frozenset((*range(30, 300), *range(-650, -100)))
_MARK = (-1, 0)
# Amiri draws ك nearer to the word before it, until its room reaches over the space between them:
# where it begins a word, it takes so much less.
_KAF = -150
# Thousandths of an em: what is left of a space is enough to be one.
_FIRM = 100


@dataclass(slots=True)
class Wider:
    """A font's wider glyphs: of which glyph each is, and by how many thousandths of an em.

    ``letters`` are the glyphs that may be made wider, ``joined`` what stands for those whose gap
    was met, as a stream has them.
    """

    map: glyphs.Map
    widths: dict[int, float]
    number: int
    copies: dict[tuple[int, int], int] = field(default_factory=dict)
    joined: dict[tuple[bytes, bytes, bytes], bytes] = field(default_factory=dict)
    letters: frozenset[bytes] = field(init=False)
    kafs: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the glyphs of letters."""
        self.letters = frozenset(
            b"%04X" % code for code, text in self.map.items() if _LETTER.match(text)
        )
        self.kafs = frozenset(
            code
            for code, text in self.map.items()
            if text[:1] == "ك" and self.widths.get(code, self.widths[-1]) > -2 * _KAF
        )

    def mark(self) -> int:
        """Return the glyph of the right-to-left mark, which shows nothing and takes no room."""
        if _MARK not in self.copies:
            self.copies[_MARK] = self.number + len(self.copies)
            self.map[self.copies[_MARK]] = "\u200f"
            self.widths[self.copies[_MARK]] = 0
        return self.copies[_MARK]

    def firm(self, space: int) -> int:
        """Return the glyph of a narrow space that is told together with a right-to-left mark."""
        width = round(self.widths.get(space, self.widths[-1]))
        made = self._copy(space, min(0, _FIRM - width))
        self.map[made] = "\u200f" + self.map[space]
        return made

    def begun(self, shown: bytes) -> tuple[bytes, int]:
        """Return what shows a word, and by how many thousandths of an em it is wider than before.

        Its first letter is at the right, where the string ends.
        """
        written = shown if b"(" not in shown else arrays.hexadecimals(shown)
        last = int(written[-5:-1], 16) if written.endswith(b">") else -1
        if last not in self.kafs:
            return shown, 0
        return b"%b%04X>" % (written[:-5], self._copy(last, _KAF)), _KAF

    def closed(self, shown: bytes) -> bytes:
        """Return what shows a run without gaps between its letters."""
        if arrays.is_one(shown):
            return shown
        if b"(" in shown:
            if not _GAP.search(shown):
                return shown
            shown = arrays.hexadecimals(shown)
        made = []
        done = 0
        for gap in _BETWEEN.finditer(shown):
            first, last = gap.span()
            between = shown[first - 4 : first], gap[1], shown[last : last + 4]
            if between[0] not in self.letters:
                continue
            joined = self.joined.get(between)
            if joined is None:
                joined = self.joined[between] = self._joined(*between) or b""
            if joined:
                made += [shown[done : first - 4], joined]
                done = last
        return b"".join([*made, shown[done:]]) if made else shown

    def _joined(self, before: bytes, between: bytes, behind: bytes) -> bytes | None:
        """Return the glyph before a gap, wider where the gap is one between letters."""
        code, gap = int(before, 16), float(between)
        room = round(-gap)
        if room not in _ROOMS or not self._can(code, int(behind, 16), room):
            return None
        wide = b"%04X" % self._copy(code, room)
        left = gap + room
        return wide if abs(left) < 0.01 else b"%b> %.4f <" % (wide, left)

    def _can(self, before: int, after: int, room: int) -> bool:
        """Return whether a gap is one between letters, and leaves the first some width."""
        texts = self.map.get(before, ""), self.map.get(after, "")
        width = self.widths.get(before, self.widths[-1])
        return width + room > 10 and all(_LETTER.match(text) for text in texts)

    def _copy(self, code: int, room: int) -> int:
        if (code, room) not in self.copies:
            new = self.number + len(self.copies)
            self.copies[code, room] = new
            self.map[new] = self.map[code]
            self.widths[new] = self.widths.get(code, self.widths[-1]) + room
        return self.copies[code, room]


def add(font: Any, face: Any, wider: Wider) -> None:
    """Put a font's wider glyphs into its face, its widths and its map."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    table, metrics = face["glyf"], face["hmtx"].metrics
    order = list(face.getGlyphOrder())
    unit = int(face["head"].unitsPerEm)
    for (code, room), new in wider.copies.items():
        name = f"glyph{new:05d}.wider"
        if (code, room) == _MARK:
            table.glyphs[name], metrics[name] = Glyph(), (0, 0)
        else:
            advance, bearing = metrics[order[code]]
            table.glyphs[name] = table.glyphs[order[code]]
            metrics[name] = (advance + round(room * unit / 1000), bearing)
        order.append(name)
    face.setGlyphOrder(order)
    table.setGlyphOrder(order)
    descendant = font.DescendantFonts[0]
    widths = pikepdf.Array([wider.widths[new] for new in wider.copies.values()])
    descendant.W = pikepdf.Array([*descendant.W, wider.number, widths])
    font.ToUnicode.write(glyphs.write(wider.map))
    # Which glyphs the file has need not be said, and is said wrongly now.
    if "/CIDSet" in descendant.FontDescriptor:
        del descendant.FontDescriptor.CIDSet
