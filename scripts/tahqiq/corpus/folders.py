"""Documents and files in a folder of this machine. In: a path. Out: a Store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tahqiq.corpus.answers import sound
from tahqiq.corpus.documents import Document, matches
from tahqiq.errors import Place, SourceError, UsageError
from tahqiq.files import read_bytes, reason, write_atomic


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
            elif entry.is_file() and matches(entry.name, patterns):
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
