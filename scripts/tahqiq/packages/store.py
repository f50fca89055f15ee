"""The verb fixity: a store of packages, looked at again.

In: a folder with packages anywhere below it. Out: for each package what is missing, unlisted or
altered. What was done is recorded, so that a run that was stopped goes on; the store is only read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tahqiq import __version__, cache
from tahqiq.deliveries.kinds import kind_of
from tahqiq.errors import Place, SourceError
from tahqiq.files import reason, sha256
from tahqiq.findings import Finding
from tahqiq.gate import Plan
from tahqiq.gate.records import finding_of, finding_record
from tahqiq.packages import fixity, kinds
from tahqiq.packages.opened import opened
from tahqiq.packages.pace import Pace
from tahqiq.packages.watched import Watched
from tahqiq.reports import Input, Run
from tahqiq.tables import room

Say = Callable[[str], None]
_ARCHIVES = (".zip", ".tar")


@dataclass(frozen=True, slots=True)
class Options:
    """``rate`` is in bytes a second, 0 for no limit; ``resume`` goes on with the last run.

    ``fork`` is whether the process that reads listings may be started from this one.
    """

    rate: float = 0
    resume: bool = False
    fork: bool = False


class Journal:
    """What a run over a store has found so far, one line a package, kept until it ends."""

    def __init__(self, store: Path, resume: bool) -> None:
        key = sha256(f"{__version__}\0{store.resolve()}".encode())
        self.path = cache.folder() / "fixity" / f"{key}.jsonl"
        self.known: dict[str, list[Finding]] = {}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if resume and self.path.is_file():
            for line in self.path.read_text("utf-8").splitlines():
                try:
                    record = json.loads(line)
                    self.known[record["package"]] = [finding_of(one) for one in record["findings"]]
                except (ValueError, KeyError, TypeError):
                    break  # the line that the last run died in
        self._rewrite()

    def _rewrite(self) -> None:
        lines = [self._line(name, found) for name, found in self.known.items()]
        self.path.write_text("".join(lines), encoding="utf-8")

    @staticmethod
    def _line(name: str, found: list[Finding]) -> str:
        record = {"package": name, "findings": [finding_record(one) for one in found]}
        return json.dumps(record, ensure_ascii=False) + "\n"

    def put(self, name: str, found: list[Finding]) -> None:
        """Record a package."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(self._line(name, found))
            file.flush()
            os.fsync(file.fileno())

    def done(self) -> None:
        """Forget a run that came to its end."""
        self.path.unlink(missing_ok=True)


def check(store: Path, options: Options, say: Say) -> Run:
    """Return what has become of the packages below ``store``.

    Raise SourceError where there is no such folder, or no package in it.
    """
    if not store.is_dir():
        raise SourceError("there is no such folder", place=Place(str(store)))
    started = _now()
    journal = Journal(store, options.resume)
    pace = Pace(options.rate)
    inputs: list[Input] = []
    findings: list[Finding] = []
    with Watched(Plan(), fork=options.fork) as watched:
        for number, (path, shown) in enumerate(packages(store, store.name or str(store)), 1):
            say(f"{number} packages, {pace.read // 2**20} MB: {shown}")
            found = journal.known.get(shown)
            if found is None:
                found = list(_judged(path, shown, watched, pace))
                journal.put(shown, found)
            inputs.append(Input(shown))
            findings.extend(found)
    if not inputs:
        raise SourceError("the folder holds no packages", place=Place(str(store)))
    journal.done()
    return Run(tuple(findings), tuple(inputs), version=__version__, started=started, ended=_now())


def packages(folder: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """Yield the packages below a folder, by name; what lies within a package is part of it.

    A storage root comes before its objects: it has a layout of its own.
    """
    kind = kinds.kind_of(folder)
    if kind:
        yield folder, shown
    if kind and kind != kinds.ROOT:
        return
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from packages(path, f"{shown}/{path.name}")
        elif path.suffix in _ARCHIVES and kind_of(path):
            yield path, f"{shown}/{path.name}"


def _judged(path: Path, shown: str, watched: Watched, pace: Pace) -> Iterator[Finding]:
    try:
        with room(), contextlib.ExitStack() as closing:
            found = closing.enter_context(opened(path, shown, watched, pace, own=False))
            judged = list(fixity.judged(found, shown, watched, pace))
            # What is wrong with an archive may have been found meanwhile.
            yield from found.findings
            yield from judged
    except OSError as error:
        raise SourceError(reason(error), place=Place(str(path))) from None


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
