"""Packages of strangers, read in a watched process, which may die of them.

In: the folder of a package. Out: what lies in it and what it lists, as tables; what its kind wants;
and findings, those on the process's death among them. Only the bytes of plain files are read here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tahqiq import scratch
from tahqiq.deliveries import Item
from tahqiq.findings import Finding
from tahqiq.gate import opening
from tahqiq.gate.plan import Plan
from tahqiq.gate.pool import Dead
from tahqiq.gate.records import dead_finding, finding_of, message
from tahqiq.packages import lying
from tahqiq.packages.pace import Pace
from tahqiq.packages.submissions import abridged
from tahqiq.packages.survey import Seen, Survey
from tahqiq.packages.trouble import trouble
from tahqiq.tables import no_room

if TYPE_CHECKING:
    from tahqiq.packages.apart import Apart

T = TypeVar("T")


@dataclass(slots=True)
class Opened:
    """A package on its way in, in ``folder``; ``spare`` is an empty one for what is made of it.

    Of what came out of an archive, ``taken`` is a database of digests, in which ``prefix`` stands
    before the names of the package's files; ``sha256`` is the archive's own. Where its parts are
    hashed ``apart``, that goes on, and both are whole at its end (see ``settle``).
    """

    folder: Path
    spare: Path
    findings: list[Finding] = field(default_factory=list)
    taken: Path | None = None
    prefix: str = ""
    sha256: str = ""
    apart: Apart | None = None

    def settle(self) -> None:
        """Wait until all that came out of an archive is hashed."""
        if self.apart and not self._is_settled:
            self._is_settled = True
            self.findings += self.apart.findings()
            self.sha256 = self.apart.sha256()

    _is_settled: bool = False


@dataclass(slots=True)
class Surveyed:
    """A package as it says that it is, and as it lies there; ``database`` holds both."""

    database: Path
    survey: Survey
    kind: str = ""
    free: tuple[str, ...] = ()
    strict: bool = True
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_barred(self) -> bool:
        """Return whether nothing more of it may be looked at."""
        return lying.bars(self.findings)


class Watched(opening.Watched):
    """Opens archives, reads listings and judges structures in a process with a plan's limits."""

    def __init__(self, plan: Plan, *, fork: bool = False) -> None:
        super().__init__(plan, fork=fork, module="tahqiq.packages.worker")

    def start(self) -> None:
        """Start the process now: from here on this one will have several threads."""
        self._pool.start()

    def unpacked(
        self, path: Path, shown: str, folder: Path, database: Path, pace: Pace, *, whole: bool,
        apart: Path | None,
    ) -> tuple[list[Finding], bool]:  # fmt: skip
        """Unpack an archive into a folder, its files' digests into a database.

        ``whole`` is whether all files will be read, ``apart`` where to tell of parts that are
        hashed by another process (see ``taken``). Return findings, and whether the process came
        to its end.
        """
        answer = self._asked(
            "unpack", Item(shown, path, folder), spent=self._spent, database=str(database),
            rate=pace.rate, whole=whole, apart=str(apart or ""),
        )  # fmt: skip
        if isinstance(answer, Finding):
            return [answer], False
        _check(answer)
        pace.read += answer["spent"][0] - self._spent[0]
        self._spent = answer["spent"]
        return [finding_of(one) for one in answer["findings"]], True

    @contextlib.contextmanager
    def surveyed(self, folder: Path, shown: str, found: Opened | None = None) -> Iterator[Surveyed]:
        """Yield the survey of a package; it vanishes at the end.

        ``found`` is the archive that it came out of: what was seen of it is not read again.
        """
        with scratch.apart() as made:
            database = made / "survey"
            seen = None
            if found and found.taken:
                seen = Seen(str(found.taken), found.prefix + below(folder, found.folder))
            said = {"taken": seen.database, "prefix": seen.prefix} if seen else {}
            answer = self._answer("survey", folder, shown, database=str(database), **said)
            # What a process that died left of its tables is not looked at.
            survey = Survey(None if isinstance(answer, Finding) else database)
            if seen and not (found and found.apart):
                survey.attach(seen)
            try:
                if isinstance(answer, Finding):
                    yield Surveyed(database, survey, free=(".*",), findings=[answer])
                    return
                yield Surveyed(
                    database, survey, answer["kind"], tuple(answer["free"]), answer["strict"],
                    [finding_of(one) for one in answer["findings"]],
                )  # fmt: skip
            finally:
                survey.close()

    @contextlib.contextmanager
    def beside(self, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
        """Do what asks this process while files are hashed; what is yielded waits for its end.

        Nothing else may be asked of it before.
        """
        self._pool.fork_no_more()
        with ThreadPoolExecutor(1) as thread:
            yield thread.submit(work).result

    def structure(self, found: Surveyed, folder: Path, shown: str) -> list[Finding]:
        """Return what a package is not as its kind must be."""
        answer = self._answer(
            "structure", folder, shown, kind=found.kind, database=str(found.database)
        )
        if isinstance(answer, Finding):
            return [answer]
        return [finding_of(one) for one in answer["findings"]]

    def abridged(self, path: Path, shown: str, target: Path) -> None:
        """Abridge a METS file to ``target``, where it is large and that can be done."""
        if path.stat().st_size < abridged.LARGE:
            return
        answer = self._answer("abridge", path, shown, target=str(target))
        if not isinstance(answer, dict) or not answer["done"]:
            target.unlink(missing_ok=True)

    def _answer(self, task: str, folder: Path, shown: str, **more: Any) -> Any:
        answer = self._pool.ask(message(task, Item(shown, folder, folder), **more))
        if isinstance(answer, Dead):
            return dead_finding(answer.code, answer.why, shown)
        _check(answer)
        if "failed" in answer:
            return trouble("PKG104", shown, answer["failed"])
        return answer


def _check(answer: dict[str, Any]) -> None:
    """Raise OutputError where this machine could not do its part."""
    if "unable" in answer:
        raise no_room(answer["unable"])


def below(folder: Path, top: Path) -> str:
    """Return how names in a folder begin, seen from one that it lies in."""
    return f"{folder.relative_to(top).as_posix()}/" if folder != top else ""
