"""Killed with -9 while it packs, extends an object, judges or moves: every store stays whole.

In: the number of steps to be killed at. Out: after each, what stands there is whole for those who
know its kind, and the next run does what was to be done and leaves nothing. ``tests/slow`` does the
same at sixty steps.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kills
import packed
from editions import run
from tahqiq.packages.receiving import is_sound

KILLS = 4

_PACK = """
import pathlib, sys
sys.path.insert(0, {tests!r})
import packed
from tahqiq.packages import packing
from tahqiq.packages.ledger import Ledger
contents, release = list(packed.releases())[int(sys.argv[3]) - 1]
start()
packing.written(sys.argv[1], pathlib.Path(sys.argv[2]), Ledger(contents), release, alone=False)
"""


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kills.Killer]:
    """Return what runs a script and kills it."""
    with kills.Killer(tmp_path_factory.mktemp("killer")) as made:
        yield made


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a script that packs a small release: KIND TARGET NUMBER."""
    script = tmp_path / "pack.py"
    script.write_text(_PACK.format(tests=str(Path(__file__).parent)), "utf-8")
    return script


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """Return a script that runs a command of ours."""
    script = tmp_path / "command.py"
    script.write_text(kills.COMMAND, "utf-8")
    return script


def is_whole(package: Path) -> bool:
    """Return whether a package is sound."""
    return is_sound(packed.received(package))


@pytest.mark.parametrize("kind", ["bagit", "sip", "rocrate", "zip", "ocfl"])
def test_packing(killer: kills.Killer, pack: Path, tmp_path: Path, kind: str) -> None:
    """Killed while it is made, a package is whole or not there; the next run makes it."""
    name = "store.zip" if kind == "zip" else "store"
    total = killer.steps(pack, tmp_path, [kind, tmp_path / "first" / name, 1])
    for step in kills.chosen(total, KILLS):
        target = tmp_path / "out" / name
        killer.kill(pack, tmp_path, [kind, target, 1], step)
        assert not target.exists() or is_whole(target), step
        if not target.exists():
            assert not killer.kill(pack, tmp_path, [kind, target, 1], 0)
        assert is_whole(target)
        shutil.rmtree(tmp_path / "out")


def test_extending_an_object(killer: kills.Killer, pack: Path, tmp_path: Path) -> None:
    """Killed while a version is added, an object is whole, old or new; the next run adds it."""
    from ocfl import StorageRoot

    first, wanted = tmp_path / "first", tmp_path / "wanted"
    for store, releases in ((first, (1,)), (wanted, (1, 2))):
        for number in releases:
            total = killer.steps(pack, tmp_path, ["ocfl", store, number])
    for step in kills.chosen(total, KILLS):
        store = tmp_path / "out/store"
        shutil.copytree(first, store)
        killer.kill(pack, tmp_path, ["ocfl", store, 2], step)
        root = StorageRoot(str(store))
        assert (root.validate(), root.num_objects, root.good_objects) == (True, 1, 1), step
        assert is_whole(store), step
        killer.kill(pack, tmp_path, ["ocfl", store, 2], 0)
        assert packed.files(store) == packed.files(wanted), step
        shutil.rmtree(store.parent)


@pytest.fixture(scope="module", params=["bag", "plain folder"])
def bag(
    request: pytest.FixtureRequest,
    packages: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return a bag of the small edition, or a folder of files that nothing lists."""
    if request.param == "bag":
        return packages["bagit"]
    folder = tmp_path_factory.mktemp("plain")
    for number in range(3):
        (folder / f"{number}").mkdir()
        (folder / f"{number}/رسالة.txt").write_text(f"نص {number}", "utf-8")
    return folder


def beside(package: Path) -> dict[str, bytes]:
    """Return the names of what was written beside a package, with the digests of its files."""
    names = (one.name for one in package.parent.glob(f"{package.name}.*"))
    return {
        name: package.with_name(name).read_bytes() if name.endswith(".sha256") else b""
        for name in names
    }


@pytest.mark.parametrize("far", [False, True], ids=["beside", "on another file system"])
def test_receiving_and_moving(
    killer: kills.Killer,
    command: Path,
    bag: Path,
    tmp_path: Path,
    far: bool,
    another_file_system: Path,
) -> None:
    """Killed while it judges or moves, a package is whole here or there; the next run ends it."""
    incoming, base = tmp_path / "in", another_file_system if far else tmp_path
    store, before = base / "store", packed.files(bag)
    shutil.copytree(bag, incoming / "bag")
    total = killer.steps(command, base, ["receive", incoming / "bag", "--to", store])
    reports = beside(store / "bag")
    for step in kills.chosen(total, KILLS):
        shutil.rmtree(store)
        shutil.copytree(bag, incoming / "bag", dirs_exist_ok=True)
        killer.kill(command, base, ["receive", incoming / "bag", "--to", store], step)
        there = [path for path in (incoming / "bag", store / "bag") if path.exists()]
        assert there, step
        assert [packed.files(path) for path in there] == [before] * len(there), step
        assert store / "bag" not in there or beside(store / "bag") == reports, step
        if (incoming / "bag").exists():
            made = run("receive", incoming / "bag", "--to", store)
            assert (made.returncode, (incoming / "bag").exists()) == (0, False), (step, made.stderr)
        assert packed.files(store / "bag") == before, step
        assert beside(store / "bag") == reports, step


@pytest.fixture
def another_file_system(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on another file system than the others."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to move packages to")
    folder = shared / f"tahqiq-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)
