"""Names of files that strangers chose.

In: a name. Out: what is wrong with it, and how it may be shown.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

# Controls, line separators and every character that turns the direction of text (UAX 9).
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST = 255


def is_hiding(name: str) -> bool:
    """Return whether a name holds what a reader cannot see or what turns it round."""
    return bool(_HIDDEN.search(name)) or any(0xD800 <= ord(letter) < 0xE000 for letter in name)


def climbs(name: str) -> bool:
    """Return whether a name in an archive leads outside of it, on any system."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(_DRIVE.match(plain)) or ".." in PurePosixPath(plain).parts


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
