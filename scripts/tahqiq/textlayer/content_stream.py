"""The content streams that Typst writes, taken apart into what shows text and what does not.

In: the bytes of a page's content. Out: chunks of glyphs, and between them the bytes as they are.
Only the form that Typst writes is read, which takes a fourth of the time of a general parser: a
text object in any other form is passed on untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from tahqiq.textlayer import arrays
from tahqiq.textlayer.arrays import STRING

_OPENED = b"\nBT"
_CLOSED = b"\nET"
# A string seldom has a bracket: what stands before the first one and TJ is a whole array, then.
_TOKEN = re.compile(
    rb"\s*(?:(\d+) Tr/([^\s/]+) ([\d.]+) Tf ((?:-?[\d.]+ ){6})Tm"
    rb"(?:\[([^\]]*+(?=\]TJ)|(?:[^\[\]()<>]++|" + STRING + rb")*+)\]TJ|(" + STRING + rb")Tj)"
    rb"|(/ReversedChars BMC)|/Span<</ActualText(" + STRING + rb")>>\s*BDC|(EMC))",
    re.DOTALL,
)


class End(Enum):
    """What is to end a chunk: nothing, a mark of direction, a space behind its last sign.

    ``ON`` ends none: more of its run follows in another text object.
    """

    NONE = auto()
    APART = auto()
    WITHIN = auto()
    SPACE = auto()
    ON = auto()


@dataclass(slots=True, eq=False)
class Chunk:
    """One run of glyphs: how and where it is drawn, what it shows, what it is said to stand for.

    ``shown`` is the inside of an array as TJ takes it; ``moved`` what its numbers take back of the
    pen's way, in thousandths of the font's size. ``apart`` are glyphs that are to be drawn by
    themselves, with their places. ``end`` says what is to end it.
    """

    mode: bytes
    font: bytes
    size: bytes
    matrix: tuple[bytes, ...]
    shown: bytes
    codes: tuple[int, ...]
    moved: float
    reversed: bool
    actual: str | None
    apart: tuple[tuple[int, float], ...] = ()
    end: End = End.NONE

    # Thrice as fast as ``dataclasses.replace``, and done for each line that a sign stands in.
    def told(self, actual: str | None, *, leftward: bool) -> Chunk:
        """Return the chunk as one that is said to stand for a text, in a direction."""
        return Chunk(
            self.mode, self.font, self.size, self.matrix, self.shown, self.codes, self.moved,
            leftward, actual, self.apart, self.end,
        )  # fmt: skip

    def ended(self, end: End) -> Chunk:
        """Return the chunk as one that is to be ended so."""
        return Chunk(
            self.mode, self.font, self.size, self.matrix, self.shown, self.codes, self.moved,
            self.reversed, self.actual, self.apart, end,
        )  # fmt: skip

    def at(self, matrix: tuple[bytes, ...], apart: tuple[tuple[int, float], ...]) -> Chunk:
        """Return the chunk as one that stands elsewhere."""
        return Chunk(
            self.mode, self.font, self.size, matrix, self.shown, self.codes, self.moved,
            self.reversed, self.actual, apart, self.end,
        )  # fmt: skip

    def width(self, widths: dict[int, float]) -> float:
        """Return how far the chunk moves the pen, in thousandths of its font's size."""
        return sum(map(widths.__getitem__, self.codes)) - self.moved


def objects(content: bytes) -> list[tuple[bytes, bytes]]:
    """Return the inside of each text object with what stands before it; the last is what is left.

    A line end within a string is written by an escape.
    """
    first, *opened = content.split(_OPENED)
    found = []
    before = first
    for one in opened:
        body, closed, behind = one.partition(_CLOSED)
        found.append((before + _OPENED, body))
        before = closed + behind
    return [*found, (before, b"")]


def first_object(content: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the first text object, and its inside."""
    before, opened, rest = content.partition(_OPENED)
    return before + opened, rest.partition(_CLOSED)[0]


def chunks_of(body: bytes) -> list[Chunk] | None:
    """Return the chunks of a text object; None where it holds anything else."""
    found: list[Chunk] = []
    marks: list[str | None] = []
    position = 0
    for token in _TOKEN.finditer(body):
        if token.start() != position:
            return None
        position = token.end()
        mode, font, size, matrix, shown, single, reverse, actual, end = token.groups()
        if mode is not None:
            shown = single if shown is None else shown
            codes, moved = arrays.read(shown)
            said = next((mark for mark in reversed(marks) if mark is not None), None)
            place = tuple(matrix.split())
            found.append(Chunk(mode, font, size, place, shown, codes, moved, None in marks, said))
        elif reverse:
            marks.append(None)
        elif end:
            if not marks:
                return None
            marks.pop()
        else:
            marks.append(_text(arrays.string(actual)))
    return found if not body[position:].strip() and not marks else None


def shown_anew(body: bytes, anew: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the inside of a text object, each chunk with where it begins and what it shows now."""
    told = iter(anew)

    def chunk(token: re.Match[bytes]) -> bytes:
        if token[1] is None:
            return token[0]
        (x, shown), (*form, _, y) = next(told), token[4].split()
        before = token[0][: token.start(1) - token.start()]
        place = b" ".join([*form, x, y])
        return b"%b%b Tr/%b %b Tf %b Tm[%b]TJ" % (before, *token.group(1, 2, 3), place, shown)

    return _TOKEN.sub(chunk, body)


def _text(said: bytes) -> str:
    return said[2:].decode("utf-16-be") if said[:2] == b"\xfe\xff" else said.decode("latin-1")
