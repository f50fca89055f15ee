"""References as people write them. In: a string. Out: the same, so that equal ones are equal.

A reference is ``REF``, ``REF-REF`` (both ends belong to it), ``REF@12:30`` (characters 12 to 29 of
the unit, from 0, in code points of its text as received), ``REF@12-REF@30``; or a place that has
one: ``#`` and an ``xml:id``, ``@120:180`` (characters of the whole text), a path
(``/TEI[1]/text[1]/body[1]/p[3]``). Digits may be European, Arabic-Indic or Persian.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_INVISIBLE = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
_DIGITS = {
    ord(letter): str(n)
    for zero in "٠۰"
    for n, letter in enumerate(map(chr, range(ord(zero), ord(zero) + 10)))
}
_DASH = re.compile(r"\s*[-‐‑‒–—]\s*")
_CHARACTERS = re.compile(r"(?P<reference>.+)@(?P<start>\d+)(?::(?P<end>\d+))?", re.DOTALL)
LONGEST = 1000


def folded(reference: str) -> str:
    """Return a reference in the form that is compared.

    Composed (NFC), European digits, no marks of direction, white space folded.
    """
    plain = unicodedata.normalize("NFC", reference.translate(_INVISIBLE)).translate(_DIGITS)
    return " ".join(plain.split())


def splits(reference: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a reference as a range, each as its two ends."""
    for dash in _DASH.finditer(reference):
        start, end = reference[: dash.start()], reference[dash.end() :]
        if start and end:
            yield start, end


def whole_characters(reference: str) -> tuple[int, int] | None:
    """Return which characters of the whole text ``@120:180`` means; None for anything else."""
    found = re.fullmatch(r"@(\d{1,12}):(\d{1,12})", folded(reference[:LONGEST]))
    return (int(found[1]), int(found[2])) if found else None


def characters(reference: str) -> tuple[str, int | None, int | None]:
    """Return a reference without its characters, and which they are."""
    found = _CHARACTERS.fullmatch(reference)
    if not found:
        return reference, None, None
    end = found["end"]
    return found["reference"], int(found["start"]), int(end) if end is not None else None
