"""The content streams that Typst writes, taken apart into what shows text and what does not.

In: the bytes of a page's content. Out: chunks of glyphs, and between them the bytes as they are.
Only the form that Typst writes is read, which takes a fourth of the time of a general parser: a
text object in any other form is passed on untouched.
"""

from __future__ import annotations

import re
import struct
from binascii import hexlify, unhexlify
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

_PLAIN = rb"[^()\\]++|\\."
_NESTED = rb"\((?:%b|\((?:%b)*+\))*+\)" % (_PLAIN, _PLAIN)
_PARENTHESES = rb"\((?:%b|%b)*+\)" % (_PLAIN, _NESTED)
_STRING = rb"<[0-9A-Fa-f]*+>|%b" % _PARENTHESES
_LITERAL = re.compile(_PARENTHESES, re.DOTALL)
_OPENED = b"\nBT"
_CLOSED = b"\nET"
_TOKEN = re.compile(
    rb"\s*(?:(\d+) Tr/([^\s/]+) ([\d.]+) Tf ((?:-?[\d.]+ ){6})Tm(?:\[((?:[^\[\]()<>]++|"
    + _STRING
    + rb")*+)\]TJ|("
    + _STRING
    + rb")Tj)"
    rb"|(/ReversedChars BMC)|/Span<</ActualText(" + _STRING + rb")>>\s*BDC|(EMC))",
    re.DOTALL,
)
_PIECE = re.compile(_STRING + rb"|-?[\d.]+", re.DOTALL)
# Most words are one string.
_WHOLE = re.compile(rb"<[0-9A-Fa-f]*+>")
# So many different words are kept: those of a book of 500 pages.
_WORDS = 200_000
_FREQUENT = ((b"\\000", b"\0"), (b"\\(", b"("), (b"\\)", b")"))
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
}


class End(Enum):
    """What is to end a chunk: nothing, a mark of direction, a space behind its last sign."""

    NONE = auto()
    APART = auto()
    WITHIN = auto()
    SPACE = auto()


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
            codes, moved = read(shown)
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
            marks.append(_text(_bytes(actual)))
    return found if not body[position:].strip() and not marks else None


def is_shown(shown: bytes) -> bool:
    """Return whether bytes are the inside of an array as TJ takes it, and nothing besides."""
    if _WHOLE.fullmatch(shown):
        return True
    # Typst writes the pieces of an array without a space between.
    whole = len(b"".join(_PIECE.findall(shown))) == len(shown)
    return whole or not _PIECE.sub(b"", shown).strip()


@lru_cache(maxsize=_WORDS)
def read(shown: bytes) -> tuple[tuple[int, ...], float]:
    """Return the glyphs of an array as TJ takes it, and the sum of its numbers."""
    if _WHOLE.fullmatch(shown):
        return _codes(shown), 0.0
    strings: list[bytes] = []
    moved = 0.0
    for piece in _PIECE.findall(shown):
        if piece[:1] in b"<(":
            strings.append(_bytes(piece))
        else:
            moved += float(piece)
    code = b"".join(strings)
    return struct.unpack(f">{len(code) // 2}H", code), moved


def first_pieces(shown: bytes) -> Iterator[tuple[int, ...] | float]:
    """Yield what such an array holds, no more of it read than is asked for."""
    return (_piece(found[0]) for found in _PIECE.finditer(shown))


@lru_cache(maxsize=50_000)
def pieces(shown: bytes) -> tuple[tuple[int, ...] | float, ...]:
    """Return what an array as TJ takes it holds: glyphs, and numbers that move the pen."""
    whole = _WHOLE.fullmatch(shown)
    return (_codes(shown),) if whole else tuple(map(_piece, _PIECE.findall(shown)))


@lru_cache(maxsize=50_000)
def _piece(piece: bytes) -> tuple[int, ...] | float:
    """Return what one piece stands for; most are words, which come again."""
    return _codes(piece) if piece[:1] in b"<(" else float(piece)


def _codes(string: bytes) -> tuple[int, ...]:
    code = _bytes(string)
    return struct.unpack(f">{len(code) // 2}H", code)


def hexadecimals(shown: bytes) -> bytes:
    """Return an array as TJ takes it, its strings written by hexadecimal digits."""
    return _LITERAL.sub(_digits, shown) if b"(" in shown else shown


def _digits(literal: re.Match[bytes]) -> bytes:
    return b"<%b>" % hexlify(_bytes(literal[0])).upper()


def written(piece: tuple[int, ...] | float) -> bytes:
    """Return a piece of such an array as a stream has it."""
    return b"%.4f" % piece if isinstance(piece, float) else _string(piece)


@lru_cache(maxsize=50_000)
def _string(codes: tuple[int, ...]) -> bytes:
    return b"<" + b"".join(map(hexadecimal, codes)) + b">"


@lru_cache(maxsize=10_000)
def hexadecimal(code: int) -> bytes:
    """Return a glyph as a string of hexadecimal digits has it."""
    return b"%04X" % code


def _bytes(string: bytes) -> bytes:
    """Return what a string of PDF stands for."""
    inside = string[1:-1]
    if string[:1] == b"<":
        return unhexlify(inside)
    if b"\\\\" in inside:
        return _ESCAPE.sub(_escaped, inside)
    # Where no escape is of a backslash, each is what it says: most are the first half of a glyph.
    for escape, byte in _FREQUENT:
        inside = inside.replace(escape, byte)
    # What is left Python writes in the same way.
    return inside.decode("unicode_escape").encode("latin-1") if b"\\" in inside else inside


def _escaped(found: re.Match[bytes]) -> bytes:
    return _meant(found[1])


@lru_cache(maxsize=2_000)
def _meant(said: bytes) -> bytes:
    """Return the byte that an escape stands for."""
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _NAMED.get(said, said)


def _text(said: bytes) -> str:
    return said[2:].decode("utf-16-be") if said[:2] == b"\xfe\xff" else said.decode("latin-1")
