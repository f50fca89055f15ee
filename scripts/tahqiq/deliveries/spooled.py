"""The directory of a ZIP file, kept on disk while the file is written or read.

In: entries as ``zipfile`` makes them. Out: the same entries, as often as they are asked for. The
library keeps half a kilobyte of each in memory; this keeps none.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

# Length of the name, CRC, sizes, offset, versions, flags.
_RECORD = struct.Struct("<IIQQQHHH")


class _NoNames(dict[str, zipfile.ZipInfo]):
    """Names that are not kept: whoever writes has seen to it that none comes twice."""

    def __setitem__(self, name: str, entry: zipfile.ZipInfo) -> None:
        pass


class Directory:
    """A list of entries that can be added to, and gone through; ``made`` makes one of its name."""

    def __init__(self, folder: Path, made: Callable[[str], zipfile.ZipInfo]) -> None:
        self.names = _NoNames()
        self._made = made
        self._count = 0
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # as long as the ZIP is open

    def append(self, entry: zipfile.ZipInfo) -> None:
        """Take an entry that has been written."""
        name = entry.filename.encode()
        record = _RECORD.pack(
            len(name), entry.CRC, entry.compress_size, entry.file_size, entry.header_offset,
            entry.create_version, entry.extract_version, entry.flag_bits,
        )  # fmt: skip
        self._file.write(record + name)
        self._count += 1

    def close(self) -> None:
        """Let go of what is on disk."""
        self._file.close()

    def __len__(self) -> int:
        """Return how many entries there are."""
        return self._count

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        """Yield the entries in the order in which they were written."""
        self._file.seek(0)
        while head := self._file.read(_RECORD.size):
            length, *facts = _RECORD.unpack(head)
            entry = self._made(self._file.read(length).decode())
            (
                entry.CRC, entry.compress_size, entry.file_size, entry.header_offset,
                entry.create_version, entry.extract_version, entry.flag_bits,
            ) = facts  # fmt: skip
            yield entry
