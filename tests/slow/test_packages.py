"""A thousand damaged packages, none of them taken in; and kills at sixty steps of each work."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import packed
import test_packages_killed
from test_packages_killed import (  # noqa: F401  # run here again, at more steps
    another_file_system,
    bag,
    command,
    pack,
    test_extending_an_object,
    test_packing,
    test_receiving_and_moving,
)

TIMES = int(os.environ.get("TAHQIQ_DAMAGES", "1000")) // len(packed.FOLDERS)


@pytest.fixture(autouse=True)
def at_more_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill more often than the ordinary tests do."""
    monkeypatch.setattr(test_packages_killed, "KILLS", 60)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a package of each kind, of the same small edition."""
    return packed.every(tmp_path_factory.mktemp("packages"), packed.FOLDERS)


@pytest.mark.parametrize("kind", packed.FOLDERS)
def test_no_damage_goes_unseen(packages: dict[str, Path], tmp_path: Path, kind: str) -> None:
    """Every one of a thousand damages is named with its file, and its package is not sound."""
    seeds = range(100, 100 + TIMES)
    with ProcessPoolExecutor(2) as processes:
        found = processes.map(
            packed.missed,
            [packages[kind]] * TIMES,
            [tmp_path / str(seed) / kind for seed in seeds],
            seeds,
        )
        assert [one for one in found if one] == []
