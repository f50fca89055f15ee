"""Deflated files of a ZIP file, to the very end of what was compressed.

In: the ZIP file as a stream, and an entry. Out: the file. The library stops where it has as many
bytes as the entry says; what else is compressed there, or follows it, other programs read.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from tahqiq.deliveries.checksums import crc32

# A megabyte takes a fifth longer: zlib copies what is left of it with each piece that comes out.
_PIECE = 256 * 1024
# The header of a file ends with the lengths of what follows it, before the file (APPNOTE.TXT,
# 4.3.7).
_LENGTHS, _LENGTHS_AT = struct.Struct("<2H"), 26


class Inflated(io.RawIOBase):
    """A deflated file; raise BadZipFile where it does not end as its entry says."""

    def __init__(self, archive: BinaryIO, entry: zipfile.ZipInfo) -> None:
        super().__init__()
        self._archive, self._entry = archive, entry
        archive.seek(entry.header_offset + _LENGTHS_AT)
        self._at = archive.tell() + _LENGTHS.size
        self._at += sum(_LENGTHS.unpack(archive.read(_LENGTHS.size)))
        self._left = entry.compress_size
        self._inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        self._size = self._checksum = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many."""
        while not self._inflating.eof:
            packed = self._inflating.unconsumed_tail or self._packed()
            piece = self._inflating.decompress(packed, max(size, 0))
            if piece:
                self._size += len(piece)
                self._checksum = crc32(piece, self._checksum)
                return piece
            if not packed:
                raise zipfile.BadZipFile("it ends in the middle, where it is packed")
        self._check()
        return b""

    def _packed(self) -> bytes:
        self._archive.seek(self._at)
        packed = self._archive.read(min(_PIECE, self._left))
        self._at, self._left = self._at + len(packed), self._left - len(packed)
        return packed

    def _check(self) -> None:
        entry = self._entry
        if self._left or self._inflating.unused_data:
            raise zipfile.BadZipFile("something follows its end, where it is packed")
        if self._size != entry.file_size:
            raise zipfile.BadZipFile(f"{self._size} bytes instead of {entry.file_size}")
        if self._checksum != entry.CRC:
            raise zipfile.BadZipFile(f"Bad CRC-32 for file {entry.filename!r}")
