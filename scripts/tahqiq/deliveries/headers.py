"""Whether the headers of an archive are whole: the libraries pass over much of what they hold.

In: a TAR or ZIP file as the libraries read it. Out: errors as theirs, or what is wrong in words.
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Self

from tahqiq.deliveries import bare

_BLOCK = 512
_PIECE = 1024 * 1024
# An extra field that holds an offset: its kind, its length, the offset.
_OFFSET = struct.Struct("<HHQ")
# Of an entry, what one program writes of all entries alike.
_ALIKE = (
    "create_system", "create_version", "external_attr", "internal_attr", "volume",
    "compress_type", "date_time", "extra", "comment",
)  # fmt: skip


class Member(tarfile.TarInfo):
    """A member of a TAR file; the library takes a broken header for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """Return the next member; raise ReadError where there is neither one nor an end."""
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # unknown to typeshed
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(f"a header is broken: {error}") from None


def check_padding(stream: IO[bytes], member: tarfile.TarInfo) -> None:
    """Raise ReadError where there is anything between a file and the next header."""
    if not member.issparse():
        stream.seek(member.offset_data + member.size)
        check_zeros(stream.read(-member.size % _BLOCK), f"after {member.name}")


def check_end(stream: IO[bytes]) -> None:
    """Raise ReadError where anything but zeros follows the end of a TAR file."""
    while piece := stream.read(_PIECE):
        check_zeros(piece, "after its end")


def check_zeros(content: bytes, where: str) -> None:
    """Raise ReadError where there is anything but zeros."""
    if content.strip(b"\0"):
        raise tarfile.ReadError(f"there is something {where}")


class Entries:
    """The entries of a ZIP file, as one program wrote them all, or as many did."""

    def __init__(self, entries: Sequence[zipfile.ZipInfo]) -> None:
        for entry in entries:
            forget_offset(entry)
        forms = Counter(map(form, entries))
        most, count = forms.most_common(1)[0] if forms else ((), 0)
        # Whoever packs what was packed before writes its times; one that has none writes all alike.
        self._form = most if count * 2 > forms.total() and is_bare(most) else None
        self._end = 0

    def wrong(self, stream: IO[bytes], entry: zipfile.ZipInfo) -> str:
        """Return in what an entry or its header is not as it must be, if in anything."""
        if self._form is None:
            return ""
        if form(entry) != self._form:
            return "its entry is not as those of the other files"
        header = entry.FileHeader()
        stream.seek(entry.header_offset)
        is_next = entry.header_offset == self._end
        self._end = entry.header_offset + len(header) + entry.compress_size
        if not is_next or stream.read(len(header)) != header:
            return "its header is not that which its entry says"
        return ""

    def has_whole_end(self, stream: IO[bytes]) -> bool:
        """Return whether the archive ends as it must, with nothing after it."""
        if self._form is None:
            return True
        try:
            bare.end(stream)
        except bare.NotBareError:
            return False
        return True


def forget_offset(entry: zipfile.ZipInfo) -> None:
    """Take away what the directory says of an entry for its place alone, beyond 2 GB (ZIP64)."""
    if entry.extra == _OFFSET.pack(1, 8, entry.header_offset):
        entry.extra = b""
        entry.create_version = entry.extract_version = zipfile.DEFAULT_VERSION


def form(entry: zipfile.ZipInfo) -> tuple[Any, ...]:
    """Return what one program writes of all entries alike."""
    return tuple(getattr(entry, name) for name in _ALIKE)


def is_bare(said: tuple[Any, ...]) -> bool:
    """Return whether entries are as ``tahqiq package`` writes them."""
    facts = dict(zip(_ALIKE, said, strict=True))
    return (
        facts["compress_type"] == zipfile.ZIP_STORED
        and facts["external_attr"] == 0o100644 << 16
        and facts["date_time"][3:] == (0, 0, 0)
        and not facts["extra"]
    )


def overlapping(entries: Iterable[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """Yield entries that share bytes with one before: they unfold one kernel into petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            yield entry
        end = entry.header_offset + 30 + entry.compress_size
