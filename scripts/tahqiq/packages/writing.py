"""Where a package is written to: a folder, or one file; every byte is read once, and hashed then.

In: contents, one by one or all at once. Out: the files, and the fixity of each. An archive is the
same bytes for the same files: they follow each other as they are put, with one date, one owner and
one set of rights. Nothing is compressed: what a compressor makes depends on its version, and in
fifty years a damaged byte costs one file.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from tahqiq.packages import crew, digests, errands
from tahqiq.packages.contents import Content
from tahqiq.packages.crew import Known
from tahqiq.packages.digests import Fixity, Source
from tahqiq.packages.errands import Told
from tahqiq.packages.flushing import Flushing
from tahqiq.packages.zipping import Growing, Tar, Zip

SUFFIXES = (".zip", ".tar")

Place = Callable[[Content], str]
Packing = Iterator[tuple[Content, Fixity]]


class Target(Protocol):
    """What a package is written into; ``scratch`` is a folder for what is made on the way."""

    scratch: Path

    def put(self, path: str, source: Source) -> Fixity:
        """Write one file, and return its fixity."""

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says, in order, and yield them with their fixity."""


@contextlib.contextmanager
def target(
    draft: Path, day: str, top: str, algorithms: tuple[str, ...] = digests.ALGORITHMS
) -> Iterator[Target]:
    """Yield a target at ``draft``: an archive by its suffix, or else a folder.

    ``day`` is the date of every entry of an archive, ``top`` the folder in which all lie, if any;
    ``algorithms`` are the digests that are wanted.
    """
    with contextlib.ExitStack() as closing:
        made = tempfile.TemporaryDirectory(prefix="scratch-", dir=draft.parent)
        scratch = Path(closing.enter_context(made))
        if draft.suffix not in SUFFIXES:
            flushing = closing.enter_context(Flushing())
            yield Folder(draft, scratch, algorithms, flushing)
            return
        kind = Zip if draft.suffix == ".zip" else Tar
        archive = kind(draft, time.strptime(day, "%Y-%m-%d"), scratch)
        closing.callback(archive.close)
        yield _Archive(archive, f"{top}/" if top else "", scratch, algorithms)


class Folder:
    """A target that is a folder."""

    def __init__(
        self, folder: Path, scratch: Path, algorithms: tuple[str, ...], flushing: Flushing
    ) -> None:
        self.scratch = scratch
        self._flushing = flushing
        self._folder = str(folder)
        self._algorithms = algorithms

    def put(self, path: str, source: Source) -> Fixity:
        """Write one file, and return its fixity."""
        return digests.copied(source, f"{self._folder}/{path}", self._algorithms)

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says, several at once."""

        def told(one: Content) -> Told | Known:
            if isinstance(one.source, bytes):
                return Known(self.put(place(one), one.source))
            return str(one.source), f"{self._folder}/{place(one)}"

        shared = {"algorithms": self._algorithms}
        for one, made in crew.done("copy", shared, contents, told):
            fixity = Fixity(*made)
            self._flushing.wrote(fixity.size)
            yield one, fixity


class _Archive:
    """A target that is one file."""

    def __init__(
        self, archive: Growing, prefix: str, scratch: Path, algorithms: tuple[str, ...]
    ) -> None:
        self.scratch = scratch
        self._archive = archive
        self._prefix = prefix
        self._shared = {
            "archive": archive.path, "algorithms": algorithms,
            "kind": archive.kind, "moment": archive.moment,
        }  # fmt: skip

    def put(self, path: str, source: Source) -> Fixity:
        """Write one file, and return its fixity."""
        name, size = self._prefix + path, digests.size(source)
        start = self._archive.reserved(name, size)
        return self._settled(name, start, self._packed(source, start, size, name))

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says, several at once, each at a place of its own."""
        # What is under way: names, and where they stand.
        waiting: deque[tuple[str, int]] = deque()

        def told(one: Content) -> Told | Known:
            source, name = one.source, self._prefix + place(one)
            size = digests.size(source)
            start = self._archive.reserved(name, size)
            waiting.append((name, start))
            if isinstance(source, bytes):
                return Known(self._packed(source, start, size, name))
            return str(source), start, size, name

        for one, made in crew.done("pack", self._shared, contents, told):
            yield one, self._settled(*waiting.popleft(), made)

    def _packed(self, *told: Any) -> Told:
        return errands.packed(self._shared, [told])[0]

    def _settled(self, name: str, start: int, made: Told) -> Fixity:
        *said, checksum, edges = made
        fixity = Fixity(*said)
        self._archive.settle(name, fixity.size, start, checksum)
        for at, content in edges:
            self._archive.leave(at, content.encode("latin-1"))
        return fixity
