"""ZIP and TAR, unpacked into a folder of our own without trust in what they say of themselves.

In: an archive and limits. Out: the files that came out of it, and findings. A name is used only if
it stays inside, links and devices are never made, and sizes are counted as bytes come, whatever the
headers claim. What came before a fault stands.
"""

from __future__ import annotations

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from tahqiq.deliveries import bare, headers, names, plain, streams
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.limits import MB, Limits, Spent
from tahqiq.deliveries.seen import Names
from tahqiq.deliveries.trouble import trouble
from tahqiq.findings import Finding

_PIECE = 1 * MB
_FREE = 100 * MB
# What is read whole.
_SMALL = 256 * 1024
_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, EOFError, OSError, zlib.error, lzma.LZMAError,
    NotImplementedError, RuntimeError, ValueError, UnicodeError,
)  # fmt: skip
_TAR_KINDS = {
    tarfile.CHRTYPE: "device", tarfile.BLKTYPE: "device", tarfile.FIFOTYPE: "pipe",
    tarfile.CONTTYPE: "contiguous file",
}  # fmt: skip


class Taken(Protocol):
    """Who looks at the bytes of an archive while they come out of it."""

    def opened(self, archive: Path) -> BinaryIO:
        """Return the archive, to be read."""

    def begin(self, names: Iterable[str]) -> None:
        """Learn the names of the files, as far as they are known before."""

    def keeps(self, name: str) -> bool:
        """Return whether anybody will read a file: of others, no bytes are written."""

    def measures(self) -> bool:
        """Return whether anybody will ask for the size of a file that is not read."""

    def piece(self, content: bytes) -> None:
        """Take the next bytes of a file."""

    def file(self, name: str, size: int) -> None:
        """Learn that a file has ended."""

    def small(self, name: str, content: bytes, checksum: int | None) -> None:
        """Take a whole file, and what CRC-32 it must have, if that is known."""

    def broken(self) -> list[str]:
        """Return the small files that do not have the CRC-32 that they must have."""


class _TooMuchError(Exception):
    """A limit was reached: nothing more is taken from this archive."""


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
    taken: Taken | None = None
    findings: list[Finding] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    _names: Names = field(default_factory=Names)
    _size: int = 0
    _own: int = 0
    _empty: streams.Names | None = None

    def run(self) -> None:
        """Unpack everything that may be; never raise for what the archive holds."""
        try:
            if kind_of(self.archive) == "zip":
                self._zip()
            else:
                self._tar()
        except _TooMuchError as error:
            self._say("TQ306", self.shown, str(error))
        except _BROKEN as error:
            self._say("TQ308", self.shown, " ".join(str(error).split()) or type(error).__name__)
        for name in self.taken.broken() if self.taken else ():
            (self.folder / name).unlink(missing_ok=True)
            self._say("TQ308", self._named(name), _bad(name))
        self.files.sort()

    def _opened(self) -> BinaryIO:
        return self.taken.opened(self.archive) if self.taken else self.archive.open("rb")

    def _say(self, code: str, name: str, why: str = "") -> None:
        self.findings.append(trouble(code, name, why))

    def _zip(self) -> None:
        with ExitStack() as closing:
            raw = closing.enter_context(self._opened())
            opened = closing.enter_context(bare.opened(raw))
            members = opened.infolist()
            if isinstance(members, list) and next(headers.overlapping(members), None):
                raise _TooMuchError("entries of the archive overlap")
            if self.taken:
                self.taken.begin(map(names.in_zip, members))
            entries = headers.Entries(members)
            if not entries.has_whole_end(raw, len(members)):
                self._say("TQ308", self.shown, "its end is not whole")
            for member in members:
                name, mode = names.in_zip(member), member.external_attr >> 16
                why = entries.wrong(raw, member)
                if why:
                    self._say("TQ308", self._named(name), why)
                if name.endswith("/") or not self._may(name):
                    continue
                if stat.S_ISLNK(mode):
                    self._say("TQ302", self._named(name), "in a ZIP archive")
                elif mode and stat.S_IFMT(mode) and not stat.S_ISREG(mode):
                    self._say("TQ303", self._named(name), "device or pipe")
                elif member.flag_bits & 1:
                    self._say("TQ308", self._named(name), "it is encrypted")
                elif entries.are_bare and not why and member.file_size <= _SMALL:
                    # Its bytes follow its header as they are.
                    self._take(name, partial(self._whole, raw, member.file_size, member.CRC))
                else:
                    self._take(name, partial(self._copied, partial(opened.open, member)))

    def _tar(self) -> None:
        with ExitStack() as closing:
            stream = closing.enter_context(streams.decompressed(self.archive, self._opened))
            if kind_of(self.archive) == "tar":
                self._plain_files(stream)
            opened = closing.enter_context(
                tarfile.open(fileobj=stream, mode="r:", tarinfo=headers.Member)
            )
            while (member := opened.next()) is not None:
                opened.members.clear()  # type: ignore[attr-defined]  # which the library keeps
                if member.size > self.limits.file_size:
                    # It may claim more than there is; to pass over it would take as long.
                    raise _TooMuchError(_too_large(self.limits))
                if member.isdir() or not self._may(member.name):
                    continue
                if member.issym() or member.islnk():
                    self._say("TQ302", self._named(member.name), f"to {member.linkname}")
                elif not member.isreg() or member.type in _TAR_KINDS:
                    kind = _TAR_KINDS.get(member.type, "special file")
                    self._say("TQ303", self._named(member.name), kind)
                else:
                    self._take(
                        member.name, partial(self._copied, partial(opened.extractfile, member))
                    )
                    headers.check_padding(stream, member)
            headers.check_end(stream)

    def _plain_files(self, stream: IO[bytes]) -> None:
        """Take files as long as their headers are as we write them; all else is the library's."""
        start = 0
        while found := plain.following(stream, start):
            if found.size > self.limits.file_size:
                raise _TooMuchError(_too_large(self.limits))
            if not self._may(found.name):
                pass
            elif found.size <= _SMALL:
                self._take(found.name, partial(self._whole, stream, found.size, None))
            else:
                self._take(
                    found.name, partial(self._copied, partial(streams.part, stream, found.size))
                )
            stream.seek(found.end)
            padding = -found.size % plain.BLOCK
            headers.check_zeros(stream.read(padding), f"after {found.name}")
            start = found.end + padding

    def _named(self, name: str) -> str:
        return f"{self.shown}/{name}"

    def _may(self, name: str) -> bool:
        """Return whether a name may be used; say why not."""
        self.spent.count += 1
        if self.spent.count > self.limits.count:
            raise _TooMuchError(f"more than {self.limits.count} files")
        if names.climbs(name):
            self._say("TQ301", self._named(name))
            return False
        if names.cannot_be_kept(name):
            self._say("TQ305", self._named(name))
            return False
        if names.is_hiding(name):
            self._say("TQ305", self._named(name))
        first, is_new = self._names.add(name)
        if first != name or not is_new:
            self._say("TQ304", self._named(name), first)
        return is_new

    def _made(self, name: str) -> AbstractContextManager[IO[bytes] | None]:
        """Return a file to write into; of what nobody reads or measures, only the name is made."""
        if self.taken and not self.taken.keeps(name) and not self.taken.measures():
            if self._empty is None:
                empty = self.folder.with_name(f"{self.folder.name}-empty")
                self._empty = streams.Names(empty)
            if self._empty.add(f"{self.folder}/{name}"):
                return nullcontext()
        return streams.made(self.folder / name)

    def _take(self, name: str, write: Callable[[str, IO[bytes] | None], None]) -> None:
        """Make one file, and have its bytes written."""
        try:
            with self._made(name) as target:
                write(name, target)
        except FileExistsError:
            self._say("TQ304", self._named(name), name)
        except NotADirectoryError:
            self._say("TQ304", self._named(name), "a file of the name of its folder")
        except _TooMuchError:
            (self.folder / name).unlink(missing_ok=True)
            raise
        except _BROKEN as error:
            # Half a file is none.
            (self.folder / name).unlink(missing_ok=True)
            why = " ".join(str(error).split()) or type(error).__name__
            self._say("TQ308", self._named(name), why)
            if not isinstance(error, zipfile.BadZipFile | zlib.error | NotImplementedError):
                raise

    def _copied(
        self, open_: Callable[[], IO[bytes] | None], name: str, target: IO[bytes] | None
    ) -> None:
        """Write what a file holds, piece by piece, counting its bytes."""
        taken = self.taken
        is_kept, size = taken is None or taken.keeps(name), 0
        with streams.opened(open_) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                self._count(len(piece), size)
                if taken:
                    taken.piece(piece)
                if target and is_kept:
                    target.write(piece)
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
            raise EOFError("the archive ends before it")
        if not self.taken and checksum is not None and zlib.crc32(content) != checksum:
            raise zipfile.BadZipFile(_bad(name))
        if target and (self.taken is None or self.taken.keeps(name)):
            target.write(content)
        elif target:
            target.truncate(size)
        if self.taken:
            self.taken.small(name, content, checksum)
        else:
            self.files.append(name)

    def _count(self, piece: int, size: int) -> None:
        self._size += piece
        self.spent.size += piece
        if size > self.limits.file_size:
            raise _TooMuchError(_too_large(self.limits))
        if self.spent.size > self.limits.total_size:
            raise _TooMuchError(f"more than {self.limits.total_size // MB} MB in all")
        if self._size <= _FREE:
            return
        self._own = self._own or max(1, self.archive.stat().st_size)
        if self._size / self._own > self.limits.ratio:
            raise _TooMuchError(f"its content is more than {self.limits.ratio} times its size")


def _too_large(limits: Limits) -> str:
    return f"a file of more than {limits.file_size // MB} MB"


def _bad(name: str) -> str:
    return f"Bad CRC-32 for file {name!r}"
