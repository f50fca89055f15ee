"""Whether the headers of an archive are whole: the libraries pass over much of what they hold.

In: a TAR or ZIP file as the libraries read it. Out: errors as theirs, or what is wrong in words.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Self

from tahqiq.deliveries import bare, names

_BLOCK = 512
# The header before a file in a ZIP file, what follows one whose header left its size open, and the
# end (APPNOTE.TXT, 4.3.7, 4.3.9, 4.3.16); and flags (4.4.4), those that lock a file among them.
_LOCAL, _END = struct.Struct("<4s2B4HL2L2H"), struct.Struct("<4s4H2LH")
_FOLLOWS, _LOCKS = 0x8, 0x2041
_DESCRIPTOR = b"PK\7\x08"
_MOST, _FAR, _FARTHEST = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
# What the end may say, and how much of it stands before that in ZIP64 (4.3.14, 4.3.15).
_LIMITS, _FAR_END = (_MOST, _MOST, _FAR, _FAR), bare.END64.size + bare.LOCATOR.size
# What stands where a header leaves a number open.
_OPEN = (0, _FAR, _FARTHEST)
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
        # Where the file before ends, if that is known.
        self._end: int | None = 0

    def wrong(self, stream: IO[bytes], entry: zipfile.ZipInfo) -> str:
        """Return in what an entry or its header is not as it must be, if in anything."""
        if self._form is None:
            return ""
        if form(entry) != self._form:
            self._end = None
            return "its entry is not as those of the other files"
        header = entry.FileHeader()
        stream.seek(entry.header_offset)
        is_next = self._end in (None, entry.header_offset)
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


class Headers:
    """The headers of a ZIP file of others, beside what its directory says of the same files.

    Some programs read the one, some the other: where they differ, two people who unpack it have two
    packages. Where bytes lie between files, one of them may have a file more.
    """

    def __init__(self, stream: IO[bytes], entries: Sequence[zipfile.ZipInfo], start: int) -> None:
        self._stream = stream
        starts = sorted(entry.header_offset for entry in entries)
        self._next = dict(zip(starts, [*starts[1:], start], strict=True))
        self._first = starts[0] if starts else start

    def has_whole_start(self) -> bool:
        """Return whether nothing lies before the first file."""
        return not self._first

    def wrong(self, entry: zipfile.ZipInfo) -> str:
        """Return in what the header of a file is not as its entry, if in anything."""
        self._stream.seek(entry.header_offset)
        head = self._stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\3\4"):
            return ""  # the library says so
        *_, flags, method, _, _, checksum, packed, size, length, more = _LOCAL.unpack(head)
        rest = self._stream.read(length + more)
        packed, size = _far(rest[length:], size, packed)
        is_open = bool(flags & _FOLLOWS)
        said = (entry.CRC, entry.compress_size, entry.file_size)
        agrees = all(
            one == other or (is_open and one in _OPEN)
            for one, other in zip((checksum, packed, size), said, strict=True)
        )
        written = names.written(entry)
        # The library looks at the names of files alone.
        is_named = rest[:length] == written or names.in_zip(entry)[-1:] != "/"
        apart = names.told_apart(rest[length:], rest[:length])
        is_named &= apart in ("", names.told_apart(entry.extra, written))
        agrees = agrees and is_named
        if not agrees or method != entry.compress_type or (flags ^ entry.flag_bits) & _LOCKS:
            return "its header and its entry in the directory contradict each other"
        if names.is_twofold(entry):
            return "its name and that in UTF-8 beside it contradict each other"
        end = entry.header_offset + len(head) + len(rest) + entry.compress_size
        gap = self._next[entry.header_offset] - end
        # In files that were written anew, the directory alone may still say so.
        is_followed = is_open or bool(entry.flag_bits & _FOLLOWS)
        # Most files end where the next begins; to seek there reads what is read again.
        if gap and not (is_followed and self._describes(entry, end, gap)):
            return "there is something after it"
        return ""

    def _describes(self, entry: zipfile.ZipInfo, end: int, gap: int) -> bool:
        """Return whether nothing but the sizes of a file lies between it and the next."""
        every = _descriptors(entry)
        if gap not in map(len, every):
            return False
        self._stream.seek(end)
        return self._stream.read(gap) in every


def _far(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    """Return both sizes of a file, as ZIP64 tells them where the header does not (4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if kind == 1 and _FAR in (size, packed):
            numbers = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            size = next(numbers, size) if size == _FAR else size
            packed = next(numbers, packed) if packed == _FAR else packed
        at += 4 + length
    return packed, size


def _descriptors(entry: zipfile.ZipInfo) -> tuple[bytes, ...]:
    """Return what may follow a file whose header leaves its size open."""
    made = [
        struct.pack(form, entry.CRC, entry.compress_size, entry.file_size)
        for form in ("<3L", "<L2Q")
        if form != "<3L" or max(entry.compress_size, entry.file_size) <= _FAR
    ]
    return *made, *(_DESCRIPTOR + one for one in made)


def ends_whole(stream: IO[bytes], comment: bytes, count: int, start: int) -> bool:
    """Return whether a ZIP file ends with its end, and that tells where its directory is.

    It has ``count`` entries and begins at ``start``. Some programs fill the last block with zeros.
    Where an end says otherwise than the library reads, other programs read another directory.
    """
    whole = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, whole - _MOST - _END.size - _FAR_END))
    tail = stream.read()
    at = len(tail) - _END.size - len(comment)
    if at < 0 or not tail.startswith(b"PK\5\6", at):
        at = tail.rfind(b"PK\5\6")
    end = at + _END.size
    if at < 0 or len(tail) < end or tail[end + len(comment) :].strip(b"\0"):
        return False
    *said, length = _END.unpack(tail[at:end])[3:]
    place = whole - len(tail) + at
    far = tail[max(0, at - _FAR_END) : at]
    is_far = len(far) == _FAR_END and far.startswith(b"PK\6\7", bare.END64.size)
    place -= _FAR_END if is_far else 0
    facts = (count, count, place - start, start)
    if is_far and not _tells(far, place, facts):
        return False
    return length == len(comment) and all(map(_may_say, said, facts, _LIMITS, (is_far,) * 4))


def _tells(far: bytes, place: int, facts: tuple[int, ...]) -> bool:
    """Return whether the end of ZIP64 says the facts, and its locator where it stands."""
    head, *_, here, every, length, start = bare.END64.unpack(far[: bare.END64.size])
    found = bare.LOCATOR.unpack(far[bare.END64.size :])[2]
    return head == b"PK\6\6" and found == place and (here, every, length, start) == facts


def _may_say(said: int, fact: int, most: int, is_far: bool) -> bool:
    """Return whether 16 or 32 bits may say so of a number, which ZIP64 says where ``is_far``.

    Some programs count entries no further, and have no ZIP64.
    """
    if most == _MOST:
        return said in (fact & most, most)
    return said == fact or (said == most and is_far)


def overlapping(entries: Iterable[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    """Yield entries that share bytes with one before: they unfold one kernel into petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            yield entry
        end = entry.header_offset + 30 + entry.compress_size
