"""A large file that several processes write or read, each at places of its own, in large blocks.

In: a file, and places in it, mostly one after the other. Out: the bytes, there or here. The blocks
go past the memory of the system, where Linux and the file system let them (O_DIRECT): there every
writing would hold up those of others, and each byte be copied and push out what is still wanted.
"""

from __future__ import annotations

import contextlib
import errno
import io
import mmap
import os
import threading
from collections.abc import Iterator
from typing import Self

from tahqiq.files import write_whole

# What is written at once, and of what its place and size must be multiples: no page of the system's
# memory may hold what goes past it and what does not, or older bytes could come to the disk last.
_SIZE, _UNIT = 4 * 1024 * 1024, max(4096, mmap.PAGESIZE)
_own = threading.local()


class Blocks:
    """An open file that is written to; what was given has gone there at the end of the context.

    But for ``edges``, places with their bytes: what shares a unit with others, or comes after its
    block. Whoever writes them does so in this order, once nobody writes blocks any more: each would
    have to wait for a block of another process, and that one for it.
    """

    def __init__(self, path: str) -> None:
        self.edges: list[tuple[int, bytes]] = []
        self._file = io.FileIO(path, "r+")
        self._direct = _direct(path, "w")
        self._buffer = _buffer()
        # Where the buffer begins in the file, and what of it is to be written.
        self._place = self._start = self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._file, self._direct or contextlib.nullcontext():
            if kind is None:
                self._flush()

    def room(self, at: int, size: int) -> memoryview:
        """Return room for bytes at a place, to be filled before more is asked for.

        It is shorter where there is none for so many at once.
        """
        if at != self._place + self._end or self._end + size > len(self._buffer):
            self._flush()
            self._start = self._end = at % _UNIT
            self._place = at - self._end
        start, self._end = self._end, min(self._end + size, len(self._buffer))
        return self._buffer[start : self._end]

    def put(self, at: int, content: bytes) -> None:
        """Write over what stands at a place, for which there was room before."""
        start = at - self._place
        if self._start <= start:
            self._buffer[start : start + len(content)] = content
        else:
            self._flush()
            self.edges.append((at, content))

    def _flush(self) -> None:
        start, end = self._start, self._end
        first = min(start + -start % _UNIT, end)
        last = max(end - end % _UNIT, first)
        self._write(self._place + first, self._buffer[first:last])
        for one, other in ((start, first), (last, end)):
            if one < other:
                self.edges.append((self._place + one, bytes(self._buffer[one:other])))
        self._start = end

    def _write(self, at: int, content: memoryview) -> None:
        if self._direct:
            try:
                write_at(self._direct, at, content)
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
            else:
                return
        # Here it has to be otherwise, after all or from the beginning.
        write_at(self._file, at, content)


class Pieces:
    """An open file of which the bytes from ``start`` to ``end`` are read.

    What the system has in its memory comes from there, and all, so that it has it afterwards, where
    others read the same (``is_shared``).
    """

    def __init__(self, path: str, start: int, end: int, *, is_shared: bool = False) -> None:
        self._file = io.FileIO(path)
        is_far = not is_shared and is_at_hand(self._file, start) is False
        self._direct = _direct(path, "r") if is_far else None
        self._end = end
        self._buffer = _buffer()
        self._place, self._content = 0, self._buffer[:0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._file, self._direct or contextlib.nullcontext():
            pass

    def read(self, at: int, size: int) -> Iterator[memoryview]:
        """Yield the bytes at a place, as far as there are any; each is gone with the next."""
        end = at + size
        while at < end:
            start = at - self._place
            if not 0 <= start < len(self._content):
                self._load(at)
                start = at - self._place
            piece = self._content[start : start + end - at]
            if not piece:
                return
            yield piece
            at += len(piece)

    def _load(self, at: int) -> None:
        self._place = at - at % _UNIT
        wanted = self._end - self._place
        room = self._buffer[: wanted + -wanted % _UNIT]
        try:
            size = _read(self._direct or self._file, self._place, room)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            # Here it has to be otherwise after all.
            size = _read(self._file, self._place, room)
        self._content = room[:size]


def _read(file: io.FileIO, at: int, room: memoryview) -> int:
    file.seek(at)
    return file.readinto(room)


def is_at_hand(file: io.FileIO, at: int) -> bool | None:
    """Return whether the system has a byte of a file in its memory, None where it does not say."""
    try:
        os.preadv(file.fileno(), [bytearray(1)], at, os.RWF_NOWAIT)
    except BlockingIOError:
        return False
    except (AttributeError, OSError):
        return None
    return True


def write_at(file: io.FileIO, at: int, content: memoryview | bytes) -> None:
    """Write bytes at a place of a file."""
    if content:
        file.seek(at)
        write_whole(file.write, content)


def _direct(path: str, mode: str) -> io.FileIO | None:
    """Return a file open past the memory of the system, where that can be done."""
    if not hasattr(os, "O_DIRECT"):
        return None
    flag = os.O_WRONLY if mode == "w" else os.O_RDONLY
    with contextlib.suppress(OSError):
        return io.FileIO(os.open(path, flag | os.O_DIRECT), mode)
    return None


def _buffer() -> memoryview:
    """Return this thread's own buffer, which begins where a page of memory does."""
    made: memoryview | None = getattr(_own, "buffer", None)
    if made is None:
        made = _own.buffer = memoryview(mmap.mmap(-1, _SIZE))
    return made
