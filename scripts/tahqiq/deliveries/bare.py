"""A ZIP file as ``tahqiq package`` writes it, read without its directory in memory.

In: a ZIP file. Out: its entries, as often as they are asked for; none where they are not as we
write them, each right after the one before: then it is the library's to read. Out, too: the bytes
of headers, records and end, which are those of Python's library at a fraction of its cost.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

# The records of APPNOTE.TXT: 4.3.7, 4.3.12, 4.3.14, 4.3.15, 4.3.16, and the extra field 4.5.3.
_LOCAL = struct.Struct("<4s2B4H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
# What stands where a number has its place in a record of ZIP64.
_FULL, _MOST = 0xFFFFFFFF, 0xFFFF
# Beyond this the library writes ZIP64, though 32 bits would do.
LIMIT = 0x7FFFFFFF
_IS_UTF8, _UNIX = 0x800, 3
_RIGHTS = 0o100644 << 16
_BUFFER = 1024 * 1024
# How a record of the directory begins; and where that of what describes a package stands, which
# comes last in archives of ours.
_RECORD, _TAIL = re.compile(rb"PK\x01\x02"), 64 * 1024


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
    size = END64.size + LOCATOR.size + _END.size
    stream.seek(max(0, whole - size))
    tail = stream.read()
    if len(tail) < _END.size:
        raise NotBareError
    *_, count, length, start, _ = _END.unpack(tail[-_END.size :])
    is_far = len(tail) == size and tail.startswith(b"PK\6\6")
    if is_far:
        *_, count, length, start = END64.unpack(tail[: END64.size])
    made = ending(count, length, start, is_far=is_far)
    if not tail.endswith(made) or start + length + len(made) != whole:
        raise NotBareError
    return count, start


def last(stream: IO[bytes]) -> Iterator[str]:
    """Yield what may be the names of the last files of an archive, by the end of its directory.

    None where it cannot be one of ours.
    """
    try:
        end(stream)
    except NotBareError:
        return
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - _TAIL))
    tail = stream.read()
    for found in _RECORD.finditer(tail):
        head = tail[found.start() : found.start() + _CENTRAL.size]
        if len(head) == _CENTRAL.size:
            length = _CENTRAL.unpack(head)[12]
            start = found.start() + _CENTRAL.size
            yield tail[start : start + length].decode("utf-8", "replace")


def ending(count: int, length: int, start: int, *, is_far: bool | None = None) -> bytes:
    """Return the end of an archive of ``count`` entries, ``length`` and ``start`` its directory's.

    ``is_far`` is whether it is told by ZIP64, too: by itself, where it has to be.
    """
    if is_far is None:
        is_far = count > _MOST or max(length, start) > LIMIT
    made = b""
    if is_far:
        made = END64.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, start)
        made += LOCATOR.pack(b"PK\6\7", 0, start + length, 1)
    few = min(count, _MOST)
    return made + _END.pack(
        b"PK\5\6", 0, 0, few, few, min(length, _FULL), min(start, _FULL), 0
    )  # fmt: skip


def header(name: bytes, size: int, checksum: int, day: int) -> bytes:
    """Return the header of a file, its name with it; ``day`` is as MS-DOS tells it (4.4.6)."""
    version, said, extra = 20, size, b""
    if size > LIMIT:
        version, said, extra = 45, _FULL, _extra(size, size)
    return (
        _LOCAL.pack(
            b"PK\3\4", version, 0, _flags(name), 0, 0, day, checksum, said, said, len(name),
            len(extra),
        )
        + name
        + extra
    )  # fmt: skip


def length(name: bytes, size: int) -> int:
    """Return how long the header of a file is."""
    return _LOCAL.size + len(name) + (len(_extra(0, 0)) if size > LIMIT else 0)


def record(
    name: bytes, size: int, checksum: int, at: int, day: int, *, is_far: bool | None = None
) -> bytes:
    """Return what the directory says of a file whose header stands at ``at``.

    ``is_far`` is whether ZIP64 tells where: by itself, where it has to.
    """
    is_far = at > LIMIT if is_far is None else is_far
    far: tuple[int, ...] = (size, size) if size > LIMIT else ()
    said = _FULL if far else size
    far += (at,) if is_far else ()
    version, extra = (45, _extra(*far)) if far else (20, b"")
    return (
        _CENTRAL.pack(
            b"PK\1\2", version, _UNIX, version, 0, _flags(name), 0, 0, day, checksum, said, said,
            len(name), len(extra), 0, 0, 0, _RIGHTS, _FULL if is_far else at,
        )
        + name
        + extra
    )  # fmt: skip


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _IS_UTF8


def _extra(*numbers: int) -> bytes:
    """Return what ZIP64 adds (4.5.3)."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)


def _entry(stream: BinaryIO, at: int, day: int) -> tuple[Entry, int]:
    """Return the entry whose record follows, and its day; it must lie at ``at``.

    ``day`` is that of the others, or -1 where there are none.
    """
    head = stream.read(_CENTRAL.size)
    if len(head) < _CENTRAL.size:
        raise NotBareError
    said = _CENTRAL.unpack(head)
    day, (checksum, size), (length, more) = said[8] if day < 0 else day, said[9:11], said[12:14]
    rest = stream.read(length + more)
    name = rest[:length]
    if head + rest != record(name, size, checksum, at, day, is_far=said[-1] == _FULL):
        raise NotBareError
    try:
        return Entry(name.decode(), size, checksum, at, header(name, size, checksum, day)), day
    except UnicodeDecodeError:
        raise NotBareError from None
