"""A run of the gate: a delivery judged from its first file to what lies between its files.

In: paths and a plan. Out: findings as they come, in the order of the input; then the facts of the
run for reports.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from tahqiq import __version__
from tahqiq.deliveries import Delivery, Item, Skipped
from tahqiq.deliveries.trouble import trouble
from tahqiq.errors import Place, SourceError, TahqiqError
from tahqiq.findings import Finding, Message, Severity, sort_findings
from tahqiq.gate.between import between
from tahqiq.gate.journal import Entry, Journal
from tahqiq.gate.opening import Watched
from tahqiq.gate.plan import Plan
from tahqiq.gate.pool import Dead, Pool, Task
from tahqiq.gate.records import Verdict, dead_finding, message, place_of
from tahqiq.reports.run import Group, Input, Run, Schema

if TYPE_CHECKING:
    from tahqiq.gate.cached import Cache

Progress = Callable[[int, int], None]
Event = Input | Finding | SourceError


class Options(NamedTuple):
    """How a run goes, which does not change what it finds.

    ``jobs`` is the number of processes; ``fork`` may start them from this one (see Pool);
    ``journal`` is where to keep what was found so far, ``cache`` whether to use the verdicts of
    earlier runs; ``stop_after`` ends the run at so many findings; ``progress`` is told how many
    entries are done, and how many of the delivery are known so far.
    """

    jobs: int = 1
    fork: bool = False
    journal: Path | None = None
    cache: bool = False
    stop_after: int | None = None
    progress: Progress = lambda done, expected: None


class Gate:
    """One run; a context, since it holds processes, a journal and unpacked archives.

    ``pool`` has workers that were started before; its own is made where there is none.
    """

    def __init__(
        self,
        paths: Iterable[str | Path | Item],
        plan: Plan,
        options: Options,
        pool: Pool | None = None,
    ) -> None:
        self.plan = plan
        self._options = options
        self._closing = ExitStack()
        opener = self._closing.enter_context(Watched(plan, fork=options.fork))
        self._delivery = self._closing.enter_context(Delivery(paths, plan.limits, opener=opener))
        self._pool = pool or self._closing.enter_context(
            Pool(plan, options.jobs, fork=options.fork)
        )
        self._journal = Journal(options.journal)
        self._cache = _cache_of(plan) if options.cache else None
        self._between: list[Finding] = []
        self.started = _now()
        self._is_done = self._all_judged = False
        self.stopped = False

    def __enter__(self) -> Gate:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._journal.close(keep=not self._is_done)
        self._closing.close()

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of all files, then those between them."""
        return (one for one in self.events() if isinstance(one, Finding))

    def events(self) -> Iterator[Event]:
        """Yield each file that was judged, or why it was not, before its findings."""
        count = 0
        for event in self._all():
            yield event
            count += isinstance(event, Finding)
            if count == self._options.stop_after:
                self.stopped = True
                break
        self._journal.commit()
        self._is_done = True

    def _all(self) -> Iterator[Event]:
        number = -1
        self._pool.beat = lambda: self._options.progress(number + 1, self._delivery.expected)
        for number, (task, answer) in enumerate(self._pool.map(self._tasks())):
            verdict = self._taken(number, task.about, answer)
            self._options.progress(number + 1, self._delivery.expected)
            if isinstance(task.about, Finding | SourceError):
                yield task.about
            elif verdict is not None and not verdict.skipped:
                yield _input(task.about, verdict)
                if verdict.failure:
                    yield SourceError(verdict.failure, place=Place(task.about.name))
                yield from verdict.findings
        self._journal.cut(number + 1)
        self._all_judged = True
        self._between = sort_findings(between(self._judged, _Asked(self._pool)))
        yield from self._between

    def _tasks(self) -> Iterator[Task]:
        for number, entry in enumerate(self._delivery.entries()):
            if isinstance(entry, Skipped) and self.plan.others == "refuse":
                yield Task(trouble("TQ312", entry.name))
            elif isinstance(entry, Item):
                known = self._journal.verdict(number, entry)
                if known is None and self._cache is not None:
                    known = self._cache.get(entry)
                yield Task(entry, None if known else message("judge", entry), known)
            else:
                yield Task(entry)

    def _taken(self, number: int, entry: Entry, answer: Any) -> Verdict | None:
        """Note what became of an entry."""
        verdict = answer if isinstance(answer, Verdict) else None
        if isinstance(entry, Item) and verdict is None:
            verdict = _verdict(entry, answer)
            if self._cache is not None and not isinstance(answer, Dead):
                self._cache.put(entry, verdict)
        self._journal.put(number, entry, verdict)
        return verdict

    def _judged(self) -> Iterator[tuple[Item, Verdict]]:
        self._journal.commit()
        for entry, verdict in self._journal.rows():
            if isinstance(entry, Item) and verdict is not None:
                yield entry, verdict

    @property
    def is_between(self) -> bool:
        """Return whether all files have been judged, and what follows lies between them."""
        return self._all_judged

    def groups(self) -> Iterator[Group]:
        """Yield what is said of each file, in the order of reports, once all findings were taken.

        Files come from the journal, so that a report of any length takes no memory.
        """
        between: dict[str, list[Finding]] = {}
        others: dict[str, list[Finding]] = {}
        failures: list[SourceError] = []
        for one in self._between:
            between.setdefault(one.place.file, []).append(one)
        for entry, verdict in self._journal.rows():
            if isinstance(entry, Finding):
                others.setdefault(entry.place.file, []).append(entry)
            elif isinstance(entry, SourceError):
                failures.append(entry)
            elif verdict is not None and not verdict.skipped:
                failed = verdict.failure and SourceError(verdict.failure, place=Place(entry.name))
                found = [*others.pop(entry.name, ()), *verdict.findings]
                yield Group(entry.name, [*found, *between.pop(entry.name, ())], failed or None)
        for path, findings in (others | between).items():
            yield Group(path, findings)
        for failure in failures:
            yield Group(failure.place.file if failure.place else "", (), failure)

    def run(self, lang: str = "en", *, counted: Mapping[str, int] | None = None) -> Run:
        """Return the facts of the run, once its findings have all been taken.

        With ``counted`` neither files nor findings are in it, for whoever has had them already:
        a run of any length then takes no memory.
        """
        inputs, failures, skipped = [], [], []
        findings: list[Finding] = []
        schemas: dict[tuple[str, str, str], None] = {}
        for entry, verdict in self._journal.rows():
            if isinstance(entry, Finding):
                findings.extend([entry] if counted is None else [])
            elif isinstance(entry, SourceError):
                failures.append(entry)
            elif isinstance(entry, Skipped):
                skipped.append((entry.name, entry.why))
            elif verdict is not None and verdict.skipped:
                skipped.append((entry.name, verdict.skipped))
            elif verdict is not None:
                if counted is None:
                    inputs.append(_input(entry, verdict))
                    findings.extend(verdict.findings)
                schemas.update(dict.fromkeys(verdict.schemas))
                if verdict.failure:
                    failures.append(SourceError(verdict.failure, place=Place(entry.name)))
        between = self._between if counted is None else []
        found = [*findings, *between][: self._options.stop_after]
        return Run(
            tuple(_by_input(found, inputs)), tuple(inputs),
            tuple(Schema(*one) for one in sorted(schemas)), tuple(failures), __version__,
            self.started, _now(), lang, tuple(skipped), counted,
        )  # fmt: skip


def validate(
    paths: Iterable[str | Path], plan: Plan | None = None, *, jobs: int = 1
) -> Iterator[Finding]:
    """Yield the findings on files, folders, archives and bags, as ``tahqiq validate`` does.

    Each file is judged in a process of its own kind; what cannot be read is a finding, too (TQ300).

    >>> [finding.code for finding in validate(["missing.xml"])]
    ['TQ300']
    """
    with Gate(paths, plan or Plan(), Options(jobs=jobs)) as gate:
        yield from gate.findings()
        yield from (_unread(one) for one in gate.run().failures)


def _cache_of(plan: Plan) -> Cache:
    from tahqiq.gate.cached import Cache  # loads SQLite

    return Cache(plan)


class _Asked:
    """Questions on single files, answered by the pool; a file that cannot be read has nothing."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def inspected(self, item: Item) -> Verdict:
        answer = self._pool.ask(message("inspect", item))
        return (
            Verdict.of(answer) if isinstance(answer, dict) and "pointers" in answer else Verdict()
        )

    def ids(self, path: Path) -> set[str]:
        answer = self._pool.ask(message("ids", Item(str(path), path, path.parent)))
        return set(answer) if isinstance(answer, list) else set()

    def places(self, item: Item, numbers: list[int], ids: list[str]) -> list[tuple[Place, str]]:
        answer = self._pool.ask(message("places", item, numbers=numbers, ids=ids))
        if isinstance(answer, list):
            return [(place_of(place), name) for place, name in answer]
        return [(Place(item.name), "")] * (len(numbers) + len(ids))


def _verdict(item: Item, answer: Any) -> Verdict:
    """Return the verdict that an answer of a worker is."""
    if isinstance(answer, Dead):
        return Verdict(findings=[dead_finding(answer.code, answer.why, item.name)])
    if "failed" in answer:
        return Verdict(failure=answer["failed"])
    return Verdict.of(answer)


def _input(item: Item, verdict: Verdict) -> Input:
    schemas = tuple(_schema(*one) for one in verdict.schemas)
    return Input(
        item.name, verdict.sha256, verdict.size, verdict.puid, verdict.misread, schemas=schemas
    )


@cache
def _schema(path: str, kind: str, digest: str) -> Schema:
    """Return a schema, the same for all the files that it judged."""
    return Schema(path, kind, digest)


def _by_input(findings: list[Finding], inputs: list[Input]) -> list[Finding]:
    """Return findings in the order of the inputs, those between files among the others."""
    order = {one.path: number for number, one in enumerate(inputs)}
    return sorted(findings, key=lambda one: order.get(one.place.file, -1))


def _unread(error: TahqiqError) -> Finding:
    place = error.place or Place("")
    said = Message(f"it cannot be read: {error.message}", f"تعذرت قراءته: {error.message}")
    return Finding("TQ300", "unreadable", Severity.ERROR, place, said)


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
