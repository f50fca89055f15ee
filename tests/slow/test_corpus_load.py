"""A large collection on a real scheduler: complete, equal to the serial run, and after every death.

``TAHQIQ_CORPUS_SIZE`` is how many documents there are (50,000 where nothing is said).
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import corpora
from corpora import made

SIZE = int(os.environ.get("TAHQIQ_CORPUS_SIZE", "50000"))
MB = 1024 * 1024
LIMITS = ("--time-limit", 20, "--memory-limit", 700)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write rules that never end on poison."""
    path = tmp_path_factory.mktemp("rules") / "rules.sch"
    path.write_text(corpora.RULES, "utf-8")
    return path


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the documents: from 1 kB to 50 MB, some faulty, a few poisonous."""
    folder = corpora.write(tmp_path_factory.mktemp("مجموعة"), SIZE, poison=max(1, SIZE // 10_000))
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
    paragraph = "<p>" + "كلام من كتاب قديم في صفة المكان. " * 20 + "</p>\n"
    for number, size in enumerate((1, 5, 50) if SIZE >= 1000 else (1, 5)):
        body = paragraph * (size * MB // len(paragraph.encode()))
        (folder / f"كبير-{number}.xml").write_text(f"{head}{body}</body></text></TEI>", "utf-8")
    return folder


@pytest.fixture(scope="module")
def serial(
    collection: Path, rules: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], float]:
    """Return what one process makes of the collection, and in how many seconds."""
    out = tmp_path_factory.mktemp("serial")
    began = time.monotonic()
    subprocess.run(command(collection, out, rules), check=False, stderr=subprocess.DEVNULL)
    return made(out), time.monotonic() - began


def command(collection: Path, out: Path, rules: Path, *more: object) -> list[str]:
    """Return the command of a run."""
    return corpora.command("validate", collection, "-o", out, "--rules", rules, *LIMITS, *more)


class Dask:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self) -> None:
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
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def end(self) -> None:
        """End what was started, its children first."""
        for one in (*self.workers, self.scheduler):
            if one.poll() is None:
                for child in psutil.Process(one.pid).children(recursive=True):
                    child.kill()
                one.kill()
            one.wait()


@pytest.fixture
def dask() -> Iterator[Dask]:
    """Start a cluster, and end it."""
    pytest.importorskip("distributed")
    made = Dask()
    yield made
    made.end()


def until(log: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has done so many documents, or is at its end."""
    while process.poll() is None:
        if log.exists() and log.read_bytes().count(b'"event": "document"') >= count:
            return
        time.sleep(0.1)


def test_a_cluster_is_complete_and_flat(
    collection: Path,
    rules: Path,
    serial: tuple[dict[str, bytes], float],
    dask: Dask,
    tmp_path: Path,
) -> None:
    """The bytes are those of the serial run, and no worker of Dask grows beyond 400 MB."""
    process = subprocess.Popen(
        command(collection, tmp_path / "out", rules, "--cluster", dask.address),
        stderr=subprocess.DEVNULL,
    )
    largest = 0
    while process.poll() is None:
        for worker in dask.workers:
            largest = max(largest, psutil.Process(worker.pid).memory_info().rss // MB)
        time.sleep(1)
    assert made(tmp_path / "out") == serial[0]
    assert largest < 400


def test_every_death_is_survived(
    collection: Path,
    rules: Path,
    serial: tuple[dict[str, bytes], float],
    dask: Dask,
    tmp_path: Path,
) -> None:
    """A worker, the driver and the scheduler are killed by -9; the bytes are those of the serial run."""
    out, log = tmp_path / "out", tmp_path / "log.jsonl"
    more = ("--resume", "--log", log, "--cluster")
    process = subprocess.Popen(command(collection, out, rules, *more, dask.address))
    until(log, SIZE // 10, process)
    for child in psutil.Process(dask.workers[0].pid).children():
        child.kill()  # its nanny starts another
    until(log, SIZE // 5, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = subprocess.Popen(command(collection, out, rules, *more, dask.address))
    until(log, SIZE // 2, process)
    dask.scheduler.kill()
    lost = process.wait(timeout=120)
    other = Dask()
    try:
        subprocess.run(command(collection, out, rules, *more, other.address), check=False)
    finally:
        other.end()
    with sqlite3.connect(out / ".tahqiq-corpus/validate.sqlite") as base:
        times = base.execute("SELECT DISTINCT times FROM documents WHERE sha256 != ''").fetchall()
    assert (lost, made(out) == serial[0], times) == (2, True, [(1,)])


def test_two_workers_do_nearly_twice_as_much(collection: Path, rules: Path, tmp_path: Path) -> None:
    """Two workers of a cluster of this machine have 90 % of twice the throughput of one."""
    if (os.cpu_count() or 1) < 3:
        pytest.skip("the machine has no core to spare for driver and scheduler")
    rates = []
    for jobs in (1, 2):
        log = tmp_path / f"{jobs}.jsonl"
        more = ("--cluster", "local", "--jobs", jobs, "--log", log)
        subprocess.run(command(collection, tmp_path / str(jobs), rules, *more), check=False)
        rates.append(1 / json.loads(log.read_text("utf-8").splitlines()[-1])["seconds"])
    assert rates[1] / rates[0] > 1.8
