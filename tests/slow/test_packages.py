"""A thousand damaged packages, none of them taken in; and a kill at every step of taking one in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from test_packages import damaged, edition, files, is_sound, packed, received

KINDS = ("bagit", "sip", "rocrate", "ocfl")
TIMES = int(os.environ.get("TAHQIQ_DAMAGES", "250"))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a package of each kind, of the same small edition."""
    folder = tmp_path_factory.mktemp("packages")
    project = edition(folder / "edition")
    return {kind: packed(project, kind, folder / kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_goes_unseen(packages: dict[str, Path], tmp_path: Path, kind: str) -> None:
    """Every one of many damages is named with its file, and its package is not sound."""
    missed = []
    for seed in range(100, 100 + TIMES):
        folder = tmp_path / kind
        shutil.copytree(packages[kind], folder)
        name = damaged(folder, seed)
        found = received(folder)
        told = " ".join(f"{one.place.file} {one.message.en}" for one in found.findings)
        if is_sound(found) or name not in told:
            missed.append((seed, name, told))
        shutil.rmtree(folder)
    assert missed == []


_KILLED = """
import os, pathlib, signal, sys
steps = int(sys.argv[3])
real = pathlib.Path.rename
def counted(self, target):
    global steps
    steps -= 1
    if steps == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    done = real(self, target)
    if steps == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
pathlib.Path.rename = counted
from tahqiq.cli import main
sys.exit(main(["receive", sys.argv[1], "--to", sys.argv[2]]))
"""


@pytest.mark.parametrize("step", [1, 2])
def test_a_kill_while_moving_loses_nothing(
    packages: dict[str, Path], tmp_path: Path, step: int
) -> None:
    """Killed before or after the move, the package is whole in one of the two places."""
    before = files(packages["bagit"])
    bag = tmp_path / "bag"
    shutil.copytree(packages["bagit"], bag)
    command = [sys.executable, "-c", _KILLED, bag, tmp_path / "store", str(step)]
    killed = subprocess.run(command, check=False, capture_output=True)
    there = [path for path in (bag, tmp_path / "store/bag") if path.exists()]
    assert killed.returncode in (-signal.SIGKILL, 0)
    assert [files(path) for path in there] == [before]
