"""What a corpus costs: documents a second, and what the machinery adds to the work itself.

In: how many documents (default: 200). Out: a table, or JSON with ``--json``. The peer is a loop
over the same functions in one process; each way runs over the same documents in the same run, in
turns, and the best of three counts. CPU is that of all processes: on a machine that others use it
says more than the clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import corpora
from tahqiq.corpus import works
from tahqiq.corpus.run import Options, run
from tahqiq.corpus.stores import documents
from tahqiq.corpus.watching import Watch
from tahqiq.corpus.works import Work
from tahqiq.deliveries import Item
from tahqiq.gate import Plan

GRAMMAR = Path(__file__).resolve().parent.parent / "schema/edition.rng"


def cpu() -> float:
    """Return the CPU seconds of this process and of all that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare(work: Work, folder: Path, _: Path) -> None:
    """Do the work in a loop, and keep nothing."""
    task = {"work": works.task_of(work), "known": "", "spool": ""}
    for one in documents([str(folder)]):
        works.answer(Item(one.key, folder / one.name, folder), work.plan, task)


def by(jobs: int, cluster: str = "") -> Callable[[Work, Path, Path], None]:
    """Return a whole run on a number of processes."""

    def made(work: Work, folder: Path, out: Path) -> None:
        watch = Watch(lambda _: None, lambda _: None)
        run([str(folder)], work, str(out), Options(jobs=jobs, cluster=cluster, fresh=True), watch)

    return made


WAYS = {"bare loop": bare, "inline": by(0), "one process": by(1), "two processes": by(2)}


def fill(folder: Path, count: int, size: int) -> int:
    """Write documents of about ``size`` bytes; return their bytes."""
    corpora.write(folder, count)
    for path in sorted(folder.rglob("*.xml")):
        whole = path.read_text("utf-8")
        paragraph = "<p>" + "كلام من كتاب قديم في صفة المكان. " * 20 + "</p>\n"
        missing = max(0, size - len(whole.encode())) // len(paragraph.encode())
        path.write_text(whole.replace("</body>", paragraph * missing + "</body>"), "utf-8")
    return sum(path.stat().st_size for path in folder.rglob("*.xml"))


def main() -> None:
    """Measure each way in turns."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", nargs="?", type=int, default=200)
    options.add_argument("--size", type=int, default=20_000, help="bytes of a document")
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--cluster", action="store_true", help="Dask, with one and two workers")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    ways = dict(WAYS)
    if asked.cluster:
        ways |= {"dask, one worker": by(1, "local"), "dask, two workers": by(2, "local")}
    work = Work("validate", Plan(grammar=str(GRAMMAR)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        size = fill(folder, asked.count, asked.size)
        bare(work, folder, folder)  # compiles the grammar, and reads the files once
        best = dict.fromkeys(ways, float("inf"))
        spent = dict.fromkeys(ways, float("inf"))
        for turn in range(asked.turns):
            for way, do in ways.items():
                began, used = time.perf_counter(), cpu()
                do(work, folder, Path(name) / f"out-{turn}-{way}")
                spent[way] = min(spent[way], cpu() - used)
                best[way] = min(best[way], time.perf_counter() - began)
    found = {
        way: {
            "seconds": round(took, 2),
            "rate": round(asked.count / took, 1),
            "ratio": round(took / best["bare loop"], 3),
            "cpu": round(spent[way], 2),
            "cpu ratio": round(spent[way] / spent["bare loop"], 3),
        }
        for way, took in best.items()
    }
    if asked.json:
        print(json.dumps({"documents": asked.count, "bytes": size, "ways": found}, indent=1))
        return
    print(f"{asked.count} documents, {size / asked.count / 1000:.0f} kB each")
    for way, one in found.items():
        print(
            f"{way:18} {one['seconds']:8.2f} s {one['rate']:8.1f} /s × {one['ratio']:.3f}, "
            f"CPU {one['cpu']:.2f} s × {one['cpu ratio']:.3f}"
        )


if __name__ == "__main__":
    main()
