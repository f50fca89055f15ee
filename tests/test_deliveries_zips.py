"""ZIP files as programs write them: names in code pages, streams, headers left open, zeros at the end."""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from tahqiq.deliveries import headers
from test_deliveries import TEI, between, told, zipped


def test_names_in_a_zip_are_as_they_were_meant(tmp_path: Path) -> None:
    """UTF-8 that is not declared is UTF-8, and what Windows calls a path is one."""
    content = zipped(tmp_path / "a.zip", {"x/نص.xml": TEI}).read_bytes()
    # Bit 11 of both headers: the names are in UTF-8.
    content = content.replace(b"\x08\x08\x00", b"\x00\x08\x00")
    (tmp_path / "a.zip").write_bytes(content)
    windows = zipfile.ZipInfo("a")
    windows.filename, windows.create_system = "x\\نص.xml", 0
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(windows, TEI)
    paths = [tmp_path / name for name in ("a.zip", "b.zip")]
    assert [line.partition("/")[2] for path in paths for line in told(path)] == [
        f"x/نص.xml {len(TEI)}"
    ] * 2


def named_twice(path: Path, name: str, beside: str, known: str) -> Path:
    """Write a ZIP archive of a file with a name in UTF-8 beside its own, which knows ``known``."""
    info = zipfile.ZipInfo(name)
    field = struct.pack("<BL", 1, zlib.crc32(known.encode())) + beside.encode()
    info.extra = struct.pack("<2H", 0x7075, len(field)) + field
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, TEI)
    return path


def test_a_name_in_utf_8_beside_another_is_meant(tmp_path: Path) -> None:
    """It counts where it knows the name in a code page that it stands beside, and never leads out."""
    for name, known, wanted in (
        ("نص.xml", "__.xml", "نص.xml"), ("نص.xml", "y.xml", "__.xml"), ("../نص.xml", "__.xml", ""),
    ):  # fmt: skip
        path = named_twice(tmp_path / "a.zip", "__.xml", name, known)
        found = [line for line in told(path) if line.startswith("item")]
        assert [line.partition("/")[2] for line in found] == (
            [f"{wanted} {len(TEI)}"] * bool(wanted)
        )


@pytest.mark.parametrize(
    ("name", "beside", "is_one"),
    [
        ("#U0646#U0635.xml", "نص.xml", True),
        ("cafe.xml", "café.xml", True),
        ("x/??.xml", "x/نص.xml", True),
        ("a.xml", "b.xml", False),
        ("safe.xml", "نص.xml", False),
        ("نص.xml", "رد.xml", False),
    ],
)
def test_of_two_names_one_stands_for_the_other(
    tmp_path: Path, name: str, beside: str, is_one: bool
) -> None:
    """Where a name in UTF-8 says something else than that in the header, the file has two."""
    path = named_twice(tmp_path / "a.zip", name, beside, name)
    assert any(line.startswith("TQ308") for line in told(path)) != is_one


FAR = {"whole": 0, "count here": 6, "count": 7, "length": 8, "start": 9, "place": 12}


@pytest.mark.parametrize("what", FAR)
def test_the_end_of_zip64_says_what_is_so(tmp_path: Path, what: str) -> None:
    """How many entries there are, where they begin, and where it stands itself."""
    content = zipped(tmp_path / "a.zip", {"a.xml": TEI}).read_bytes()
    start = content.index(b"PK\1\2")
    length, place = len(content) - 22 - start, len(content) - 22
    far = [b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, length, start, b"PK\6\7", 0, place, 1]
    if FAR[what]:
        far[FAR[what]] = 10
    made = struct.pack("<4sQ2H2L4Q4sLQL", *far)
    (tmp_path / "a.zip").write_bytes(content[:-22] + made + content[-22:])
    assert (told(tmp_path / "a.zip")[0][:4] == "item") == (what == "whole")


@pytest.mark.parametrize("at", [8, 10, 12, 16])
def test_the_end_says_what_is_so(tmp_path: Path, at: int) -> None:
    """How many entries there are, how long their directory is and where it begins."""
    content = bytearray(zipped(tmp_path / "a.zip", {"a.xml": TEI}).read_bytes())
    content[at - 22] ^= 2
    (tmp_path / "a.zip").write_bytes(content)
    assert told(tmp_path / "a.zip")[0].startswith("TQ308")


@pytest.mark.parametrize(("content", "kind"), [(TEI, "item"), (b"", "TQ303")])
def test_what_came_out_of_a_pipe_is_a_file(tmp_path: Path, content: bytes, kind: str) -> None:
    """As ``zip -`` and ``7z -si`` pack it; a pipe itself holds nothing."""
    info = zipfile.ZipInfo("a.xml")
    info.external_attr = (stat.S_IFIFO | 0o600) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, content)
    assert told(tmp_path / "a.zip")[0].startswith(kind)


def test_a_zip_that_is_written_as_a_stream_is_opened(tmp_path: Path) -> None:
    """Its headers leave open how large its files are; that stands after them."""

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, content: Any) -> int:
            return file.write(content)

    path = tmp_path / "a.zip"
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with path.open("wb") as file, zipfile.ZipFile(Pipe(), "w", method) as archive:
            for name in ("x/", "x/أ.xml", "x/ب.xml"):
                archive.writestr(name, b"" if name == "x/" else TEI)
        assert [line[:4] for line in told(path)] == ["item"] * 2


def streamed(path: Path, flags: int, *numbers: int) -> Path:
    """Write a ZIP archive of a file with sizes after it; its header says ``numbers`` of it."""
    far = struct.pack("<2H2Q", 1, 16, *numbers[3:]) if numbers[3:] else b""
    header = struct.pack("<4s5H3L2H", b"PK\3\4", 45, flags, 0, 0, 33, *numbers[:3], 5, len(far))
    sizes = (zlib.crc32(TEI), len(TEI), len(TEI))
    follows = struct.pack("<4sL2Q", b"PK\7\x08", *sizes)
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 8, 0, 0, 33, *sizes, 5, *[0] * 6)
    content = header + b"a.xml" + far + TEI + follows
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry) + 5, len(content), 0)
    path.write_bytes(content + entry + b"a.xml" + end)
    return path


@pytest.mark.parametrize("numbers", [(0, 0), (2**64 - 1, 2**64 - 1)])
def test_a_zip_whose_headers_leave_large_sizes_open_is_opened(
    tmp_path: Path, numbers: tuple[int, int]
) -> None:
    """ZIP64 in such a header may say nothing, too: no size, or the largest number."""
    path = streamed(tmp_path / "a.zip", 8, 0, *[2**32 - 1] * 2, *numbers)
    assert [line[:4] for line in told(path)] == ["item"]


def test_a_zip_whose_headers_were_filled_in_is_opened(tmp_path: Path) -> None:
    """That sizes follow a file, the directory alone may say; the header must have them then."""
    sizes = (zlib.crc32(TEI), len(TEI), len(TEI))
    assert [line[:4] for line in told(streamed(tmp_path / "a.zip", 0, *sizes))] == ["item"]
    assert told(streamed(tmp_path / "a.zip", 0, 0, 0, 0))[0].startswith("TQ308")


def test_what_lies_between_files_is_not_read(tmp_path: Path) -> None:
    """Only what may be the sizes of a file is read after it, and nothing where nothing is."""
    path = between(tmp_path)
    content = bytearray(path.read_bytes())
    for head, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(head) + offset] |= 8
    path.write_bytes(content)
    read: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            read.append(size or 0)
            return super().read(size)

    with zipfile.ZipFile(path) as archive:
        beside = headers.Headers(Stream(content), archive.infolist(), archive.start_dir)
        said = [bool(beside.wrong(one)) for one in archive.infolist()]
    assert (said, read) == ([True, False], [30, 5] * 2)


def test_after_a_strange_entry_none_is_blamed_for_it(tmp_path: Path) -> None:
    """Among many as we write them, one with a comment is told, and not that which follows."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(5):
            info = zipfile.ZipInfo(f"{number}.xml")
            info.external_attr, info.comment = 0o100644 << 16, b"?" * (number == 2)
            archive.writestr(info, TEI)
    found = [line for line in told(tmp_path / "a.zip") if line.startswith("TQ")]
    assert [line.rpartition("/")[2] for line in found] == ["2.xml"]


def test_a_zip_may_end_in_zeros(tmp_path: Path) -> None:
    """As ``bsdtar`` fills its last block, with a comment or without."""
    for comment in (b"", b"PK", bytes(9)):
        path = zipped(tmp_path / "a.zip", {"a.xml": TEI})
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = comment
        path.write_bytes(path.read_bytes().ljust(10_240, b"\0"))
        assert [line[:4] for line in told(path)] == ["item"], comment
