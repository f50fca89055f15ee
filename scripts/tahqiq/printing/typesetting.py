"""Typst, run until its pages are right: ``python -m tahqiq.printing.typesetting FOLDER``.

In: a folder with ``main.typ`` and ``job.json`` (folders of fonts, inputs). Out: ``pages.pdf`` in
it, and on standard output as JSON what Typst said. It is a process of its own, because Typst keeps
all that it laid out until its process ends: a book of 500 pages takes half a gigabyte.
"""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from tahqiq.errors import TransformError
from tahqiq.printing.flow import Flow
from tahqiq.printing.layouts import Layout, told
from tahqiq.printing.mends import LONG_MOST, MOST, Mends

# How often pages are laid out anew to mend what the last layout shows (see assets/book/faults.typ).
_ROUNDS = 16
# How often where each layout needs a process of its own.
_LONG_ROUNDS = 8
# Typst keeps all that it lays out. With so many KiB it is let forget what the last layout had no
# use for; it sets some of that anew.
_MUCH = 900_000
# With so many KiB the next layout has a process of its own, which sets all anew.
_ENOUGH = 1_800_000
# It forgets what so many documents set after it had no use for (typst 0.15.2, comemo's age).
_FORGOTTEN = 9
# After so many layouts that were no better than one before, that one is taken; fewer where each
# takes long and no note is astray: for a source of more than so many bytes (500 pages have 1.4
# million).
_PATIENCE = 6
_LONG_PATIENCE = 1
_LONG = 1_000_000
# What is said of a fault that nothing mended.
_LEFT = {
    "note": "a note stands on another page than its marker",
    "line": "a line of a paragraph stands alone",
    "heading": "a heading stands below all that it heads",
    "side": "one side of an opening goes on over its page",
    "end": "the text ends with a line or two on a page of their own",
}
# The file that tells the next layout what the last has shown.
_MENDS = "mends.json"


@dataclass(frozen=True, slots=True)
class Set:
    """A set document: its bytes, how often it was laid out, what was left to mend, what was said.

    ``facts`` is what the document says of itself for the metadata of the file, ``area`` between
    which points of odd and of even pages its lines stand.
    """

    content: bytes
    rounds: int
    left: tuple[str, ...]
    warnings: tuple[str, ...]
    facts: dict[str, str]
    area: list[list[float]]


def run(folder: Path, inputs: dict[str, str], font_folders: list[Path]) -> Set:
    """Set ``main.typ`` of a folder. Raise TransformError where Typst refuses it."""
    job: dict[str, Any] = {"inputs": inputs, "fonts": [str(path) for path in font_folders]}
    report: dict[str, Any] = {"again": {}}
    while "again" in report:
        (folder / "job.json").write_text(json.dumps({**job, **report["again"]}), encoding="utf-8")
        report = _in_a_process(folder)
    if "error" in report:
        raise TransformError(f"Typst: {report['error']}")
    return Set(
        (folder / "pages.pdf").read_bytes(),
        report["rounds"],
        tuple(report["left"]),
        tuple(report["warnings"]),
        report["facts"],
        report["area"],
    )


def _in_a_process(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tahqiq.printing.typesetting", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        said = done.stderr.strip().splitlines()
        raise TransformError(f"Typst ended with {done.returncode}: {said[-1] if said else ''}")
    return dict(json.loads(lines[-1]))


def _set(folder: Path) -> dict[str, Any]:
    import typst

    job = json.loads((folder / "job.json").read_text("utf-8"))
    (folder / _MENDS).write_text(Mends().as_json(), encoding="utf-8")
    try:
        # One compiler for all layouts: it reads the mends anew each time, and sets only what they
        # change; another would set all anew (typst 0.15.2).
        compiler = typst.Compiler(
            str(folder / "main.typ"),
            root=str(folder),
            font_paths=job["fonts"],
            ignore_system_fonts=True,
            sys_inputs={**job["inputs"], "mends": _MENDS},
        )
        # Pages are asked for what they say of themselves, and drawn when they are right.
        laid_out = _laid_out(compiler, folder, job)
        if "again" in laid_out:
            return laid_out
        said = {"facts": {}, "area": [], **told(compiler, "facts", "area")}
        content, warnings = compiler.compile_with_warnings(pdf_standards=["a-3a", "ua-1"])
    except (typst.TypstError, RuntimeError) as error:
        why = re.sub(r"\s+", " ", str(error)).removeprefix("failed to compile document: ")
        return {"error": why[:300]}
    (folder / "pages.pdf").write_bytes(cast(bytes, content))
    warned = [re.sub(r"\s+", " ", str(one.message)) for one in warnings]
    return {**laid_out, "warnings": warned, **said}


def _laid_out(compiler: Any, folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    """Lay the pages out until they are right; return how often, and what was left.

    What is returned under ``again`` is for another process to go on with.
    """
    mends = Mends.of(job["mends"]) if "mends" in job else Mends()
    best = Best(*job["best"]) if "best" in job else Best([_ROUNDS * _LONG], 0, "")
    flow, foretold = Flow.of(job.get("known", [])), job.get("foretold", 0)
    layout = Layout(compiler, folder / _MENDS, flow, foretold, mends.tight)
    is_long = (folder / "main.typ").stat().st_size > _LONG
    for rounds in range(job.get("rounds", 0) + 1, _ROUNDS + 1):
        faults = layout.faults(mends)
        best = min(best, Best(_badness(faults), rounds, mends.as_json()))
        if not faults:
            break
        most = _LONG_ROUNDS if _memory() > _ENOUGH else _ROUNDS
        patience = _LONG_PATIENCE if is_long and not best.badness[0] else _PATIENCE
        if rounds >= min(most, best.rounds + patience):
            break
        often = MOST if most == _ROUNDS else LONG_MOST
        if not layout.mend(mends, faults, often, patient=rounds < most - 3):
            break  # nothing helps that is known
        if _memory() > _MUCH:
            _forget(folder, job["fonts"])
        if _memory() > _ENOUGH:
            again = {"mends": json.loads(mends.as_json()), "rounds": rounds, "best": best}
            known = {"known": layout.flow.known(), "foretold": layout.foretold}
            return {"again": {**again, **known}}
    if best.badness < _badness(faults):
        faults = layout.faults(Mends.of(json.loads(best.mends)))
    left = [f"page {one['page']}: {_LEFT[one['what']]}" for one in faults]
    return {"rounds": rounds, "left": left}


class Best(NamedTuple):
    """The layout with the least wrong: how bad it is, which it was, what it had been told."""

    badness: list[int]
    rounds: int
    mends: str


def _badness(faults: list[dict[str, Any]]) -> list[int]:
    """Return how bad a layout is: its notes on other pages than their markers, then all else."""
    lost = sum(fault["what"] == "note" for fault in faults)
    return [lost, len(faults) - lost]


def _forget(folder: Path, font_folders: list[str]) -> None:
    """Let Typst forget all that the last layout had no use for."""
    import typst

    (folder / "empty.typ").write_text("", encoding="utf-8")
    for _ in range(_FORGOTTEN):
        typst.compile(str(folder / "empty.typ"), font_paths=font_folders, ignore_system_fonts=True)
    # What is free goes back to the system, where the C library can do so (glibc).
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back:
        give_back(0)


def _memory() -> int:
    """Return the memory that this process holds, in KiB."""
    # Not the most that getrusage(2) tells: that begins with what the parent had before exec(2).
    import psutil

    return int(psutil.Process().memory_info().rss) // 1024


if __name__ == "__main__":
    print(json.dumps(_set(Path(sys.argv[1]))))  # noqa: T201
