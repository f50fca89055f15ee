"""What may lie in a store besides sound packages: none of it keeps anybody from looking at them."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

import packed
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
