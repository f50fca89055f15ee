"""Packages of hundreds of files, which several processes pack and hash."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import packed
from tahqiq.deliveries.onlooking import Part
from tahqiq.errors import OutputError, SourceError
from tahqiq.packages import ahead, blocks, crew, digests, errands, packing, parts
from tahqiq.packages.contents import Content
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.receiving import is_sound

COUNT = 400
KINDS = [("bagit", "bag"), ("ocfl", "store"), ("zip", "c.zip"), ("zip", "c.tar")]


def pages(folder: Path) -> Iterator[Content]:
    """Yield many witnesses, an empty one and one of two megabytes among them."""
    folder.mkdir(exist_ok=True)
    for number in range(COUNT):
        path = folder / f"صفحة-{number:03}.tif"
        path.write_bytes(number.to_bytes(2) * (2**20 if number == 7 else number))
        yield Content(f"edition/witnesses/{path.name}", path, "witness")


def written(folder: Path, kind: str, target: Path) -> Path:
    """Return a package of a small release with many witnesses."""
    contents, release = next(packed.releases())
    files = Ledger([*contents, *pages(folder)])
    packing.written(kind, target, files, release, alone=True)
    return target


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_many_files_are_packed_as_few_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    """Several processes make the bytes that threads make, and find them whole."""
    made = written(tmp_path / "in", kind, tmp_path / "made" / name)
    assert is_sound(packed.received(made))
    monkeypatch.setattr(crew, "_FEW", COUNT * 2)
    other = written(tmp_path / "in", kind, tmp_path / "other" / name)
    assert packed.files(made.parent) == packed.files(other.parent)


@pytest.mark.parametrize("name", ["c.zip", "c.tar"])
def test_a_damaged_page_among_many_is_named(tmp_path: Path, name: str) -> None:
    """Of an archive of hundreds of pages, the one whose bytes differ is told, and no other."""
    path = written(tmp_path / "in", "zip", tmp_path / name)
    content = bytearray(path.read_bytes())
    content[content.index((300).to_bytes(2) * 300) + 9] ^= 1
    path.write_bytes(content)
    found = {one.place.file for one in packed.received(path).findings if one.code != "RO001"}
    assert found == {f"{name}/edition/witnesses/صفحة-300.tif"}


def test_a_truncated_archive_of_many_keeps_what_came_before(tmp_path: Path) -> None:
    """Pages before the end of a broken TAR file are hashed, those after it are missing."""
    path = written(tmp_path / "in", "zip", tmp_path / "c.tar")
    content = path.read_bytes()
    path.write_bytes(content[: content.index((390).to_bytes(2) * 390) + 100])
    found = packed.received(path).findings
    assert [(one.code, one.place.file) for one in found if one.code == "TQ308"] == [
        ("TQ308", "c.tar/edition/witnesses/صفحة-390.tif"), ("TQ308", "c.tar"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", packed.FOLDERS)
def test_files_that_are_hashed_ahead_are_judged_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Of pages that were altered, lost, added or read as a link, the same is told."""
    path = written(tmp_path / "in", kind, tmp_path / kind)
    page = next(path.rglob("صفحة-300.tif"))

    def told() -> list[tuple[str, str, str]]:
        found = packed.received(path).findings
        return [(one.code, one.place.file, one.message.en) for one in found]

    def damages() -> Iterator[str]:
        yield "none"
        page.write_bytes(b"x" + page.read_bytes()[1:])
        page.with_name("صفحة-301.tif").unlink()
        page.with_name("زائدة.tif").touch()
        yield "fixity"
        page.with_name("رابط.tif").symlink_to(page)
        yield "a link"

    for damage in damages():
        monkeypatch.setattr(ahead, "_MANY", COUNT * 9)
        before = told()
        monkeypatch.setattr(ahead, "_MANY", COUNT // 9)
        assert told() == before, damage
    assert "TQ302" in [code for code, *_ in before]


def altered(content: bytearray, name: str) -> None:
    """Alter a byte of page 300."""
    content[content.index((300).to_bytes(2) * 300) + 9] ^= 1


def misled(content: bytearray, name: str) -> None:
    """Alter the header of page 300."""
    content[content.index("صفحة-300".encode()) - 20] ^= 1


def cut(content: bytearray, name: str) -> None:
    """Let the archive end within page 390."""
    del content[content.index((390).to_bytes(2) * 390) + 100 :]


def unlike(content: bytearray, name: str) -> None:
    """Give page 300 another date in the directory, so that not all entries are ours."""
    content[content.rindex("صفحة-300".encode()) - 46 - len("edition/witnesses/") + 14] ^= 1


def both(content: bytearray, name: str) -> None:
    """Alter a header that comes after an altered page."""
    altered(content, name)
    content[content.index("صفحة-390".encode()) - 20] ^= 1


@pytest.mark.parametrize("name", ["c.zip", "c.tar", "bag.zip"])
def test_parts_that_are_hashed_apart_are_judged_as_ever(tmp_path: Path, name: str) -> None:
    """Whether an archive is read as one stream, or in parts beside the walk, the same is told."""
    kind = "bagit" if name.startswith("bag") else "zip"
    path = written(tmp_path / "in", kind, tmp_path / name)
    whole = path.read_bytes()

    def told(own: bool) -> tuple[bool, list[tuple[str, str, str]]]:
        found = packed.received(path, own=own)
        said = sorted((one.code, one.place.file, one.message.en) for one in found.findings)
        return is_sound(found), said

    seen = told(own=False)
    assert seen == told(own=True)
    assert seen[0]
    for harm in (altered, misled, cut, both, *((unlike,) if path.suffix == ".zip" else ())):
        content = bytearray(whole)
        harm(content, name)
        path.write_bytes(content)
        seen = told(own=False)
        assert seen == told(own=True), harm
        assert not seen[0]


def test_an_archive_that_cannot_be_read_to_its_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk fails while parts are hashed, that is a finding on the archive."""
    path = written(tmp_path / "in", "zip", tmp_path / "c.zip")

    def failed(errand: str, *more: Any) -> Any:
        if errand == "part":
            raise OSError(errno.EIO, "Input/output error")
        return done(errand, *more)

    done = crew.done
    monkeypatch.setattr(crew, "done", failed)
    found = packed.received(path, own=False).findings
    assert ("TQ308", "c.zip") in [(one.code, one.place.file) for one in found]


def test_what_is_told_of_parts_comes_while_it_is_told(tmp_path: Path) -> None:
    """Parts come in their order, also those that are told later, and that a walk began anew."""
    path, ended = tmp_path / "parts", threading.Event()
    path.touch()
    telling, every = parts.Parts(path), parts.told(path, ended)
    page = Part("صفحة\udcff.tif", 1, 2, 3, b"PK\xff")
    for _ in range(64):
        telling.tell(page, ["sha256"])
    assert next(every) == (page, ["sha256"])
    telling.again()
    telling.close()
    ended.set()
    assert list(every) == [(page, ["sha256"])] * 63 + [None]


def test_a_page_that_is_gone_is_named(tmp_path: Path) -> None:
    """A witness that cannot be read ends the package with its name, whichever process had it."""
    contents, release = next(packed.releases())
    files = Ledger([*contents, *pages(tmp_path / "in")])
    (tmp_path / "in/صفحة-399.tif").unlink()
    for kind, name in KINDS:
        with pytest.raises(SourceError, match="صفحة-399"):
            packing.written(kind, tmp_path / "out" / name, files, release, alone=True)
    assert packed.files(tmp_path / "out") == {}


@pytest.mark.parametrize(("size", "said"), [(3, "it grew"), (5, "it shrank")])
def test_a_page_that_changes_while_it_is_packed_is_told(
    tmp_path: Path, size: int, said: str
) -> None:
    """What has another size than the room that was kept for it is no file of an archive."""
    page, archive = tmp_path / "صفحة.tif", tmp_path / "c.zip"
    page.write_bytes(b"1234")
    archive.touch()
    shared = {"archive": str(archive), "algorithms": ["sha256"], "kind": "zip", "moment": 0}
    answer = errands.done("pack", shared, [(str(page), 99, size, "صفحة.tif")])
    with pytest.raises(SourceError, match=said):
        errands.again(answer)


def test_a_disk_that_gets_full_is_an_error(tmp_path: Path) -> None:
    """A write of which only a part was taken is not passed over."""
    page = tmp_path / "صفحة.tif"
    page.write_bytes(bytes(1500))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            digests.copied(page, tmp_path / "copy.tif")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


_PACK = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_packages_many as many
many.written(Path(sys.argv[1]), "bagit", Path(sys.argv[2]))
"""


def test_processes_end_with_who_asked_them(tmp_path: Path) -> None:
    """Killed while others write for it, a run leaves no process, and the next one makes all."""
    target = tmp_path / "out/bag"
    script = _PACK.format(tests=str(Path(__file__).parent))
    run = subprocess.Popen([sys.executable, "-c", script, tmp_path / "in", target])
    while not any(tmp_path.glob("out/.tahqiq-*/bag/data/edition/witnesses/*")):
        assert run.poll() is None
        time.sleep(0.002)
    workers = psutil.Process(run.pid).children()
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert psutil.wait_procs(workers, timeout=10)[1] == []
    assert is_sound(packed.received(written(tmp_path / "in", "bagit", target)))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bag"]


def test_what_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may tell at the end alone that it could not keep an archive: there is none then."""

    def refused(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    contents, release = next(packed.releases())
    monkeypatch.setattr(os, "fsync", refused)
    for name in ("c.zip", "c.tar"):
        with pytest.raises(OutputError, match="Input/output error"):
            packing.written("zip", tmp_path / "out" / name, Ledger(contents), release, alone=True)
    assert packed.files(tmp_path / "out") == {}


def test_what_is_read_ahead_comes_in_its_order(tmp_path: Path) -> None:
    """One after the other, with what is wrong with it, though the next ones were asked for."""
    for number in range(20):
        if number % 7:
            (tmp_path / f"{number}").write_bytes(bytes(number))
    files = [(str(tmp_path / f"{number}"), ["sha256"]) for number in range(20)]
    found = errands.done("hash", {}, files)
    missing = "there is no such file"
    wanted = [(number, "") if number % 7 else (0, missing) for number in range(20)]
    assert [(size, why) for size, _, why in found] == wanted


def test_what_the_system_does_not_tell_of_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot say whether it has a file in its memory, the next ones are read ahead."""
    asked: list[int] = []
    monkeypatch.delattr(os, "RWF_NOWAIT")
    monkeypatch.setattr(os, "posix_fadvise", lambda *more: asked.append(more[-1]))
    for number in range(3):
        (tmp_path / f"{number}").write_bytes(b"1")
    errands.done("hash", {}, [(str(tmp_path / f"{number}"), ["sha256"]) for number in range(3)])
    assert asked == [os.POSIX_FADV_WILLNEED] * 2


class Endless:
    """A file without an end."""

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer."""
        return len(buffer)


def test_nobody_waits_for_a_file_of_which_no_more_is_asked() -> None:
    """However large it is, whoever hashes it breaks off: a thread, and a process."""
    every = digests.at_once(
        lambda number: number > 15 and digests.of_stream(Endless(), ("sha256",)), range(32)
    )
    assert next(every) == (0, False)
    every.close()
    left = threading.Event()
    threading.Timer(0.1, left.set).start()
    with pytest.raises(digests.LeftError):
        crew.sha256(Path("/dev/zero"), left)


@pytest.mark.parametrize("how", ["past the memory", "through it", "not as was thought"])
def test_a_file_is_written_and_read_in_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Wherever bytes begin and end, they stand at their places, and nothing else changes."""
    if how == "through it":
        monkeypatch.delattr(os, "O_DIRECT")
    elif how == "not as was thought":
        monkeypatch.setattr(blocks, "_UNIT", 1)
    path, wanted = tmp_path / "archive", bytearray(b"." * 9_000_000)
    path.write_bytes(wanted)
    for start, end in ((1, 3), (5, 4_300_000), (4_300_000, 4_300_000), (4_310_000, 8_999_999)):
        content = random.Random(start).randbytes(end - start)
        wanted[start:end] = b"<" + content[1:] if content else b""
        with blocks.Blocks(str(path)) as written:
            at = start
            while room := written.room(at, end - at):
                room[:] = content[at - start : at - start + len(room)]
                at += len(room)
            written.put(start, b"<" if content else b"")
        with path.open("r+b", buffering=0) as file:
            for at, left in written.edges:
                blocks.write_at(file, at, left)
        assert path.read_bytes() == wanted
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        with blocks.Pieces(str(path), start, end) as pieces:
            assert b"".join(map(bytes, pieces.read(start, end - start))) == wanted[start:end]
    with blocks.Pieces(str(path), 8_999_990, 9_000_099) as pieces:
        assert b"".join(map(bytes, pieces.read(8_999_990, 109))) == wanted[8_999_990:]
