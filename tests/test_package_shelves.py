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
