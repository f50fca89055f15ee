"""A zip that is the same bytes for the same files.

In: files by their paths, in order. Out: the zip: no dates, no owner, one way of packing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest date that a zip can tell: none of the files has one of its own.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """Return the zip of ``files``; those named in ``stored`` are not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip by their paths; raise ``zipfile.BadZipFile`` where it is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
