"""An archive in the making: its files have their places before they are written.

In: the names and sizes of files, in their order. Out: where each stands; and, once all are there,
the end of the archive, and the directory of a ZIP file, of which nothing is kept in memory.
"""

from __future__ import annotations

import calendar
import io
import os
import struct
import tarfile
import tempfile
import time
from pathlib import Path

from tahqiq.deliveries import bare, plain
from tahqiq.files import write_whole
from tahqiq.packages import entries
from tahqiq.packages.blocks import write_at

_PIECE = 1024 * 1024
# Before bytes at an edge: their place, and how many they are.
_EDGE = struct.Struct("<QL")
# The first year that MS-DOS knows (4.4.6).
_FIRST = 1980


class Growing:
    """An archive that grows; ``moment`` is the time of its files as their headers tell it."""

    kind = ""

    def __init__(self, path: Path, moment: int, scratch: Path) -> None:
        self.path = str(path)
        self.moment = moment
        self._file = io.FileIO(path, "x+")
        self._at = 0
        # Kept on disk, as there may be very many.
        self._edges = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  # ``close`` ends it

    def reserved(self, name: str, size: int) -> int:
        """Return where a file of some size shall stand with its header, after all others."""
        entry, start = entries.KINDS[self.kind], self._at
        end = start + len(entry.header(name, size, 0, self.moment)) + size
        self._at = end + -end % entry.unit
        return start

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Learn that a file stands at ``start``."""

    def leave(self, at: int, content: bytes) -> None:
        """Take bytes that are written when nobody writes blocks any more (see ``Blocks.edges``)."""
        self._edges.write(_EDGE.pack(at, len(content)) + content)

    def close(self) -> None:
        """Write the end; raise OSError where the disk refused any of it before."""
        with self._edges as edges, self._file:
            edges.seek(0)
            while head := edges.read(_EDGE.size):
                at, size = _EDGE.unpack(head)
                write_at(self._file, at, edges.read(size))
            os.fsync(self._file.fileno())


class Zip(Growing):
    """A ZIP file whose directory is kept on disk until its end."""

    kind = "zip"

    def __init__(self, path: Path, moment: time.struct_time, scratch: Path) -> None:
        years = max(moment.tm_year - _FIRST, 0)
        day = years << 9 | moment.tm_mon << 5 | moment.tm_mday
        super().__init__(path, day, scratch)
        self._records = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115  # ``close`` ends it
        self._count = 0

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Note a file that stands at ``start``."""
        self._records.write(bare.record(name.encode(), size, checksum, start, self.moment))
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
        super().close()


class Tar(Growing):
    """A TAR file by POSIX (pax)."""

    kind = "tar"

    def __init__(self, path: Path, moment: time.struct_time, scratch: Path) -> None:
        super().__init__(path, calendar.timegm(moment), scratch)

    def close(self) -> None:
        """End it with zeros."""
        end = self._at + 2 * plain.BLOCK
        self._file.truncate(end + -end % tarfile.RECORDSIZE)
        super().close()
