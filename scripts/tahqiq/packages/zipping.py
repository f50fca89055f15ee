"""A ZIP file in the making: its files stand where they have their place before they are written.

In: the names and sizes of files, in their order. Out: where each stands; and, once all are there,
the directory, of which nothing is kept in memory meanwhile.
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from tahqiq.deliveries import bare
from tahqiq.files import write_whole

_PIECE = 1024 * 1024
# The first year that MS-DOS knows (4.4.6).
_FIRST = 1980


class Zip:
    """A ZIP file whose directory is kept on disk until its end."""

    def __init__(self, path: Path, moment: time.struct_time, scratch: Path) -> None:
        self.path = str(path)
        self._file = io.FileIO(path, "x+")
        self._records = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  # ``close`` ends it
        self._count = self._at = 0
        years = max(moment.tm_year - _FIRST, 0)
        self.day = years << 9 | moment.tm_mon << 5 | moment.tm_mday

    def reserved(self, name: str, size: int) -> int:
        """Return where a file of some size shall stand, after all others."""
        start = self._at + bare.length(name.encode(), size)
        self._at = start + size
        return start

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Note a file that stands at ``start``, its header before it."""
        called = name.encode()
        at = start - bare.length(called, size)
        self._records.write(bare.record(called, size, checksum, at, self.day))
        self._count += 1

    def close(self) -> None:
        """Write the directory."""
        length = self._records.tell()
        self._records.seek(0)
        self._file.seek(self._at)
        while piece := self._records.read(_PIECE):
            write_whole(self._file.write, piece)
        write_whole(self._file.write, bare.ending(self._count, length, self._at))
        self._records.close()
        self._file.close()
