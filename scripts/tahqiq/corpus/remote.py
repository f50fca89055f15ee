"""Documents and files in whatever fsspec opens: a bucket, an archive, the web.

In: an address. Out: a Store. What an object store lists comes page by page, and is never held.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from tahqiq.corpus.documents import Document, key_of, matches
from tahqiq.errors import OutputError, Place, SourceError, ToolMissing, UsageError

_PAGE = 1000
# Stores that show a file only when it is whole.
_OBJECTS = frozenset("s3 s3a gs gcs abfs abfss az adl oci ocilake oss memory".split())


class RemoteStore:
    """What fsspec opens: a bucket, an archive, or a document on the web."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            import fsspec

            # What was listed would be kept: a million keys are a gigabyte.
            self._fs, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
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
                # A key may begin with a slash of its own, or have several in a row.
                name = str(found["name"]).removeprefix(self._root)
                name = name.removeprefix("/") if self._root else name
                if found["type"] == "file" and matches(name.rpartition("/")[2], patterns):
                    size, stamp = int(found.get("size") or 0), _stamp(found)
                    yield Document(key_of(name), self.address, name, size, stamp)
        except Exception as error:  # each protocol has its own kinds of errors
            raise SourceError(f"cannot be listed: {error}", place=Place(self.address)) from None

    def _single(self) -> Document:
        found = self._fs.info(self._root)
        name = PurePosixPath(self._root).name
        whole = self.address.partition("::")[0].rstrip("/")
        above = whole.rpartition("/")[0]
        tail = self.address[len(whole) :].lstrip("/")
        return Document(name, above + tail, name, int(found.get("size") or 0), _stamp(found))

    def _listed(self) -> Iterator[dict[str, Any]]:
        if not hasattr(self._fs, "_iterdir") or not hasattr(self._fs, "split_path"):
            for _, _, files in self._fs.walk(self._root, detail=True, on_error="raise"):
                yield from (files[name] for name in sorted(files))
            return
        from fsspec.asyn import sync

        bucket, prefix, _ = self._fs.split_path(self._root)
        prefix = f"{prefix}/" if prefix else ""
        coming = self._fs._iterdir(bucket, delimiter="", prefix=prefix)
        while some := sync(self._fs.loop, _next, coming):
            yield from some

    def local(self, name: str) -> Path | None:
        """Return nothing: what is fetched lies nowhere yet."""
        return None

    def read(self, name: str) -> bytes:
        """Return a file."""
        try:
            return bytes(self._fs.cat_file(self._path(name)))
        except Exception as error:  # each protocol has its own kinds of errors
            raise SourceError(f"cannot be fetched: {error}", place=Place(name)) from None

    def put(self, name: str, content: bytes) -> None:
        """Write a file in one step."""
        self._put(name, lambda path: self._fs.pipe_file(path, content))

    def put_file(self, name: str, path: Path) -> None:
        """Write a file of this machine in one step."""
        self._put(name, lambda target: self._fs.put_file(str(path), target))
        path.unlink(missing_ok=True)

    def _put(self, name: str, write: Callable[[str], object]) -> None:
        """Write a file: an object store shows it when it is whole, others once it is renamed."""
        path = self._path(name)
        protocol = self._fs.protocol
        try:
            if _OBJECTS.isdisjoint([protocol] if isinstance(protocol, str) else protocol):
                above, _, last = path.rpartition("/")
                self._fs.makedirs(above, exist_ok=True)
                self._written(f"{above}/.tahqiq-{uuid4().hex}-{last}", path, write)
            else:
                write(path)
        except Exception as error:  # each protocol has its own kinds of errors
            place = Place(f"{self.address}/{name}")
            raise OutputError(f"cannot be written: {error}", place=place) from None

    def _written(self, first: str, path: str, write: Callable[[str], object]) -> None:
        """Write a file under a first name, and then give it its own; what failed is removed."""
        from fsspec.spec import AbstractFileSystem

        try:
            write(first)
            if type(self._fs).mv is AbstractFileSystem.mv:  # which takes [ and * for patterns
                self._fs.cp_file(first, path)
                self._fs.rm_file(first)
            else:
                self._fs.mv(first, path)
        except Exception:
            with contextlib.suppress(Exception):
                self._fs.rm_file(first)
            raise

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
        with contextlib.suppress(OSError):
            self._fs.rm_file(self._path(name))


async def _next(coming: AsyncIterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the next files of a listing, a page at a time: each call changes threads."""
    found = []
    async for one in coming:
        found.append(one)
        if len(found) == _PAGE:
            break
    return found


def _stamp(found: dict[str, Any]) -> str:
    """Return what a store says of a file that changes with it."""
    said = found.get("ETag") or found.get("LastModified") or found.get("mtime")
    said = said or found.get("CRC") or found.get("date_time") or ""
    return f"{found.get('size')} {said}"
