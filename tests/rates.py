"""How much more two do than one: bare loops, which tell what the machine has, and workers of Dask.

In: a folder of documents. Out: documents a second. Starts and ends do not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import corpora
from tahqiq.corpus import works
from tahqiq.corpus.stores import documents
from tahqiq.corpus.works import Work
from tahqiq.deliveries import Item
from tahqiq.gate import Plan

GRAMMAR = Path(__file__).resolve().parent.parent / "schema/edition.rng"


def loop(folder: Path) -> float:
    """Return how many documents a second a loop over the functions does, and keep nothing."""
    work = Work("validate", Plan(grammar=str(GRAMMAR)))
    task = {"work": works.task_of(work), "known": "", "spool": ""}
    items = [Item(one.key, folder / one.name, folder) for one in documents([str(folder)])]
    first = len(items) // 10  # until then grammars are compiled
    for item in items[:first]:
        works.answer(item, work.plan, task)
    began = time.perf_counter()
    for item in items[first:]:
        works.answer(item, work.plan, task)
    return (len(items) - first) / (time.perf_counter() - began)


def loops(folder: Path, count: int) -> float:
    """Return what that many loops do together, each in a process of its own."""
    asked = [sys.executable, __file__, str(folder)]
    started = [subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    return sum(float(one.communicate()[0]) for one in started)


def workers(folder: Path, count: int, out: Path) -> float:
    """Return what that many workers of Dask do together, without the first and last tenth."""
    log = out / "log.jsonl"
    out.mkdir()
    more = ("--cluster", "local", "--jobs", count, "--log", log)
    asked = corpora.command("validate", "--schema", GRAMMAR, folder, "-o", out / "made", *more)
    subprocess.run(asked, check=False, stderr=subprocess.DEVNULL)
    events = map(json.loads, log.read_text("utf-8").splitlines())
    times = [one["time"] for one in events if one["event"] == "document"]
    tenth = len(times) // 10
    times = times[tenth:-tenth]
    first, last = (datetime.fromisoformat(times[n]).timestamp() for n in (0, -1))
    return len(times) / (last - first)


def scaling(folder: Path, out: Path, turns: int) -> tuple[float, float]:
    """Return how much more two loops do than one, and two workers than one, each at its best.

    They take turns, so that who else is at work on the machine harms both.
    """
    rates: dict[str, list[float]] = {}
    for turn in range(turns):
        for count in (1, 2):
            rates.setdefault(f"loops {count}", []).append(loops(folder, count))
            made = workers(folder, count, out / f"{turn}-{count}")
            rates.setdefault(f"workers {count}", []).append(made)
    best = {name: max(found) for name, found in rates.items()}
    return best["loops 2"] / best["loops 1"], best["workers 2"] / best["workers 1"]


if __name__ == "__main__":
    sys.stdout.write(str(loop(Path(sys.argv[1]))))
