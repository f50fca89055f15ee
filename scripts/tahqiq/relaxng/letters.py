"""The letters of names (Namespaces in XML).

In: a text. Out: whether it is a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

# Whether a text is a name as nearly all are written: in ASCII.
is_plain_ncname = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*\Z").match
# The letters of names by category, as the editions of XML 1.0 up to the fourth have them; the
# fifth allows marks at the start, which RELAX NG's own test suite still refuses.
_FIRST = frozenset({"Lu", "Ll", "Lt", "Lo", "Lm", "Nl"})
_LATER = _FIRST | {"Mn", "Mc", "Me", "Nd"}


def is_ncname(text: str) -> bool:
    """Return whether a text is a name without a colon (Namespaces in XML)."""
    return is_plain_ncname(text) is not None or _is_wide_ncname(text)


@lru_cache(maxsize=10_000)
def _is_wide_ncname(text: str) -> bool:
    return bool(text) and starts_name(text[0]) and is_nmtoken(text) and ":" not in text


def starts_name(letter: str) -> bool:
    """Return whether a letter may begin a name; the colon counts as none."""
    return letter == "_" or category(letter) in _FIRST


def is_nmtoken(text: str) -> bool:
    """Return whether a text has only letters that names may have, the colon among them."""
    return bool(text) and all(letter in "_.-·:" or category(letter) in _LATER for letter in text)
