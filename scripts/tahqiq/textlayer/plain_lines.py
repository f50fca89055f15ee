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
    known: dict[bytes, tuple[float, bytes] | None] = field(default_factory=dict)

    def word(self, shown: bytes) -> tuple[float, bytes] | None:
        """Return the width of a word and what shows it without gaps; None where it has signs."""
        try:
            return self.known[shown]
        except KeyError:
            width = self.measured(shown)
            found = None
            if width is not None:
                found = width, self.wider.closed(shown) if self.wider else shown
            self.known[shown] = found
            return found


def merged(body: bytes, fonts: dict[bytes, Words]) -> bytes | None:
    """Return the inside of a text object with its words in one chunk; None where it is another."""
    if not (body.startswith(_OPENING) and body.endswith(_CLOSING)) or b"/Span" in body:
        return None
    words = [_word(one) for one in body[len(_OPENING) : -len(_CLOSING)].split(_BETWEEN)]
    state, start, level, _ = words[0]
    # As in "0 Tr/f0 14 Tf 1 0 0 -1": the font's name and size.
    font, size = state.partition(b"/")[2].split(b" ", 2)[:2]
    known, scale = fonts[font], 1000 / float(size)
    made: list[bytes] = []
    pen = 0.0
    for own, x, y, shown in words:
        word = known.word(shown)
        if word is None or own != state or y != level:
            return None
        place = float(x) * scale
        if made and abs(pen - place) >= 0.001:
            made.append(b"%.4f" % (pen - place))
        made.append(word[1])
        pen = place + word[0]
    pieces = spaces.behind(start, b" ".join(made), size, known.spaces, known.widths)
    line = b" ".join(b"%b %b %b Tm[%b]TJ" % (state, x, level, shown) for x, shown in pieces)
    return b"%b%b%b" % (_OPENING, line, _CLOSING)


def shown(body: bytes) -> list[bytes] | None:
    """Return what the words of a text object show; None where it has more than such words."""
    if not (body.startswith(_OPENING) and body.endswith(_CLOSING)) or b"/Span" in body:
        return None
    return [_word(one)[3] for one in body[len(_OPENING) : -len(_CLOSING)].split(_BETWEEN)]


def _word(word: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return how a word is drawn, where (two numbers), and what it shows as TJ takes it."""
    head, _, shown = word.partition(b" Tm")
    state, x, y = head.rsplit(b" ", 2)
    return state, x, y, shown[1:-3] if shown[:1] == b"[" else shown[:-2]
