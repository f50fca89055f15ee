"""A large collection on a real scheduler: complete, equal to the serial run, and after every death.

``TAHQIQ_CORPUS_SIZE`` is how many documents there are (50,000 where nothing is said).
"""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil
import pytest

import corpora
import mutations
import rates
from clusters import Dask, survived
from corpora import made
from editions import REPOSITORY

SIZE = int(os.environ.get("TAHQIQ_CORPUS_SIZE", "50000"))
MB = 1024 * 1024
LIMITS = ("--time-limit", 60, "--memory-limit", 1500)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(corpora.CRASHING)}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write rules that never end on poison."""
    return corpora.rules(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the documents: from 1 kB to 50 MB, some faulty, a few poisonous."""
    texts = sorted((REPOSITORY / "edition/texts").glob("*.xml"))
    texts += sorted((REPOSITORY.parent / "shared/corpus/al-muqtabas").glob("*.TEIP5.xml"))
    large = mutations.LARGE if SIZE >= 10_000 else mutations.LARGE[:2]
    return mutations.write(tmp_path_factory.mktemp("مجموعة"), SIZE, texts, large=large, poison=1)


@pytest.fixture(scope="module")
def serial(
    collection: Path, rules: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return what one process makes of the collection."""
    out = tmp_path_factory.mktemp("serial")
    subprocess.run(
        command(collection, out, rules), check=False, env=ENVIRONMENT, stderr=subprocess.DEVNULL
    )
    return made(out)


def command(collection: Path, out: Path, rules: Path, *more: object) -> list[str]:
    """Return the command of a run."""
    return corpora.command("validate", collection, "-o", out, "--rules", rules, *LIMITS, *more)


@pytest.fixture
def dask() -> Iterator[Dask]:
    """Start a cluster, and end it."""
    pytest.importorskip("distributed")
    made = Dask(ENVIRONMENT)
    yield made
    made.end()


def memory(nanny: subprocess.Popen[bytes]) -> int:
    """Return the megabytes of the worker below a nanny."""
    with contextlib.suppress(psutil.Error):
        held = [one.memory_info().rss for one in psutil.Process(nanny.pid).children()]
        return max(held, default=0) // MB
    return 0


def test_a_cluster_is_complete_and_flat(
    collection: Path,
    rules: Path,
    serial: dict[str, bytes],
    dask: Dask,
    tmp_path: Path,
) -> None:
    """The bytes are those of the serial run, and no worker of Dask grows beyond 200 MB."""
    process = subprocess.Popen(
        command(collection, tmp_path / "out", rules, "--cluster", dask.address),
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    largest = 0
    while process.poll() is None:
        largest = max(largest, *(memory(one) for one in dask.workers))
        time.sleep(1)
    assert made(tmp_path / "out") == serial
    assert largest < 200


def test_every_death_is_survived(
    collection: Path,
    rules: Path,
    serial: dict[str, bytes],
    dask: Dask,
    tmp_path: Path,
) -> None:
    """A worker, the driver and the scheduler are killed by -9; the bytes are those of the serial run."""
    out, log = tmp_path / "out", tmp_path / "log.jsonl"
    lost = survived(command(collection, out, rules), log, SIZE, dask, ENVIRONMENT)
    with sqlite3.connect(out / ".tahqiq-corpus/validate.sqlite") as base:
        times = base.execute("SELECT DISTINCT times FROM documents WHERE sha256 != ''").fetchall()
    assert (lost, made(out) == serial, times) == (2, True, [(1,)])


def test_poison_is_blamed_alone(serial: dict[str, bytes]) -> None:
    """Of all documents three had to be given up: one that hangs, one that crashes, one that swells."""
    found = map(json.loads, serial["findings.jsonl"].splitlines())
    assert sorted(one["code"] for one in found if one["code"].startswith("TQ33")) == [
        "TQ330", "TQ331", "TQ332",
    ]  # fmt: skip


def test_two_workers_share_a_machine_as_two_loops_do(tmp_path: Path) -> None:
    """Two workers have 90 % of what the machine has for two, which two bare loops tell in the same run.

    Where each worker has a core, and driver and scheduler none, all that these take is taken from
    the work.
    """
    loops, workers = rates.scaling(corpora.write(tmp_path / "in", 2000), tmp_path, 3)
    assert workers / loops > 0.9


def test_two_workers_do_nearly_twice_as_much(tmp_path: Path) -> None:
    """Two workers have 90 % of twice the rate of one, where a document takes time and no core.

    So it is measured on a machine whose cores others use, too; the first and the last tenth of the
    documents, when workers start and end, do not count.
    """
    folder = corpora.write(tmp_path / "in", 600)
    waiting = tmp_path / "site/sitecustomize.py"
    waiting.parent.mkdir()
    waiting.write_text(WAITING, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(waiting.parent)}
    rates = []
    for jobs in (1, 2):
        log = tmp_path / f"{jobs}.jsonl"
        more = ("--cluster", "local", "--jobs", jobs, "--log", log)
        arguments = corpora.command("validate", folder, "-o", tmp_path / str(jobs), *more)
        subprocess.run(arguments, check=False, env=environment)
        events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        times = [one["time"] for one in events if one["event"] == "document"][60:540]
        first, last = (datetime.fromisoformat(times[n]).timestamp() for n in (0, -1))
        rates.append(len(times) / (last - first))
    assert rates[1] / rates[0] > 1.8


WAITING = """import sys, time
def wait(event, arguments):
    if event == "open" and arguments[1] in ("r", "rb") and str(arguments[0]).endswith(".xml"):
        time.sleep(0.05)
sys.addaudithook(wait)
"""


def test_a_million_keys_take_no_memory(tmp_path: Path) -> None:
    """A million documents are listed and asked for by a process of less than 130 MB, the half of which loads the test."""
    program = "import listings, sys; listings.list_all(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", program + PEAK, tmp_path / "m.sqlite"],
        env={**os.environ, "TAHQIQ_CORPUS_KEYS": "1000000", "PYTHONPATH": str(REPOSITORY / "tests")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(done.stdout) < 130


# The peak that getrusage tells is at least that of the process that started this one.
PEAK = "; print(int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024)"
