"""A scheduler and workers of Dask for tests, and a run that sees each of them die.

In: an environment. Out: their address; what a run said when its scheduler was killed.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil


class Dask:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", self.port)
        self.workers = [self._worker() for _ in range(2)]

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", 1, "--no-dashboard")

    def _start(self, kind: str, *arguments: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *map(str, arguments)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self._environment,
        )  # fmt: skip

    def end(self) -> None:
        """End what was started, its children first."""
        for one in (*self.workers, self.scheduler):
            if one.poll() is None:
                for child in psutil.Process(one.pid).children(recursive=True):
                    child.kill()
                one.kill()
            one.wait()


def until(log: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has done so many documents, or is at its end."""
    while process.poll() is None:
        if log.exists() and log.read_bytes().count(b'"event": "document"') >= count:
            return
        time.sleep(0.1)


def survived(
    arguments: list[str], log: Path, size: int, dask: Dask, environment: Mapping[str, str]
) -> int:
    """Kill a worker, the driver and the scheduler of a run by -9, and end it on another cluster.

    They die when a tenth, a fifth and the half of ``size`` documents are done. Return the exit code
    of the run that lost its scheduler.
    """
    command = [*arguments, "--resume", "--log", str(log), "--cluster"]
    process = subprocess.Popen([*command, dask.address], env=environment)
    until(log, size // 10, process)
    for child in psutil.Process(dask.workers[0].pid).children():
        child.kill()  # its nanny starts another
    until(log, size // 5, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = subprocess.Popen([*command, dask.address], env=environment)
    until(log, size // 2, process)
    dask.scheduler.kill()
    lost = process.wait(timeout=120)
    other = Dask(environment)
    try:
        subprocess.run([*command, other.address], check=False, env=environment)
    finally:
        other.end()
    return lost
