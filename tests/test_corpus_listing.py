"""A million keys: listed as they come, never held; puts that are seen whole."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest

from listings import COUNT, measure_listing
from tahqiq.corpus.remote import RemoteStore
from tahqiq.corpus.stores import store

MB = 1024 * 1024
fsspec = pytest.importorskip("fsspec")


class Remote(fsspec.get_filesystem_class("file")):
    """A server that shows a file while it is written, as SFTP does."""

    protocol = "remote"
    seen: ClassVar[list[str]] = []

    def pipe_file(self, path, value, mode="overwrite", **more):
        """Note under which name a file is written."""
        Remote.seen.append(Path(path).name)
        super().pipe_file(path, value, **more)


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """Make the store known that shows what is half written."""
    fsspec.register_implementation("remote", Remote, clobber=True)
    store.cache_clear()
    yield
    store.cache_clear()


def test_keys_are_listed_without_holding_them(tmp_path: Path) -> None:
    """The keys of a store go into the manifest by way of a few megabytes, however many they are."""
    # In a process of its own: one that has run a thousand tests grows its tables of names by
    # megabytes at a time, at any moment, and that would be counted too.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as own:
        found, most = own.submit(measure_listing, tmp_path).result()
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
