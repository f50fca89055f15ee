"""A store without end of documents, and what it takes to list it."""

import os
import tracemalloc
from pathlib import Path

import pytest

from tahqiq.corpus.ledger import Ledger
from tahqiq.corpus.stores import documents

COUNT = int(os.environ.get("TAHQIQ_CORPUS_KEYS", "12000"))
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


def list_all(path: Path | str) -> tuple[int, int]:
    """List all keys into a manifest; return how many there are, and how many are to be done."""
    fsspec.register_implementation("endless", Endless, clobber=True)
    ledger = Ledger(Path(path))
    count = ledger.take(documents(["endless://نصوص"]))
    pending = sum(1 for _ in ledger.pending("work"))
    ledger.close()
    return count, pending


def measure_listing(folder: Path) -> tuple[tuple[int, int], int]:
    """List all keys twice; return what the second found, and the most bytes that it held."""
    list_all(folder / "first.sqlite")  # what is loaded for the first listing is no key
    tracemalloc.start()
    found = list_all(folder / "m.sqlite")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return found, most
