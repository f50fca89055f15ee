"""Folders that record no digest of their files: what is recorded when they are received."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import packed
from tahqiq.packages import checklists, crew, digests
from tahqiq.packages import store as stores
from tahqiq.packages.pace import Pace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and such names")

FILES = {"a.txt": "نص", "رسائل/ب.txt": "رد", "رسائل.txt": ""}


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def plain(folder: Path, files: dict[str, str] = FILES) -> Path:
    """Write a folder of files that nothing lists."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def stored(tmp_path: Path, package: Path | None = None) -> Path:
    """Return where a package lies in a store that took it in."""
    package = package or plain(tmp_path / "in/رسائل")
    packed.received(package, to=tmp_path / "store")
    return tmp_path / "store" / package.name


def told(path: Path, *, rate: float = 0) -> list[str]:
    """Return what is found in the store of a package, each finding as a line."""
    found = stores.check(path.parent, stores.Options(rate=rate, fork=True), lambda _: None)
    return [f"{one.code} {one.place.file}" for one in found.findings]


def checked(path: Path) -> int:
    """Return the exit code of sha256sum for what lies beside a package."""
    check = ["sha256sum", "--check", "--strict", f"{path.name}.sha256"]
    return subprocess.run(check, check=False, cwd=path.parent, capture_output=True).returncode


def test_a_plain_folder_is_whole_until_a_file_changes(tmp_path: Path) -> None:
    """What becomes of it in the store is told by the list that was made when it was received."""
    path = stored(tmp_path)
    lines = (tmp_path / "store/رسائل.sha256").read_text("utf-8").splitlines()
    names = ["a.txt", "رسائل.txt", "رسائل/ب.txt"]
    assert [one[64:] for one in lines] == [f"  رسائل/{name}" for name in names]
    assert (checked(path), told(path)) == (0, [])
    (path / "a.txt").write_text("نس", "utf-8")
    (path / "رسائل/ب.txt").unlink()
    (path / "زيادة.txt").touch()
    damages = [
        "PKG103 store/رسائل/a.txt", "PKG101 store/رسائل/رسائل/ب.txt",
        "PKG102 store/رسائل/زيادة.txt",
    ]  # fmt: skip
    assert (checked(path), told(path), told(path, rate=1e9)) == (1, damages, damages)


def test_the_list_that_speaks_of_a_file_is_named(tmp_path: Path) -> None:
    """It may be that which was damaged."""
    path = stored(tmp_path)
    for name in FILES:
        (path / name).rename(path / f"{name}.old")
    found = stores.check(path.parent, stores.Options(fork=True), lambda _: None).findings
    assert [one for one in found if "(by رسائل.sha256)" not in one.message.en] == []
    assert Counter(one.code for one in found) == {"PKG101": 3, "PKG102": 3}


def test_names_of_any_bytes_are_listed(tmp_path: Path) -> None:
    """Backslashes, ends of lines and what is no UTF-8 are written as sha256sum writes and reads."""
    names = ["\\", "z/\n", "a\\n", "a\nb", "a\rb", "c\r", " d", "*e", "\udcff", "ن\u2028"]
    path = stored(tmp_path, plain(tmp_path / "in/رس\n\\\udcff", dict.fromkeys(names, "نص")))
    assert checked(path) == 0
    assert {one for one in told(path) if one.startswith("PKG")} == set()
    (path / "a\nb").write_text("نس", "utf-8")
    assert [one for one in told(path) if one.startswith("PKG")] == [
        f"PKG103 store/{path.name}/a\nb"
    ]


def test_the_lines_are_those_of_sha256sum(tmp_path: Path) -> None:
    """Sorted by the bytes of the names, they are the same."""
    names = ["a\\b", "ا", "b\nc", "z"]
    path = stored(tmp_path, plain(tmp_path / "in/f", dict.fromkeys(names, "نص")))
    every = sorted(f"f/{name}" for name in names)
    made = subprocess.run(["sha256sum", *every], cwd=path.parent, capture_output=True, check=True)
    assert (tmp_path / "store/f.sha256").read_bytes() == made.stdout


def test_hundreds_of_files_are_listed_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several processes make the list that threads make."""
    files = {f"{number:x}.txt": str(number) for number in range(400)}
    made = [stored(tmp_path / "one", plain(tmp_path / "one/in/f", files))]
    monkeypatch.setattr(crew, "_FEW", 1000)
    made.append(stored(tmp_path / "other", plain(tmp_path / "other/in/f", files)))
    one, other = ((path.parent / "f.sha256").read_bytes() for path in made)
    assert (one == other, checked(made[0]), told(made[0])) == (True, 0, [])


@pytest.mark.parametrize("kind", ["bagit", "rocrate", "sip", "zip"])
def test_what_records_its_files_needs_no_list(
    packages: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    """Packages that list all, and archives, of which the report has the digest, get none."""
    source = packages[kind]
    path = stored(tmp_path, packed.copied(source, tmp_path / "in" / source.name))
    assert (list(path.parent.glob("*.sha256")), told(path)) == ([], [])


def test_a_refused_folder_has_no_list(tmp_path: Path) -> None:
    """In quarantine lie the reports alone, which speak of none."""
    folder = plain(tmp_path / "in/f", {"a.xml": "<a>", "b.txt": ""})
    packed.received(folder, to=tmp_path / "store", quarantine=tmp_path / "refused")
    report = json.loads((tmp_path / "refused/f.report.json").read_bytes())
    assert {one.name for one in (tmp_path / "refused").iterdir()} == {
        "f", "f.report.json", "f.report.txt", "f.premis.xml",
    }  # fmt: skip
    assert [one for one in report["findings"] if "extra" in one] == []


def crate(folder: Path) -> Path:
    """Write a crate that records the digest of one of two files."""
    digest = hashlib.sha256(b"1").hexdigest()
    plain(folder, {"a.txt": "1", "b.txt": "2"})
    files = [
        {"@id": "a.txt", "@type": "File", "sha256": digest},
        {"@id": "b.txt", "@type": "File"},
    ]
    root = {"@id": "./", "@type": "Dataset", "hasPart": [{"@id": one["@id"]} for one in files]}
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    values = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [*files, root, about]}
    (folder / "ro-crate-metadata.json").write_text(json.dumps(values), "utf-8")
    return folder


def test_what_a_crate_leaves_out_is_recorded(tmp_path: Path) -> None:
    """All its files are listed; the one that it records itself is compared with that alone."""
    path = stored(tmp_path, crate(tmp_path / "in/crate"))
    assert (checked(path), told(path)) == (0, [])
    for name in ("a.txt", "b.txt"):
        (path / name).write_text("3", "utf-8")
    with (path / "ro-crate-metadata.json").open("a") as metadata:
        metadata.write(" ")
    found = stores.check(path.parent, stores.Options(fork=True), lambda _: None).findings
    assert [(one.place.file, one.message.en.rpartition("(by ")[2]) for one in found] == [
        ("store/crate/a.txt", "store/crate/ro-crate-metadata.json)"),
        ("store/crate/b.txt", "store/crate/ro-crate-metadata.json, crate.sha256)"),
        ("store/crate/ro-crate-metadata.json", "crate.sha256)"),
    ]


def test_what_lists_the_others_is_recorded(tmp_path: Path) -> None:
    """What a bag says of itself, without a manifest of tags, has no other digest."""
    import bagit

    made = plain(tmp_path / "in/bag")
    bagit.make_bag(str(made), {"Source-Organization": "دار"})
    for path in made.glob("tagmanifest-*"):
        path.unlink()
    path = stored(tmp_path, made)
    assert (checked(path), told(path)) == (0, [])
    about = path / "bag-info.txt"
    about.write_text(about.read_text("utf-8").replace("دار", "راد"), "utf-8")
    assert told(path) == ["PKG103 store/bag/bag-info.txt"]


def test_each_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded and what is compared are made in one reading."""
    read: Counter[str] = Counter()
    whole = digests.of_file

    def counting(path: Path | str, algorithms: tuple[str, ...]) -> tuple[int, dict[str, str]]:
        read[Path(path).name] += 1
        return whole(path, algorithms)

    monkeypatch.setattr(digests, "of_file", counting)
    path = stored(tmp_path, crate(tmp_path / "in/crate"))
    every = {"a.txt": 1, "b.txt": 1, "ro-crate-metadata.json": 1}
    assert read == every
    read.clear()
    assert (told(path), read) == ([], {**every, "crate.sha256": 1})


def test_a_file_with_other_line_ends_is_as_it_was_received(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """METS has the digest of one form and the list that of the other: no two contradict each other."""
    sip = packed.copied(packages["sip"], tmp_path / "in/sip")
    mets = sip / "METS.xml"
    mets.write_text(mets.read_text("utf-8").replace(">tahqiq<", ">other<"), "utf-8")
    (sip / "METS.xml.sha256").unlink()
    text = sip / "representations/preservation/data/edition/texts/letter.xml"
    text.write_bytes(text.read_bytes().replace(b"\n", b"\r\n"))
    (sip / "زيادة.txt").touch()
    path = stored(tmp_path, sip)
    name = text.relative_to(sip).as_posix()
    assert told(path) == [f"PKG113 store/sip/{name}", "PKG115 store/sip/زيادة.txt"]
    (path / "زيادة.txt").write_text("نص", "utf-8")
    assert "PKG103 store/sip/زيادة.txt" in told(path)


def junk(path: Path) -> None:
    """Write a line that is none."""
    path.write_text(f"{path.read_text('utf-8')}نص\n", "utf-8")


def cut(path: Path) -> None:
    """Cut its last line short."""
    path.write_bytes(path.read_bytes()[:-1])


def climbing(path: Path) -> None:
    """Let a path climb out."""
    path.write_text(path.read_text("utf-8").replace("/رسائل/ب", "/رسائل/../../ب"), "utf-8")


def other_folder(path: Path) -> None:
    """Let it list the files of another folder."""
    path.write_text(path.read_text("utf-8").replace("  رسائل/", "  خطب/"), "utf-8")


def twice(path: Path) -> None:
    """List a file twice."""
    first, *others = path.read_text("utf-8").splitlines(True)
    path.write_text("".join([first, first, *others]), "utf-8")


def unescaped(path: Path) -> None:
    """Say that a name was written otherwise, which is none of those."""
    path.write_text(f"\\{path.read_text('utf-8')}", "utf-8")


def endless(path: Path) -> None:
    """Put a link there to what never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    """Put a pipe there, which nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    """Put a folder there."""
    path.unlink()
    path.mkdir()


def binary(path: Path) -> None:
    """Let it be a line that does not end, of any bytes."""
    path.write_bytes(random.Random(1).randbytes(300_000).replace(b"\n", b""))


HARMS = [junk, cut, climbing, other_folder, twice, unescaped, endless, pipe, folder, binary]


@pytest.mark.parametrize("harm", HARMS)
def test_a_list_that_is_none_is_told(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Nobody can tell any more whether the files are whole, which is said, too."""
    path = stored(tmp_path)
    harm(tmp_path / "store/رسائل.sha256")
    found = [one for one in told(path) if not one.startswith("TQ302")]
    assert found == ["PKG122 store/رسائل", "PKG104 store/رسائل.sha256"]


def test_a_digest_that_was_changed_is_told_with_its_list(tmp_path: Path) -> None:
    """The report knows the list: what is wrong may be a file, and may be what speaks of it."""
    path, beside = stored(tmp_path), tmp_path / "store/رسائل.sha256"
    beside.write_text(f"{'0' * 64}{beside.read_text('utf-8')[64:]}", "utf-8")
    assert told(path) == ["PKG103 store/رسائل/a.txt", "PKG104 store/رسائل.sha256"]


def test_a_list_that_is_lost_is_told(tmp_path: Path) -> None:
    """The report says that there was one."""
    path = stored(tmp_path)
    (tmp_path / "store/رسائل.sha256").unlink()
    assert told(path) == ["PKG122 store/رسائل", "PKG101 store/رسائل.sha256"]


def test_a_list_is_good_without_its_report(tmp_path: Path) -> None:
    """Where the report cannot be read, that is told, and the files are compared all the same."""
    path = stored(tmp_path)
    (tmp_path / "store/رسائل.report.json").write_text("{", "utf-8")
    (path / "a.txt").unlink()
    assert told(path) == ["PKG101 store/رسائل/a.txt", "PKG104 store/رسائل.report.json"]


def test_a_list_that_no_report_knows_is_not_looked_at(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """Somebody put it beside the package, or a killed run left it, and the package is another now."""
    path = stored(tmp_path, packed.copied(packages["rocrate"], tmp_path / "in/crate"))
    (tmp_path / "store/crate.sha256").write_text("نص", "utf-8")
    assert told(path) == ["PKG121 store/crate.sha256"]


def test_a_package_may_be_called_like_a_list(packages: dict[str, Path], tmp_path: Path) -> None:
    """A folder beside a package that needs no list is a package of its own."""
    path = stored(tmp_path, packed.copied(packages["rocrate"], tmp_path / "in/crate"))
    packed.copied(packages["rocrate"], tmp_path / "store/crate.sha256")
    assert told(path) == []


def test_digests_beside_an_archive_are_those_of_others(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """No run of ours writes such a file."""
    path = stored(tmp_path, packed.copied(packages["zip"], tmp_path / "in/a.zip"))
    (tmp_path / "store/a.zip.sha256").touch()
    assert told(path) == ["PKG121 store"]


def test_a_folder_that_is_gone_is_missed_once(tmp_path: Path) -> None:
    """Its list is one of its reports, and no file that belongs to nothing."""
    path = stored(tmp_path)
    shutil.rmtree(path)
    assert told(path) == ["PKG119 store/رسائل"]


def test_a_folder_that_became_a_bag_holds_what_was_received(tmp_path: Path) -> None:
    """Whatever somebody makes of it in the store is not what was taken in."""
    import bagit

    path = stored(tmp_path)
    bagit.make_bag(str(path))
    assert {one.partition(" ")[0] for one in told(path)} == {"PKG101", "PKG102"}


def test_lists_are_read_in_any_unicode_form(tmp_path: Path) -> None:
    """The name of the folder may come back from a file system in another one."""
    line = checklists.line("0" * 64, "re\u0301/a".encode())
    (tmp_path / "ré.sha256").write_bytes(line)
    made = checklists.Checklist(tmp_path / "ré.sha256", "ré")
    assert made.read(Pace()) == hashlib.sha256(line).hexdigest()
