"""What comes out of a ZIP file: of one as we write it, past the library; of all others, by it.

In: an Unpacking, and the file as a stream. Out: its files, taken.
"""

from __future__ import annotations

import stat
import zipfile
from contextlib import ExitStack
from functools import partial
from typing import IO, TYPE_CHECKING, BinaryIO

from tahqiq.deliveries import bare, headers, names
from tahqiq.deliveries.inflating import Inflated
from tahqiq.deliveries.onlooking import Part
from tahqiq.deliveries.trouble import TooMuchError

if TYPE_CHECKING:
    from tahqiq.deliveries.archives import Unpacking


def unpacked(unpacking: Unpacking) -> None:
    """Unpack a ZIP file."""
    with ExitStack() as closing:
        raw = closing.enter_context(unpacking.opened())
        try:
            entries = bare.Bare(unpacking.archive)
            # Once they have been gone through, all are known to be such; they may be guessed.
            unpacking.begin(one.name for one in entries)
        except bare.NotBareError:
            _others(unpacking, raw, closing.enter_context(zipfile.ZipFile(raw)))
        else:
            try:
                _bare(unpacking, raw, entries)
            except bare.NotBareError:
                unpacking.mistaken()


def _bare(unpacking: Unpacking, raw: IO[bytes], entries: bare.Bare) -> None:
    """Take files whose bytes follow their headers as they are."""
    for one in entries:
        start = one.start + len(one.header)
        name = names.tidied(one.name)
        part = Part(name, start, one.size, one.checksum, one.header)
        if name.endswith("/") and one.size:
            unpacking.wrong(name, names.FULL)
        if not name.endswith("/") and unpacking.may(name):
            unpacking.stored(raw, part)
        else:
            unpacking.led(raw, part)


def _others(unpacking: Unpacking, raw: BinaryIO, opened: zipfile.ZipFile) -> None:
    members = opened.infolist()
    if next(headers.overlapping(members), None):
        raise TooMuchError("entries of the archive overlap")
    unpacking.begin(map(names.in_zip, members))
    entries = headers.Entries(members)
    ends = headers.ends_whole(raw, opened.comment, len(members), opened.start_dir)
    if not entries.has_whole_end(raw) or not ends:
        unpacking.say("TQ308", unpacking.shown, "its end is not whole")
    beside = headers.Headers(raw, members, opened.start_dir)
    if not beside.has_whole_start():
        unpacking.say("TQ308", unpacking.shown, "there is something before its first file")
    for member in members:
        name, mode = names.in_zip(member), member.external_attr >> 16
        why = entries.wrong(raw, member) or beside.wrong(member)
        if why:
            unpacking.wrong(name, why)
        if name.endswith("/") and member.file_size:
            unpacking.wrong(name, names.FULL)
        if name.endswith("/") or not unpacking.may(name):
            continue
        if stat.S_ISLNK(mode):
            unpacking.say("TQ302", unpacking.named(name), "in a ZIP archive")
        elif _is_special(mode, member.file_size):
            unpacking.say("TQ303", unpacking.named(name), "device or pipe")
        elif member.flag_bits & 1:
            unpacking.wrong(name, "it is encrypted")
        else:
            unpacking.copied(name, partial(_opened, opened, raw, member))


def _opened(opened: zipfile.ZipFile, raw: BinaryIO, member: zipfile.ZipInfo) -> IO[bytes]:
    """Return a file, open for reading, once the library has nothing against its header."""
    stream = opened.open(member)
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return stream
    with stream:
        return Inflated(raw, member)  # type: ignore[return-value]  # it is only read


def _is_special(mode: int, size: int) -> bool:
    """Return whether an entry is no file by its mode; what came out of a pipe has that of one."""
    kind = stat.S_IFMT(mode)
    return kind not in (0, stat.S_IFREG) and not (kind == stat.S_IFIFO and size)
