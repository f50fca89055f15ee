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
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple, cast

from tahqiq.errors import TransformError

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
# takes long, for a source of more than so many bytes (UTF-8; 500 pages have 1.4 million).
_PATIENCE = 6
_LONG_PATIENCE = 2
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
# How often a paragraph asks for room, or no more, before it may break anywhere.
_MOST = 6
# The same in a book of which each layout takes long, whose notes are to be right within its rounds.
_LONG_MOST = 1
# So many pages behind a mend, the pages may be as they were. What asks for room there may do so
# sooner, since it is forgotten where it is of no use.
_FAR = 6
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Set:
    """A set document: its bytes, how often it was laid out, what was left to mend, what was said.

    ``facts`` is what the document says of itself for the metadata of the file.
    """

    content: bytes
    rounds: int
    left: tuple[str, ...]
    warnings: tuple[str, ...]
    facts: dict[str, str]


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
    mends = Mends.of(job["mends"]) if "mends" in job else Mends()
    (folder / _MENDS).write_text(mends.as_json(), encoding="utf-8")
    best = Best(*job["best"]) if "best" in job else Best([_ROUNDS * _LONG], 0, "")
    is_long = (folder / "main.typ").stat().st_size > _LONG
    patience = _LONG_PATIENCE if is_long else _PATIENCE
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
        for rounds in range(job.get("rounds", 0) + 1, _ROUNDS + 1):
            # Pages are asked for what they say of themselves, and drawn when they are right.
            (folder / _MENDS).write_text(mends.as_json(), encoding="utf-8")
            faults = _asked(compiler, "faults", [])
            best = min(best, Best(_badness(faults), rounds, mends.as_json()))
            most = _LONG_ROUNDS if _memory() > _ENOUGH else _ROUNDS
            if not faults or rounds >= min(most, best.rounds + patience):
                break
            lines = _asked(compiler, "lines", {})
            often = _MOST if most == _ROUNDS else _LONG_MOST
            if not mends.add(faults, lines, often, patient=rounds < most - 3):
                break  # nothing helps that is known
            if _memory() > _MUCH:
                _forget(folder, job["fonts"])
            if _memory() > _ENOUGH:
                again = {"mends": json.loads(mends.as_json()), "rounds": rounds, "best": best}
                return {"again": again}
        if best.badness < _badness(faults):
            (folder / _MENDS).write_text(best.mends, encoding="utf-8")
            faults = _asked(compiler, "faults", [])
        facts = _asked(compiler, "facts", {})
        content, warnings = compiler.compile_with_warnings(pdf_standards=["a-3a", "ua-1"])
    except (typst.TypstError, RuntimeError) as error:
        told = re.sub(r"\s+", " ", str(error)).removeprefix("failed to compile document: ")
        return {"error": told[:300]}
    (folder / "pages.pdf").write_bytes(cast(bytes, content))
    said = [re.sub(r"\s+", " ", str(one.message)) for one in warnings]
    return {
        "rounds": rounds,
        "left": [f"page {one['page']}: {_LEFT[one['what']]}" for one in faults],
        "warnings": said,
        "facts": facts,
    }


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


@dataclass(slots=True)
class Mends:
    """What the next layout is told.

    ``room`` are notes above which room is left, ``loose`` paragraphs that may break anywhere,
    ``tight`` says how often lines were set closer. Of notes in one line the first of ``held`` has
    room for those of ``behind``. A paragraph of ``above`` begins with so much
    more room (in points), one of ``below`` ends with it; so often it ``asked`` for it.
    """

    room: Counter[str] = field(default_factory=Counter)
    loose: set[str] = field(default_factory=set)
    tight: int = 0
    held: dict[str, float] = field(default_factory=dict)
    behind: dict[str, float] = field(default_factory=dict)
    above: dict[str, float] = field(default_factory=dict)
    below: dict[str, float] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Mends:
        """Return the mends that another process has written."""
        counted = {name: Counter(told[name]) for name in ("room", "asked")}
        return cls(**{**told, **counted, "loose": set(told["loose"])})

    def add(
        self, faults: list[dict[str, Any]], lines: dict[str, Any], most: int, *, patient: bool
    ) -> bool:
        """Take what the faults ask for; return whether that is anything new.

        For its notes' sake a paragraph asks for room ``most`` times, and then may break anywhere.
        Lines with several notes are told once. A mend moves all that follows, so that of
        faults near each other only the first counts; at last all are taken. Lines are set closer
        only where nothing else is to be mended.
        """
        before = self.as_json()
        notes = [one for one in faults if one["how"] != "tight"]
        for key in set(lines.get("idle", [])).difference(one["key"] for one in faults):
            self.above.pop(key, None)
            self.below.pop(key, None)
        leaders = lines.get("leaders", {})
        if notes and leaders and not self.behind:
            self.held, self.behind = lines["held"], lines["behind"]
            notes = [one for one in notes if one.get("note") not in leaders]
        if faults[0]["how"] == "tight":
            self._start_again()
        reached, widened = -_FAR, set[str]()
        for fault in sorted(notes, key=lambda one: int(one["page"])):
            asks = fault["how"] in ("above", "below")
            if patient and fault["page"] < reached + (_NEAR if asks else _FAR):
                continue
            known = self.as_json(), len(widened)
            if asks:
                self._ask_for_room(fault, most)
            elif fault["how"] == "loose" or not patient:
                self.loose.add(fault["key"])
            if fault["how"] == "room":
                widened.add(leaders.get(fault["key"], fault["key"]))
            # What nothing more is known for keeps no other from being mended.
            if known != (self.as_json(), len(widened)):
                reached = fault["page"]
        self.room.update(widened)
        return self.as_json() != before

    def _ask_for_room(self, fault: dict[str, Any], most: int) -> None:
        """Let a paragraph or heading ask for room; where it does so already that is the fault."""
        asked, key = (self.above if fault["how"] == "above" else self.below), fault["key"]
        if fault["note"] in self.loose:
            return  # nothing helps that is known
        if fault["what"] == "note" and self.asked[key] >= most:
            asked.pop(key, None)
            self.loose.add(fault["note"])
            return
        self.asked[key] += 1
        if key in asked:
            del asked[key]
        elif self.asked[key] < _MOST:
            asked[key] = fault["by"] * (1 + self.asked[key] // 2)
        else:
            self.loose.add(fault["note"])

    def _start_again(self) -> None:
        """Set the lines of all pages otherwise; what was mended on them stands elsewhere now."""
        self.tight += 1
        for mended in (self.room, self.loose, self.above, self.below, self.asked):
            mended.clear()

    def as_json(self) -> str:
        """Return the mends as assets/book reads them."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps({**told, "loose": sorted(self.loose)}, sort_keys=True)


def _asked(compiler: Any, label: str, default: Any) -> Any:
    """Return what a document says under a label, as ours do."""
    found = json.loads(compiler.query(f"<{label}>", field="value"))
    return found[0] if found else default


if __name__ == "__main__":
    print(json.dumps(_set(Path(sys.argv[1]))))  # noqa: T201
