"""What a collection holds, and what every store of it can do.

In: nothing. Out: Document, and Store, which folders and whatever fsspec opens are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

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

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already."""
        ...


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Return whether a name is that of a document, in whatever case its ending is."""
    return any(fnmatch(name.lower(), pattern) for pattern in patterns)


def key_of(name: str) -> str:
    """Return the key of a document by its name in a bucket or an archive.

    Files are called after it, so that what would lead out of a folder, and names that no folder can
    hold, are written with percent signs.
    """
    return "/".join(
        part if part not in ("", ".", "..") else _PLAIN[part] for part in name.split("/")
    )


_PLAIN = {"": "%", ".": "%2E", "..": "%2E%2E"}
