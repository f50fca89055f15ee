"""One process that judges, as whoever watches it sees it: what it was given, and what it took.

In: a plan, and tasks. Out: answers, one for each task, in their order. It is started as a new
Python, or forked from this one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from tahqiq.deliveries.limits import MB
from tahqiq.gate.plan import Plan
from tahqiq.gate.usage import used

if TYPE_CHECKING:
    import subprocess

# The task that has no answer: it may come before the others.
PREPARE = "prepare"
# What one answer may be: this process has no limit of its own.
ANSWER = 256 * MB


class Process:
    """A process that judges.

    ``given`` are the tasks that it has not answered: it does the first of them since ``started``.
    ``handled`` counts those that it has answered; ``size`` are the bytes of the files that it was
    given, ``length`` the characters of the tasks.
    """

    def __init__(self, pid: int, tasks: IO[str], answers: int) -> None:
        self.answers = answers
        self.tasks = tasks
        self.given: deque[tuple[int, str, int]] = deque()
        self.size = self.length = 0
        self.started = 0.0
        self.handled = 0
        self.is_fat = False
        self.pid = pid
        self._popen: subprocess.Popen[bytes] | None = None
        self._cpu: float | None = None
        self._received = bytearray()

    @classmethod
    def spawned(cls, module: str) -> Process:
        """Start a new Python that runs a module."""
        import subprocess  # a forked worker needs none of it

        popen = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert popen.stdin is not None
        assert popen.stdout is not None
        tasks = os.fdopen(os.dup(popen.stdin.fileno()), "w", encoding="utf-8")
        popen.stdin.close()
        made = cls(popen.pid, tasks, popen.stdout.fileno())
        made._popen = popen
        return made

    @classmethod
    def forked(cls, module: str, others: Iterable[Process]) -> Process:
        """Fork this process; the child lets go of the pipes of ``others`` and serves."""
        task_end, tasks = os.pipe()
        answers, answer_end = os.pipe()
        child = os.fork()
        if child == 0:
            mine = [tasks, answers]
            for other in others:
                mine += [other.tasks.fileno(), other.answers]
            _be_worker(module, task_end, answer_end, mine)
        os.close(task_end)
        os.close(answer_end)
        return cls(child, os.fdopen(tasks, "w", encoding="utf-8"), answers)

    @property
    def is_idle(self) -> bool:
        """Return whether it waits for a task."""
        return not self.given

    def begin(self, plan: Plan) -> None:
        """Say by which plan it judges."""
        self._write(plan.to_json())

    def prepare(self) -> None:
        """Let it load what every file wants, before there is any."""
        self._write(json.dumps({"task": PREPARE}))

    def give(self, number: int, line: str, size: int = 0) -> None:
        """Hand it a task, as a line of JSON, with the bytes of its file."""
        if self.is_idle:
            self._begun()
        self.given.append((number, line, size))
        self.size += size
        self.length += len(line)
        self._write(line)

    def _write(self, line: str) -> None:
        # One that has just died is found when its answer is awaited.
        with contextlib.suppress(BrokenPipeError):
            self.tasks.write(line + "\n")
            self.tasks.flush()

    def _begun(self) -> None:
        self.started, self._cpu = time.monotonic(), None

    def read(self) -> bool:
        """Take what it has written; return whether it is still at work."""
        piece = os.read(self.answers, MB)
        self._received += piece
        return bool(piece)

    @property
    def is_endless(self) -> bool:
        """Return whether its answer is longer than any answer."""
        return len(self._received) > ANSWER

    def answered(self) -> Iterator[tuple[int, Any]]:
        """Yield the tasks that it has answered since, by number, with their answers."""
        if b"\n" not in self._received[-MB:]:
            return
        *lines, rest = self._received.split(b"\n")
        self._received = bytearray(rest)
        for line in lines:
            number, task, size = self.given.popleft()
            self.size -= size
            self.length -= len(task)
            self.handled += 1
            self._begun()
            yield number, json.loads(line)

    def used(self) -> tuple[float, int]:
        """Return the CPU seconds of its task since this was first asked, and its memory."""
        cpu, memory = used(self.pid)
        if self._cpu is None:
            self._cpu = cpu
        return cpu - self._cpu, memory

    def end(self) -> int:
        """Kill it and what it started; return how it ended: its exit code, or minus a signal."""
        with contextlib.suppress(OSError):
            self.tasks.close()
        for kill in (os.killpg, os.kill):  # one that was just forked leads no group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)
        if self._popen is not None:
            assert self._popen.stdout is not None
            self._popen.stdout.close()
            return self._popen.wait()
        os.close(self.answers)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


def _be_worker(module: str, task_end: int, answer_end: int, mine: list[int]) -> None:
    """Serve in the child, which never returns to what its parent was doing."""
    code = 1
    try:
        os.setsid()
        for one in mine:
            with contextlib.suppress(OSError):
                os.close(one)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.dup2(2, 1)
        serve = import_module(module).serve
        with (
            os.fdopen(task_end, encoding="utf-8") as tasks,
            os.fdopen(answer_end, "w", encoding="utf-8", errors="backslashreplace") as answers,
        ):
            serve(tasks, answers)
        code = 0
    finally:
        os._exit(code)
