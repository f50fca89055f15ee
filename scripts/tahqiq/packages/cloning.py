"""A new file that shares the bytes of another on the disk, until one of the two is written to.

In: a file and a new one, both open, on one file system. Out: whether the new one has its bytes now,
and whether the other one is still as it was. Btrfs, XFS and others can do that on Linux (reflinks):
a package takes no room there for what it has of its edition, and nothing waits for the disk.
"""

from __future__ import annotations

import io
import os
import sys
import time

# ``FICLONE`` of linux/fs.h; where it has another number, the system knows none of this one.
_CLONE = 0x40049409
# Before Linux 6.13, whatever is written within one tick of the clock, of up to 10 ms, has one time.
_TICKS = 50_000_000

Stream = io.RawIOBase | io.BytesIO


class Clone:
    """A try to clone a file; ``done`` is whether it could be done here."""

    def __init__(self, source: Stream, target: io.FileIO) -> None:
        self._source = source
        self._state = _state(source)
        self._is_settled = self._state is not None and _is_past(self._state[-1])
        self.done = self._state is not None and _cloned(source, target)

    def is_changed(self) -> bool:
        """Return whether the source may be another one now."""
        return not self._is_settled or _state(self._source) != self._state


def _cloned(source: Stream, target: io.FileIO) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(target.fileno(), _CLONE, source.fileno())
    except OSError:
        return False
    return True


def _is_past(moment: int) -> bool:
    """Return whether no more can be written that would have this time, in nanoseconds."""
    return time.time_ns() - moment > _TICKS


def _state(source: Stream) -> tuple[int, int, int] | None:
    """Return what shows that a file was written to; None of what is none."""
    if isinstance(source, io.BytesIO):
        return None
    found = os.fstat(source.fileno())
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns
