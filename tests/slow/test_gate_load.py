"""Ten thousand files through the gate: complete, in order, within memory, and again after a death."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from lxml import etree

from deliveries import timeless
from editions import REPOSITORY
from mutants import mutants, seeds

COUNT = 10_000
MB = 1024 * 1024


@pytest.fixture(scope="module")
def delivery(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write ten thousand files, one in twenty faulty."""
    folder = tmp_path_factory.mktemp("delivery")
    documents = [one for one in seeds(shared, REPOSITORY) if len(etree.tostring(one)) < 30_000]
    faulty = list(mutants(documents, COUNT // 20, seed=1))
    sound = [etree.tostring(one) for one in documents]
    for number in range(COUNT):
        content = sound[number % len(sound)] if number % 20 else faulty[number // 20]
        (folder / f"{number:06}.xml").write_bytes(content)
    return folder


def command(shared: Path, delivery: Path) -> list[str]:
    """Return the command of the run."""
    schema = str(shared / "tei/tei_all.rng")
    return [
        sys.executable, "-m", "tahqiq", "validate", "--schema", schema, "--jobs", "2",
        "--format", "jsonl", str(delivery),
    ]  # fmt: skip


def test_a_death_in_the_middle_changes_nothing(
    shared: Path, delivery: Path, tmp_path: Path
) -> None:
    """The report is complete and in order; after kill -9 and --resume it is the same; memory is flat."""
    home = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    whole = tmp_path / "whole"
    with whole.open("w") as out:
        process = subprocess.Popen(
            command(shared, delivery), stdout=out, stderr=subprocess.DEVNULL, env=home
        )
        sizes = []
        while process.poll() is None:
            sizes.append(psutil.Process(process.pid).memory_info().rss // MB)
            time.sleep(1)
    assert max(sizes) < 120
    lines = [json.loads(line) for line in whole.read_text("utf-8").splitlines()]
    files = [line["path"] for line in lines if line["type"] == "input"]
    assert (len(files), files) == (COUNT, sorted(files))
    process = subprocess.Popen(
        command(shared, delivery), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=home
    )
    time.sleep(10)
    process.kill()
    process.wait()
    again = subprocess.run(
        [*command(shared, delivery), "--resume"],
        capture_output=True,
        text=True,
        check=False,
        env=home,
    )
    assert timeless(again.stdout) == timeless(whole.read_text("utf-8"))
