"""A thousand damaged packages, none of them taken in; and kills at sixty steps of each work."""

from __future__ import annotations

import os
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import packed
import test_packages_killed
from tahqiq.packages import contents, packing, release
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.receiving import is_sound
from tahqiq.packages.software import software
from tahqiq.project import find
from test_packages_killed import (  # noqa: F401  # run here again, at more steps
    another_file_system,
    bag,
    command,
    killer,
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


KINDS = (
    ("bagit", "bag"), ("ocfl", "store"), ("sip", "sip"), ("rocrate", "crate"), ("zip", "c.zip"),
    ("zip", "c.tar"), ("bagit", "bag.zip"), ("bagit", "bag.tar"), ("sip", "sip.zip"),
    ("sip", "sip.tar"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_an_edited_output_is_named_in_every_kind(tmp_path: Path, kind: str, name: str) -> None:
    """Where all lists agree with an output that was edited, only making it again tells."""
    project = packed.edition(tmp_path / "edition")
    built = tmp_path / "build"
    assert packed.run("build", project, "-o", built).returncode == 0
    opened = find(project)

    def judged(place: str) -> tuple[bool, list[str]]:
        files = Ledger(contents.gather(opened, built, software(), {}))
        path = tmp_path / place / name
        packing.written(kind, path, files, release.of(opened), alone=False)
        found = packed.received(path, rebuild=True)
        named = [one.place.file for one in found.findings if one.code == "PKG111"]
        return is_sound(packed.received(path)), [Path(one).name for one in named]

    whole = judged("whole")
    text = built / "text/letter.txt"
    text.write_text(text.read_text("utf-8").replace("درنة", "سرت"), "utf-8")
    assert (whole, judged("edited")) == ((True, []), (True, ["letter.txt"]))


def hurt(content: bytes, seed: int) -> bytes:
    """Return an archive with one damage by chance."""
    chance, made = random.Random(seed), bytearray(content)
    place = chance.randrange(len(made))
    match chance.choice(("bit", "bit", "bit", "cut", "gap", "twice", "tail")):
        case "bit":
            made[place] ^= 1 << chance.randrange(8)
        case "cut":
            del made[place:]
        case "gap":
            del made[place : place + chance.choice((1, 512))]
        case "twice":
            made[place:place] = made[place : place + 512]
        case _:
            made += b"x" * chance.choice((1, 512))
    return bytes(made)


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_no_damage_of_an_archive_goes_unseen(tmp_path: Path, suffix: str) -> None:
    """Whatever becomes of a byte of it, headers and what lies between files too, it is told."""
    path = tmp_path / f"crate{suffix}"
    project = packed.edition(tmp_path / "edition")
    made = packed.run("package", project, "--as", "zip", "-o", path)
    assert made.returncode == 0
    content = path.read_bytes()

    def is_missed(seed: int) -> bool:
        path.write_bytes(hurt(content, seed))
        return is_sound(packed.received(path))

    assert [seed for seed in range(TIMES) if is_missed(seed)] == []
