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
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from tahqiq.deliveries import bare, headers, names, plain, streams
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.limits import MB, Limits, Spent
from tahqiq.deliveries.onlooking import Onlooker
from tahqiq.deliveries.seen import Names
from tahqiq.deliveries.trouble import trouble
from tahqiq.files import folders, is_full
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
        try:
            if kind_of(self.archive) == "zip":
                self._zip()
            else:
                self._tar()
        except _TooMuchError as error:
            self._say("TQ306", self.shown, str(error))
        except _BROKEN as error:
            if isinstance(error, OSError) and is_full(error):
                raise
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
            try:
                entries = bare.Bare(self.archive)
                # Once they have been gone through, all are known to be such.
                self._begin(one.name for one in entries)
            except bare.NotBareError:
                self._others(raw, closing.enter_context(zipfile.ZipFile(raw)))
            else:
                self._bare(raw, entries)

    def _begin(self, coming: Iterable[str]) -> None:
        if self.taken:
            self.taken.begin(coming)
        else:
            deque(coming, 0)

    def _bare(self, raw: IO[bytes], entries: bare.Bare) -> None:
        """Take files whose bytes follow their headers as they are."""
        for one in entries:
            raw.seek(one.start)
            if raw.read(len(one.header)) != one.header:
                why = "its header is not that which its entry says"
                self._say("TQ308", self._named(one.name), why)
            if one.name.endswith("/") or not self._may(one.name):
                continue
            if one.size <= _SMALL:
                self._take(one.name, partial(self._whole, raw, one.size, one.checksum))
            else:
                opened = partial(streams.part, raw, one.size)
                self._take(one.name, partial(self._copied, opened, one.checksum))

    def _others(self, raw: BinaryIO, opened: zipfile.ZipFile) -> None:
        members = opened.infolist()
        if next(headers.overlapping(members), None):
            raise _TooMuchError("entries of the archive overlap")
        self._begin(map(names.in_zip, members))
        entries = headers.Entries(members)
        if not entries.has_whole_end(raw):
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
            else:
                self._take(name, partial(self._copied, partial(opened.open, member), None))

    def _tar(self) -> None:
        with ExitStack() as closing:
            stream = closing.enter_context(streams.decompressed(self.archive, self._opened))
            is_ours = kind_of(self.archive) == "tar" and self._plain_files(stream)
            opened = closing.enter_context(
                tarfile.open(fileobj=stream, mode="r:", tarinfo=headers.Member)
            )
            while (member := opened.next()) is not None:
                opened.members.clear()  # type: ignore[attr-defined]  # which the library keeps
                is_ours = False
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
                        member.name,
                        partial(self._copied, partial(opened.extractfile, member), None),
                    )
                    headers.check_padding(stream, member)
            headers.check_end(stream)
            if is_ours and self.archive.stat().st_size % tarfile.RECORDSIZE:
                raise tarfile.ReadError("its last record is not whole")

    def _plain_files(self, stream: IO[bytes]) -> bool:
        """Take files as long as their headers are as we write them; all else is the library's.

        Return whether there are any.
        """
        start = 0
        while found := plain.following(stream, start):
            if found.size > self.limits.file_size:
                raise _TooMuchError(_too_large(self.limits))
            if not self._may(found.name):
                pass
            elif found.size <= _SMALL:
                self._take(found.name, partial(self._whole, stream, found.size, None))
            else:
                part = partial(streams.part, stream, found.size)
                self._take(found.name, partial(self._copied, part, None))
            stream.seek(found.end)
            padding = -found.size % plain.BLOCK
            headers.check_zeros(stream.read(padding), f"after {found.name}")
            start = found.end + padding
        return start > 0

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
            self._say("TQ304", self._named(name), name)
        except NotADirectoryError:
            self._say("TQ304", self._named(name), "a file of the name of its folder")
        except _TooMuchError:
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
            self._say("TQ308", self._named(name), why)
            if not isinstance(error, zipfile.BadZipFile | zlib.error | NotImplementedError):
                raise

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
                    found = zlib.crc32(piece, found)
                if taken:
                    taken.piece(piece)
                if target and is_kept:
                    target.write(piece)
        if checksum not in (None, found):
            raise zipfile.BadZipFile(_bad(name))
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
