"""What may lie in a store besides sound packages: none of it keeps anybody from looking at them."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import packed
from tahqiq.commands import forms
from tahqiq.packages import moving
from tahqiq.packages import store as stores

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and such names")


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def told(store: Path, *, resume: bool = False) -> list[str]:
    """Return what is found in a store, each finding as a line."""
    found = stores.check(store, stores.Options(resume=resume), lambda _: None)
    return [f"{one.code} {one.place.file}" for one in found.findings]


def zipped(path: Path) -> Path:
    """Return a ZIP file that lists nothing."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("نص.txt", "نص")
    return path


def test_a_link_that_cannot_be_followed_keeps_nobody_from_the_next(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """Its target has a name that no file can have; the damaged bag behind it is told."""
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "z")
    (store / "z/data/edition/texts/letter.xml").unlink()
    (store / "a").symlink_to("ن" * 200)
    assert told(store) == ["TQ302 store/a", "PKG101 store/z/data/edition/texts/letter.xml"]


def test_reports_of_nothing_tell_of_no_package(packages: dict[str, Path], tmp_path: Path) -> None:
    """Files that are called as the ends of reports alone are files like any other."""
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "bag")
    for ending in moving.REPORTS.values():
        (store / f".{ending}").touch()
    assert told(store) == []


def test_packages_may_be_called_like_reports(packages: dict[str, Path], tmp_path: Path) -> None:
    """Three folders with the names of the reports on a fourth do not say that there is one."""
    store = tmp_path / "store"
    for ending in moving.REPORTS.values():
        shutil.copytree(packages["rocrate"], store / f"ن.{ending}")
    assert told(store) == []


def test_packages_below_a_hidden_folder_are_looked_at(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """A link in the store may lead there; what a run at work lays there is left alone."""
    store = tmp_path / "store"
    for name in (".old/bag", ".tahqiq-here-1-x/bag"):
        shutil.copytree(packages["bagit"], store / name)
        (store / name / "data/edition/texts/letter.xml").unlink()
    assert told(store) == ["PKG101 store/.old/bag/data/edition/texts/letter.xml"]


def test_folders_within_hundreds_of_folders_are_told(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """Nobody goes down for ever; the package beside them is looked at."""
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "z")
    (store / "z/data/edition/texts/letter.xml").unlink()
    (store / ("a/" * 400)).mkdir(parents=True)
    codes = [one.partition(" ")[0] for one in told(store)]
    assert codes == ["PKG118", "PKG101"]


def test_names_that_are_no_unicode_are_looked_at_twice(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """What a run that was killed has found of such a package is known to the next."""
    store = tmp_path / "store"
    shutil.copytree(packages["bagit"], store / "bag\udcff")
    assert told(store) == []
    (store / "bag\udcff/data/\udcfe\u2028").touch()
    found = told(store)
    lost = stores.Journal(store, resume=False)
    lost.put("store/bag\udcff", stores.check(store, stores.Options(), lambda _: None).findings)
    (store / "bag\udcff/data/\udcfe\u2028").unlink()
    with lost.path.open("ab") as journal:
        journal.write('{"package": "ن'.encode()[:-1])
    assert (len(found), told(store, resume=True)) == (2, found)


def test_an_archive_whose_name_is_no_unicode_is_taken_in(tmp_path: Path) -> None:
    """The reports beside it name it as JSON does, and tell whether it is whole."""
    path = zipped(tmp_path / "in/a.zip").rename(tmp_path / "in/a\udcff.zip")
    packed.received(path, to=tmp_path / "store")
    assert told(tmp_path / "store") == []
    report = json.loads((tmp_path / "store/a\udcff.zip.report.json").read_text("utf-8"))
    assert report["inputs"][0]["path"] == "a\udcff.zip"


def test_a_name_that_is_no_unicode_is_printed_as_in_files(
    packages: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output takes nothing else where the language of the system is set."""
    path = packed.copied(packages["bagit"], tmp_path / "in/bag\udcff")
    forms.report(packed.received(path), (("json", None),))
    assert '"path": "bag\\udcff"' in capsys.readouterr().out


def no_report(path: Path) -> None:
    """Cut it off."""
    path.write_text('{"inputs": [', "utf-8")


def deep(path: Path) -> None:
    """Let it hold lists within lists."""
    path.write_text("[" * 100_000, "utf-8")


def other(path: Path) -> None:
    """Let it hold another value than any report."""
    path.write_text('{"inputs": [7], "findings": {}}', "utf-8")


def pipe(path: Path) -> None:
    """Put a pipe there, which nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def endless(path: Path) -> None:
    """Put a link there to what never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("harm", [no_report, deep, other, pipe, endless])
def test_a_report_that_is_none_is_told(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """Of an archive that lists nothing, nothing but its report knows whether it is whole."""
    packed.received(zipped(tmp_path / "in/a.zip"), to=tmp_path / "store")
    harm(tmp_path / "store/a.zip.report.json")
    found = told(tmp_path / "store")
    assert found[:2] == ["PKG122 store/a.zip", "PKG104 store/a.zip.report.json"]


def test_a_folder_in_the_place_of_an_archive_is_told(tmp_path: Path) -> None:
    """Its report records a digest, which no folder has."""
    packed.received(zipped(tmp_path / "in/a.zip"), to=tmp_path / "store")
    (tmp_path / "store/a.zip").unlink()
    (tmp_path / "store/a.zip").mkdir()
    (tmp_path / "store/a.zip/نص.txt").touch()
    assert told(tmp_path / "store") == ["PKG103 store/a.zip"]


def test_a_bag_that_has_lost_its_lists_is_told(packages: dict[str, Path], tmp_path: Path) -> None:
    """Its report has nothing of files without a digest, as that of a plain folder has."""
    bag = packed.copied(packages["bagit"], tmp_path / "in/bag")
    packed.received(bag, to=tmp_path / "store")
    for path in (tmp_path / "store/bag").glob("*.txt"):
        path.unlink()
    assert told(tmp_path / "store") == ["PKG122 store/bag", "PKG120 store/bag"]
