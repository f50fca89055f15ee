"""What comes out of a TAR file, compressed or not: plain files past the library, all else by it.

In: an Unpacking. Out: its files, taken.
"""

from __future__ import annotations

import tarfile
from contextlib import ExitStack
from functools import partial
from typing import IO, TYPE_CHECKING

from tahqiq.deliveries import headers, names, plain, streams
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.onlooking import Part

if TYPE_CHECKING:
    from tahqiq.deliveries.archives import Unpacking

_KINDS = {
    tarfile.CHRTYPE: "device", tarfile.BLKTYPE: "device", tarfile.FIFOTYPE: "pipe",
    tarfile.CONTTYPE: "contiguous file",
}  # fmt: skip


def unpacked(unpacking: Unpacking) -> None:
    """Unpack a TAR file."""
    archive = unpacking.archive
    with ExitStack() as closing:
        stream = closing.enter_context(streams.decompressed(archive, unpacking.opened))
        is_ours = False
        if kind_of(archive) == "tar":
            is_ours = _plain_files(unpacking, stream)
        opened = closing.enter_context(
            tarfile.open(fileobj=stream, mode="r:", tarinfo=headers.Member)
        )
        while (member := opened.next()) is not None:
            opened.members.clear()  # type: ignore[attr-defined]  # which the library keeps
            is_ours = False
            _member(unpacking, opened, member, stream)
        headers.check_end(stream)
        if is_ours and archive.stat().st_size % tarfile.RECORDSIZE:
            raise tarfile.ReadError("its last record is not whole")


def _plain_files(unpacking: Unpacking, stream: IO[bytes]) -> bool:
    """Take files as long as their headers are as we write them; all else is the library's.

    Return whether there are any.
    """
    start = 0
    while found := plain.following(stream, start):
        unpacking.check(found.size)
        name = names.tidied(found.name)
        if name.endswith("/"):
            _folder(unpacking, name, found.size)
        elif unpacking.may(name):
            part = Part(name, found.end - found.size, found.size)
            unpacking.stored(stream, part)
        stream.seek(found.end)
        padding = -found.size % plain.BLOCK
        headers.check_zeros(stream.read(padding), f"after {found.name}")
        start = found.end + padding
    return start > 0


def _folder(unpacking: Unpacking, name: str, size: int) -> None:
    """Pass over a file of the name of a folder, and say so where it holds anything."""
    if size:
        unpacking.wrong(name, names.FULL)


def _member(
    unpacking: Unpacking, opened: tarfile.TarFile, member: tarfile.TarInfo, stream: IO[bytes]
) -> None:
    # It may claim more than there is; to pass over it would take as long.
    unpacking.check(member.size)
    name = names.tidied(member.name)
    # Some programs take the one for a folder, some for a file.
    if member.isreg() and name.endswith("/"):
        _folder(unpacking, name, member.size)
        return
    if member.isdir() or not unpacking.may(name):
        return
    if member.issym() or member.islnk():
        unpacking.say("TQ302", unpacking.named(name), f"to {member.linkname}")
    elif not member.isreg() or member.type in _KINDS:
        kind = _KINDS.get(member.type, "special file")
        unpacking.say("TQ303", unpacking.named(name), kind)
    else:
        unpacking.copied(name, partial(opened.extractfile, member))
        headers.check_padding(stream, member)
