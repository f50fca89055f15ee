"""Processes that judge, watched: one that takes too long, takes too much or dies costs one answer.

In: tasks. Out: their answers in the order of the tasks, whichever came first.
"""

from __future__ import annotations

import json
import os
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from tahqiq.deliveries.limits import MB
from tahqiq.gate.plan import Plan
from tahqiq.gate.process import ANSWER, Process

# Seconds: how long to wait for an answer, and how often to look after the workers.
_TICK = 0.05
_LOOK = 0.1
# Answers that wait for an earlier one; more would let memory grow with the delivery.
_AHEAD = 256
# What a worker may have: tasks, their characters, which must fit into its pipe, and the bytes of
# their files, of which none may be larger than what is small.
_QUEUED = 24
_CHARACTERS = 32 * 1024
_LARGE = MB
_SMALL = 128 * 1024
# While this many tasks wait in every worker nobody needs to look after them at each answer.
_ENOUGH = 8
_REST = 0.1


class Task(NamedTuple):
    """Something to be answered: by a worker, or, without a message, by what is known already.

    ``about`` is the asker's own and stays here; ``size`` are the bytes of its file. A small one may
    wait behind others in a worker that is busy, which goes on without waiting for whoever asks.
    """

    about: Any
    message: dict[str, Any] | None = None
    answer: Any = None
    size: int = _LARGE


class Dead(NamedTuple):
    """The answer for a task whose worker had to be killed or died: a code and why."""

    code: str
    why: str


_NOTHING = Task(None)


class Pool:
    """A number of workers with the limits of a plan.

    ``fork`` starts them from this process, which takes no time but wants it to have one thread and
    nothing heavy loaded: the command does so. Else each is a new Python. ``module`` is what serves
    there: its ``serve`` is called with tasks and answers, and it runs as a program. ``rests`` is
    whether this process may sleep while its workers have enough to do, which leaves them more of
    the machine; whoever has tasks of a few milliseconds may not. ``beat`` is called now and then
    while answers are waited for, which may be long.
    """

    def __init__(
        self, plan: Plan, jobs: int, *, fork: bool = False, module: str = "tahqiq.gate.worker",
        rests: bool = True,
    ) -> None:  # fmt: skip
        self._plan = plan
        self._module = module
        self._jobs = max(1, jobs)
        self._fork = fork and hasattr(os, "fork")
        self._rests = rests
        self._workers: list[Process] = []
        # Tasks of workers that died: those that they were doing, and those that only waited there.
        self._suspects: list[tuple[int, str, int]] = []
        self._bystanders: deque[tuple[int, str, int]] = deque()
        self._looked = self._rest = 0.0
        self._selector = selectors.DefaultSelector()
        self.beat: Callable[[], None] = lambda: None

    def __enter__(self) -> Pool:
        return self

    def fork_no_more(self) -> None:
        """Start workers as new Pythons from now on: this process will have several threads."""
        self._fork = False

    def begin(self) -> None:
        """Start the first worker and let it load what every file wants, before there is any."""
        if not self._workers:
            self._start().prepare()

    def start(self) -> None:
        """Start the first worker, as long as it may be forked, and no other that way."""
        if not self._workers:
            self._start()
        self.fork_no_more()

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._lose(worker)
        self._selector.close()

    def map(self, tasks: Iterable[Task], *, in_order: bool = True) -> Iterator[tuple[Task, Any]]:
        """Yield each task with its answer, or Dead, in the order of the tasks or as they come."""
        coming = enumerate(tasks)
        given: dict[int, Task] = {}
        done: dict[int, Any] = {}
        following, held, exhausted = 0, (-1, _NOTHING), False
        while True:
            while not exhausted and len(given) < self._jobs + _AHEAD and self._has_room():
                number, task = next(coming, (-1, _NOTHING)) if held[0] < 0 else held
                held = -1, _NOTHING
                if number < 0:
                    exhausted = True
                elif task.message is None:
                    given[number], done[number] = task, task.answer
                elif self._given(number, json.dumps(task.message), task.size):
                    given[number] = task
                else:
                    held = number, task
                    break
            if any(not worker.is_idle for worker in self._workers) or self._lost:
                done.update(self._gathered())
            while following in done:
                yield given.pop(following), done.pop(following)
                following += 1
            for number in () if in_order else sorted(done):
                yield given.pop(number), done.pop(number)
            if exhausted and not given:
                return

    def ask(self, message: dict[str, Any]) -> Any:
        """Return the answer to a single task."""
        return next(self.map([Task(None, message)]))[1]

    @property
    def _lost(self) -> bool:
        return bool(self._suspects or self._bystanders)

    def _has_room(self) -> bool:
        if self._lost:
            return False
        return len(self._workers) < self._jobs or any(map(self._takes, self._workers))

    def _takes(self, worker: Process, size: int = 1, length: int = 1) -> bool:
        """Return whether a worker may be given a task, which waits where that one is busy."""
        if worker.is_idle or worker.is_fat or size > _SMALL:
            return worker.is_idle
        return (
            len(worker.given) < _QUEUED
            and worker.size + size <= _LARGE
            and worker.length + length <= _CHARACTERS
        )

    def _given(self, number: int, line: str, size: int) -> bool:
        """Hand a task to whoever has least to do; return whether anybody could take it."""
        free = [one for one in self._workers if self._takes(one, size, len(line))]
        worker = min(free, key=lambda one: len(one.given), default=None)
        if worker is None or (worker.given and len(self._workers) < self._jobs):
            if len(self._workers) >= self._jobs:
                return False
            worker = self._start()
        worker.give(number, line, size)
        return True

    def _start(self) -> Process:
        if self._fork:
            worker = Process.forked(self._module, self._workers)
        else:
            worker = Process.spawned(self._module)
        self._workers.append(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        worker.begin(self._plan)
        return worker

    def _gathered(self) -> dict[int, Any]:
        """Wait a moment; return the answers that came, those of the dead among them."""
        done: dict[int, Any] = {}
        self._give_again()
        if self._has_enough():
            time.sleep(self._rest)
        for key, _ in self._selector.select(_TICK):
            worker: Process = key.data
            lives = worker.read()
            done.update(worker.answered())
            if worker.is_endless:
                self._dead(worker, "TQ331", f"{ANSWER // MB} MB of answer", done)
            elif not lives:
                self._dead(worker, "TQ332", "", done)
        # It rests for as long as leaves its workers enough to do, and finds out how long that is.
        self._rest = min(self._rest + 0.002, _REST) if self._has_enough() else self._rest / 2
        if time.monotonic() - self._looked > _LOOK:
            self._overdue(done)
            self._looked = time.monotonic()
            self.beat()
        return done

    def _has_enough(self) -> bool:
        return self._rests and all(len(worker.given) >= _ENOUGH for worker in self._workers)

    def _give_again(self) -> None:
        """Give what the dead had: what they were doing to workers that have done nothing before."""
        while self._suspects and len(self._workers) < self._jobs + 1:
            self._start().give(*self._suspects.pop())
        while self._bystanders and self._given(*self._bystanders[0]):
            self._bystanders.popleft()

    def _overdue(self, done: dict[int, Any]) -> None:
        """End the workers that went beyond a limit, and those that have grown too fat to go on."""
        limits, now = self._plan.limits, time.monotonic()
        for worker in list(self._workers):
            cpu, memory = worker.used()
            worker.is_fat = memory > limits.memory // 2
            if worker.is_idle:
                if worker.is_fat or len(self._workers) > self._jobs:
                    self._lose(worker)
            elif memory > limits.memory:
                self._dead(worker, "TQ331", f"{limits.memory // MB} MB", done)
            elif cpu > limits.cpu_seconds:
                self._dead(worker, "TQ330", f"{limits.cpu_seconds:g} s of CPU", done)
            elif now - worker.started > limits.seconds:
                self._dead(worker, "TQ330", f"{limits.seconds:g} s", done)

    def _dead(self, worker: Process, code: str, why: str, done: dict[int, Any]) -> None:
        """End a worker; its file is to blame only if it fails in a worker of its own, too."""
        handled, given = worker.handled, worker.given
        ended = self._lose(worker)
        if not given:
            return
        blamed = given.popleft()
        self._bystanders.extend(given)
        if handled and code != "TQ330":
            self._suspects.append(blamed)
        else:
            done[blamed[0]] = Dead(code, why or _death(ended))

    def _lose(self, worker: Process) -> int:
        """End a worker and forget it; return how it ended."""
        self._workers.remove(worker)
        self._selector.unregister(worker.answers)
        return worker.end()


def _death(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
