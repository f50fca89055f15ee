"""Where a package is written to: a folder, or one file; every byte is read once, and hashed then.

In: contents, one by one or all at once. Out: the files, and the fixity of each. An archive is the
same bytes for the same files: they follow each other as they are put, with one date, one owner and
one set of rights. Nothing is compressed: what a compressor makes depends on its version, and in
fifty years a damaged byte costs one file.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from tahqiq.deliveries import plain
from tahqiq.deliveries.spooled import Directory
from tahqiq.errors import Place as At
from tahqiq.errors import SourceError
from tahqiq.files import reason
from tahqiq.packages import digests
from tahqiq.packages.contents import Content
from tahqiq.packages.digests import Fixity, Source

SUFFIXES = (".zip", ".tar")
# What is read whole by the threads that read ahead.
_SMALL = 256 * 1024
_PIECE = 1024 * 1024

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
        return digests.at_once(lambda one: self.put(place(one), one.source), contents)


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
        size = len(source) if isinstance(source, bytes) else Path(source).stat().st_size
        return self._archive.put(self._prefix + path, source, size, self._algorithms)

    def put_all(self, contents: Iterable[Content], place: Place) -> Packing:
        """Write contents where ``place`` says; small ones are read and hashed ahead."""
        for one, (fixity, content, checksum) in digests.at_once(self._ahead, contents):
            if fixity is None:
                yield one, self.put(place(one), one.source)
            else:
                self._archive.put_ready(self._prefix + place(one), content, checksum)
                yield one, fixity

    def _ahead(self, one: Content) -> tuple[Fixity | None, bytes, int]:
        """Return the fixity of a small file, its bytes and the checksum that a ZIP file wants."""
        content = one.source if isinstance(one.source, bytes) else _read(one.source)
        if content is None:
            return None, b"", 0
        checksum = zlib.crc32(content) if self._archive.has_checksums else 0
        return digests.of_bytes(content, self._algorithms), content, checksum


def _read(path: Path | str) -> bytes | None:
    """Return what a small file holds, and None of others; raise SourceError as ``streamed``."""
    try:
        with io.FileIO(path) as stream:
            content: bytes = stream.read(_SMALL + 1) or b""
    except OSError as error:
        raise SourceError(reason(error), place=At(str(path))) from None
    return content if len(content) <= _SMALL else None


class _Zip:
    """A ZIP file whose directory is kept on disk until its end."""

    has_checksums = True

    def __init__(self, path: Path, moment: time.struct_time, scratch: Path) -> None:
        self._archive = zipfile.ZipFile(path, "x", zipfile.ZIP_STORED)
        self._date = (max(moment.tm_year, 1980), *moment[1:6])
        self._directory = Directory(scratch, self._entry)
        # What the library would keep in memory of each entry.
        self._archive.filelist = self._directory  # type: ignore[assignment]
        self._archive.NameToInfo = self._directory.names

    def _entry(self, name: str) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo(name, self._date)
        made.external_attr = 0o100644 << 16
        made.create_system = 3
        return made

    def put(self, name: str, source: Source, size: int, algorithms: tuple[str, ...]) -> Fixity:
        large = size >= zipfile.ZIP64_LIMIT
        with self._archive.open(self._entry(name), "w", force_zip64=large) as written:
            return digests.streamed(source, written, algorithms)

    def put_ready(self, name: str, content: bytes, checksum: int) -> None:
        """Write a file whose checksum is known: the library would go back to write it."""
        entry, archive = self._entry(name), self._archive
        entry.CRC, entry.file_size, entry.compress_size = checksum, len(content), len(content)
        assert archive.fp is not None
        entry.header_offset = archive.start_dir
        header = entry.FileHeader()
        archive.fp.write(header + content)
        archive.start_dir += len(header) + len(content)
        archive.filelist.append(entry)

    def close(self) -> None:
        self._archive.close()
        self._directory.close()


class _Tar:
    """A TAR file by POSIX (pax), of which nothing is kept in memory."""

    has_checksums = False

    def __init__(self, path: Path, moment: time.struct_time, _: Path) -> None:
        self._archive = tarfile.open(path, "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # ``close`` ends it
        # Attributes that typeshed does not know.
        self._archive.copybufsize = _PIECE  # type: ignore[attr-defined]
        self._moment = calendar.timegm(moment)

    def _add(self, name: str, size: int, stream: Any) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = size, self._moment, 0o644
        self._archive.addfile(entry, stream)
        self._archive.members.clear()  # type: ignore[attr-defined]

    def put(self, name: str, source: Source, size: int, algorithms: tuple[str, ...]) -> Fixity:
        with digests.Passing(source, algorithms) as stream:
            self._add(name, size, stream)
            return stream.fixity()

    def put_ready(self, name: str, content: bytes, _: int) -> None:
        try:
            head = plain.header(name, len(content), self._moment)
        except ValueError:
            self._add(name, len(content), io.BytesIO(content))
            return
        made = head + content + bytes(-len(content) % plain.BLOCK)
        assert self._archive.fileobj is not None
        self._archive.fileobj.write(made)
        self._archive.offset += len(made)

    def close(self) -> None:
        self._archive.close()
