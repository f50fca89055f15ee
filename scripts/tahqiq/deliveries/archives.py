"""ZIP and TAR, unpacked into a folder of our own without trust in what they say of themselves.

In: an archive and limits. Out: the files that came out of it, and findings. A name is used only if
it stays inside, links and devices are never made, and sizes are counted as bytes come, whatever the
headers claim. What came before a fault stands.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from tahqiq.deliveries import names, streams, tars, zips
from tahqiq.deliveries.checksums import crc32
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.limits import MB, Limits, Spent
from tahqiq.deliveries.onlooking import Onlooker, Part
from tahqiq.deliveries.seen import Names
from tahqiq.deliveries.trouble import TooMuchError, trouble
from tahqiq.files import folders, is_full, write_whole
from tahqiq.findings import Finding

_PIECE = 1 * MB
_FREE = 100 * MB
# What is read whole.
_SMALL = 256 * 1024
_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, zlib.error, lzma.LZMAError,
    NotImplementedError, RuntimeError, ValueError, UnicodeError,
)  # fmt: skip
_ENDS = "the archive ends before it"
MISLED = "its header is not that which its entry says"


@dataclass(slots=True)
class Unpacking:
    """One archive on its way into a folder; ``shown`` is its name in reports.

    ``taken`` is told of the bytes that come out, for whoever wants to read them once.
    """

    archive: Path
    shown: str
    folder: Path
    limits: Limits
    spent: Spent
    taken: Onlooker | None = None
    findings: list[Finding] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    _names: Names = field(default_factory=Names)
    _size: int = 0
    _own: int = 0
    _folder_of: Callable[[str], None] = field(default_factory=folders)
    _has_top: bool = False

    def run(self) -> None:
        """Unpack everything that may be; never raise for what the archive holds."""
        kind = zips if kind_of(self.archive) == "zip" else tars
        try:
            kind.unpacked(self)
        except TooMuchError as error:
            self.say("TQ306", self.shown, str(error))
        except _BROKEN as error:
            if isinstance(error, OSError) and is_full(error):
                raise
            self.say("TQ308", self.shown, " ".join(str(error).split()) or type(error).__name__)
        for name in self.taken.broken() if self.taken else ():
            (self.folder / name).unlink(missing_ok=True)
            self.wrong(name, broken(name))
        self.files.sort()

    def mistaken(self) -> None:
        """Learn that the archive is another one than its names made believe."""
        if self.taken:
            self.taken.mistaken()

    def opened(self) -> BinaryIO:
        """Return the archive, to be read."""
        return self.taken.opened(self.archive) if self.taken else self.archive.open("rb")

    def say(self, code: str, name: str, why: str = "") -> None:
        """Add a finding on something that is called ``name`` in reports."""
        self.findings.append(trouble(code, name, why))

    def begin(self, coming: Iterable[str]) -> None:
        """Learn the names of what will come."""
        if self.taken:
            self.taken.begin(coming)
        else:
            deque(coming, 0)

    def named(self, name: str) -> str:
        """Return what a file is called in reports."""
        return f"{self.shown}/{name}"

    def wrong(self, name: str, why: str) -> None:
        """Say that a file of the archive is broken."""
        self.say("TQ308", self.named(name), why)

    def check(self, size: int) -> None:
        """Raise TooMuchError where a file says that it is too large."""
        if size > self.limits.file_size:
            raise TooMuchError(_too_large(self.limits))

    def may(self, name: str) -> bool:
        """Return whether a name may be used; say why not."""
        self.spent.count += 1
        if self.spent.count > self.limits.count:
            raise TooMuchError(f"more than {self.limits.count} files")
        if names.climbs(name):
            self.say("TQ301", self.named(name))
            return False
        if names.cannot_be_kept(name):
            self.wrong(name, "no file system keeps such a name, and it was not unpacked")
            return False
        if names.is_hiding(name):
            self.say("TQ305", self.named(name))
        first, is_new = self._names.add(name)
        if first != name or not is_new:
            self.say("TQ304", self.named(name), first)
        return is_new

    def _made(self, name: str) -> AbstractContextManager[IO[bytes] | None]:
        """Return a file to write into; of what nobody reads, only the folder is made.

        One such file at the top is there, for it tells that a folder beside it is not all.
        """
        taken, is_first = self.taken, "/" not in name and not self._has_top
        self._has_top |= is_first
        if taken is None or is_first or taken.keeps(name) or taken.lays(name):
            return streams.made(self.folder / name)
        self._folder_of(f"{self.folder}/{name}".rpartition("/")[0])
        return nullcontext()

    def _take(self, name: str, write: Callable[[str, IO[bytes] | None], None]) -> None:
        """Make one file, and have its bytes written."""
        try:
            with self._made(name) as target:
                write(name, target)
        except FileExistsError:
            self.say("TQ304", self.named(name), name)
        except NotADirectoryError:
            self.say("TQ304", self.named(name), "a file of the name of its folder")
        except TooMuchError:
            (self.folder / name).unlink(missing_ok=True)
            raise
        except _BROKEN as error:
            # Half a file is none.
            (self.folder / name).unlink(missing_ok=True)
            if isinstance(error, OSError) and is_full(error):
                raise
            if self.taken:
                self.taken.forget()
            why = " ".join(str(error).split()) or type(error).__name__
            self.say("TQ308", self.named(name), why)
            if not isinstance(error, zipfile.BadZipFile | zlib.error | NotImplementedError):
                raise

    def copied(self, name: str, open_: Callable[[], IO[bytes] | None]) -> None:
        """Take a file that is opened so."""
        self._take(name, partial(self._copied, open_, None))

    def stored(self, stream: IO[bytes], part: Part) -> None:
        """Take a file whose bytes follow in the archive's stream, or leave it to be read apart."""

        def write(name: str, target: IO[bytes] | None) -> None:
            if target is None and self.taken and self.taken.reads_apart:
                self._count(part.size, part.size)
                if part.start + part.size > self._whole_size():
                    raise EOFError(_ENDS)
                self.taken.part(part)
                return
            self.led(stream, part)
            if part.size <= _SMALL:
                self._whole(stream, part.size, part.checksum, name, target)
            else:
                following = partial(streams.part, stream, part.size)
                self._copied(following, part.checksum, name, target)

        self._take(part.name, write)

    def led(self, stream: IO[bytes], part: Part) -> None:
        """Say where another header stands before a part; the stream goes to its bytes."""
        if part.header:
            stream.seek(part.start - len(part.header))
            if stream.read(len(part.header)) != part.header:
                self.wrong(part.name, MISLED)

    def _copied(
        self,
        open_: Callable[[], IO[bytes] | None],
        checksum: int | None,
        name: str,
        target: IO[bytes] | None,
    ) -> None:
        """Write what a file holds, piece by piece, counting its bytes."""
        taken = self.taken
        is_kept, size, found = taken is None or taken.keeps(name), 0, 0
        with streams.opened(open_) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                self._count(len(piece), size)
                if checksum is not None:
                    found = crc32(piece, found)
                if taken:
                    taken.piece(piece)
                if target and is_kept:
                    write_whole(target.write, piece)
        if checksum not in (None, found):
            raise zipfile.BadZipFile(broken(name))
        if target and not is_kept:
            target.truncate(size)
        if taken:
            taken.file(name, size)
        else:
            self.files.append(name)

    def _whole(
        self,
        stream: IO[bytes],
        size: int,
        checksum: int | None,
        name: str,
        target: IO[bytes] | None,
    ) -> None:
        """Write a small file whose bytes follow in a stream as they are."""
        content = stream.read(size)
        self._count(len(content), size)
        if len(content) < size:
            raise EOFError(_ENDS)
        if not self.taken and checksum is not None and crc32(content) != checksum:
            raise zipfile.BadZipFile(broken(name))
        if target and (self.taken is None or self.taken.keeps(name)):
            write_whole(target.write, content)
        elif target:
            target.truncate(size)
        if self.taken:
            self.taken.small(name, content, checksum)
        else:
            self.files.append(name)

    def _count(self, piece: int, size: int) -> None:
        self._size += piece
        self.spent.size += piece
        self.check(size)
        if self.spent.size > self.limits.total_size:
            raise TooMuchError(f"more than {self.limits.total_size // MB} MB in all")
        if self._size <= _FREE:
            return
        if self._size / self._whole_size() > self.limits.ratio:
            raise TooMuchError(f"its content is more than {self.limits.ratio} times its size")

    def _whole_size(self) -> int:
        self._own = self._own or max(1, self.archive.stat().st_size)
        return self._own


def _too_large(limits: Limits) -> str:
    return f"a file of more than {limits.file_size // MB} MB"


def broken(name: str) -> str:
    """Return what is wrong with a file that does not have its CRC-32."""
    return f"Bad CRC-32 for file {name!r}"
