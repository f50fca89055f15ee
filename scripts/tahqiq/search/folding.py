"""Folding for search: which letters a reader does not tell apart when looking for a word.

In: Unicode's own data and the habits of Arabic spelling. Out: one table, by which the browser folds
both the text and the question: vowels and tatweel away, carriers of hamza to their letter, ى to ي,
ة to ه, Persian forms to Arabic ones, every digit to its European form, Latin without case and
accents.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_SCRIPTS = (
    (0x0041, 0x005A),
    (0x00A0, 0x058F),  # Latin, modifiers, combining marks, Greek, Cyrillic, Armenian
    (0x05B0, 0x05C7),
    (0x0600, 0x077F),  # Arabic, Syriac
    (0x0870, 0x08FF),
    (0x1E00, 0x1FFF),
    (0x2000, 0x206F),
    (0xFB00, 0xFDFF),
    (0xFE70, 0xFEFF),
)
_LETTERS = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ٲ": "ا",
        "ٳ": "ا",
        "ک": "ك",
        "ی": "ي",
        "ې": "ي",
        "ھ": "ه",
        "ہ": "ه",
        "ە": "ه",
        "ۃ": "ه",
        "ʿ": "",
        "ʾ": "",
        "ʼ": "",
        "ʻ": "",
        "ـ": "",
    }
)
_DROPPED = {"Mn", "Me", "Cf"}


def folded(text: str) -> str:
    """Return a text as search compares it."""
    table = _table()
    return "".join(table.get(letter, letter) for letter in text)


def pairs() -> list[list[str]]:
    """Return the table for the script that searches: what letters become, and those letters."""
    groups: dict[str, list[str]] = {}
    for letter, result in _table().items():
        groups.setdefault(result, []).append(letter)
    return [[result, "".join(letters)] for result, letters in sorted(groups.items())]


@cache
def _table() -> dict[str, str]:
    found = {}
    for first, last in _SCRIPTS:
        for code in range(first, last + 1):
            letter = chr(code)
            result = _folded(letter)
            if result != letter and unicodedata.category(letter) != "Cn":
                found[letter] = result
    return found


def _folded(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    parts = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in parts if unicodedata.category(part) not in _DROPPED)
    return kept.casefold().translate(_LETTERS)
