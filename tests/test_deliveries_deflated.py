"""Deflated files of ZIP files: all that is compressed counts, and nothing else may be there."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tahqiq.deliveries.archives import Unpacking
from tahqiq.deliveries.limits import Limits, Spent
from test_deliveries import TEI


def deflated(content: bytes) -> bytes:
    """Return bytes as ZIP files have them."""
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


def zipped(path: Path, packed: bytes, size: int, checksum: int) -> Path:
    """Write a ZIP archive of one file with what is compressed, and what is said of it."""
    said = struct.pack("<2H3L", 0, 33, checksum, len(packed), size)
    head = struct.pack("<4s3H", b"PK\3\4", 20, 0, 8) + said + struct.pack("<2H", 5, 0)
    content = head + b"a.xml" + packed
    entry = struct.pack("<4s4H", b"PK\1\2", 20, 20, 0, 8) + said
    entry += struct.pack("<5H2L", 5, *[0] * 6) + b"a.xml"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(content), 0)
    path.write_bytes(content + entry + end)
    return path


def unpacked(path: Path) -> Unpacking:
    """Return what came out of an archive, and what was said of it."""
    folder = path.with_suffix("")
    folder.mkdir()
    made = Unpacking(path, path.name, folder, Limits(), Spent())
    made.run()
    return made


@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 257, 3 * 2**20])
def test_a_deflated_file_comes_out_as_it_went_in(tmp_path: Path, size: int) -> None:
    """Whatever of it is left when a piece is full."""
    for number, content in enumerate((bytes(size), random.Random(size).randbytes(size))):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.bin", content)
            archive.writestr("a.xml", TEI)
        made = unpacked(path)
        found = [(made.folder / name).read_bytes() for name in made.files]
        assert (found, made.findings) == ([content, TEI], [])


@pytest.mark.parametrize(
    ("packed", "size", "checksum", "wanted"),
    [
        (deflated(TEI) + b"x", len(TEI), zlib.crc32(TEI), "something follows its end"),
        (deflated(TEI) * 2, len(TEI), zlib.crc32(TEI), "something follows its end"),
        (deflated(TEI)[:-9], len(TEI), zlib.crc32(TEI), "it ends in the middle"),
        (deflated(TEI + b" "), len(TEI), zlib.crc32(TEI), f"{len(TEI) + 1} bytes instead of"),
        (deflated(TEI), len(TEI) + 1, zlib.crc32(TEI), f"{len(TEI)} bytes instead of"),
        (deflated(TEI), len(TEI), 0, "Bad CRC-32 for file 'a.xml'"),
    ],
    ids=["a byte more", "another file", "cut off", "too long", "too short", "another checksum"],
)
def test_a_deflated_file_ends_as_its_entry_says(
    tmp_path: Path, packed: bytes, size: int, checksum: int, wanted: str
) -> None:
    """One program would take it as it is, another with what follows."""
    whole = unpacked(zipped(tmp_path / "a.zip", deflated(TEI), len(TEI), zlib.crc32(TEI)))
    made = unpacked(zipped(tmp_path / "b.zip", packed, size, checksum))
    (finding,) = made.findings
    assert (whole.files, made.files, list(made.folder.iterdir())) == (["a.xml"], [], [])
    assert wanted in finding.message.en
