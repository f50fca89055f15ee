"""The content streams that Typst writes, taken apart into what shows text and what does not.

In: the bytes of a page's content. Out: chunks of glyphs, and between them the bytes as they are.
Only the form that Typst writes is read, which takes a fourth of the time of a general parser: a
text object in any other form is passed on untouched.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_STRING = rb"<[0-9A-Fa-f]*>|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)"
# A line end within a string is written by an escape.
_OBJECT = re.compile(rb"(?<=\n)BT\b.*?\nET\b", re.DOTALL)
_TOKEN = re.compile(
    rb"\s*(?:(\d+) Tr/([^\s/]+) ([\d.]+) Tf ((?:-?[\d.]+ ){6})Tm(?:\[((?:[^\[\]()<>]|"
    + _STRING
    + rb")*)\]TJ|("
    + _STRING
    + rb")Tj)"
    rb"|(/ReversedChars BMC)|/Span<</ActualText(" + _STRING + rb")>>\s*BDC|(EMC))",
    re.DOTALL,
)
_PIECE = re.compile(_STRING + rb"|-?[\d.]+", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
}


@dataclass(slots=True)
class Chunk:
    """One run of glyphs: how and where it is drawn, what it shows, what it is said to stand for.

    ``shown`` is the inside of an array as TJ takes it; ``moved`` what its numbers take back of the
    pen's way, in thousandths of the font's size. ``apart`` are glyphs that are to be drawn by
    themselves, with their places.
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

    def width(self, widths: dict[int, float]) -> float:
        """Return how far the chunk moves the pen, in thousandths of its font's size."""
        usual = widths[-1]
        return sum([widths.get(code, usual) for code in self.codes]) - self.moved


def _objects(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the inside of each text object with what stands before it; the last is what is left."""
    position = 0
    for found in _OBJECT.finditer(content):
        yield content[position : found.start() + 2], content[found.start() + 2 : found.end() - 3]
        position = found.end() - 3
    yield content[position:], b""


def parts(
    content: bytes,
    known: Callable[[bytes], bytes | None] = lambda _: None,
    apart: Callable[[list[Chunk]], bool] = lambda _: False,
) -> Iterator[Chunk | bytes]:
    """Yield the chunks of a stream in their order, and all else between them as it is.

    The marks that Typst opens within a text object, /ReversedChars and /Span with an ActualText,
    are taken into the chunks. ``known`` is asked first for each text object, and may say at once
    what is to be written for its inside; not beside a text object whose chunks stand ``apart``,
    since it may go on with one of these.
    """
    objects = list(_objects(content))
    written = [known(body) for _, body in objects]
    read = [
        _chunks(body) if one is None else None
        for (_, body), one in zip(objects, written, strict=True)
    ]
    beside: set[int] = set()
    for number, chunks in enumerate(read):
        if chunks and apart(chunks):
            beside.update((number - 1, number + 1))
    between = b""
    for number, (before, body) in enumerate(objects):
        new, chunks = written[number], read[number]
        if new is not None and number in beside:
            new, chunks = None, _chunks(body)
        if chunks is None:
            between += before + (body if new is None else new)
        else:
            yield between + before
            yield from chunks
            between = b""


def _chunks(body: bytes) -> list[Chunk] | None:
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


@lru_cache(maxsize=20_000)
def is_shown(shown: bytes) -> bool:
    """Return whether bytes are the inside of an array as TJ takes it, and nothing besides."""
    return not _PIECE.sub(b"", shown).strip()


@lru_cache(maxsize=20_000)
def read(shown: bytes) -> tuple[tuple[int, ...], float]:
    """Return the glyphs of an array as TJ takes it, and the sum of its numbers."""
    code, moved = bytearray(), 0.0
    for piece in _PIECE.findall(shown):
        if piece[:1] in b"<(":
            code += _bytes(piece)
        else:
            moved += float(piece)
    return struct.unpack(f">{len(code) // 2}H", code), moved


def first_glyph(shown: bytes) -> int | None:
    """Return the glyph that such an array begins with; None where a number stands before it."""
    found = _PIECE.search(shown)
    if found is None or found[0][:1] not in b"<(":
        return None
    code = _bytes(found[0])[:2]
    return int.from_bytes(code, "big") if len(code) == 2 else None


@lru_cache(maxsize=20_000)
def pieces(shown: bytes) -> tuple[tuple[int, ...] | float, ...]:
    """Return what an array as TJ takes it holds: glyphs, and numbers that move the pen."""
    found: list[tuple[int, ...] | float] = []
    for piece in _PIECE.findall(shown):
        if piece[:1] in b"<(":
            code = _bytes(piece)
            found.append(struct.unpack(f">{len(code) // 2}H", code))
        else:
            found.append(float(piece))
    return tuple(found)


def written(piece: tuple[int, ...] | float) -> bytes:
    """Return a piece of such an array as a stream has it."""
    if isinstance(piece, float):
        return b"%.4f" % piece
    return b"<" + b"".join([b"%04X" % code for code in piece]) + b">"


def _bytes(string: bytes) -> bytes:
    """Return what a string of PDF stands for."""
    if string[:1] == b"<":
        return bytes.fromhex(string[1:-1].decode("ascii"))
    return _ESCAPE.sub(_escaped, string[1:-1])


def _escaped(found: re.Match[bytes]) -> bytes:
    return _meant(found[1])


@lru_cache(maxsize=2_000)
def _meant(said: bytes) -> bytes:
    """Return the byte that an escape stands for."""
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _NAMED.get(said, said)


def _text(said: bytes) -> str:
    return said[2:].decode("utf-16-be") if said[:2] == b"\xfe\xff" else said.decode("latin-1")
