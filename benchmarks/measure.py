"""What a whole command costs. In: a command. Out: its wall and CPU time and its peak memory.

Every benchmark prints ratios against a peer that ran beside it: seconds of two machines do not
compare. Of several runs the fastest counts: the others were disturbed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU time in seconds (of all processes), peak memory in MB of the largest process."""

    wall: float
    cpu: float
    memory: float
    finished: bool = True

    def __str__(self) -> str:
        return f"{self.wall:8.2f} s {self.cpu:8.2f} s {self.memory:8.0f} MB" + (
            "" if self.finished else "  stopped: took too long"
        )

    def as_json(self) -> dict[str, float | bool]:
        """Return the cost as JSON-ready values."""
        return asdict(self)


def cost(command: Sequence[str | Path], *, runs: int = 3, timeout: float = 600) -> Cost:
    """Return what a command costs at best; its exit code does not matter."""
    costs = []
    for _ in range(runs):
        costs.append(_once(command, timeout))
        if not costs[-1].finished or costs[-1].wall > 30:
            break
    return min(costs, key=lambda one: one.wall)


# A small process starts the command: what is started begins with the peak memory of who starts it.
_LAUNCHER = """
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)]
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, _, used = os.wait4(child, 0)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def _once(command: Sequence[str | Path], timeout: float) -> Cost:
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *[str(part) for part in command]]
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        launcher, stdout=subprocess.PIPE, text=True, env=kept, start_new_session=True
    )
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Cost(time.perf_counter() - started, 0.0, 0.0, finished=False)
    wall, cpu, memory = map(float, said.split())
    return Cost(wall, cpu, memory / 1024)


def say(text: str) -> None:
    """Print progress on standard error."""
    print(text, file=sys.stderr, flush=True)
