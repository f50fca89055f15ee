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
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from tahqiq.deliveries import plain
from tahqiq.deliveries.checksums import crc32
from tahqiq.deliveries.spooled import Directory
from tahqiq.files import write_whole
from tahqiq.packages import crew, digests, errands
from tahqiq.packages.contents import Content
from tahqiq.packages.crew import Known
from tahqiq.packages.digests import Fixity, Source
from tahqiq.packages.errands import Told

SUFFIXES = (".zip", ".tar")
_PIECE = 1024 * 1024
# Of the headers in a ZIP file: their length without the name, and what ZIP64 adds (4.3.7, 4.5.3).
_HEADER, _EXTRA = 30, 20

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
            yield Folder(draft, scratch, algorithms)
            return
        kind = _Zip if draft.suffix == ".zip" else _Tar
        archive = kind(draft, time.strptime(day, "%Y-%m-%d"), scratch)
        closing.callback(archive.close)
        yield _Archive(archive, f"{top}/" if top else "", scratch, algorithms)


class Folder:
    """A target that is a folder."""

    def __init__(self, folder: Path, scratch: Path, algorithms: tuple[str, ...]) -> None:
        self.scratch = scratch
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
            yield one, Fixity(*made)


class _Archive:
    """A target that is one file."""

    def __init__(
        self, archive: _Zip | _Tar, prefix: str, scratch: Path, algorithms: tuple[str, ...]
    ) -> None:
        self.scratch = scratch
        self._algorithms = algorithms
        self._archive = archive
        self._prefix = prefix

    def put(self, path: str, source: Source) -> Fixity:
        """Write one file, and return its fixity."""
        name = self._prefix + path
        return self._archive.put(name, source, digests.size(source), self._algorithms)

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says, several at once, each at a place of its own."""
        archive, has_checksums = self._archive, self._archive.has_checksums
        archive.flush()
        # Where the bytes of those stand that are under way.
        starts: deque[int] = deque()

        def told(one: Content) -> Told | Known:
            source = one.source
            size = digests.size(source)
            start = archive.reserved(self._prefix + place(one), size)
            starts.append(start)
            if not isinstance(source, bytes):
                return str(source), start, size
            archive.write(source, start)
            fixity = digests.of_bytes(source, self._algorithms)
            return Known((*fixity, crc32(source) if has_checksums else 0))

        shared = {
            "archive": archive.path, "algorithms": self._algorithms,
            "has_checksums": has_checksums,
        }  # fmt: skip
        for one, (*made, checksum) in crew.done("pack", shared, contents, told):
            fixity = Fixity(*made)
            name = self._prefix + place(one)
            archive.settle(name, fixity.size, starts.popleft(), checksum)
            yield one, fixity
        archive.resume()


class _Zip:
    """A ZIP file whose directory is kept on disk until its end."""

    has_checksums = True

    def __init__(self, path: Path, moment: time.struct_time, scratch: Path) -> None:
        self.path = str(path)
        self._archive = zipfile.ZipFile(path, "x", zipfile.ZIP_STORED)
        self._date = (max(moment.tm_year, 1980), *moment[1:6])
        self._directory = Directory(scratch, self._entry)
        # What the library would keep in memory of each entry.
        self._archive.filelist = self._directory  # type: ignore[assignment]
        self._archive.NameToInfo = self._directory.names

    @property
    def _file(self) -> IO[bytes]:
        assert self._archive.fp is not None
        return self._archive.fp

    def _entry(self, name: str) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo(name, self._date)
        made.external_attr = 0o100644 << 16
        made.create_system = 3
        return made

    def put(self, name: str, source: Source, size: int, algorithms: tuple[str, ...]) -> Fixity:
        """Write a file after all others."""
        with self._archive.open(self._entry(name), "w", force_zip64=_is_far(size)) as written:
            return digests.streamed(source, written, algorithms)

    def flush(self) -> None:
        """Have the file written to past the library."""
        self._file.flush()

    def reserved(self, name: str, size: int) -> int:
        """Return where a file of some size shall stand, after all others."""
        header = _HEADER + len(name.encode()) + (_EXTRA if _is_far(size) else 0)
        start = self._archive.start_dir + header
        self._archive.start_dir = start + size
        return start

    def write(self, content: bytes, start: int) -> None:
        """Write something where there is room for it."""
        _write(self._file, content, start)

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Write the header of a file that stands at ``start``, and its entry."""
        entry = self._entry(name)
        entry.CRC, entry.file_size, entry.compress_size = checksum, size, size
        header = entry.FileHeader(_is_far(size))
        entry.header_offset = start - len(header)
        self.write(header, entry.header_offset)
        self._directory.append(entry)

    def resume(self) -> None:
        """Let the library go on: it goes to the end by itself."""

    def close(self) -> None:
        """Write the directory."""
        self._archive.close()
        self._directory.close()


class _Tar:
    """A TAR file by POSIX (pax), of which nothing is kept in memory."""

    has_checksums = False

    def __init__(self, path: Path, moment: time.struct_time, _: Path) -> None:
        self.path = str(path)
        self._archive = tarfile.open(path, "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # ``close`` ends it
        # Attributes that typeshed does not know.
        self._archive.copybufsize = _PIECE  # type: ignore[attr-defined]
        self._moment = calendar.timegm(moment)

    @property
    def _file(self) -> IO[bytes]:
        assert self._archive.fileobj is not None
        return self._archive.fileobj  # type: ignore[return-value]  # a file of ours

    def _entry(self, name: str, size: int) -> tarfile.TarInfo:
        made = tarfile.TarInfo(name)
        made.size, made.mtime, made.mode = size, self._moment, 0o644
        return made

    def put(self, name: str, source: Source, size: int, algorithms: tuple[str, ...]) -> Fixity:
        """Write a file after all others."""
        with digests.Passing(source, algorithms) as stream:
            self._archive.addfile(self._entry(name, size), stream)
            self._archive.members.clear()  # type: ignore[attr-defined]  # which the library keeps
            return stream.fixity()

    def flush(self) -> None:
        """Have the file written to past the library."""
        self._file.flush()

    def reserved(self, name: str, size: int) -> int:
        """Write the header of a file, after all others, and return where the file shall stand."""
        try:
            head = plain.header(name, size, self._moment)
        except ValueError:
            head = self._entry(name, size).tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        self.write(head, self._archive.offset)
        start = self._archive.offset + len(head)
        # What lies between files is never written, and so is zeros.
        self._archive.offset = start + size + -size % plain.BLOCK
        return start

    def write(self, content: bytes, start: int) -> None:
        """Write something where there is room for it."""
        _write(self._file, content, start)

    def settle(self, name: str, size: int, start: int, checksum: int) -> None:
        """Do nothing: all that is said of a file stands before it."""

    def resume(self) -> None:
        """Let the library go on at the end."""
        self._file.seek(self._archive.offset)

    def close(self) -> None:
        """Write the end."""
        self._archive.close()


def _write(file: IO[bytes], content: bytes, start: int) -> None:
    stretch = errands.Stretch(file.fileno(), start, len(content))
    write_whole(stretch.write, content)


def _is_far(size: int) -> bool:
    """Return whether a file needs the header of ZIP64."""
    return size >= zipfile.ZIP64_LIMIT
