"""Names of files that strangers chose.

In: a name. Out: what is wrong with it, and how it may be shown.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

# Controls, line separators and every character that turns the direction of text (UAX 9).
_HIDDEN = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_DRIVE = r"[A-Za-z]:"
_LONGEST = 255


def is_hiding(name: str) -> bool:
    """Return whether a name holds what a reader cannot see or what turns it round."""
    return not name.isprintable() and bool(re.search(_HIDDEN, name))


def climbs(name: str) -> bool:
    """Return whether a name in an archive leads outside of it, on any system."""
    plain = name.replace("\\", "/")
    return (
        plain.startswith("/") or bool(re.match(_DRIVE, plain)) or ".." in PurePosixPath(plain).parts
    )


def cannot_be_kept(name: str) -> bool:
    """Return whether no file system keeps such a name."""
    return (
        "\0" in name
        or not name.strip("/.")
        or any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST for part in name.split("/"))
    )


def folded(name: str) -> str:
    """Return what two names share that some file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
