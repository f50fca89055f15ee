"""What a corpus costs: documents a second, and what the machinery adds to the work itself.

In: how many documents (default: 2000). Out: a table, or JSON with ``--json``. The peer is a loop
over the same functions; each way runs over the same documents in a Python of its own, from its
start to its end, in turns, and the best of three counts. CPU is that of all processes: on a machine
that others use it says more than the clock. With ``--cluster`` comes how much more two workers do
than one, beside how much more two bare loops do at the same time: what the machine has to give.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpora
import rates
from tahqiq import cli
from tahqiq.corpus import works
from tahqiq.corpus.stores import documents
from tahqiq.corpus.works import Work
from tahqiq.deliveries import Item
from tahqiq.gate import Plan

GRAMMAR = rates.GRAMMAR


def bare(folder: Path, _: Path) -> None:
    """Do the work in a loop, and keep nothing."""
    work = Work("validate", Plan(grammar=str(GRAMMAR)))
    task = {"work": works.task_of(work), "known": "", "spool": ""}
    for one in documents([str(folder)]):
        works.answer(Item(one.key, folder / one.name, folder), work.plan, task)


def by(*more: object) -> Callable[[Path, Path], None]:
    """Return the command as it is given on a terminal, with options."""

    def made(folder: Path, out: Path) -> None:
        with contextlib.redirect_stderr(io.StringIO()):
            asked = ["corpus", "validate", "--schema", GRAMMAR, folder, "-o", out, *more]
            cli.main([str(one) for one in asked])

    return made


WAYS = {
    "bare loop": bare,
    "inline": by("--jobs", 0),
    "one process": by("--jobs", 1),
    "two processes": by("--jobs", 2),
}
DASK = {
    "dask, one worker": by("--cluster", "local", "--jobs", 1),
    "dask, two workers": by("--cluster", "local", "--jobs", 2),
}


def spent(way: str, folder: Path, out: Path) -> tuple[float, float]:
    """Return seconds and CPU seconds of one way in a Python of its own, from start to end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, __file__, "--way", way, folder, out], check=True)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fill(folder: Path, count: int, size: int) -> int:
    """Write documents of about ``size`` bytes; return their bytes."""
    corpora.write(folder, count)
    for path in sorted(folder.rglob("*.xml")):
        whole = path.read_text("utf-8")
        paragraph = "<p>" + "كلام من كتاب قديم في صفة المكان. " * 20 + "</p>\n"
        missing = max(0, size - len(whole.encode())) // len(paragraph.encode())
        path.write_text(whole.replace("</body>", paragraph * missing + "</body>"), "utf-8")
    return sum(path.stat().st_size for path in folder.rglob("*.xml"))


def measured(folder: Path, ways: list[str], turns: int) -> dict[str, tuple[float, float]]:
    """Return the best seconds and CPU seconds of each way, which take turns."""
    best = dict.fromkeys(ways, (float("inf"), float("inf")))
    with tempfile.TemporaryDirectory() as name:
        for turn in range(turns):
            for way in ways:
                took, cpu = spent(way, folder, Path(name) / f"{turn}-{way}")
                best[way] = min(best[way][0], took), min(best[way][1], cpu)
    return best


def main() -> None:
    """Measure each way in turns."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", nargs="?", type=int, default=2000)
    options.add_argument("--size", type=int, default=20_000, help="bytes of a document")
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--cluster", action="store_true", help="Dask, with one and two workers")
    options.add_argument("--json", action="store_true")
    options.add_argument("--way", nargs=3, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.way:
        way, folder, out = asked.way
        (WAYS | DASK)[way](Path(folder), Path(out))
        return
    with tempfile.TemporaryDirectory() as name:
        size = fill(Path(name), asked.count, asked.size)
        ways = list(WAYS | DASK if asked.cluster else WAYS)
        spent("bare loop", Path(name), Path(name))  # compiles the grammar, reads the files once
        best = measured(Path(name), ways, asked.turns)
        twice: dict[str, float] = {}
        if asked.cluster:
            with tempfile.TemporaryDirectory() as out:
                loops, workers = rates.scaling(Path(name), Path(out), asked.turns)
            twice = {"loops": round(loops, 3), "workers": round(workers, 3)}
    whole, used = best["bare loop"]
    found = {
        way: {
            "seconds": round(took, 2),
            "rate": round(asked.count / took, 1),
            "ratio": round(took / whole, 3),
            "cpu": round(cpu, 2),
            "cpu ratio": round(cpu / used, 3),
        }
        for way, (took, cpu) in best.items()
    }
    if asked.json:
        print(
            json.dumps(
                {"documents": asked.count, "bytes": size, "ways": found, "two": twice}, indent=1
            )
        )
        return
    print(f"{asked.count} documents, {size / asked.count / 1000:.0f} kB each")
    for way, one in found.items():
        print(
            f"{way:18} {one['seconds']:8.2f} s {one['rate']:8.1f} /s × {one['ratio']:.3f}, "
            f"CPU {one['cpu']:.2f} s × {one['cpu ratio']:.3f}"
        )
    if twice:
        share = twice["workers"] / twice["loops"]
        print(
            f"two bare loops × {twice['loops']:.3f} of one, "
            f"two workers × {twice['workers']:.3f} of one: "
            f"{share:.1%} of what the machine has"
        )


if __name__ == "__main__":
    main()
