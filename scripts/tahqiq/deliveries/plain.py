"""The headers of TAR files as POSIX (pax) has them for plain files: what we write ourselves.

In: name, size and time of a file. Out: the bytes that Python's library writes for it, at many times
its pace; or, of a stream, the file that follows, if its headers are exactly these bytes.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, NamedTuple

BLOCK = 512
_NAME, _SIZE, _TIME, _KIND = slice(0, 100), slice(124, 136), slice(136, 148), slice(156, 157)
# From 8 GiB on a size is written in another way.
_LARGEST = 8**11 - 1
_OCTAL = re.compile(rb"[0-7]{11}\0")
_PATH = re.compile(rb"\d+ path=([^\0\n]+)\n")
_MOST = 8 * BLOCK
_MAGIC = slice(257, 263)
# Where what describes a package stands, which comes last in archives of ours.
_TAIL = 64 * 1024


class File(NamedTuple):
    """A file that follows in a stream, and where it ends."""

    name: str
    size: int
    end: int


def header(name: str, size: int, moment: int) -> bytes:
    """Return the headers of a file (POSIX.1-2001, pax); raise ValueError where they are others."""
    path = name.encode()
    if not 0 <= size <= _LARGEST or not 0 <= moment <= _LARGEST or "\0" in name:
        raise ValueError("it needs other headers")
    short = name.encode("ascii", "replace")[:100]
    if short == path:
        return _block(short, 0o644, size, moment, b"0")
    record = _record(path)
    padding = bytes(-len(record) % BLOCK)
    extended = _extended(len(record)) + record + padding
    return extended + _block(short, 0o644, size, moment, b"0")


@lru_cache(1024)
def _extended(length: int) -> bytes:
    return _block(b"././@PaxHeader", 0, length, 0, b"x")


def _record(path: bytes) -> bytes:
    """Return a record that counts itself."""
    length = len(path) + len(" path=\n")
    said = length + len(str(length))
    said = length + len(str(said))
    return b"%d path=%b\n" % (said, path)


def _block(name: bytes, mode: int, size: int, moment: int, kind: bytes) -> bytes:
    head = b"%b%07o\0" % (name.ljust(100, b"\0"), mode)
    head += b"0000000\0" * 2 + b"%011o\0%011o\0" % (size, moment)
    tail = kind + bytes(100) + b"ustar\00000"
    total = _sum(head) + 8 * ord(" ") + _sum(tail)
    return (head + b"%06o\0 " % total + tail).ljust(BLOCK, b"\0")


def _sum(content: bytes) -> int:
    """Return the sum of few bytes: so begins Adler-32 (RFC 1950, 8.2), up to 65520."""
    return (zlib.adler32(content) & 0xFFFF) - 1


def names(stream: IO[bytes]) -> Iterator[str]:
    """Yield the names of the files as ``following`` finds them; what is in them is passed over.

    At the end the stream stands where other headers follow.
    """
    start = 0
    while found := following(stream, start):
        yield found.name
        start = found.end + -found.size % BLOCK
        stream.seek(start)


def last(stream: IO[bytes]) -> Iterator[str]:
    """Yield what may be the names of the last files of an archive: those by the blocks at its end.

    Letters beyond ASCII are question marks there.
    """
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - _TAIL) // BLOCK * BLOCK)
    while len(head := stream.read(BLOCK)) == BLOCK:
        if head[_MAGIC] == b"ustar\0" and head[_KIND] == b"0":
            yield head[_NAME].rstrip(b"\0").decode("ascii", "replace")


def following(stream: IO[bytes], start: int) -> File | None:
    """Return the file whose headers follow at ``start``, and pass over them.

    None where they are no such ones: then the stream stands where it stood. (To ask a stream for
    its place costs more than all else here.)
    """
    seen = head = stream.read(BLOCK)
    name = head[_NAME].rstrip(b"\0")
    if head[_KIND] == b"x" and _OCTAL.fullmatch(head[_SIZE]):
        length = int(head[_SIZE][:-1], 8)
        record = stream.read(min(_MOST, length + -length % BLOCK))
        head = stream.read(BLOCK)
        seen += record + head
        found = _PATH.fullmatch(record[:length])
        name = found[1] if found else b""
    if _is_whole(seen, head, name):
        size = int(head[_SIZE][:-1], 8)
        return File(name.decode(), size, start + len(seen) + size)
    stream.seek(start)
    return None


def _is_whole(seen: bytes, head: bytes, name: bytes) -> bool:
    if not name or not _OCTAL.fullmatch(head[_SIZE]) or not _OCTAL.fullmatch(head[_TIME]):
        return False
    try:
        made = header(name.decode(), int(head[_SIZE][:-1], 8), int(head[_TIME][:-1], 8))
    except ValueError:
        return False
    return made == seen
