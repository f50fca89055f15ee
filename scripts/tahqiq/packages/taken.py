"""The digests of files, made while they come out of an archive: each byte of it is read once.

In: an archive, a folder and a database. Out: the files, and in the database (see ``survey``) size
and digests of each, by the algorithms that such a package wants.
"""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
import re
import tarfile
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tahqiq.deliveries import archives
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.limits import Limits, Spent
from tahqiq.deliveries.opening import Opened
from tahqiq.packages import digests
from tahqiq.packages.digests import ALGORITHMS
from tahqiq.packages.pace import Pace
from tahqiq.packages.tables import Rows, database, encoded

TABLE = "taken(path BLOB, algorithm TEXT, digest BLOB, size INTEGER)"
# The names that tell which digests a package records.
_MANIFEST = re.compile(r"(?:.*/)?(?:tag)?manifest-(md5|sha1|sha256|sha512)\.txt")
_SIDECAR = re.compile(r".*\.(sha256|sha512)")
_SHA256 = ("METS.xml", "ro-crate-metadata.json")
# Lists whose digests are not told by names: whatever they name may have to be read again.
_UNTOLD = ("METS.xml", "inventory.json")
_OTHER_MANIFEST = re.compile(r"(?:.*/)?(?:tag)?manifest-[^/]*")
# What nobody reads who judges TEI and lists: pictures and sound, and what is printed.
_MEDIA = ("image/", "audio/", "video/", "font/", "application/pdf", "application/octet-stream")


class Hashing:
    """Takes the bytes of one file after the other, and records their digests."""

    def __init__(self, path: Path, pace: Pace, *, whole: bool) -> None:
        self._database = database(path, TABLE)
        self._rows = Rows(self._database, "INSERT INTO taken VALUES (?, ?, ?, ?)")
        self._pace = pace
        self.algorithms: tuple[str, ...] = ALGORITHMS
        self._hashes = self._new()
        self._whole = whole
        # Until the names are known, all may be wanted.
        self._keeps_all = True

    def _new(self) -> dict[str, hashlib._Hash]:
        return {name: hashlib.new(name) for name in self.algorithms}

    def begin(self, names: Iterable[str]) -> None:
        """Choose the digests by the names of the files."""
        every = [one for one in names if one.endswith((*_SHA256, *_UNTOLD)) or "manifest-" in one
                 or _SIDECAR.fullmatch(one)]  # fmt: skip
        self.algorithms = wanted(every)
        self._hashes = self._new()
        self._keeps_all = self._whole or not self.algorithms or any(map(_is_untold, every))

    def keeps(self, name: str) -> bool:
        """Return whether a file may be read again, as TEI is and what lists others."""
        media = mimetypes.types_map.get(posixpath.splitext(name)[1].lower(), "")
        return self._keeps_all or not media.startswith(_MEDIA) or media.endswith("xml")

    def piece(self, content: bytes) -> None:
        """Take the next bytes of a file."""
        for one in self._hashes.values():
            one.update(content)
        self._pace.spent(len(content))

    def file(self, name: str, size: int) -> None:
        """Record a file that has ended."""
        for algorithm, made in self._hashes.items():
            self._rows.add(encoded(name), algorithm, encoded(made.hexdigest()), size)
        self._hashes = self._new()

    def close(self) -> None:
        """Write what is known, and let the database go."""
        self._rows.flush()
        self._database.execute("COMMIT")
        self._database.close()


def _is_untold(name: str) -> bool:
    return name.endswith(_UNTOLD) or (
        _OTHER_MANIFEST.fullmatch(name) is not None and _MANIFEST.fullmatch(name) is None
    )


def wanted(names: Iterable[str]) -> tuple[str, ...]:
    """Return the digests that a package with files of some names records."""
    found = set()
    for name in names:
        told = _MANIFEST.fullmatch(name) or _SIDECAR.fullmatch(name)
        if told:
            found.add(told[1])
        elif name.endswith(_SHA256):
            found.add("sha256")
    return tuple(sorted(found))


def unpacked(
    archive: Path, shown: str, folder: Path, limits: Limits, spent: Spent, database: Path,
    pace: Pace, *, whole: bool = True,
) -> tuple[Opened, str]:  # fmt: skip
    """Unpack an archive; return what came of it, and its own SHA-256.

    Where not ``whole``, files that nobody reads again have their names and sizes, and no bytes.
    """
    with ThreadPoolExecutor(1) as thread:
        # Beside the other work, from what the system has just read.
        own: Future[str] = thread.submit(_sha256, archive)
        hashing = Hashing(database, pace, whole=whole)
        if kind_of(archive) == "tar":
            hashing.begin(_names(archive))
        unpacking = archives.Unpacking(archive, shown, folder, limits, spent, hashing)
        unpacking.run()
        hashing.close()
        return Opened(unpacking.files, unpacking.findings), own.result()


def _sha256(path: Path) -> str:
    return digests.of_file(path, ("sha256",))[1]["sha256"]


def _names(path: Path) -> Iterable[str]:
    """Yield the names in a TAR file that is not compressed, from its headers alone."""
    try:
        # Without a buffer: what lies between the headers is passed over.
        with path.open("rb", buffering=0) as raw, tarfile.open(fileobj=raw, mode="r:") as opened:
            while (member := opened.next()) is not None:
                opened.members.clear()  # type: ignore[attr-defined]  # which the library keeps
                yield member.name
    except (tarfile.TarError, OSError, ValueError):
        return  # whoever unpacks it says so
