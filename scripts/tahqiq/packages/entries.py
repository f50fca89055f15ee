"""What stands round a file in an archive of ours: its header, and what fills it up.

In: name, size and CRC-32 of a file, and the time that all have. Out: bytes. How many they are is
known before the CRC-32 is.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from typing import NamedTuple

from tahqiq.deliveries import bare, plain


class Entry(NamedTuple):
    """How files lie in a kind of archive.

    ``header`` takes name, size, CRC-32 and time, ``has_checksums`` is whether it tells the CRC-32,
    and zeros follow up to a multiple of ``unit``.
    """

    header: Callable[[str, int, int, int], bytes]
    has_checksums: bool
    unit: int


def _in_zip(name: str, size: int, checksum: int, day: int) -> bytes:
    return bare.header(name.encode(), size, checksum, day)


def _in_tar(name: str, size: int, _: int, moment: int) -> bytes:
    try:
        return plain.header(name, size, moment)
    except ValueError:
        made = tarfile.TarInfo(name)
        made.size, made.mtime, made.mode = size, moment, 0o644
        return made.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


KINDS = {
    "zip": Entry(_in_zip, has_checksums=True, unit=1),
    "tar": Entry(_in_tar, has_checksums=False, unit=plain.BLOCK),
}
