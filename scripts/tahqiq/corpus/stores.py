"""Where documents come from and where files go: folders, and whatever fsspec opens.

In: a path or an address (``s3://``, ``zip://``, ``https://`` …). Out: a Store, which lists lazily,
reads and puts. A file is put whole or not at all. Keys are NFC or not, as they are stored; they may
be Arabic. Addresses want the extra ``tahqiq[cluster]``, and the package of their protocol.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from tahqiq.corpus.answers import sound
from tahqiq.errors import OutputError, Place, SourceError, ToolMissing, UsageError
from tahqiq.files import read_bytes, reason, write_atomic

PATTERNS = ("*.xml", "*.tei", "*.odd")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was listed: its key in the corpus, where it lies, its size in bytes.

    ``stamp`` is what changes with it, as far as that is told without reading it. ``store`` is the
    address of the store, ``name`` its name there.
    """

    key: str
    store: str
    name: str
    size: int
    stamp: str


class Store(Protocol):
    """A place that holds files by name."""

    address: str

    def documents(self, patterns: tuple[str, ...]) -> Iterator[Document]:
        """Yield what it holds, never all at once."""
        ...

    def local(self, name: str) -> Path | None:
        """Return the path of a file, where it has one on this machine."""
        ...

    def read(self, name: str) -> bytes:
        """Return a file; raise SourceError."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Write a file in one step; raise OutputError."""
        ...

    def put_file(self, name: str, path: Path) -> None:
        """Write a file of this machine in one step; raise OutputError."""
        ...

    def has(self, name: str, size: int) -> bool:
        """Return whether a file is there with that size."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
        ...


@cache
def store(address: str) -> Store:
    """Return the store at a path or an address; one for each process."""
    if "://" in address:
        return RemoteStore(address)
    path = Path(address)
    if path.is_file() and path.suffix.lower() == ".zip":
        return RemoteStore(f"zip://::{path.resolve()}")
    return FolderStore(str(path.resolve()))


class FolderStore:
    """A folder of this machine, or a single file of one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._root = Path(address)

    def documents(self, patterns: tuple[str, ...]) -> Iterator[Document]:
        """Yield its files, folder by folder, by name; links out of it are not followed."""
        if self._root.is_file():
            yield self._document(self._root.name, str(self._root.parent), self._root.stat())
        elif self._root.is_dir():
            yield from self._within("", patterns)
        else:
            raise UsageError("there is no such file or folder", place=Place(self.address))

    def _within(self, folder: str, patterns: tuple[str, ...]) -> Iterator[Document]:
        try:
            with os.scandir(self._root / folder) as found:
                entries = sorted(found, key=lambda one: one.name)
        except OSError as error:
            place = Place(str(self._root / folder))
            raise SourceError(reason(error), place=place) from None
        for entry in entries:
            name = f"{folder}{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._within(f"{name}/", patterns)
            elif entry.is_file() and _matches(entry.name, patterns):
                yield self._document(name, self.address, entry.stat())

    def _document(self, name: str, store: str, found: os.stat_result) -> Document:
        stamp = f"{found.st_size} {found.st_mtime_ns}"
        return Document(sound(name), store, name, found.st_size, stamp)

    def local(self, name: str) -> Path | None:
        """Return the path of a file."""
        return self._root / name

    def read(self, name: str) -> bytes:
        """Return a file."""
        return read_bytes(self._root / name)

    def put(self, name: str, content: bytes) -> None:
        """Write a file in one step."""
        write_atomic(self._root / name, content)

    def put_file(self, name: str, path: Path) -> None:
        """Move a file here, in one step where it lies on the same disk."""
        target = self._root / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        except OSError:
            write_atomic(target, path.read_bytes())

    def has(self, name: str, size: int) -> bool:
        """Return whether a file is there with that size."""
        try:
            return (self._root / name).stat().st_size == size
        except OSError:
            return False

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        path = self._root / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self._root or not folder.is_relative_to(self._root):
                break
            try:
                folder.rmdir()
            except OSError:
                break


class RemoteStore:
    """What fsspec opens: a bucket, an archive, or a document on the web."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            import fsspec

            self._fs, root = fsspec.core.url_to_fs(address)
        except ImportError as error:
            raise ToolMissing(
                f"{address.partition(':')[0]}:// wants a package that is not installed: {error}",
                hint="pip install 'tahqiq[cluster]', and s3fs for s3://, aiohttp for https://",
            ) from None
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot be opened: {error}", place=Place(address)) from None
        self._root = str(root).rstrip("/")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name

    def documents(self, patterns: tuple[str, ...]) -> Iterator[Document]:
        """Yield its files: page by page from S3, else folder by folder."""
        try:
            if self._root and self._fs.isfile(self._root):
                yield self._single()
                return
            for found in self._listed():
                name = str(found["name"]).removeprefix(self._root).lstrip("/")
                if found["type"] == "file" and _matches(PurePosixPath(name).name, patterns):
                    size, stamp = int(found.get("size") or 0), _stamp(found)
                    yield Document(name, self.address, name, size, stamp)
        except (OSError, ValueError) as error:
            raise SourceError(f"cannot be listed: {error}", place=Place(self.address)) from None

    def _single(self) -> Document:
        found = self._fs.info(self._root)
        name = PurePosixPath(self._root).name
        whole = self.address.partition("::")[0].rstrip("/")
        above = whole.rpartition("/")[0]
        tail = self.address[len(whole) :].lstrip("/")
        return Document(name, above + tail, name, int(found.get("size") or 0), _stamp(found))

    def _listed(self) -> Iterator[dict[str, Any]]:
        pages = getattr(self._fs, "_iterdir", None)
        if pages is None or not hasattr(self._fs, "split_path"):
            for _, folders, files in self._fs.walk(self._root, detail=True):
                yield from (files[name] for name in sorted(files))
                del folders
            return
        from fsspec.asyn import sync

        bucket, prefix, _ = self._fs.split_path(self._root)
        prefix = f"{prefix}/" if prefix else ""
        coming = pages(bucket, delimiter="", prefix=prefix)
        while True:
            try:
                yield sync(self._fs.loop, coming.__anext__)
            except StopAsyncIteration:
                return

    def local(self, name: str) -> Path | None:
        """Return nothing: what is fetched lies nowhere yet."""
        return None

    def read(self, name: str) -> bytes:
        """Return a file."""
        try:
            content = self._fs.cat_file(self._path(name))
        except (OSError, ValueError, KeyError) as error:
            raise SourceError(f"cannot be fetched: {error}", place=Place(name)) from None
        return bytes(content)

    def put(self, name: str, content: bytes) -> None:
        """Write a file: an object store shows it when it is whole."""
        try:
            self._fs.pipe_file(self._path(name), content)
        except (OSError, ValueError, NotImplementedError) as error:
            place = Place(f"{self.address}/{name}")
            raise OutputError(f"cannot be written: {error}", place=place) from None

    def put_file(self, name: str, path: Path) -> None:
        """Write a file of this machine."""
        try:
            self._fs.put_file(str(path), self._path(name))
        except (OSError, ValueError, NotImplementedError) as error:
            place = Place(f"{self.address}/{name}")
            raise OutputError(f"cannot be written: {error}", place=place) from None
        path.unlink(missing_ok=True)

    def has(self, name: str, size: int) -> bool:
        """Return whether a file is there with that size."""
        try:
            return int(self._fs.info(self._path(name)).get("size") or 0) == size
        except OSError:
            return False

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
        try:
            self._fs.rm_file(self._path(name))
        except OSError:
            return


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in patterns)


def _stamp(found: dict[str, Any]) -> str:
    """Return what a store says of a file that changes with it."""
    said = found.get("ETag") or found.get("LastModified") or found.get("mtime")
    said = said or found.get("CRC") or found.get("date_time") or ""
    return f"{found.get('size')} {said}"


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
            yield Document(written.partition("://")[2], above, name, 0, "")
        else:
            for found in store(written).documents(PATTERNS):
                yield Document(
                    written.lstrip("/"), found.store, found.name, found.size, found.stamp
                )
