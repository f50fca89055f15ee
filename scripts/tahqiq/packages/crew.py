"""Several processes that do errands with files: together they hash as fast as the machine can.

In: files. Out: the same, in order, with what was made of each. Threads would do for large files;
of small ones, half the work is Python's own, which one process does on one core.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tahqiq.deliveries.limits import Limits
from tahqiq.errors import OutputError
from tahqiq.gate.plan import Plan
from tahqiq.gate.pool import Dead, Pool, Task
from tahqiq.packages import digests, errands
from tahqiq.packages.errands import Shared, Told

T = TypeVar("T")
# Fewer files are done by threads, before processes would have started.
_FEW = 256
# So many files are one task, of very many more, up to so many: none must have all that are left. It
# waits in its process, whatever their size.
_TASK, _MOST, _WAITS = 16, 64, 1
# Who writes or reads past the memory of the system waits for the disk: another one hashes then.
_WAITING = ("pack", "part")
_MESSAGE = {"task": "errand", "name": "", "path": "", "root": "", "packed": False}
# A file may be as large as it likes.
_FOREVER = 1e9


class Known(NamedTuple):
    """What is known of a file already: there is no errand."""

    answer: Any


# A file, and what is told of it.
_Asked = tuple[T, Told | Known]


def done(
    errand: str, shared: Shared, files: Iterable[T], told: Callable[[T], Told | Known],
    left: threading.Event | None = None,
) -> Iterator[tuple[T, Any]]:  # fmt: skip
    """Yield each file with what an errand makes of it (see ``errands``), several at once.

    ``told`` is asked in order for what the errand must know of a file. Raise SourceError or OSError
    as the errand does, and LeftError once ``left`` is set, however large the files are.
    """
    every = ((one, told(one)) for one in files)
    some = list(islice(every, _FEW))
    alone = len(some) < _FEW or digests.CORES < 2
    by = _by_threads if alone else _by_processes
    yield from by(errand, shared, chain(some, every), left or threading.Event())


def one_by_one(
    errand: str, shared: Shared, files: Iterable[T], told: Callable[[T], Told | Known]
) -> Iterator[tuple[T, Any]]:
    """Yield what ``done`` yields, one file after the other, as they are asked for."""
    for one in files:
        yield one, _made(errand, shared, told(one))


def _made(errand: str, shared: Shared, told: Told | Known) -> Any:
    if isinstance(told, Known):
        return told.answer
    return errands.again(errands.done(errand, shared, [told]))[0]


def sha256(path: Path, left: threading.Event) -> str:
    """Return the digest of a large file, made by a process of its own; who waits may do much else.

    Raise as ``done`` does.
    """
    task = Task(None, {**_MESSAGE, "errand": "digest", "shared": {}, "files": [str(path)]})
    with _pool(1, left) as pool:
        (_, answer) = next(pool.map([task]))
        return str(_made_by(answer)[0])


def _by_threads(
    errand: str, shared: Shared, every: Iterable[_Asked[T]], left: threading.Event
) -> Iterator[tuple[T, Any]]:
    made = digests.at_once(lambda asked: _made(errand, shared, asked[1]), every, left)
    return ((one, answer) for (one, _), answer in made)


def _by_processes(
    errand: str, shared: Shared, every: Iterator[_Asked[T]], left: threading.Event
) -> Iterator[tuple[T, Any]]:
    jobs = digests.CORES * 3 // 2 if errand in _WAITING else digests.CORES
    with _pool(jobs, left) as pool:
        for task, answer in pool.map(_tasks(errand, shared, every)):
            made = iter(_made_by(answer))
            for one, told in task.about:
                yield one, told.answer if isinstance(told, Known) else next(made)


@contextlib.contextmanager
def _pool(jobs: int, left: threading.Event) -> Iterator[Pool]:
    """Yield processes that do errands until they are done or, at once, until ``left`` is set."""

    def beat() -> None:
        if left.is_set():
            raise digests.LeftError

    limits = replace(Limits(), seconds=_FOREVER, cpu_seconds=_FOREVER)
    plan = Plan(own="", limits=limits)
    with Pool(plan, jobs, module=errands.__name__, rests=False) as pool:
        pool.beat = beat
        yield pool


def _made_by(answer: Any) -> Any:
    """Return what a process has made, or raise why it has not."""
    if isinstance(answer, Dead):
        raise OutputError(f"a process that hashes was ended ({answer.why})", hint="run it again")
    if "failed" in answer:
        raise RuntimeError(answer["failed"])
    return errands.again(answer["done"])


def _tasks(errand: str, shared: Shared, every: Iterator[_Asked[T]]) -> Iterator[Task]:
    said = {**_MESSAGE, "errand": errand, "shared": shared}
    count = 0
    while some := list(islice(every, min(max(_TASK, count // _TASK), _MOST))):
        count += len(some)
        files = [told for _, told in some if not isinstance(told, Known)]
        message = {**said, "files": files} if files else None
        yield Task(some, message, {"done": []}, _WAITS)
