"""Stores of packages: objects that grow, and what is looked at again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

import packed
from editions import run
from tahqiq.errors import OutputError, SourceError
from tahqiq.packages import fixity, moving
from tahqiq.packages import store as stores
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.objects import inventory, ocfl
from tahqiq.packages.trouble import trouble


def test_an_object_grows_by_what_is_new(tmp_path: Path) -> None:
    """A second release adds one version with the new content alone; nothing old is written again."""
    store = tmp_path / "store"
    (first, one), (second, two) = packed.releases()
    folder = ocfl.add(store, Ledger(first), one, alone=False)
    assert folder is not None
    before = packed.files(folder / "v1")
    ocfl.add(store, Ledger(second), two, alone=False)
    new = {name for name in packed.files(folder / "v2/content") if name.startswith("edition")}
    assert (packed.files(folder / "v1"), new) == (before, {"edition/b.txt"})
    assert ocfl.add(store, Ledger(second), two, alone=False) is None


def test_a_release_cannot_change_in_a_store(tmp_path: Path) -> None:
    """The same version number with another content is refused."""
    store = tmp_path / "store"
    (first, one), (second, _) = packed.releases()
    ocfl.add(store, Ledger(first), one, alone=False)
    with pytest.raises(OutputError, match="is there already"):
        ocfl.add(store, Ledger(second), one, alone=False)


def test_a_killed_extension_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed between the new version and the root inventory, an object is whole after the next."""
    store = tmp_path / "store"
    (first, one), (second, two) = packed.releases()
    folder = ocfl.add(store, Ledger(first), one, alone=False)
    assert folder is not None
    old = {name: (folder / name).read_bytes() for name in ("inventory.json", inventory.SIDECAR)}
    ocfl.add(store, Ledger(second), two, alone=False)
    whole = packed.files(folder)
    for name, content in old.items():
        (folder / name).write_bytes(content)
    assert ocfl.add(store, Ledger(second), two, alone=False) is None
    assert packed.files(folder) == whole


def test_a_store_is_looked_at_again(packages: dict[str, Path], tmp_path: Path) -> None:
    """Packages and storage roots are re-checked; what rotted is named with both digests."""
    store = tmp_path / "store"
    for kind in ("bagit", "ocfl", "sip"):
        shutil.copytree(packages[kind], store / kind)
    rotten = store / "sip/representations/access/data/outputs/text/letter.txt"
    rotten.write_bytes(rotten.read_bytes() + b" ")
    made = run("fixity", store, "--json")
    report = json.loads(made.stdout)
    names = [one["path"] for one in report["inputs"]]
    assert (made.returncode, len(names)) == (1, 4)
    assert [(one["code"], one["file"].split("/")[1]) for one in report["findings"]] == [
        ("PKG103", "sip")
    ]


def test_fixity_goes_on_where_it_stopped(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that the stopped run has judged is not read again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "bag")
    journal = stores.Journal(store, resume=False)
    journal.put("store/bag", [])
    (store / "bag/data/edition/texts/letter.xml").unlink()
    resumed = stores.check(store, stores.Options(resume=True), lambda _: None)
    anew = stores.check(store, stores.Options(), lambda _: None)
    assert ([one.code for one in resumed.findings], [one.code for one in anew.findings]) == (
        [],
        ["PKG101"],
    )


def told(store: Path, *, resume: bool = False) -> list[str]:
    """Return what is found in a store, each finding as a line."""
    found = stores.check(store, stores.Options(resume=resume), lambda _: None)
    return [f"{one.code} {one.place.file}" for one in found.findings]


def test_a_store_has_nothing_that_nobody_looks_at(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bag without its lists, a rotten or compressed archive and a hidden bag are seen."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / ".hidden")
    (store / ".hidden/data/edition/texts/letter.xml").unlink()
    (store / "far/lost/data").mkdir(parents=True)
    for name in ("far/lost/data/نص.txt", "rotten.ZIP", "read me.pdf", "far.tgz"):
        (store / name).write_text("نص", "utf-8")
    (store / "latest").symlink_to(".hidden")
    (store / "elsewhere").symlink_to(tmp_path)
    assert told(store) == [
        "PKG101 store/.hidden/data/edition/texts/letter.xml", "TQ302 store/elsewhere",
        "PKG118 store/far.tgz", "PKG118 store/rotten.ZIP", "PKG120 store/far", "PKG121 store",
    ]  # fmt: skip


def test_what_was_received_is_missed(tmp_path: Path) -> None:
    """A plain folder that was taken in is a package; where it is gone, its reports tell so."""
    (tmp_path / "in/رسائل").mkdir(parents=True)
    (tmp_path / "in/رسائل/نص.txt").write_text("نص", "utf-8")
    packed.received(tmp_path / "in/رسائل", to=tmp_path / "store")
    assert told(tmp_path / "store") == []
    shutil.rmtree(tmp_path / "store/رسائل")
    assert told(tmp_path / "store") == ["PKG119 store/رسائل"]


def test_an_archive_without_a_list_is_known_by_its_report(tmp_path: Path) -> None:
    """What was recorded of it when it was received tells whether it is whole."""
    store = tmp_path / "store"
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("نص.txt", "نص")
    packed.received(tmp_path / "a.zip", to=store)
    assert told(store) == []
    with zipfile.ZipFile(store / "a.zip", "w") as made:
        made.writestr("نص.txt", "رد")
    assert told(store) == ["PKG103 store/a.zip"]


def test_a_package_that_cannot_be_read_keeps_nobody_from_the_next(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a disk fails, that is a finding on a package of a store, and an error of one received."""

    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "صفحة")

    store = tmp_path / "store"
    shutil.copytree(packages["rocrate"], store / "crate")
    monkeypatch.setattr(fixity, "compared", failing)
    assert told(store) == ["PKG118 store/crate"]
    with pytest.raises(SourceError, match="صفحة"):
        packed.received(store / "crate")


def test_a_package_that_could_not_be_read_is_looked_at_again(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that goes on where another stopped finds the disk well."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = tmp_path / "store"
    shutil.copytree(packages["rocrate"], store / "crate")
    journal = stores.Journal(store, resume=False)
    journal.put("store/crate", [trouble("PKG118", "store/crate", "Input/output error")])
    assert told(store, resume=True) == []


def test_a_link_is_not_taken_in(packages: dict[str, Path], tmp_path: Path) -> None:
    """Moved to a store, it would leave the package where it was, or lead nowhere."""
    (tmp_path / "link").symlink_to(packages["rocrate"])
    assert packed.codes(packed.received(tmp_path / "link")) == []
    with pytest.raises(SourceError, match="it is a link"):
        packed.received(tmp_path / "link", to=tmp_path / "store")


def test_what_could_not_be_moved_leaves_no_reports(
    packages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside no package they would say that one is there."""
    package = tmp_path / "in/crate"
    shutil.copytree(packages["rocrate"], package)

    def refused(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    os.mkfifo(package / "pipe")
    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OutputError, match="cannot be moved"):
        moving.moved(package, tmp_path / "store", {"sha256": Path(__file__), "report.txt": b"1"})
    assert packed.files(tmp_path / "store") == {}


def test_reports_that_could_not_be_written_leave_none(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """The list went first, and the package stays where it was."""
    package = packed.copied(packages["rocrate"], tmp_path / "in/crate")
    (tmp_path / "store/crate.report.txt").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written"):
        moving.moved(package, tmp_path / "store", {"sha256": Path(__file__), "report.txt": b"1"})
    assert (packed.files(tmp_path / "store"), package.is_dir()) == ({}, True)
