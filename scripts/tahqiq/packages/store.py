"""The verb fixity: a store of packages, looked at again.

In: a folder with packages anywhere below it. Out: for each package what is missing, unlisted or
altered, and what else is to be said of the store. What was done is recorded, so that a run that was
stopped goes on; the store is only read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tahqiq import __version__, cache
from tahqiq.errors import Place, SourceError
from tahqiq.files import is_full, reason, sha256
from tahqiq.findings import Finding
from tahqiq.gate import Plan
from tahqiq.gate.records import finding_of, finding_record
from tahqiq.packages import checklists, fixity, receipts, shelves
from tahqiq.packages.opened import opened
from tahqiq.packages.pace import Pace
from tahqiq.packages.trouble import trouble
from tahqiq.packages.watched import Watched
from tahqiq.reports import Input, Run
from tahqiq.tables import no_room, room

Say = Callable[[str], None]
_UNREADABLE = "PKG118"


@dataclass(frozen=True, slots=True)
class Options:
    """``rate`` is in bytes a second, 0 for no limit; ``resume`` goes on with the last run.

    ``fork`` is whether the process that reads listings may be started from this one.
    """

    rate: float = 0
    resume: bool = False
    fork: bool = False


class Journal:
    """What a run over a store has found so far, one line a package, kept until it ends.

    What could not be looked at is not known: the disk may be well again.
    """

    def __init__(self, store: Path, resume: bool) -> None:
        key = sha256(f"{__version__}\0{store.resolve()}".encode())
        self.path = cache.folder() / "fixity" / f"{key}.jsonl"
        self.known: dict[str, list[Finding]] = {}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if resume and self.path.is_file():
            for line in self.path.read_text("ascii", "replace").splitlines():
                try:
                    record = json.loads(line)
                    found = [finding_of(one) for one in record["findings"]]
                    if all(one.code != _UNREADABLE for one in found):
                        self.known[record["package"]] = found
                except (ValueError, KeyError, TypeError):
                    break  # the line that the last run died in
        self._rewrite()

    def _rewrite(self) -> None:
        lines = [self._line(name, found) for name, found in self.known.items()]
        self.path.write_text("".join(lines), encoding="ascii")

    @staticmethod
    def _line(name: str, found: list[Finding]) -> str:
        # In ASCII: a name need not be Unicode, and may hold what breaks lines.
        return json.dumps({"package": name, "findings": [*map(finding_record, found)]}) + "\n"

    def put(self, name: str, found: list[Finding]) -> None:
        """Record a package."""
        with self.path.open("a", encoding="ascii") as file:
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
        for one in shelves.packages(store, store.name or str(store)):
            if isinstance(one, Finding):
                findings.append(one)
                continue
            say(f"{len(inputs) + 1} packages, {pace.read // 2**20} MB: {one.shown}")
            found = journal.known.get(one.shown)
            if found is None:
                found = _judged(one.path, one.shown, watched, pace)
                journal.put(one.shown, found)
            inputs.append(Input(one.shown))
            findings.extend(found)
    if not inputs and not findings:
        raise SourceError("the folder holds no packages", place=Place(str(store)))
    journal.done()
    return Run(tuple(findings), tuple(inputs), version=__version__, started=started, ended=_now())


def _judged(path: Path, shown: str, watched: Watched, pace: Pace) -> list[Finding]:
    """Return what has become of a package, also that it cannot be read: others shall be."""
    try:
        with room(), contextlib.ExitStack() as closing:
            found = closing.enter_context(opened(path, shown, watched, pace, own=False))
            checklist, wrong = checklists.beside(path, shown, pace)
            judged = list(fixity.judged(found, shown, watched, pace, checklist))
            # What is wrong with an archive may have been found meanwhile.
            return receipts.compared(path, shown, [*found.findings, *judged, *wrong], pace)
    except SourceError as error:
        return [trouble(_UNREADABLE, shown, error.message)]
    except OSError as error:
        if is_full(error):
            raise no_room(reason(error)) from None
        return [trouble(_UNREADABLE, shown, reason(error))]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
