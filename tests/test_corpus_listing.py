"""A million keys: listed as they come, never held; puts that are seen whole."""

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tahqiq.corpus.ledger import Ledger
from tahqiq.corpus.remote import RemoteStore
from tahqiq.corpus.stores import documents, store

COUNT = int(os.environ.get("TAHQIQ_CORPUS_KEYS", "12000"))
MB = 1024 * 1024
fsspec = pytest.importorskip("fsspec")


class Endless(fsspec.AbstractFileSystem):
    """A store of ``COUNT`` documents, a thousand in each folder, that are made as they are asked."""

    protocol = "endless"

    def walk(self, path, maxdepth=None, topdown=True, on_error="omit", **more):
        """Yield the folders, one after the other."""
        for folder in range(-(-COUNT // 1000)):
            names = (f"مجلد-{folder:04}/نص-{number:04}.xml" for number in range(1000))
            files = {name: {"name": name, "size": 1, "type": "file", "mtime": 1} for name in names}
            yield str(folder), {}, files

    def isfile(self, path):
        """Return that the whole is none."""
        return False


class Remote(fsspec.get_filesystem_class("file")):
    """A server that shows a file while it is written, as SFTP does."""

    protocol = "remote"
    seen: ClassVar[list[str]] = []

    def pipe_file(self, path, value, mode="overwrite", **more):
        """Note under which name a file is written."""
        Remote.seen.append(Path(path).name)
        super().pipe_file(path, value, **more)


def list_all(path: Path | str) -> tuple[int, int]:
    """List all keys into a manifest; return how many there are, and how many are to be done."""
    fsspec.register_implementation("endless", Endless, clobber=True)
    ledger = Ledger(Path(path))
    count = ledger.take(documents(["endless://نصوص"]))
    pending = sum(1 for _ in ledger.pending("work"))
    ledger.close()
    return count, pending


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """Make the store known that shows what is half written."""
    fsspec.register_implementation("remote", Remote, clobber=True)
    store.cache_clear()
    yield
    store.cache_clear()


def test_keys_are_listed_without_holding_them(tmp_path: Path) -> None:
    """The keys of a store go into the manifest by way of a few megabytes, however many they are."""
    list_all(tmp_path / "first.sqlite")  # what is loaded for the first listing is no key
    tracemalloc.start()
    found = list_all(tmp_path / "m.sqlite")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == (COUNT, COUNT)
    assert most < 2 * MB


def test_a_file_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    """Where a store shows what is half written, a file is written under another name first."""
    held = store(f"remote://{tmp_path}")
    held.put("مجلد/نص.txt", "نص".encode())
    assert isinstance(held, RemoteStore)
    assert Remote.seen[0].startswith(".tahqiq-")
    assert [path.name for path in tmp_path.rglob("*.*")] == ["نص.txt"]


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    """A ``file://`` address is written to as its folder is, in one step."""
    assert store(f"file://{tmp_path}") is store(str(tmp_path))
