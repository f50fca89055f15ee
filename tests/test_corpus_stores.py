"""Documents in buckets, archives and on the web: the same answer as from a folder."""

import contextlib
import http.server
import os
import sqlite3
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import corpora
from corpora import made
from tahqiq.corpus.remote import RemoteStore
from tahqiq.corpus.stores import PATTERNS
from tahqiq.errors import SourceError

BUCKET = "s3://archive"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a collection of twelve documents."""
    return corpora.write(tmp_path_factory.mktemp("مجموعة"), 12)


@pytest.fixture(scope="module")
def local(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what an export from folder to folder makes."""
    out = tmp_path_factory.mktemp("out")
    corpora.run("export", collection, "-o", out)
    return made(out)


@pytest.fixture(scope="module")
def bucket(collection: Path) -> Iterator[dict[str, str]]:
    """Start a server of S3 with the collection; yield the environment that leads to it."""
    for name in ("moto", "flask", "s3fs"):
        pytest.importorskip(name)
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    client = client_of(settings)
    client.create_bucket(Bucket="archive")
    for name, content in made(collection).items():
        client.put_object(Bucket="archive", Key=f"tei/{name}", Body=content)
    yield {**os.environ, **settings}
    server.stop()


def client_of(bucket: dict[str, str]):
    """Return who speaks to the server."""
    import boto3

    return boto3.client(
        "s3", endpoint_url=bucket["FSSPEC_S3_ENDPOINT_URL"], region_name="us-east-1",
        aws_access_key_id="a", aws_secret_access_key="b",
    )  # fmt: skip


def held(bucket: dict[str, str], prefix: str) -> dict[str, bytes]:
    """Return what the bucket holds below a prefix."""
    import s3fs

    fs = s3fs.S3FileSystem(
        key="a", secret="b", endpoint_url=bucket["FSSPEC_S3_ENDPOINT_URL"],
        client_kwargs={"region_name": "us-east-1"}, skip_instance_cache=True,
    )  # fmt: skip
    return {name.removeprefix(f"{prefix}/"): fs.cat_file(name) for name in fs.find(prefix)}


def opened(bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch, address: str) -> RemoteStore:
    """Return the store at an address, opened in this process."""
    import fsspec

    for name in ("FSSPEC_S3_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, bucket[name])
    fsspec.config.set_conf_env(fsspec.config.conf)
    return RemoteStore(address)


def test_from_bucket_to_bucket_though_the_driver_is_killed(
    bucket: dict[str, str], local: dict[str, bytes], tmp_path: Path
) -> None:
    """From S3 to S3, with a kill -9 between, the files are those of folder to folder, each made once."""
    out, log = f"{BUCKET}/out", tmp_path / "log.jsonl"
    arguments = corpora.command(
        "export", f"{BUCKET}/tei", "-o", out, "--jobs", 2, "--manifest", tmp_path / "m.sqlite",
        "--log", log, "--resume",
    )  # fmt: skip
    process = subprocess.Popen(arguments, env=bucket, stderr=subprocess.DEVNULL)
    while process.poll() is None and '"document"' not in (
        log.read_text("utf-8") if log.exists() else ""
    ):
        time.sleep(0.01)
    process.kill()
    process.wait()
    done = subprocess.run(arguments, env=bucket, capture_output=True, text=True, check=False)
    with contextlib.closing(sqlite3.connect(tmp_path / "m.sqlite")) as base:
        times = base.execute("SELECT DISTINCT times FROM documents WHERE sha256 != ''").fetchall()
    assert times == [(1,)]
    assert held(bucket, out.removeprefix("s3://")) == local, done.stderr


def test_a_file_that_a_bucket_lost_is_put_again(tmp_path: Path) -> None:
    """Of three documents one file was removed and one cut short: the next run makes those two, no other."""
    fsspec = pytest.importorskip("fsspec")
    folder, held = corpora.write(tmp_path / "in", 3), fsspec.filesystem("memory")
    asked = ("build", folder, "-o", "memory://نصوص", "--manifest", tmp_path / "m.sqlite")
    corpora.here(*asked)
    texts = sorted(name for name in held.find("/نصوص") if "/tei/" in name)
    before = {name: held.cat_file(name) for name in texts}
    untouched = held.modified(texts[2])
    held.rm_file(texts[0])
    held.pipe_file(texts[1], b"")
    corpora.here(*asked)
    assert {name: held.cat_file(name) for name in texts} == before
    assert held.modified(texts[2]) == untouched


def test_an_archive_is_read_like_its_folder(
    collection: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    """A ZIP archive gives what its folder gives."""
    pytest.importorskip("fsspec")
    with zipfile.ZipFile(tmp_path / "نصوص.zip", "w") as archive:
        for name, content in made(collection).items():
            archive.writestr(name, content)
    corpora.run("export", tmp_path / "نصوص.zip", "-o", tmp_path / "out")
    assert made(tmp_path / "out") == local


def test_a_list_of_addresses_is_fetched(collection: Path, tmp_path: Path) -> None:
    """Documents on the web are named by a list; one that is not there fails alone."""
    for name in ("fsspec", "aiohttp"):
        pytest.importorskip(name)
    for number, path in enumerate(sorted(collection.rglob("*.xml"))[:4:2]):
        (tmp_path / f"{number}.xml").write_bytes(path.read_bytes())
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        names = ("0.xml", "1.xml", "لا-يوجد.xml")
        (tmp_path / "list.txt").write_text("".join(f"{address}/{n}\n" for n in names), "utf-8")
        done = corpora.run("export", "--from-file", f"{address}/list.txt", "-o", tmp_path / "out")
        server.shutdown()
    assert "1 failed, 2 made" in done.stderr


def test_a_listing_is_not_held(bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2,500 keys in Arabic the first is there before the second page of them is asked."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.s3.models import s3_backends

    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    keys = [f"كثير/نص-{number:04}.xml" for number in range(2500)]
    for key in keys:
        backend.put_object("archive", key, b"<TEI/>")
    held = opened(bucket, monkeypatch, f"{BUCKET}/كثير")
    asked: list[str] = []
    real = held._fs._call_s3

    async def counted(method, *arguments, **named):
        asked.append(method)
        return await real(method, *arguments, **named)

    monkeypatch.setattr(held._fs, "_call_s3", counted)
    coming = held.documents(PATTERNS)
    first = next(coming)
    pages = asked.count("list_objects_v2") - 1  # the first asks whether it is a folder
    assert (first.key, pages) == ("نص-0000.xml", 1)
    assert [one.name for one in coming] == [Path(key).name for key in keys[1:]]
    assert asked.count("list_objects_v2") - 1 == 3


def test_a_bucket_that_is_not_there_is_said(
    bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bucket that does not exist is an error that names its address."""
    held = opened(bucket, monkeypatch, "s3://no-such-bucket/tei")
    with pytest.raises(SourceError, match="cannot be listed") as error:
        list(held.documents(PATTERNS))
    assert "no-such-bucket" in str(error.value)
