"""A ZIP file as ``tahqiq package`` writes it, read without its directory in memory.

In: a ZIP file. Out: its entries, as often as they are asked for; none where they are not as we
write them, each right after the one before: then it is the library's to read.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

# The records of APPNOTE.TXT: 4.3.7, 4.3.12, 4.3.14, 4.3.15, 4.3.16, and the extra field 4.5.3.
_LOCAL = struct.Struct("<4s2B4H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_OFFSET = struct.Struct("<HHQ")
# What stands where a number has its place in a record of ZIP64.
_FULL, _MOST = 0xFFFFFFFF, 0xFFFF
_IS_UTF8, _UNIX = 0x800, 3
_RIGHTS = 0o100644 << 16
_BUFFER = 1024 * 1024


class Entry(NamedTuple):
    """A file of the archive: its bytes follow ``header``, which stands at ``start``."""

    name: str
    size: int
    checksum: int
    start: int
    header: bytes


class NotBareError(Exception):
    """The entries are not as we write them."""


class Bare:
    """The entries of a ZIP file; to go through them raises NotBareError where they are others'."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as stream:
            self._count, self._start = end(stream)

    def __len__(self) -> int:
        """Return how many entries there are."""
        return self._count

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in the order in which they lie."""
        with self._path.open("rb", buffering=_BUFFER) as stream:
            stream.seek(self._start)
            at, day = 0, -1
            for _ in range(self._count):
                entry, day = _entry(stream, at, day)
                yield entry
                at += len(entry.header) + entry.size
        if at != self._start:
            raise NotBareError


def end(stream: IO[bytes]) -> tuple[int, int]:
    """Return how many entries there are and where the directory starts.

    Raise NotBareError where the archive does not end as it must.
    """
    whole = stream.seek(0, io.SEEK_END)
    size = _END64.size + _LOCATOR.size + _END.size
    stream.seek(max(0, whole - size))
    tail = stream.read()
    if len(tail) < _END.size:
        raise NotBareError
    *_, count, length, start, _ = _END.unpack(tail[-_END.size :])
    made = b""
    if len(tail) == size and tail.startswith(b"PK\6\6"):
        *_, count, length, start = _END64.unpack(tail[: _END64.size])
        made = _END64.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, start)
        made += _LOCATOR.pack(b"PK\6\7", 0, start + length, 1)
    few = min(count, _MOST)
    made += _END.pack(b"PK\5\6", 0, 0, few, few, min(length, _FULL), min(start, _FULL), 0)
    if not tail.endswith(made) or start + length + len(made) != whole:
        raise NotBareError
    return count, start


def _entry(stream: BinaryIO, at: int, day: int) -> tuple[Entry, int]:
    """Return the entry whose record follows, and its day; it must lie at ``at``.

    ``day`` is that of the others, or -1 where there are none.
    """
    record = stream.read(_CENTRAL.size)
    if len(record) < _CENTRAL.size:
        raise NotBareError
    said = _CENTRAL.unpack(record)
    day, (checksum, size), length = said[8] if day < 0 else day, said[9:11], said[12]
    name = stream.read(length)
    is_far = said[-1] == _FULL
    version, extra = (45, _OFFSET.pack(1, 8, at)) if is_far else (20, b"")
    flags = 0 if name.isascii() else _IS_UTF8
    made = _CENTRAL.pack(
        b"PK\1\2", version, _UNIX, version, 0, flags, 0, 0, day, checksum, size, size, length,
        len(extra), 0, 0, 0, _RIGHTS, _FULL if is_far else at,
    )  # fmt: skip
    if record != made or stream.read(len(extra)) != extra:
        raise NotBareError
    header = _LOCAL.pack(b"PK\3\4", 20, 0, flags, 0, 0, day, checksum, size, size, length, 0)
    try:
        return Entry(name.decode(), size, checksum, at, header + name), day
    except UnicodeDecodeError:
        raise NotBareError from None
