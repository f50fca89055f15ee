"""Documents that hang, crash and want memory: found in every place, and nobody else blamed."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

import corpora
from corpora import made
from tahqiq.gate.process import Process

LIMITS = ("--time-limit", 4, "--memory-limit", 500)
BLAMED = {("TQ330", "تعليق.xml"), ("TQ331", "تضخم.xml"), ("TQ332", "انهيار.xml")}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write three poisonous documents among nine others."""
    box = corpora.write(tmp_path_factory.mktemp("سموم"), 9)
    for _, name in BLAMED:
        (box / "مجلد-3" / name).write_text("<TEI/>", "utf-8")
    return box


def command(box: Path, out: Path, *more: object) -> list[str]:
    """Return the command that judges the documents."""
    return corpora.command("validate", box, "-o", out, *LIMITS, *more)


def environment() -> dict[str, str]:
    """Return an environment in which documents are poison to whoever reads them."""
    return {**os.environ, "PYTHONPATH": str(corpora.CRASHING)}


def blamed(out: Path) -> set[tuple[str, str]]:
    """Return the findings that what judged a document had to be ended, or died."""
    lines = (out / "findings.jsonl").read_text("utf-8").splitlines()
    found = {(one["code"], Path(one["file"]).name) for one in map(json.loads, lines)}
    return {one for one in found if one[0].startswith("TQ33")}


@pytest.fixture(scope="module")
def by_processes(box: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what two processes make of the documents."""
    out = tmp_path_factory.mktemp("processes")
    subprocess.run(
        command(box, out, "--jobs", 2), env=environment(), check=False, capture_output=True
    )
    return out


def test_poison_costs_itself_alone(by_processes: Path) -> None:
    """One that hangs, one that crashes by SIGSEGV and one that wants memory are blamed, each for its own."""
    assert blamed(by_processes) == BLAMED
    assert len((by_processes / "documents.jsonl").read_text("utf-8").splitlines()) == 12


def test_a_cluster_says_the_same_though_a_worker_is_killed(
    box: Path, by_processes: Path, tmp_path: Path, require_module
) -> None:
    """Dask with two workers, one of them killed by kill -9, makes the bytes of two processes."""
    require_module("distributed")
    arguments = command(box, tmp_path, "--cluster", "local", "--jobs", 2)
    process = subprocess.Popen(arguments, env=environment(), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "the cluster is seen at http" in process.stderr.readline()
    workers = [
        one for one in psutil.Process(process.pid).children()
        if "spawn_main" in " ".join(one.cmdline())
    ]  # fmt: skip
    workers[0].kill()
    process.communicate(timeout=300)
    assert (len(workers), process.returncode, made(tmp_path)) == (2, 1, made(by_processes))


def test_who_works_unguarded_finds_poison_the_next_time(
    box: Path, by_processes: Path, tmp_path: Path
) -> None:
    """A run in one process dies over a document; the next one asks that in a process of its own."""
    arguments = command(
        box, tmp_path, "--jobs", 0, "--resume", "--match", "*3.xml", "--match", "انهيار.xml"
    )
    codes = [
        subprocess.run(arguments, env=environment(), check=False, capture_output=True).returncode
        for _ in range(2)
    ]
    assert codes == [-signal.SIGSEGV, 1]
    assert blamed(tmp_path) == {("TQ332", "انهيار.xml")}


def test_what_a_document_starts_counts_and_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that a worker started, as Typst is, has its memory told as the worker's, and is killed."""
    (tmp_path / "starting.py").write_text(STARTING, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = Process.spawned("starting")
    child = int(os.read(worker.answers, 20))
    memory = worker.used()[1]
    worker.end()
    assert memory > 60_000_000
    assert (
        psutil.wait_procs([psutil.Process(child)] if psutil.pid_exists(child) else [], 5)[1] == []
    )


STARTING = """import subprocess, sys
more = "held = b'1' * 60_000_000; print(flush=True); input()"
child = subprocess.Popen([sys.executable, "-c", more], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
input()
"""


@pytest.mark.parametrize(
    "place", [("--jobs", 0), ("--jobs", 2), ("--cluster", "local", "--jobs", 1)]
)
def test_ctrl_c_stops_within_two_seconds(
    box: Path, tmp_path: Path, place: tuple[object, ...], require_module
) -> None:
    """SIGINT while a document hangs ends with 130 in two seconds, and says how to go on."""
    if "--cluster" in place:
        require_module("distributed")
    log = tmp_path / "log.jsonl"
    arguments = command(
        box, tmp_path / "out", *place, "--log", log, "--match", "تعليق.xml", "--match", "*0.xml"
    )
    process = subprocess.Popen(
        arguments, env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not log.exists() or '"document"' not in log.read_text("utf-8"):
        time.sleep(0.02)
    time.sleep(0.5)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    began = time.monotonic()
    said = process.communicate(timeout=60)[1]
    took = time.monotonic() - began
    assert (process.returncode, "--resume" in said, "Traceback" in said) == (130, True, False)
    assert took < 2
    assert psutil.wait_procs(children, timeout=5)[1] == []
