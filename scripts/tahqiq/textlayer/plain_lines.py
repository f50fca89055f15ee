"""Text objects of nothing but right-to-left words in one font: the most of any Arabic book.

In: the inside of such an object as Typst writes it. Out: the same words in one chunk, as ``chunks``
would write it, in a fifth of the time: what a word shows is taken as it is, and its width is known
from the last time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tahqiq.textlayer import content_stream, spaces
from tahqiq.textlayer.marks import Marks, origin
from tahqiq.textlayer.wider import Wider

_OPENING = b"/ReversedChars BMC "
_BETWEEN = b"\nEMC/ReversedChars BMC "
_CLOSING = b"\nEMC"


@dataclass(frozen=True, slots=True)
class Word:
    """The height of a word, its width, what shows it without gaps, where its points stand in it."""

    level: bytes
    width: float
    shown: bytes
    points: tuple[float, ...]


@dataclass(slots=True)
class Words:
    """What the words of one font show, and how far each moves the pen.

    ``measured`` returns the width of what a word shows in thousandths of the font's size; None
    where it has signs, which stand elsewhere than the font puts them. ``weak`` are the glyphs of
    points and commas, ``letters`` those behind which poppler needs no mark of direction.
    """

    measured: Callable[[bytes], float | None]
    spaces: frozenset[int]
    widths: dict[int, float]
    wider: Wider | None = None
    weak: frozenset[int] = frozenset()
    letters: frozenset[int] = frozenset()
    known: dict[bytes, Word | None] = field(default_factory=dict)

    def word(self, drawn: bytes) -> Word | None:
        """Return what is known of a word.

        ``drawn`` is what stands behind the place of its begin. None where the word has signs, or
        one in another font stands behind it.
        """
        try:
            return self.known[drawn]
        except KeyError:
            level, _, shown = drawn.partition(b" Tm")
            shown = _array(shown)
            width = None if _BETWEEN in drawn else self.measured(shown)
            found = None
            if width is not None:
                closed = self.wider.closed(shown) if self.wider else shown
                found = Word(level, width, closed, self._points(shown))
            self.known[drawn] = found
            return found

    def _points(self, shown: bytes) -> tuple[float, ...]:
        """Return the places of a word's points and commas that no letter follows."""
        codes, _ = content_stream.read(shown)
        if self.weak.isdisjoint(codes):
            return ()
        pen, left, found = 0.0, -1, []
        for piece in content_stream.pieces(shown):
            if isinstance(piece, float):
                pen -= piece
                continue
            for code in piece:
                if code in self.weak and left not in self.letters:
                    found.append(pen)
                pen += self.widths[code]
                left = code
        return tuple(found)


def merged(before: bytes, body: bytes, fonts: dict[bytes, Words], marks: Marks) -> bytes | None:
    """Return the inside of a text object with its words in one chunk; None where it is another.

    ``before`` are the bytes that it stands behind; what poppler needs of it is added to ``marks``.
    """
    if not (body.startswith(_OPENING) and body.endswith(_CLOSING)) or b"/Span" in body:
        return None
    # As in "0 Tr/f0 14 Tf 1 0 0 -1": the font's name and size.
    state, start, level = body[len(_OPENING) :].partition(b" Tm")[0].rsplit(b" ", 2)
    font, size = state.partition(b"/")[2].split(b" ", 2)[:2]
    known, scale = fonts[font], 1000 / float(size)
    own = _OPENING + state + b" "
    if not body.startswith(own):
        return None
    made: list[bytes] = []
    points: list[float] = []
    pen = 0.0
    for one in body[len(own) : -len(_CLOSING)].split(_CLOSING + own):
        x, _, drawn = one.partition(b" ")
        word = known.word(drawn)
        if word is None or word.level != level:
            return None
        place = float(x) * scale
        if made and abs(pen - place) >= 0.001:
            made.append(b"%.4f" % (pen - place))
        made.append(word.shown)
        points += [(place + point) / scale for point in word.points]
        pen = place + word.width
    if points:
        marks.add(font, size, origin(before), level, points)
    pieces = spaces.behind(start, b" ".join(made), size, known.spaces, known.widths)
    line = b" ".join(b"%b %b %b Tm[%b]TJ" % (state, x, level, shown) for x, shown in pieces)
    return b"%b%b%b" % (_OPENING, line, _CLOSING)


def shown(body: bytes) -> list[bytes] | None:
    """Return what the words of a text object show; None where it has more than such words."""
    if not (body.startswith(_OPENING) and body.endswith(_CLOSING)) or b"/Span" in body:
        return None
    words = body[len(_OPENING) : -len(_CLOSING)].split(_BETWEEN)
    return [_array(word.partition(b" Tm")[2]) for word in words]


def _array(operator: bytes) -> bytes:
    """Return what an operator shows as TJ takes it."""
    return operator[1:-3] if operator[:1] == b"[" else operator[:-2]
