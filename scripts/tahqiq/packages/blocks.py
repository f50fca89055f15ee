"""A file that several processes write, each at places of its own, in large blocks.

In: a file, and bytes with their places, mostly one after the other. Out: the file. The blocks go
past the memory of the system, where Linux and the file system let them (O_DIRECT): there every
writing would hold up those of others, copy each byte, and push out what is still to be read.
"""

from __future__ import annotations

import contextlib
import errno
import io
import mmap
import os
import threading
from typing import Self

from tahqiq.files import write_whole

# What is written at once, and of what its place and size must be multiples.
_SIZE, _UNIT = 4 * 1024 * 1024, 4096
_own = threading.local()


class Blocks:
    """An open file that is written to; what was given has gone there at the end of the context."""

    def __init__(self, path: str) -> None:
        self._file = io.FileIO(path, "r+")
        self._direct = _direct(path)
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
            _write(self._file, at, content)

    def _flush(self) -> None:
        start, end = self._start, self._end
        # What has its unit in common with others goes through the memory of the system.
        first = min(start + -start % _UNIT, end)
        last = max(end - end % _UNIT, first)
        if self._direct and first < last:
            try:
                _write(self._direct, self._place + first, self._buffer[first:last])
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
                # Here it has to be otherwise after all.
                last = first
        else:
            last = first
        for one, other in ((start, first), (last, end)):
            _write(self._file, self._place + one, self._buffer[one:other])
        self._start = end


def _write(file: io.FileIO, at: int, content: memoryview | bytes) -> None:
    if content:
        file.seek(at)
        write_whole(file.write, content)


def _direct(path: str) -> io.FileIO | None:
    """Return a file open for writing past the memory of the system, where that can be done."""
    if not hasattr(os, "O_DIRECT"):
        return None
    with contextlib.suppress(OSError):
        return io.FileIO(os.open(path, os.O_WRONLY | os.O_DIRECT), "w")
    return None


def _buffer() -> memoryview:
    """Return this thread's own buffer, which begins where a page of memory does."""
    made: memoryview | None = getattr(_own, "buffer", None)
    if made is None:
        made = _own.buffer = memoryview(mmap.mmap(-1, _SIZE))
    return made
