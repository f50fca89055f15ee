"""What packages cost beside hashing alone. In: how many files and megabytes (default: 2000, 200).

Out: a table, or JSON with ``--json``. The files are witnesses of a small edition, each with bytes
of its own. The peer, a loop of hashlib over the same files in one process, runs in the same run and
with the digests that the command makes; ratios are to it. An archive is hashed as a whole besides,
from the disk, right before it is received or looked at again. The edition is built before;
``tahqiq package`` sees that it is, validates and proves it besides. The whole measure, 20 GB in
200,000 files, is ``200000 20480``, with 45 GB free in ``--in FOLDER`` for each kind. What was made
stays while there is room: ext4 makes files at half its speed where as many were just removed.
With ``--cold`` all that is read comes from the disk (root on Linux); ``--out`` is another file
system for what is written.
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
# Reading and writing alone, by what any program does: into one file, as an archive is, or a folder.
_COPYING = """
import os, sys
source, target, is_file = sys.argv[1], sys.argv[2], sys.argv[3] == "a file"
buffer = memoryview(bytearray(1 << 20))
one = open(target, "xb", buffering=0) if is_file else None
for folder, _, names in os.walk(source):
    to = os.path.join(target, os.path.relpath(folder, source))
    if not is_file:
        os.makedirs(to)
    for name in names:
        written = one or open(os.path.join(to, name), "xb", buffering=0)
        with open(os.path.join(folder, name), "rb", buffering=0) as file:
            while size := file.readinto(buffer):
                written.write(buffer[:size])
        if not is_file:
            written.close()
if one:
    os.fsync(one.fileno())
os.sync()
"""
BOTH = ("sha256", "sha512")
# Where Linux takes it that its memory shall hold no file any more.
_FORGET = Path("/proc/sys/vm/drop_caches")
# An archive hashed from where it lies, which for one just packed is the disk, and left there.
_STREAMING = """
import hashlib, os, sys
with open(sys.argv[1], "rb", buffering=0) as file:
    def forget():
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    forget()
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    found.hexdigest()
    forget()
"""
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
    # Of what writes: what its package is.
    written: str = ""
    # Of what reads an archive: that.
    archive: Path | None = None


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


def steps(project: Path, built: Path, folder: Path, count: int) -> Iterator[Step]:
    """Yield what is measured: each kind made, judged and looked at again, then removed."""
    run: list[str | Path] = [sys.executable, "-m", "tahqiq"]
    bag, store = folder / "bag", folder / "store"
    build = ["--build", built]
    packed_bag = [*run, "package", project, *build, "-o", bag]
    yield Step("package --as bagit", packed_bag, written="a folder")
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
        written = "a file" if kind == "zip" else "a folder"
        yield Step(f"package --as {form}", made, recorded, written=written)
        read = path if kind == "zip" else None
        yield Step(f"receive {form}", [*run, "receive", path], judged, archive=read)
        if kind == "zip":
            # A report that records the archive's own digest, too.
            report = f"json={folder / 'report.json'}"
            told = [*run, "receive", path, "--format", report]
            yield Step(f"receive {form}, reported", told, judged, archive=read)
        # An archive is looked at again by its folder, as any store is.
        again = [*run, "fixity", path.parent]
        yield Step(f"fixity of {form}", again, judged, (path.parent,), archive=read)


def settle(*, cold: bool) -> None:
    """Have the disk take what was written before, which is no burden of the next step."""
    os.sync()
    if cold:
        _FORGET.write_text("3", "utf-8")


class Alone:
    """What of a step takes how long alone, measured before the first that needs it."""

    def __init__(self, witnesses: Path, copies: Path, *, cold: bool) -> None:
        self._witnesses, self._copies, self.cold = witnesses, copies, cold
        self._known: dict[tuple[str, ...], measure.Cost] = {}

    def hashing(self, digests: tuple[str, ...]) -> measure.Cost:
        """Return what it costs to hash all files."""
        return self._cost("hashing", _HASHING, *digests)

    def streaming(self, archive: Path) -> measure.Cost:
        """Return what it costs to hash an archive from where it lies, at this minute."""
        return measure.cost([sys.executable, "-c", _STREAMING, archive], runs=1, timeout=DAY)

    def copying(self, kind: str) -> measure.Cost:
        """Return what it costs to copy all into a file or folder; a folder stays until the end."""
        path = self._copies / kind
        try:
            return self._cost("copying", _COPYING, path, kind)
        finally:
            if path.is_file():
                path.unlink()

    def _cost(self, name: str, script: str, *more: str | Path) -> measure.Cost:
        key = (name, *map(str, more))
        if key not in self._known:
            measure.say(f"{name} alone: {more[-1]}")
            settle(cold=self.cold)
            command = [sys.executable, "-c", script, self._witnesses, *more]
            self._known[key] = measure.cost(command, runs=1, timeout=DAY)
            measure.say(f"  {self._known[key]}")
        return self._known[key]


def measured(step: Step, alone: Alone, room: int) -> dict[str, object]:
    """Return what a step costs beside hashing and copying alone; the next wants room in bytes."""
    hashing = alone.hashing(step.digests)
    copying = alone.copying(step.written) if step.written else None
    streaming = alone.streaming(step.archive) if step.archive else None
    measure.say(step.name)
    settle(cold=alone.cold)
    found = measure.cost(step.command, runs=1, timeout=DAY)
    for path in step.gone:
        if shutil.disk_usage(path).free < room:
            shutil.rmtree(path)
    return {
        "step": step.name,
        "seconds": round(found.wall, 1),
        "alone": round(hashing.wall, 1),
        "ratio": round(found.wall / hashing.wall, 2),
        "copying": round(copying.wall, 1) if copying else None,
        "copying ratio": round(found.wall / copying.wall, 2) if copying else None,
        "streaming": round(streaming.wall, 1) if streaming else None,
        "streaming ratio": round(found.wall / streaming.wall, 2) if streaming else None,
        "cpu ratio": round(found.cpu / hashing.cpu, 2),
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
    options.add_argument(
        "--out", type=Path, help="where packages go, as a new file system (default: as --in)"
    )
    words = "only the steps whose names hold one of these words"
    options.add_argument("--only", nargs="+", default=[""], metavar="WORD", help=words)
    options.add_argument("--cold", action="store_true", help="forget all files before each step")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    rows = []
    with (
        tempfile.TemporaryDirectory(dir=asked.folder) as name,
        tempfile.TemporaryDirectory(dir=asked.out or name) as out,
    ):
        folder = Path(out)
        # What the commands unpack lies there, too.
        os.environ["TMPDIR"] = out
        project = packed.edition(Path(name) / "edition")
        witnesses = project / "witnesses"
        fill(witnesses, asked.files, asked.megabytes << 20)
        built = Path(name) / "build"
        build = [sys.executable, "-m", "tahqiq", "build", project, "-o", built]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        copies = folder / "copies"
        copies.mkdir()
        alone = Alone(witnesses, copies, cold=asked.cold)
        for step in steps(project, built, folder, asked.files):
            if not any(word in step.name for word in asked.only):
                continue
            rows.append(measured(step, alone, (asked.megabytes << 20) * 4 // 3))
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
        more = f", × {row['copying ratio']} of copying alone" if row["copying"] else ""
        if row["streaming"]:
            more += f", × {row['streaming ratio']} of hashing the archive from the disk"
        print(
            f"{row['step']:20} {row['seconds']:8} s × {row['ratio']:.2f} of hashing alone{more},"
            f" CPU × {row['cpu ratio']:.2f}, {row['memory']} MB"
        )


if __name__ == "__main__":
    main()
