"""Keys as strangers write them: every document is read, and no file leads out of where it belongs."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

import corpora
from corpora import here, made
from editions import text
from tahqiq.corpus.stores import store

fsspec = pytest.importorskip("fsspec")
KEYS = (
    "tei/رسالة [١] إلى * والي؟.xml",
    "tei/مئة %41 #1 ?a=b&c.xml",
    "tei/مجلد/",
    "tei/مجلد.xml/",
    "tei/مجلد.xml/نص.XML",
    "tei/فارغ.xml",
    "tei/../../خارج.xml",
    "tei//مزدوج.xml",
    "tei/سطر\nآخر.xml",
    f"tei/{'ط' * 200}.xml",
)


class Bucket(fsspec.get_filesystem_class("memory")):
    """A bucket, whose keys are any strings; some may not be read, and some not be written whole."""

    protocol = "s3bucket"
    held: ClassVar[dict[str, bytes]] = {}
    refused: ClassVar[set[str]] = set()

    @classmethod
    def _strip_protocol(cls, path):
        return path.removeprefix("s3bucket://").rstrip("/")

    def isfile(self, path):
        """Return whether there is such a key."""
        return path in self.held

    def walk(self, path, maxdepth=None, topdown=True, on_error="omit", **more):
        """Yield all keys as one folder."""
        found = {
            key: {"name": key, "size": len(content), "type": "file", "ETag": hash(content)}
            for key, content in sorted(self.held.items())
            if key.startswith(f"{path}/")
        }
        yield path, {}, found

    def cat_file(self, path, start=None, end=None, **more):
        """Return an object."""
        if path.endswith(tuple(self.refused)):
            raise PermissionError("Access Denied")
        return self.held[path]

    def pipe_file(self, path, value, mode="overwrite", **more):
        """Write an object, or the half of it."""
        self.held[path] = value
        if path.endswith(tuple(self.refused)):
            self.held[path] = value[: len(value) // 2]
            raise TimeoutError("the connection was lost")

    def put_file(self, lpath, rpath, **more):
        """Write a file as an object."""
        self.pipe_file(rpath, Path(lpath).read_bytes())

    def cp_file(self, path1, path2, **more):
        """Write an object once more."""
        self.held[path2] = self.held[path1]

    def rm_file(self, path):
        """Remove an object."""
        del self.held[path]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """Return what a bucket holds, which this process alone knows."""
    fsspec.register_implementation("s3bucket", Bucket, clobber=True)
    monkeypatch.setattr(Bucket, "held", {})
    monkeypatch.setattr(Bucket, "refused", set())
    store.cache_clear()
    yield Bucket.held
    store.cache_clear()


def statuses(lines: bytes) -> dict[str, str]:
    """Return the status of each document."""
    found = map(json.loads, lines.decode().splitlines())
    return {one["document"]: one["status"] for one in found}


def test_keys_are_any_strings(bucket: dict[str, bytes], tmp_path: Path) -> None:
    """Arabic, patterns, percent signs, line breaks, folders and what leads out: each is read, or said."""
    for key in KEYS:
        bucket[key] = b"" if key.endswith(("/", "فارغ.xml")) else text("<p>كلام</p>").encode()
    out = tmp_path / "أعلى/out"
    here("export", "s3bucket://tei", "-o", out)
    found = statuses((out / "documents.jsonl").read_bytes())
    long = f"{'ط' * 200}.xml"
    assert found == {
        "رسالة [١] إلى * والي؟.xml": "made",
        "مئة %41 #1 ?a=b&c.xml": "made",
        "مجلد.xml/نص.XML": "made",
        "فارغ.xml": "failed",
        "%2E%2E/%2E%2E/خارج.xml": "made",
        "%/مزدوج.xml": "made",
        "سطر\nآخر.xml": "made",
        long: "failed",
    }
    assert [path.name for path in (tmp_path / "أعلى").iterdir()] == ["out"]


def test_from_bucket_to_bucket_keys_stay(bucket: dict[str, bytes], tmp_path: Path) -> None:
    """A key that no folder holds is one that a bucket does: what is put has the key before it."""
    for key in (KEYS[0], KEYS[1], KEYS[-1]):
        bucket[key] = text("<p>كلام</p>").encode()
    here("export", "s3bucket://tei", "-o", "s3bucket://out", "--manifest", tmp_path / "m.sqlite")
    data = sorted(key for key in bucket if key.endswith("/mentions.jsonl"))
    assert [one.split("/")[1] for one in data] == sorted(
        key.removeprefix("tei/") for key in (KEYS[0], KEYS[1], KEYS[-1])
    )


def test_an_object_that_is_refused_fails_alone(bucket: dict[str, bytes], tmp_path: Path) -> None:
    """One that may not be read is a failure with its reason, and is done when it may be."""
    for name in ("أول", "ثان"):
        bucket[f"tei/{name}.xml"] = text("<p>كلام</p>").encode()
    Bucket.refused.add("tei/ثان.xml")
    first = here("export", "s3bucket://tei", "-o", tmp_path)
    before = json.loads((tmp_path / "summary.json").read_text("utf-8"))["failures"]
    Bucket.refused.clear()
    second = here("export", "s3bucket://tei", "-o", tmp_path)
    assert (first, before, second) == (2, {"cannot be fetched: Access Denied": 1}, 0)


def test_a_put_that_fails_halfway_is_made_again(bucket: dict[str, bytes], tmp_path: Path) -> None:
    """What was written by half is a failure, leaves no other file, and is whole after the next run."""
    source = corpora.write(tmp_path / "in", 1)
    here("export", source, "-o", "s3bucket://whole", "--manifest", tmp_path / "whole.sqlite")
    whole = {key.removeprefix("whole/"): value for key, value in bucket.items()}
    Bucket.refused.add("mentions.jsonl")
    arguments = ("export", source, "-o", "s3bucket://out", "--manifest", tmp_path / "out.sqlite")
    first = here(*arguments)
    Bucket.refused.clear()
    second = here(*arguments)
    assert (first, second) == (2, 0)
    assert {
        key.removeprefix("out/"): value for key, value in bucket.items() if key.startswith("out/")
    } == whole


def test_a_page_that_is_listed_twice_counts_once(
    bucket: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bucket that changes while it is listed may show a key on two pages."""
    for name in ("أول", "ثان"):
        bucket[f"tei/{name}.xml"] = text("<p>كلام</p>").encode()
    walk = Bucket.walk

    def twice(self, path, **more):
        yield from walk(self, path)
        yield from walk(self, path)

    monkeypatch.setattr(Bucket, "walk", twice)
    assert here("export", "s3bucket://tei", "-o", tmp_path) == 0
    assert json.loads((tmp_path / "summary.json").read_text("utf-8"))["documents"] == 2


def test_a_member_that_leads_out_of_its_archive_does_not(tmp_path: Path) -> None:
    """What a ZIP calls ../../x lies within OUT."""
    with zipfile.ZipFile(tmp_path / "نصوص.zip", "w") as archive:
        for name in ("../../خارج.xml", "/جذر.xml", "داخل/نص.xml"):
            archive.writestr(name, text("<p>كلام</p>"))
    here("export", tmp_path / "نصوص.zip", "-o", tmp_path / "أعلى/out")
    assert len([one for one in made(tmp_path / "أعلى/out") if one.endswith(".jsonl")]) > 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["أعلى", "نصوص.zip"]
    assert [path.name for path in (tmp_path / "أعلى").iterdir()] == ["out"]


def test_what_has_no_documents_keeps_what_was_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is empty, as where a disk is not mounted, is wrong usage: nothing is removed."""
    source = corpora.write(tmp_path / "in", 1)
    here("export", source, "-o", tmp_path / "out")
    whole = made(tmp_path / "out")
    source.rename(tmp_path / "away")
    source.mkdir()
    capsys.readouterr()
    assert here("export", source, "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert made(tmp_path / "out") == whole
