"""A folder as one file, ZIP or TAR: the same bytes for the same files.

In: a folder. Out: an archive with sorted names, one date, one owner, one set of rights. Nothing is
compressed: what a compressor makes depends on its version, and in fifty years a damaged byte costs
one file.
"""

from __future__ import annotations

import calendar
import shutil
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

_PIECE = 1024 * 1024
SUFFIXES = (".zip", ".tar")


def write(folder: Path, target: Path, day: str, *, top: str = "") -> None:
    """Write ``folder`` to the new file ``target``, as ZIP or TAR by its suffix.

    ``day`` is the date of every entry; ``top`` the one folder in which all lie, if any.
    """
    moment = time.strptime(day, "%Y-%m-%d")
    entries = list(_entries(folder, f"{top}/" if top else ""))
    if target.suffix == ".zip":
        _zip(entries, target, moment)
    else:
        _tar(entries, target, calendar.timegm(moment))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        if path.is_file():
            yield prefix + path.relative_to(folder).as_posix(), path


def _zip(entries: list[tuple[str, Path]], target: Path, moment: time.struct_time) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED) as archive:
        for name, path in entries:
            entry = zipfile.ZipInfo(name, (max(moment.tm_year, 1980), *moment[1:6]))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            large = path.stat().st_size >= zipfile.ZIP64_LIMIT
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=large) as written:
                shutil.copyfileobj(source, written, _PIECE)


def _tar(entries: list[tuple[str, Path]], target: Path, moment: int) -> None:
    with tarfile.open(target, "x", format=tarfile.PAX_FORMAT) as archive:
        for name, path in entries:
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            entry.mtime = moment
            entry.mode = 0o644
            with path.open("rb") as source:
                archive.addfile(entry, source)
