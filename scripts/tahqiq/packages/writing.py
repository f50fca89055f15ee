"""Where a package is written to: a folder, or one file; every byte is read once, and hashed then.

In: contents, one by one or all at once. Out: the files, and the fixity of each. An archive is the
same bytes for the same files: they follow each other as they are put, with one date, one owner and
one set of rights. Nothing is compressed: what a compressor makes depends on its version, and in
fifty years a damaged byte costs one file.
"""

from __future__ import annotations

import calendar
import contextlib
import tarfile
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from tahqiq.deliveries import plain
from tahqiq.files import write_whole
from tahqiq.packages import crew, digests, errands
from tahqiq.packages.contents import Content
from tahqiq.packages.crew import Known
from tahqiq.packages.digests import Fixity, Source
from tahqiq.packages.errands import Told
from tahqiq.packages.flushing import Flushing
from tahqiq.packages.zipping import Zip

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
        kind = Zip if draft.suffix == ".zip" else _Tar
        archive = kind(draft, time.strptime(day, "%Y-%m-%d"), scratch)
        closing.callback(archive.close)
        flushing = closing.enter_context(Flushing(draft))
        yield _Archive(archive, f"{top}/" if top else "", scratch, algorithms, flushing)


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
        self, archive: Zip | _Tar, prefix: str, scratch: Path, algorithms: tuple[str, ...],
        flushing: Flushing,
    ) -> None:  # fmt: skip
        self.scratch = scratch
        self._archive = archive
        self._prefix = prefix
        self._flushing = flushing
        self._shared = {"archive": archive.path, "algorithms": algorithms, "day": archive.day}

    def put(self, path: str, source: Source) -> Fixity:
        """Write one file, and return its fixity."""
        name, size = self._prefix + path, digests.size(source)
        start = self._archive.reserved(name, size)
        *made, checksum = errands.packed(self._shared, source, start, size, name)
        self._archive.settle(name, size, start, checksum)
        return Fixity(*made)

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says, several at once, each at a place of its own."""
        archive, prefix = self._archive, self._prefix
        # What is under way: names, and where the bytes stand.
        waiting: deque[tuple[str, int]] = deque()

        def told(one: Content) -> Told | Known:
            source, name = one.source, prefix + place(one)
            size = digests.size(source)
            start = archive.reserved(name, size)
            waiting.append((name, start))
            if isinstance(source, bytes):
                return Known(errands.packed(self._shared, source, start, size, name))
            return str(source), start, size, name

        for one, (*made, checksum) in crew.done("pack", self._shared, contents, told):
            fixity = Fixity(*made)
            name, start = waiting.popleft()
            archive.settle(name, fixity.size, start, checksum)
            self._flushing.wrote(fixity.size)
            yield one, fixity


class _Tar:
    """A TAR file by POSIX (pax), of which nothing is kept in memory."""

    # Its headers have no checksum of a file, and so they come first.
    day = None

    def __init__(self, path: Path, moment: time.struct_time, _: Path) -> None:
        self.path = str(path)
        self._archive = tarfile.open(path, "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # ``close`` ends it
        self._moment = calendar.timegm(moment)

    @property
    def _file(self) -> IO[bytes]:
        assert self._archive.fileobj is not None
        return self._archive.fileobj  # type: ignore[return-value]  # a file of ours

    def reserved(self, name: str, size: int) -> int:
        """Write the header of a file, after all others, and return where the file shall stand."""
        try:
            head = plain.header(name, size, self._moment)
        except ValueError:
            head = self._entry(name, size).tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        place = errands.Stretch(self._file.fileno(), self._archive.offset, len(head))
        write_whole(place.write, head)
        start = self._archive.offset + len(head)
        # What lies between files is never written, and so is zeros.
        self._archive.offset = start + size + -size % plain.BLOCK
        return start

    def _entry(self, name: str, size: int) -> tarfile.TarInfo:
        made = tarfile.TarInfo(name)
        made.size, made.mtime, made.mode = size, self._moment, 0o644
        return made

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Do nothing: all that is said of a file stands before it."""

    def close(self) -> None:
        """Write the end."""
        self._file.seek(self._archive.offset)
        self._archive.close()
