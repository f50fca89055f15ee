"""What strangers hand over: each kind is opened, and each trick is answered by its own finding."""

import io
import os
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tahqiq.deliveries import Delivery, Item, Limits, Skipped, bare
from tahqiq.errors import SourceError
from tahqiq.findings import Finding

TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
MB = 1024 * 1024


def told(*paths: object, limits: Limits | None = None, stdin: bytes = b"") -> list[str]:
    """Return what a delivery holds, each entry as a line, without the folder of the test."""
    lines = []
    with Delivery([str(path) for path in paths], limits, stdin=io.BytesIO(stdin)) as delivery:
        for entry in delivery.entries():
            if isinstance(entry, Item):
                lines.append(f"item {entry.name} {len(entry.path.read_bytes())}")
            elif isinstance(entry, Skipped):
                lines.append(f"skipped {entry.name}")
            elif isinstance(entry, Finding):
                lines.append(f"{entry.code} {entry.place.file}")
            else:
                assert isinstance(entry, SourceError)
                lines.append(f"error {entry.message}")
    folder = os.path.commonpath([str(path) for path in paths]) if paths else ""
    return [line.replace(f"{Path(folder).parent}/", "") for line in lines]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """Write a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w") -> Path:
    """Write a TAR archive."""
    with tarfile.open(path, mode) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """Return the head of a member of a TAR archive."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_a_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    """XML files are items, other files are named, hidden ones are not looked at."""
    for name in ("ب.xml", "أ.xml", "a/c.tei", "photo.jpg", ".git/x.xml"):
        path = tmp_path / "تسليم" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEI)
    size = len(TEI)
    assert told(tmp_path / "تسليم") == [
        "skipped تسليم/photo.jpg", f"item تسليم/أ.xml {size}", f"item تسليم/ب.xml {size}",
        f"item تسليم/a/c.tei {size}",
    ]  # fmt: skip


def test_a_pattern_and_standard_input_are_read(tmp_path: Path) -> None:
    """A pattern that the shell left alone is matched here; a dash is what comes in."""
    (tmp_path / "a1.xml").write_bytes(TEI)
    (tmp_path / "a2.xml").write_bytes(TEI)
    assert [line.split()[1][-6:] for line in told(tmp_path / "a*.xml")] == ["a1.xml", "a2.xml"]
    assert told("-", stdin=TEI) == [f"item - {len(TEI)}"]


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A missing file, an empty folder and a pattern without a match are told apart."""
    (tmp_path / "empty").mkdir()
    assert told(tmp_path / "no.xml", tmp_path / "empty", tmp_path / "*.tei") == [
        "error there is no such file", "error the folder holds no XML files", "error no file matches",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"])
def test_every_kind_of_archive_is_opened(tmp_path: Path, kind: str) -> None:
    """The files within an archive have the archive in their names."""
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        zipped(path, {"x/نص.xml": TEI})
    elif kind == "tar.zst":
        import zstandard

        plain = tarred(tmp_path / "plain", [(member("x/نص.xml"), TEI)])
        path.write_bytes(zstandard.compress(plain.read_bytes()))
    else:
        mode = {"tar": "w", "tar.gz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}[kind]
        tarred(path, [(member("x/نص.xml"), TEI)], mode)
    assert [line.partition("/")[2] for line in told(path)] == [f"x/نص.xml {len(TEI)}"]


@pytest.mark.parametrize("name", ["./x/نص.xml", "x//نص.xml", "x/./نص.xml"])
def test_names_lead_nowhere_and_back(tmp_path: Path, name: str) -> None:
    """What ``tar -cf a.tar .`` puts before every name is none of it."""
    paths = (
        tarred(tmp_path / "a.tar", [(member(name), TEI)]),
        zipped(tmp_path / "b.zip", {name: TEI}),
    )
    assert [line.partition("/")[2] for path in paths for line in told(path)] == [
        f"x/نص.xml {len(TEI)}"
    ] * 2


def test_a_tar_of_before_posix_is_opened(tmp_path: Path) -> None:
    """It says by no name that it is one: its header holds the sum of its bytes."""
    info = member("a.xml")
    info.size = len(TEI)
    header = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    header[257:] = bytes(512 - 257)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (tmp_path / "a").write_bytes(bytes(header) + TEI.ljust(512, b"\0") + bytes(1024))
    assert [line.partition("/")[2] for line in told(tmp_path / "a")] == [f"a.xml {len(TEI)}"]


def test_an_archive_comes_through_standard_input(tmp_path: Path) -> None:
    """What is piped in may be an archive as well."""
    content = zipped(tmp_path / "a.zip", {"a.xml": TEI}).read_bytes()
    assert told("-", stdin=content) == [f"item -/a.xml {len(TEI)}"]


def _link(folder: Path) -> Path:
    info = zipfile.ZipInfo("a.xml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return folder / "a.zip"


def _encrypted(folder: Path) -> Path:
    path = zipped(folder / "a.zip", {"a.xml": TEI})
    content = bytearray(path.read_bytes())
    for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(head) + offset] |= 1
    path.write_bytes(content)
    return path


def _overlapping(folder: Path) -> Path:
    path = zipped(folder / "a.zip", {"a.xml": TEI, "b.xml": TEI})
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = (0).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def _altered(head: bytes, offset: int) -> Callable[[Path], Path]:
    """Alter a byte of a header of the first file, or of the directory."""

    def make(folder: Path) -> Path:
        path = zipped(folder / "a.zip", {"a.xml": TEI, "b.xml": TEI})
        content = bytearray(path.read_bytes())
        content[content.index(head) + offset] ^= 1
        path.write_bytes(content)
        return path

    return make


def between(folder: Path, at: int = -1) -> Path:
    """Put bytes before or after the first file, and let the directory know."""
    path = zipped(folder / "a.zip", {"a.xml": TEI, "b.xml": TEI})
    content = path.read_bytes()
    place = content.rindex(b"PK\3\4") if at < 0 else at
    hidden = content[: content.index(b"PK\3\4", 1)]
    made = bytearray(content[:place] + hidden + content[place:])
    first = made.index(b"PK\1\2")
    second, end = made.index(b"PK\1\2", first + 1), made.rindex(b"PK\5\6")
    for where in (second + 42, end + 16) if place else (first + 42, second + 42, end + 16):
        (said,) = struct.unpack_from("<L", made, where)
        struct.pack_into("<L", made, where, said + len(hidden))
    path.write_bytes(made)
    return path


def _with_end(content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = zipped(folder / "a.zip", {"a.xml": TEI})
        path.write_bytes(path.read_bytes() + content)
        return path

    return make


def _full_folder(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x/"), TEI)
    return path


def _full_folder_of_ours(folder: Path) -> Path:
    said = (b"x/", len(TEI), zlib.crc32(TEI))
    content, record = bare.header(*said, 33) + TEI, bare.record(*said, 0, 33)
    end = bare.ending(1, len(record), len(content))
    (folder / "a.zip").write_bytes(content + record + end)
    return folder / "a.zip"


def _full_folders(folder: Path, mode: int) -> Path:
    """Write a file of the name of a folder, with a header as ours or of another mode."""
    info = member("x/")
    info.mode = mode
    return tarred(folder / "a.tar", [(info, TEI)])


def _folder_of_two_names(folder: Path) -> Path:
    path = zipped(folder / "a.zip", {"x/": b"", "a.xml": TEI})
    path.write_bytes(path.read_bytes().replace(b"x/", b"y/", 1))
    return path


def _truncated(folder: Path) -> Path:
    path = tarred(
        folder / "a.tar.gz", [(member(f"{n}.xml"), os.urandom(9000)) for n in range(9)], "w:gz"
    )
    path.write_bytes(path.read_bytes()[:40_000])
    return path


def _lying(folder: Path) -> Path:
    """Claim a small size for what unfolds to 200 MB."""
    return zipped(folder / "a.zip", {"a.xml": b" " * 200 * MB})


def _sparse(folder: Path) -> Path:
    info = tarfile.TarInfo("a.xml")
    info.size = 10**13
    with (folder / "a.tar").open("wb") as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        file.write(bytes(1024))
    return folder / "a.tar"


TRICKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a path that climbs out": (lambda f: zipped(f / "a.zip", {"../../a.xml": TEI}), "TQ301"),
    "an absolute path": (lambda f: tarred(f / "a.tar", [(member("/etc/a.xml"), TEI)]), "TQ301"),
    "a drive": (lambda f: zipped(f / "a.zip", {"C:\\a.xml": TEI}), "TQ301"),
    "backslashes": (lambda f: zipped(f / "a.zip", {"x\\..\\..\\a.xml": TEI}), "TQ301"),
    "a link in a ZIP": (_link, "TQ302"),
    "a symbolic link": (
        lambda f: tarred(f / "a.tar", [(member("a.xml", tarfile.SYMTYPE, "/etc/passwd"), b"")]), "TQ302",
    ),
    "a hard link": (
        lambda f: tarred(f / "a.tar", [(member("a.xml", tarfile.LNKTYPE, "../x"), b"")]), "TQ302",
    ),
    "a device": (lambda f: tarred(f / "a.tar", [(member("a.xml", tarfile.CHRTYPE), b"")]), "TQ303"),
    "a pipe": (lambda f: tarred(f / "a.tar", [(member("a.xml", tarfile.FIFOTYPE), b"")]), "TQ303"),
    "a collision by case": (lambda f: zipped(f / "a.zip", {"a.xml": TEI, "A.XML": TEI}), "TQ304"),
    "a collision by Unicode form": (
        lambda f: zipped(f / "a.zip", {"آ.xml": TEI, unicodedata.normalize("NFD", "آ.xml"): TEI}), "TQ304",
    ),
    "the same name twice": (
        lambda f: tarred(f / "a.tar", [(member("a.xml"), TEI), (member("a.xml"), TEI)]), "TQ304",
    ),
    "a file where a folder is": (
        lambda f: tarred(f / "a.tar", [(member("a"), TEI), (member("a/b.xml"), TEI)]), "TQ304",
    ),
    "a line break in a name": (lambda f: tarred(f / "a.tar", [(member("a\nb.xml"), TEI)]), "TQ305"),
    "an override in a name": (lambda f: zipped(f / "a.zip", {"a\u202elmx.xml": TEI}), "TQ305"),
    "a name that is too long": (lambda f: tarred(f / "a.tar", [(member("a" * 300 + ".xml"), TEI)]), "TQ308"),
    "a bomb": (_lying, "TQ306"),
    "entries that overlap": (_overlapping, "TQ306"),
    "a sparse file": (_sparse, "TQ306"),
    "a dot at the end of a name": (lambda f: zipped(f / "a.zip", {"x./a.xml": TEI, "x/a.xml ": TEI}), "TQ304"),
    "a header of another size": (_altered(b"PK\3\4", 22), "TQ308"),
    "a header of another method": (_altered(b"PK\3\4", 8), "TQ308"),
    "an entry that a directory does not count": (_altered(b"PK\5\6", 10), "TQ308"),
    "a file that no directory names": (between, "TQ308"),
    "a file before all others": (lambda f: between(f, 0), "TQ308"),
    "an end that is none": (_with_end(b"x"), "TQ308"),
    "a folder that is a file": (_full_folder, "TQ308"),
    "a folder that is a file as we write it": (_full_folder_of_ours, "TQ308"),
    "a folder that is a file in a TAR": (lambda f: _full_folders(f, 0o600), "TQ308"),
    "a folder that is a file in a TAR as we write it": (lambda f: _full_folders(f, 0o644), "TQ308"),
    "a folder of two names": (_folder_of_two_names, "TQ308"),
    "truncation": (_truncated, "TQ308"),
    "encryption": (_encrypted, "TQ308"),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_named_and_writes_nothing_outside(tmp_path: Path, trick: str) -> None:
    """Each hostile archive gets its own finding; beside it nothing appears."""
    folder = tmp_path / "box"
    folder.mkdir()
    make, code = TRICKS[trick]
    path = make(folder)
    assert code in {line.split()[0] for line in told(path)}
    assert [one.name for one in folder.iterdir()] == [path.name]
    assert [one.name for one in tmp_path.iterdir()] == ["box"]


def test_what_came_before_a_fault_stands(tmp_path: Path) -> None:
    """Of a truncated archive the files before the cut are judged."""
    assert any(line.startswith("item") for line in told(_truncated(tmp_path)))


def test_archives_in_archives_are_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    """The third archive within another is named and left."""
    content = zipped(tmp_path / "3.zip", {"d.xml": TEI}).read_bytes()
    content = zipped(tmp_path / "2.zip", {"3.zip": content, "c.xml": TEI}).read_bytes()
    path = zipped(tmp_path / "1.zip", {"2.zip": content})
    assert [line.split("1.zip/")[1] for line in told(path)] == [
        "2.zip/3.zip",
        f"2.zip/c.xml {len(TEI)}",
    ]


@pytest.mark.parametrize(
    "limits",
    [Limits(count=3), Limits(file_size=30), Limits(total_size=100)],
    ids=["count", "file", "total"],
)
def test_limits_are_held(tmp_path: Path, limits: Limits) -> None:
    """More files, a larger file, or more in all than allowed end the archive."""
    path = zipped(tmp_path / "a.zip", {f"{n}.xml": TEI for n in range(9)})
    lines = told(path, limits=limits)
    assert "TQ306" in {line.split()[0] for line in lines}
    assert sum(line.startswith("item") for line in lines) <= 3


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    """Links within the folder are read, links that leave it are named."""
    folder = tmp_path / "box"
    folder.mkdir()
    (folder / "a.xml").write_bytes(TEI)
    (folder / "b.xml").symlink_to("a.xml")
    (folder / "c.xml").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "d.xml")
    lines = [line.replace("box/", "") for line in told(folder)]
    size = len(TEI)
    assert lines == [f"item a.xml {size}", f"item b.xml {size}", "TQ302 c.xml", "TQ303 d.xml"]


def test_a_bag_is_checked_before_it_is_believed(tmp_path: Path) -> None:
    """A whole bag is silent; a changed, a missing and an added file are each named."""
    import bagit

    folder = tmp_path / "bag"
    folder.mkdir()
    for name in ("a.xml", "b.xml"):
        (folder / name).write_bytes(TEI)
    bagit.make_bag(str(folder), checksums=["sha256"])
    assert not [line for line in told(folder) if line.startswith("TQ")]
    (folder / "data/a.xml").write_bytes(TEI.replace(b"TEI", b"TEI2"))
    (folder / "data/b.xml").unlink()
    (folder / "data/c.xml").write_bytes(TEI)
    named = {line.split()[1] for line in told(folder) if line.startswith("TQ320")}
    assert {"bag/data/b.xml", "bag/data/c.xml"} <= named


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was unpacked is removed when the delivery is done with."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = zipped(tmp_path / "a.zip", {"a.xml": TEI})
    told(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]
