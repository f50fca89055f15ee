"""Stores of packages: objects that grow, and what is looked at again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import packed
from editions import run
from tahqiq.packages import store as stores
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.objects import inventory, ocfl


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
    from tahqiq.errors import OutputError

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
