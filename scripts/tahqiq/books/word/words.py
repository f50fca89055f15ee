"""Words of a paragraph, which its elements may part and its runs may not.

In: the settled pieces of a paragraph. Out: the same letters in as few runs as show them: a word
processor that gets a word in several measures and joins each by itself (LibreOffice 7.4 leaves
gaps between them), and a footnote's number within a word parts its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tahqiq.books.word.content import Note, Piece, Run

_DIGITS = re.compile("[0-9]+")
# Letters of scripts without spaces between words, as in xslt/modules/letters.xsl.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003fffd]"
)


def whole(found: Iterable[Piece]) -> list[Piece]:
    """Return pieces with notes of changes behind their words, and with runs of one look as one."""
    return list(_merged(_turned([*_behind([*found])])))


def _behind(found: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces; what was changed within a word is told behind it."""
    waiting: list[Piece] = []
    before = ""
    for piece, after in zip(found, _followers(found), strict=True):
        if _is_within(piece, before) and _starts(after):
            waiting.append(piece)
            continue
        if isinstance(piece, Run):
            before = piece.text[-1:]
            length = _letters(piece.text) if waiting else 0
            if 0 < length < len(piece.text):
                yield replace(piece, text=piece.text[:length])
                yield from waiting
                waiting = []
                yield replace(piece, text=piece.text[length:])
                continue
        if waiting and _tells_change(piece):
            waiting.append(piece)
        else:
            yield piece
        if waiting and not _starts(after):
            yield from waiting
            waiting = []


def _followers(found: list[Piece]) -> list[Piece | None]:
    """Return what follows each piece, but for notes of changes."""
    followers: list[Piece | None] = []
    after: Piece | None = None
    for piece in reversed(found):
        followers.append(after)
        after = after if _tells_change(piece) else piece
    return followers[::-1]


def _tells_change(piece: Piece | None) -> bool:
    return isinstance(piece, Note) and piece.element.get("of") == "change"


def _is_within(piece: Piece, before: str) -> bool:
    """Return whether a change is told within a word; one on nothing may stand before its word."""
    if not (isinstance(piece, Note) and _tells_change(piece)):
        return False
    return _goes_on(before) or (not before.strip() and piece.element.get("on") == "nothing")


def _starts(piece: Piece | None) -> bool:
    return isinstance(piece, Run) and _goes_on(piece.text[:1])


def _goes_on(letter: str) -> bool:
    return letter != "" and unicodedata.category(letter)[0] in "LM" and not _UNSPACED.match(letter)


def _letters(text: str) -> int:
    """Return how many letters a text begins with."""
    return next((at for at, one in enumerate(text) if not _goes_on(one)), len(text))


def _turned(found: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces; digits right behind letters from the left are of their word, as in H₂O."""
    before: Piece | None = None
    for piece in found:
        digits = _digits(piece) if _ends_from_left(before) else 0
        if isinstance(piece, Run) and digits:
            turned = replace(piece.look, direction="ltr")
            yield Run(piece.text[:digits], turned)
            if digits < len(piece.text):
                yield replace(piece, text=piece.text[digits:])
        else:
            yield piece
        before = piece


def _digits(piece: Piece) -> int:
    """Return how many digits a run begins with."""
    match = _DIGITS.match(piece.text) if isinstance(piece, Run) else None
    return match.end() if match else 0


def _ends_from_left(piece: Piece | None) -> bool:
    return (
        isinstance(piece, Run)
        and piece.look.direction == "ltr"
        and unicodedata.bidirectional(piece.text[-1]) in {"L", "EN"}
    )


def _merged(found: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in found:
        if isinstance(piece, Run) and isinstance(last, Run) and piece.look == last.look:
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
