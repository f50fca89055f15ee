"""Names of files that strangers chose.

In: a name. Out: what is wrong with it, and how it may be shown.
"""

from __future__ import annotations

import contextlib
import re
import struct
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import zipfile

# Controls, line separators and every character that turns the direction of text (UAX 9).
_HIDDEN = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_DRIVE = r"[A-Za-z]:"
# Names without any of these lead nowhere else; most have none.
_MAY_CLIMB = re.compile(r"\.\.|[\\:]")
_LONGEST = 255
FULL = "a folder that holds bytes"
_ENDS = re.compile(r"(?<=[^/. ])[ .]+(?=/|$)")
# In a ZIP file: the flag of names in UTF-8, and the systems whose names have no backslash.
_IS_UTF8, _WINDOWS = 0x800, (0, 10, 11, 14)
# The extra field that holds a name in UTF-8, after the head that every field has (4.5.1, 4.6.9).
_UNICODE_NAME, _FIELD, _KNOWN = 0x7075, struct.Struct("<2H"), struct.Struct("<BL")
# What stands for letters that a code page lacks, as programs write it; codes are Info-ZIP's.
_STANDS_IN = re.compile(r"#U[0-9A-Fa-f]{4}|#L[0-9A-Fa-f]{6}|[?_]")


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


def tidied(name: str) -> str:
    """Return a name without what leads nowhere: ``./`` at its start, or two slashes for one.

    So it lies on the disk, and so whoever lists it calls it.
    """
    if ("./" not in name and "//" not in name) or name.startswith("/"):
        return name
    end = "/" if name.endswith("/") else ""
    return "/".join(part for part in name.split("/") if part not in ("", ".")) + end


def in_zip(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry as it was meant.

    Programs on Unix write UTF-8 without saying so (APPNOTE 4.4.4, bit 11), which the library reads
    as code page 437, or beside a name in their own code page; old ones on Windows write their own
    separator.
    """
    name = told_apart(entry.extra, written(entry)) or entry.filename
    if name == entry.filename and not entry.flag_bits & _IS_UTF8 and not name.isascii():
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return tidied(name.replace("\\", "/") if entry.create_system in _WINDOWS else name)


def written(entry: zipfile.ZipInfo) -> bytes:
    """Return the name of an entry as its bytes stand in the directory."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _IS_UTF8 else "cp437")


def told_apart(fields: bytes, other: bytes) -> str:
    """Return the name in UTF-8 that stands beside another, in the code page of a system (4.6.9).

    It counts only where it knows the other one.
    """
    at = 0
    while at + _FIELD.size <= len(fields):
        kind, length = _FIELD.unpack_from(fields, at)
        at += _FIELD.size
        field, at = fields[at : at + length], at + length
        if kind == _UNICODE_NAME and len(field) > _KNOWN.size:
            version, checksum = _KNOWN.unpack_from(field)
            with contextlib.suppress(UnicodeError):
                if version == 1 and checksum == crc32(other):
                    return field[_KNOWN.size :].decode("utf-8")
    return ""


def is_twofold(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry has two names of which neither can stand for the other.

    Some programs take the one in UTF-8, some the other: two people who unpack it have two files.
    """
    kept = written(entry)
    meant = told_apart(entry.extra, kept)
    if not meant or meant.encode() == kept:
        return False
    if entry.flag_bits & _IS_UTF8 or meant.isascii():
        return True
    if not kept.isascii():
        return False  # nobody knows the code page
    forms = (meant, unicodedata.normalize("NFKD", meant))
    letters = (form.encode("ascii", "ignore").decode() for form in forms)
    return _STANDS_IN.sub("", kept.decode()) not in (_STANDS_IN.sub("", one) for one in letters)


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
    if " /" in name or "./" in name or name.endswith((" ", ".")):
        # Windows knows no such ends.
        name = _ENDS.sub("", name)
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
