"""From bucket to bucket on a cluster, one of whose workers is killed."""

import subprocess
from pathlib import Path

import psutil
import pytest

import corpora
from test_corpus_stores import BUCKET, bucket, collection, held, local

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
