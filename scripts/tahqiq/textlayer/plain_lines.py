"""Text objects of nothing but right-to-left words in one font: the most of any Arabic book.

In: the inside of such an object as Typst writes it. Out: the same words in one chunk, as ``chunks``
would write it, in a fifth of the time: what a word shows is taken as it is, and its width is known
from the last time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tahqiq.textlayer import spaces
from tahqiq.textlayer.wider import Wider

_OPENING = b"/ReversedChars BMC "
_BETWEEN = b"\nEMC/ReversedChars BMC "
_CLOSING = b"\nEMC"


@dataclass(slots=True)
class Words:
    """What the words of one font show, and how far each moves the pen.

    ``measured`` returns the width of what a word shows in thousandths of the font's size; None
    where it has signs, which stand elsewhere than the font puts them.
    """

    measured: Callable[[bytes], float | None]
    spaces: frozenset[int]
    widths: dict[int, float]
    wider: Wider | None = None
    known: dict[bytes, tuple[bytes, float, bytes] | None] = field(default_factory=dict)

    def word(self, drawn: bytes) -> tuple[bytes, float, bytes] | None:
        """Return the height of a word, its width, and what shows it without gaps.

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
                found = level, width, self.wider.closed(shown) if self.wider else shown
            self.known[drawn] = found
            return found


def merged(body: bytes, fonts: dict[bytes, Words]) -> bytes | None:
    """Return the inside of a text object with its words in one chunk; None where it is another."""
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
    pen = 0.0
    for one in body[len(own) : -len(_CLOSING)].split(_CLOSING + own):
        x, _, drawn = one.partition(b" ")
        word = known.word(drawn)
        if word is None or word[0] != level:
            return None
        place = float(x) * scale
        if made and abs(pen - place) >= 0.001:
            made.append(b"%.4f" % (pen - place))
        made.append(word[2])
        pen = place + word[1]
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
