"""The pieces of a page's lines, in the order in which they are read.

In: a page's content stream. Out: the same, where the pieces of a right-to-left line (its words, a
note's marker, a name in Latin letters) follow each other from the right. pdf.js and pypdf give the
text of a page as its stream has it. Each piece keeps its place and its mark in the structure.
"""

from __future__ import annotations

import re

_OPENING = b"/Span<</MCID "
_CLOSING = b"\nQ\nEMC"
_BEHIND = (b"", b"/", b"\n")
# A letter may stand a little above or below its line.
_LEVEL = 2.0
_Piece = tuple[float, bytes]
_ORIGIN = re.compile(rb"q 1 0 0 -1 (\S+) (\S+) cm")


def turned(content: bytes) -> bytes:
    """Return a content stream with the pieces of its right-to-left lines in order."""
    first, *marked = content.split(_OPENING)
    made: list[bytes] = [first]
    run: list[bytes] = []
    for one in marked:
        piece, rest = _parted(_OPENING + one)
        run.append(piece)
        if rest:
            made.extend([*_in_order(run), rest])
            run = []
    return b"".join([*made, *_in_order(run)])


def _parted(marked: bytes) -> tuple[bytes, bytes]:
    """Return what is marked as one piece of a line, and what stands behind it.

    What holds more than a piece is left where it is, as the whole of what stands behind none.
    """
    end = marked.find(_CLOSING) + len(_CLOSING)
    piece, rest = marked[:end], marked[end:]
    whole = end >= len(_CLOSING) and b"/Artifact" not in piece and b"/Link" not in piece
    return (piece, rest) if whole and rest[:1] in _BEHIND else (b"", marked)


def _in_order(pieces: list[bytes]) -> list[bytes]:
    """Return consecutive pieces, those of each right-to-left line from the right."""
    made: list[bytes] = []
    line: list[_Piece] = []
    level = 0.0
    for piece in filter(None, pieces):
        x, y = _origin(piece)
        if line and abs(y - level) > _LEVEL:
            made.extend(_from_the_right(line))
            line = []
        line.append((x, piece))
        level = y
    return [*made, *_from_the_right(line)]


def _from_the_right(line: list[_Piece]) -> list[bytes]:
    if len(line) > 1 and any(b"/ReversedChars" in piece for _, piece in line):
        line = sorted(line, key=lambda one: -one[0])
    return [piece for _, piece in line]


def _origin(piece: bytes) -> tuple[float, float]:
    found = _ORIGIN.search(piece)
    return (float(found.group(1)), float(found.group(2))) if found else (0.0, -1.0)
