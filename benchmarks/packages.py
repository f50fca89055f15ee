"""What packages cost beside hashing alone. In: how many files and megabytes (default: 2000, 200).

Out: a table, or JSON with ``--json``. The files are witnesses of a small edition, each with bytes
of its own. The peer, a loop of hashlib over the same files in one process, runs in the same run and
with the digests that the command makes; ratios are to it. The edition is built before;
``tahqiq package`` sees that it is, validates and proves it besides. The whole measure, 20 GB in
200,000 files, is ``200000 20480``, with 45 GB free in ``--in FOLDER`` for each kind. What was made
stays while there is room: ext4 makes files at half its speed where as many were just removed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import measure

import packed

_HASHING = """
import hashlib, os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            hashes = [hashlib.new(one) for one in sys.argv[2:]]
            while piece := file.read(1 << 20):
                for one in hashes:
                    one.update(piece)
            [one.hexdigest() for one in hashes]
"""
BOTH = ("sha256", "sha512")
# Within objects of more files a crate lists none, and so SHA-256 is not made (see crate._MOST).
_LISTED = 10_000
_BLOCK = 1 << 20
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Step:
    """A command, the digests that it makes, and what is of no use after it."""

    name: str
    command: list[str | Path]
    digests: tuple[str, ...] = BOTH
    gone: tuple[Path, ...] = ()


def fill(folder: Path, count: int, size: int) -> None:
    """Write ``count`` files of ``size`` bytes together, no two alike."""
    block = random.Random(1).randbytes(2 * _BLOCK)
    each = max(32, size // count)
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"صفحة-{number:06}.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(f"{number:032}".encode())
            for start in range(32, each, _BLOCK):
                at = (number * 4099 + start) % _BLOCK
                file.write(block[at : at + min(_BLOCK, each - start)])


def steps(project: Path, folder: Path, count: int) -> Iterator[Step]:
    """Yield what is measured: each kind made, judged and looked at again, then removed."""
    run: list[str | Path] = [sys.executable, "-m", "tahqiq"]
    bag, store = folder / "bag", folder / "store"
    build = ["--build", folder / "build"]
    yield Step("package --as bagit", [*run, "package", project, *build, "-o", bag])
    yield Step("receive a bag", [*run, "receive", bag, "--to", store])
    yield Step("fixity of a bag", [*run, "fixity", store], gone=(store,))
    for kind, name, recorded, judged in (
        # An inventory has SHA-512, and the crate inside the object SHA-256.
        ("ocfl", "ocfl", BOTH if count < _LISTED else ("sha512",), ("sha512",)),
        ("rocrate", "crate", ("sha256",), ("sha256",)),
        ("sip", "sip", BOTH, ("sha256",)),
        ("zip", "crate.zip", ("sha256",), ("sha256",)),
        ("zip", "crate.tar", ("sha256",), ("sha256",)),
    ):
        form = Path(name).suffix[1:] or kind
        path = folder / form / name
        made = [*run, "package", project, *build, "--as", kind, "-o", path]
        yield Step(f"package --as {form}", made, recorded)
        yield Step(f"receive {form}", [*run, "receive", path], judged)
        # An archive is looked at again by its folder, as any store is.
        yield Step(f"fixity of {form}", [*run, "fixity", path.parent], judged, (path.parent,))


def measured(step: Step, alone: measure.Cost, room: int) -> dict[str, object]:
    """Return what a step costs beside hashing alone; the next wants so many bytes of room."""
    measure.say(step.name)
    # What was written before is no burden of this step.
    os.sync()
    found = measure.cost(step.command, runs=1, timeout=DAY)
    for path in step.gone:
        if shutil.disk_usage(path).free < room:
            shutil.rmtree(path)
    return {
        "step": step.name,
        "seconds": round(found.wall, 1),
        "alone": round(alone.wall, 1),
        "ratio": round(found.wall / alone.wall, 2),
        "cpu ratio": round(found.cpu / alone.cpu, 2),
        "memory": round(found.memory),
    }


def main() -> None:
    """Measure every step once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="?", type=int, default=2000)
    options.add_argument("megabytes", nargs="?", type=int, default=200)
    options.add_argument(
        "--in", dest="folder", type=Path, help="where to work (default: a temporary folder)"
    )
    options.add_argument("--only", default="", help="only the steps whose names hold this word")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        # What the commands unpack lies there, too.
        os.environ["TMPDIR"] = name
        project = packed.edition(folder / "edition")
        witnesses = project / "witnesses"
        fill(witnesses, asked.files, asked.megabytes << 20)
        build = [sys.executable, "-m", "tahqiq", "build", project, "-o", folder / "build"]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        alone: dict[tuple[str, ...], measure.Cost] = {}
        for step in steps(project, folder, asked.files):
            if asked.only not in step.name:
                continue
            if step.digests not in alone:
                measure.say(f"hashing alone, {' and '.join(step.digests)}")
                command = [sys.executable, "-c", _HASHING, witnesses, *step.digests]
                alone[step.digests] = measure.cost(command, runs=1, timeout=DAY)
            rows.append(measured(step, alone[step.digests], 2 * asked.megabytes << 20))
            measure.say(f"  {rows[-1]}")
    if asked.json:
        print(
            json.dumps(
                {"files": asked.files, "megabytes": asked.megabytes, "steps": rows}, indent=1
            )
        )
        return
    print(f"{asked.files} files, {asked.megabytes} MB")
    for row in rows:
        print(
            f"{row['step']:20} {row['seconds']:8} s × {row['ratio']:.2f} of hashing alone,"
            f" CPU × {row['cpu ratio']:.2f}, {row['memory']} MB"
        )


if __name__ == "__main__":
    main()
