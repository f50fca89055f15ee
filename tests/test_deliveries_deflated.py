"""Deflated files of ZIP files: all that is compressed counts, and nothing else may be there."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from tahqiq.deliveries.archives import Unpacking
from tahqiq.deliveries.inflating import Inflated
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


def in_blocks(content: bytes) -> bytes:
    """Return bytes as ZIP files have what does not shrink: five bytes, then a block as it is."""
    blocks = [content[at : at + 0xFFFF] for at in range(0, len(content), 0xFFFF)]
    lasts = [*[0] * (len(blocks) - 1), 1]
    return b"".join(
        struct.pack("<B2H", last, len(one), len(one) ^ 0xFFFF) + one
        for last, one in zip(lasts, blocks, strict=True)
    )


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


def test_what_follows_a_file_that_ends_with_a_piece_is_seen(tmp_path: Path) -> None:
    """The last piece that was read has all of the file, and nothing of what follows."""
    content = bytes(2**20 - 16 * 5)
    packed, checksum = in_blocks(content), zlib.crc32(content)
    whole = unpacked(zipped(tmp_path / "a.zip", packed, len(content), checksum))
    made = unpacked(zipped(tmp_path / "b.zip", packed + b"x", len(content), checksum))
    assert (len(packed), whole.files, made.files) == (2**20, ["a.xml"], [])
    assert ["something follows its end" in one.message.en for one in made.findings] == [True]


@pytest.mark.parametrize("step", [1, 1000, 2**20])
def test_no_more_is_in_memory_than_is_asked_for(step: int) -> None:
    """However much a file unfolds to, and however much is packed."""
    bomb, text = bytes(2**26), random.Random(0).randbytes(2**22).hex().encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (("bomb", bomb), ("text", text)):
            archive.writestr(name, content)
    for entry in archive.infolist():
        tracemalloc.start()
        read = Inflated(stream, entry)
        sizes = {len(read.read(step)) for _ in range(8)}
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (max(sizes) <= step, most < 5 * 2**20) == (True, True)


@pytest.mark.parametrize(
    ("at", "header", "entry_at", "entry", "wanted"),
    [
        (6, b"\x20\0", 8, b"\x20\0", "compressed patched data"),
        (6, b"\x40\0", 8, b"\x40\0", "strong encryption"),
        (30, b"b", 46, b"a", "differ"),
    ],
    ids=["patched", "locked", "another name"],
)
def test_the_header_before_a_deflated_file_counts(
    tmp_path: Path, at: int, header: bytes, entry_at: int, entry: bytes, wanted: str
) -> None:
    """What the library has against it is said, and no such file is unpacked."""
    path = zipped(tmp_path / "a.zip", deflated(TEI), len(TEI), zlib.crc32(TEI))
    content = bytearray(path.read_bytes())
    content[at : at + len(header)] = header
    entry_at += content.index(b"PK\1\2")
    content[entry_at : entry_at + len(entry)] = entry
    path.write_bytes(content)
    made = unpacked(path)
    assert made.files == []
    assert any(wanted in one.message.en for one in made.findings)
