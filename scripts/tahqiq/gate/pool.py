"""Processes that judge, watched: one that takes too long, takes too much or dies costs one answer.

In: tasks. Out: their answers in the order of the tasks, whichever came first.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from tahqiq.deliveries.limits import MB
from tahqiq.gate.plan import Plan
from tahqiq.gate.usage import used

if TYPE_CHECKING:
    import subprocess

# Seconds: how long to wait for an answer, and how often to look after the workers.
_TICK = 0.05
_LOOK = 0.1
# What one answer may be: this process has no limit of its own.
_ANSWER = 256 * MB
# The task that has no answer: it comes before the others.
PREPARE = "prepare"
# Answers that wait for an earlier one; more would let memory grow with the delivery.
_AHEAD = 256


class Task(NamedTuple):
    """Something to be answered: by a worker, or, without a message, by what is known already.

    ``about`` is the asker's own and stays here.
    """

    about: Any
    message: dict[str, Any] | None = None
    answer: Any = None


class Dead(NamedTuple):
    """The answer for a task whose worker had to be killed or died: a code and why."""

    code: str
    why: str


@dataclass(slots=True)
class _Worker:
    """One process, and what it is doing."""

    process: int
    tasks: IO[str]
    answers: int
    popen: subprocess.Popen[bytes] | None = None
    number: int = -1
    started: float = 0.0
    cpu: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    message: dict[str, Any] = field(default_factory=dict)
    handled: int = 0

    @property
    def is_idle(self) -> bool:
        """Return whether it waits for a task."""
        return self.number < 0


_NOTHING = Task(None)


class Pool:
    """A number of workers with the limits of a plan.

    ``fork`` starts them from this process, which takes no time but wants it to have one thread and
    nothing heavy loaded: the command does so. Else each is a new Python. ``module`` is what serves
    there: its ``serve`` is called with tasks and answers, and it runs as a program.
    """

    def __init__(
        self, plan: Plan, jobs: int, *, fork: bool = False, module: str = "tahqiq.gate.worker"
    ) -> None:
        self._plan = plan
        self._module = module
        self._jobs = max(1, jobs)
        self._fork = fork and hasattr(os, "fork")
        self._workers: list[_Worker] = []
        self._again: list[tuple[int, dict[str, Any]]] = []
        self._looked = 0.0
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool:
        return self

    def begin(self) -> None:
        """Start the first worker and let it load what every file wants, before there is any."""
        if not self._workers:
            worker = self._start()
            self._workers.append(worker)
            _write(worker, {"task": PREPARE})

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()
        self._selector.close()

    def map(self, tasks: Iterable[Task], *, in_order: bool = True) -> Iterator[tuple[Task, Any]]:
        """Yield each task with its answer, or Dead, in the order of the tasks or as they come."""
        coming = enumerate(tasks)
        given: dict[int, Task] = {}
        done: dict[int, Any] = {}
        following, exhausted = 0, False
        while True:
            while not exhausted and len(given) < self._jobs + _AHEAD and self._has_room():
                number, task = next(coming, (-1, _NOTHING))
                if number < 0:
                    exhausted = True
                    break
                given[number] = task
                if task.message is None:
                    done[number] = task.answer
                else:
                    self._give(number, task.message)
            if any(not worker.is_idle for worker in self._workers) or self._again:
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

    def _has_room(self) -> bool:
        idle = any(worker.is_idle for worker in self._workers)
        return not self._again and (idle or len(self._workers) < self._jobs)

    def _idle(self) -> _Worker:
        for worker in self._workers:
            if worker.is_idle:
                return worker
        worker = self._start()
        self._workers.append(worker)
        return worker

    def _start(self) -> _Worker:
        worker = self._forked() if self._fork else self._spawned()
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        with contextlib.suppress(BrokenPipeError):
            worker.tasks.write(self._plan.to_json() + "\n")
            worker.tasks.flush()
        return worker

    def _spawned(self) -> _Worker:
        import subprocess  # a forked worker needs none of it

        process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        tasks = os.fdopen(os.dup(process.stdin.fileno()), "w", encoding="utf-8")
        process.stdin.close()
        return _Worker(process.pid, tasks, process.stdout.fileno(), process)

    def _forked(self) -> _Worker:
        task_end, tasks = os.pipe()
        answers, answer_end = os.pipe()
        child = os.fork()
        if child == 0:
            self._be_worker(task_end, answer_end, [tasks, answers])
        os.close(task_end)
        os.close(answer_end)
        return _Worker(child, os.fdopen(tasks, "w", encoding="utf-8"), answers)

    def _be_worker(self, task_end: int, answer_end: int, mine: list[int]) -> None:
        """Serve in the child, which never returns to what its parent was doing."""
        code = 1
        try:
            os.setsid()
            for worker in self._workers:
                mine += [worker.tasks.fileno(), worker.answers]
            for one in mine:
                with contextlib.suppress(OSError):
                    os.close(one)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.dup2(2, 1)
            serve = import_module(self._module).serve
            with (
                os.fdopen(task_end, encoding="utf-8") as tasks,
                os.fdopen(answer_end, "w", encoding="utf-8") as answers,
            ):
                serve(tasks, answers)
            code = 0
        finally:
            os._exit(code)

    def _give(self, number: int, message: dict[str, Any], *, alone: bool = False) -> None:
        """Hand a task to an idle worker; ``alone`` to one that has done nothing before."""
        worker = self._start() if alone else self._idle()
        if alone:
            self._workers.append(worker)
        worker.number, worker.message = number, message
        worker.started = time.monotonic()
        worker.cpu = used(worker.process)[0] if worker.handled else 0.0
        _write(worker, message)

    def _gathered(self) -> dict[int, Any]:
        """Wait a moment; return the answers that came, those of the dead among them."""
        done: dict[int, Any] = {}
        while self._again and len(self._workers) < self._jobs + 1:
            self._give(*self._again.pop(), alone=True)
        for key, _ in self._selector.select(_TICK):
            worker: _Worker = key.data
            piece = os.read(worker.answers, MB)
            worker.received += piece
            if len(worker.received) > _ANSWER:
                self._dead(worker, "TQ331", f"{_ANSWER // MB} MB of answer", done)
            elif not piece:
                self._dead(worker, "TQ332", "", done)
            elif worker.received.endswith(b"\n"):
                done[worker.number] = json.loads(worker.received)
                worker.received.clear()
                worker.number = -1
                worker.handled += 1
        if time.monotonic() - self._looked > _LOOK:
            self._overdue(done)
            self._looked = time.monotonic()
        return done

    def _overdue(self, done: dict[int, Any]) -> None:
        """End the workers that went beyond a limit, and those that have grown too fat to go on."""
        limits, now = self._plan.limits, time.monotonic()
        for worker in list(self._workers):
            cpu, memory = used(worker.process)
            if worker.is_idle:
                if memory > limits.memory // 2:
                    self._lose(worker)
            elif memory > limits.memory:
                self._dead(worker, "TQ331", f"{limits.memory // MB} MB", done)
            elif cpu - worker.cpu > limits.cpu_seconds:
                self._dead(worker, "TQ330", f"{limits.cpu_seconds:g} s of CPU", done)
            elif now - worker.started > limits.seconds:
                self._dead(worker, "TQ330", f"{limits.seconds:g} s", done)

    def _dead(self, worker: _Worker, code: str, why: str, done: dict[int, Any]) -> None:
        """End a worker; its file is to blame only if it fails in a worker of its own, too."""
        number, message, handled = worker.number, worker.message, worker.handled
        ended = self._lose(worker)
        if number < 0:
            return
        if handled and code != "TQ330":
            self._again.append((number, message))
        else:
            done[number] = Dead(code, why or _death(ended))

    def _lose(self, worker: _Worker) -> int:
        """End a worker and forget it; return how it ended."""
        self._workers.remove(worker)
        return self._end(worker)

    def _end(self, worker: _Worker) -> int:
        self._selector.unregister(worker.answers)
        with contextlib.suppress(OSError):
            worker.tasks.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(worker.process, signal.SIGKILL)
        if worker.popen is not None:
            assert worker.popen.stdout is not None
            worker.popen.stdout.close()
            return worker.popen.wait()
        os.close(worker.answers)
        _, status = os.waitpid(worker.process, 0)
        return os.waitstatus_to_exitcode(status)


def _write(worker: _Worker, message: dict[str, Any]) -> None:
    # One that has just died is found when its answer is awaited.
    with contextlib.suppress(BrokenPipeError):
        worker.tasks.write(json.dumps(message) + "\n")
        worker.tasks.flush()


def _death(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
