"""From bucket to bucket on a cluster, where workers, driver and scheduler are killed.

``TAHQIQ_CORPUS_OBJECTS`` is how many documents the larger bucket has (1,000 where nothing is said).
"""

import os
import sqlite3
import subprocess
from pathlib import Path

import psutil
import pytest

import corpora
import mutations
from clusters import Dask, survived
from corpora import made
from editions import REPOSITORY
from test_corpus_stores import BUCKET, bucket, client_of, collection, held, local

__all__ = ["bucket", "collection", "local"]


def test_a_cluster_works_from_bucket_to_bucket(
    bucket: dict[str, str], local: dict[str, bytes], tmp_path: Path
) -> None:
    """Dask with two workers, one of them killed by kill -9, makes the files of folder to folder."""
    pytest.importorskip("distributed")
    out = f"{BUCKET}/cluster"
    arguments = corpora.command(
        "export", f"{BUCKET}/tei", "-o", out, "--cluster", "local", "--jobs", 2,
        "--manifest", tmp_path / "m.sqlite",
    )  # fmt: skip
    process = subprocess.Popen(arguments, env=bucket, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "the cluster is seen at" not in process.stderr.readline():
        pass
    workers = [
        one for one in psutil.Process(process.pid).children()
        if "spawn_main" in " ".join(one.cmdline())
    ]  # fmt: skip
    workers[0].kill()
    said = process.communicate(timeout=300)[1]
    assert held(bucket, out.removeprefix("s3://")) == local, said


def test_every_death_is_survived_from_bucket_to_bucket(
    bucket: dict[str, str], tmp_path: Path
) -> None:
    """A worker, the driver and the scheduler are killed by -9; what is put is what one process writes."""
    pytest.importorskip("distributed")
    environment = {**bucket, "PYTHONPATH": str(corpora.CRASHING)}
    texts = sorted((REPOSITORY / "edition/texts").glob("*.xml"))
    count = int(os.environ.get("TAHQIQ_CORPUS_OBJECTS", "1000"))
    folder = mutations.write(tmp_path / "in", count, texts, large=mutations.LARGE[:2], poison=1)
    for name, content in made(folder).items():
        client_of(bucket).put_object(Bucket="archive", Key=f"many/{name}", Body=content)
    rules = corpora.rules(tmp_path)
    more = ("--rules", rules, "--no-checks", "--time-limit", 30, "--memory-limit", 1000)
    subprocess.run(
        corpora.command("validate", folder, "-o", tmp_path / "out", *more),
        env=environment, check=False,
    )  # fmt: skip
    arguments = corpora.command(
        "validate", f"{BUCKET}/many", "-o", f"{BUCKET}/verdicts", *more,
        "--manifest", tmp_path / "m.sqlite",
    )  # fmt: skip
    dask = Dask(environment)
    try:
        lost = survived(arguments, tmp_path / "log.jsonl", count, dask, environment)
    finally:
        dask.end()
    with sqlite3.connect(tmp_path / "m.sqlite") as base:
        times = base.execute("SELECT DISTINCT times FROM documents WHERE sha256 != ''").fetchall()
    assert (lost, times) == (2, [(1,)])
    assert held(bucket, "archive/verdicts") == made(tmp_path / "out")
