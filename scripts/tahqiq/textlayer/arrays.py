"""The arrays that TJ takes: strings of glyphs, and between them numbers that move the pen.

In: the inside of such an array as a stream has it. Out: its glyphs and numbers, or such bytes
again. A string that comes again, as most words of a book do, is read once.
"""

from __future__ import annotations

import re
import struct
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, reduce

_PLAIN = rb"[^()\\]++|\\."
# Glyphs are two bytes, which may be those of parentheses; pdf-writer escapes none where each
# has its partner. No line of letters has more of them in one another.
_DEPTH = 16
_PARENTHESES = reduce(
    lambda inner, _: rb"\((?:%b|%b)*+\)" % (_PLAIN, inner), range(_DEPTH), rb"\((?:%b)*+\)" % _PLAIN
)
STRING = rb"<[0-9A-Fa-f]*+>|%b" % _PARENTHESES
_LITERAL = re.compile(_PARENTHESES, re.DOTALL)
_PIECE = re.compile(STRING + rb"|-?[\d.]+", re.DOTALL)
# So many different strings are kept: those of a book of 500 pages.
_STRINGS = 60_000
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
}

Piece = tuple[int, ...] | float
"""Glyphs that follow each other, or a number that takes back the pen's way."""


def pieces(shown: bytes) -> Iterator[Piece]:
    """Yield what an array holds."""
    return map(_piece, _PIECE.findall(shown))


def places(shown: bytes) -> Iterator[tuple[Piece, int, int]]:
    """Yield what an array holds, each piece with where it begins and ends among the bytes."""
    return ((_piece(found[0]), *found.span()) for found in _PIECE.finditer(shown))


def read(shown: bytes) -> tuple[tuple[int, ...], float]:
    """Return the glyphs of an array, and the sum of its numbers."""
    if is_one(shown):
        return _glyphs(string(shown)), 0.0
    return _sum(_PIECE.findall(shown))


def read_whole(shown: bytes) -> tuple[tuple[int, ...], float] | None:
    """Return the glyphs of an array, and the sum of its numbers; None where it is none."""
    if is_one(shown):
        return _glyphs(string(shown)), 0.0
    found = _PIECE.findall(shown)
    # Typst writes the pieces of an array without a space between.
    whole = sum(map(len, found)) == len(shown) or not _PIECE.sub(b"", shown).strip()
    return _sum(found) if whole else None


def _sum(found: list[bytes]) -> tuple[tuple[int, ...], float]:
    codes: list[int] = []
    moved = 0.0
    for piece in map(_piece, found):
        if isinstance(piece, float):
            moved += piece
        else:
            codes += piece
    return tuple(codes), moved


def is_one(shown: bytes) -> bool:
    """Return whether an array is one string, as that of most words."""
    # What closes a string within it, as an escape does, stands before its end.
    if shown[:1] == b"<":
        return shown.find(b">") == len(shown) - 1
    return shown[:1] == b"(" and shown.find(b")") == len(shown) - 1


@lru_cache(maxsize=_STRINGS)
def _piece(piece: bytes) -> Piece:
    """Return what one piece stands for."""
    if piece[:1] not in b"<(":
        return float(piece)
    return _glyphs(string(piece))


def _glyphs(code: bytes) -> tuple[int, ...]:
    return _reading(len(code) // 2)(code)


@cache
def _reading(number: int) -> Callable[[bytes], tuple[int, ...]]:
    """Return what reads so many glyphs."""
    return struct.Struct(f">{number}H").unpack


def hexadecimals(shown: bytes) -> bytes:
    """Return an array with its strings written by hexadecimal digits."""
    return _LITERAL.sub(_digits, shown) if b"(" in shown else shown


def _digits(literal: re.Match[bytes]) -> bytes:
    return b"<%b>" % hexlify(string(literal[0])).upper()


@lru_cache(maxsize=_STRINGS)
def hexadecimal(codes: tuple[int, ...]) -> bytes:
    """Return glyphs as a string of hexadecimal digits has them."""
    return b"%04X" * len(codes) % codes


def string(written: bytes) -> bytes:
    """Return what a string of PDF stands for."""
    if written[:1] == b"<":
        return unhexlify(written[1:-1])
    inside = written[1:-1]
    if b"\\\\" in inside:
        return _ESCAPE.sub(_escaped, inside)
    # Where no escape is of a backslash, Python writes all but those of parentheses alike.
    inside = inside.replace(b"\\(", b"(").replace(b"\\)", b")")
    return inside.decode("unicode_escape").encode("latin-1")


def _escaped(found: re.Match[bytes]) -> bytes:
    return _meant(found[1])


@lru_cache(maxsize=2_000)
def _meant(said: bytes) -> bytes:
    """Return the byte that an escape stands for."""
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _NAMED.get(said, said)
