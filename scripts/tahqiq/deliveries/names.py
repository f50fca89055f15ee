"""Names of files that strangers chose.

In: a name. Out: what is wrong with it, and how it may be shown.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

# Controls, line separators and every character that turns the direction of text (UAX 9).
_HIDDEN = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_DRIVE = r"[A-Za-z]:"
# Names without any of these lead nowhere else; most have none.
_MAY_CLIMB = re.compile(r"\.\.|[\\:]")
_LONGEST = 255
# In a ZIP file: the flag of names in UTF-8, and the systems whose names have no backslash.
_IS_UTF8, _WINDOWS = 0x800, (0, 10, 11, 14)


def is_hiding(name: str) -> bool:
    """Return whether a name holds what a reader cannot see or what turns it round."""
    return not name.isprintable() and bool(re.search(_HIDDEN, name))


def climbs(name: str) -> bool:
    """Return whether a name in an archive leads outside of it, on any system."""
    if not name.startswith("/") and not _MAY_CLIMB.search(name):
        return False
    plain = name.replace("\\", "/")
    return (
        plain.startswith("/") or bool(re.match(_DRIVE, plain)) or ".." in PurePosixPath(plain).parts
    )


def in_zip(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry as it was meant.

    Programs on Unix write UTF-8 without saying so (APPNOTE 4.4.4, bit 11), which the library reads
    as code page 437; old ones on Windows write their own separator.
    """
    name = entry.filename
    if not entry.flag_bits & _IS_UTF8 and not name.isascii():
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/") if entry.create_system in _WINDOWS else name


def cannot_be_kept(name: str) -> bool:
    """Return whether no file system keeps such a name."""
    if "\0" in name or not name.strip("/."):
        return True
    # No letter has more than four bytes.
    return len(name) * 4 > _LONGEST and (
        any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST for part in name.split("/"))
    )


def folded(name: str) -> str:
    """Return what two names share that some file systems take for one."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
