"""What an archive is told by: its first bytes, whatever it is called, and the usual endings.

In: a path. Out: the kind of archive. What unpacks is loaded only where something is to be unpacked.
"""

from __future__ import annotations

import re
from pathlib import Path

_MAGIC = {
    b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"\x1f\x8b": "gz", b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst",
}  # fmt: skip
SUFFIXES = (
    ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst",
    ".tzst",
)  # fmt: skip


def kind_of(path: Path) -> str:
    """Return ``zip``, ``tar``, ``gz``, ``bz2``, ``xz`` or ``zst`` by a file's first bytes."""
    with path.open("rb") as file:
        head = file.read(512)
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    return "tar" if head[257:262] == b"ustar" or _is_summed(head) else ""


def _is_summed(head: bytes) -> bool:
    """Return whether a block is the header of an old TAR file: it holds the sum of its bytes."""
    said = head[148:156].strip(b"\0 ")
    if len(head) < 512 or not re.fullmatch(rb"[0-7]{1,7}", said):
        return False
    return int(said, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:])
