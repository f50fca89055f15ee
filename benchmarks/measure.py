"""What a whole command costs. In: a command. Out: its wall and CPU time and its peak memory.

Every benchmark prints ratios against a peer that ran beside it: seconds of two machines do not
compare. Of several runs the fastest counts: the others were disturbed.
"""

from __future__ import annotations

import os
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


def _once(command: Sequence[str | Path], timeout: float) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    )
    finished = True
    while True:
        pid, _, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if finished and time.perf_counter() - started > timeout:
            process.kill()
            finished = False
        time.sleep(0.002)
    process.returncode = 0
    wall = time.perf_counter() - started
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, finished)


def say(text: str) -> None:
    """Print progress on standard error."""
    print(text, file=sys.stderr, flush=True)
