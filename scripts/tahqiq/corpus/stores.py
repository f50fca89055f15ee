"""Where documents come from and where files go: folders, and whatever fsspec opens.

In: a path or an address (``s3://``, ``zip://``, ``https://`` …). Out: a Store, which lists lazily,
reads and puts. A file is put whole or not at all. Keys are NFC or not, as they are stored; they may
be Arabic. Addresses want the extra ``tahqiq[cluster]``, and the package of their protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from tahqiq.corpus.documents import PATTERNS, Document, Store, key_of
from tahqiq.corpus.folders import FolderStore
from tahqiq.corpus.remote import RemoteStore
from tahqiq.errors import UsageError
from tahqiq.files import read_bytes

__all__ = [
    "PATTERNS",
    "Document",
    "FolderStore",
    "RemoteStore",
    "Store",
    "documents",
    "listed",
    "store",
]


@cache
def store(address: str) -> Store:
    """Return the store at a path or an address; one for each process."""
    if address.startswith("file://"):
        return store(address.removeprefix("file://"))
    if "://" in address:
        return RemoteStore(address)
    path = Path(address)
    if path.is_file() and path.suffix.lower() == ".zip":
        return RemoteStore(f"zip://::{path.resolve()}")
    return FolderStore(str(path.resolve()))


def documents(
    paths: list[str], patterns: tuple[str, ...] = PATTERNS, *, besides: str = ""
) -> Iterator[Document]:
    """Yield the documents of several paths; what lies below ``besides`` is not one of them.

    Keys are relative to the path; of several paths each key begins with the name of its own.
    """
    heads = _heads(paths)
    for path, head in zip(paths, heads, strict=True):
        for found in store(path).documents(patterns):
            lies = f"{found.store}/{found.name}"
            if besides and lies.startswith(f"{besides.rstrip('/')}/"):
                continue
            key = f"{head}/{found.key}" if head and found.key != head else found.key
            yield Document(key, found.store, found.name, found.size, found.stamp)


def _heads(paths: list[str]) -> list[str]:
    if len(paths) == 1:
        return [""]
    whole = [path.partition("::")[0].rstrip("/") for path in paths]
    heads = [PurePosixPath(one.rpartition("://")[2] or one).name for one in whole]
    twins = sorted({one for one in heads if heads.count(one) > 1})
    if twins:
        raise UsageError(
            f"two paths end in the same name, so that their keys would mix: {twins[0]}",
            hint="name the folder above them",
        )
    return heads


def listed(path: str) -> Iterator[Document]:
    """Yield the documents of a list: a file, or an address, of one path or address a line.

    Keys are the addresses without their protocol. What the web holds is known by reading it alone,
    so that it has no stamp.
    """
    if "://" in path:
        store_, _, name = path.rpartition("/")
        lines = iter(store(store_).read(name).decode("utf-8").splitlines())
    else:
        lines = iter(read_bytes(Path(path)).decode("utf-8").splitlines())
    for line in lines:
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        if "://" in written:
            above, _, name = written.rpartition("/")
            yield Document(key_of(written.partition("://")[2]), above, name, 0, "")
        else:
            for found in store(written).documents(PATTERNS):
                yield Document(
                    key_of(written.lstrip("/")), found.store, found.name, found.size, found.stamp
                )
