"""The digests of files, made while they come out of an archive: each byte of it is read once.

In: an archive, a folder and a database. Out: the files, and in the database (see ``survey``) size
and digests of each, by the algorithms that such a package wants.
"""

from __future__ import annotations

import shutil
import tarfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from tahqiq.deliveries import archives, bare, plain
from tahqiq.deliveries.checksums import crc32
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.limits import Limits, Spent
from tahqiq.deliveries.onlooking import Part
from tahqiq.deliveries.opening import Opened
from tahqiq.packages import digests, promised
from tahqiq.packages.digests import ALGORITHMS
from tahqiq.packages.media import KNOWN
from tahqiq.packages.pace import Pace
from tahqiq.packages.parts import Parts
from tahqiq.tables import Rows, database, encoded

TABLE = "taken(path BLOB, algorithm TEXT, digest BLOB, size INTEGER)"
ROW = "INSERT INTO taken VALUES (?, ?, ?, ?)"
INDEX = "CREATE INDEX by_path ON taken(path, algorithm)"
# All that came out, also what is hashed elsewhere.
_CAME = "came(path BLOB, size INTEGER)"
# What nobody reads who judges TEI and lists: pictures and sound, and what is printed.
_MEDIA = ("image/", "audio/", "video/", "font/", "application/pdf", "application/octet-stream")
# Small files are hashed many at once, up to so many bytes or files, so many errands ahead.
_ERRAND, _MOST, _AHEAD = 1024 * 1024, 64, 4
_BUFFER = 1024 * 1024
# What is read at once where only headers are, and a file in between now and then.
_HEADERS = 4096
# So many files of a bag lie there though nobody reads them; larger ones are judged without.
_LAID = 20_000

_Small = tuple[str, bytes, int | None]
_Hashed = tuple[str, int, dict[str, str] | None]


class Hashing:
    """Takes the bytes of one file after the other, and records their digests.

    ``apart`` tells of parts to whoever reads them past the stream.
    """

    def __init__(self, path: Path, pace: Pace, *, whole: bool, apart: Parts | None) -> None:
        self._database = database(path, TABLE, _CAME)
        self._rows = Rows(self._database, ROW)
        self._came = Rows(self._database, "INSERT INTO came VALUES (?, ?)")
        self._pace = pace
        self.algorithms: tuple[str, ...] = ALGORITHMS
        self._hashes = self._new()
        self._whole = whole
        self._apart = apart
        # Until the names are known, all may be wanted.
        self._keeps_all = self._is_bag = True
        self._laid = 0
        # Where the names were only guessed: whether one came that nobody had thought of.
        self._guessed: frozenset[str] | None = None
        self.is_mistaken = False
        self._errand: list[_Small] = []
        self._weight = 0
        self._threads = ThreadPoolExecutor(2)
        self._waiting: deque[Future[list[_Hashed]]] = deque()
        self._broken: list[str] = []

    def _new(self) -> dict[str, digests.Hash]:
        return digests.hashes(self.algorithms)

    def opened(self, archive: Path) -> BinaryIO:
        """Return the archive to be read."""
        return archive.open("rb", buffering=_HEADERS if self.reads_apart else _BUFFER)

    @property
    def reads_apart(self) -> bool:
        """Return whether parts of the archive are read past the stream, by several processes."""
        return self._apart is not None

    def part(self, part: Part) -> None:
        """Take a file by the part of the archive in which it stands."""
        assert self._apart is not None
        self._apart.tell(part, self.algorithms)
        self._note(part.name, part.size)

    def begin(self, names: Iterable[str], *, guessed: bool = False) -> None:
        """Choose the digests by the names of the files; where ``guessed``, there may be more.

        What was guessed holds until it is found wrong.
        """
        if self._guessed is not None:
            return
        every = [one for one in names if promised.tells(one)]
        self.algorithms = promised.wanted(every)
        self._hashes = self._new()
        self._keeps_all = self._whole or not self.algorithms or any(map(promised.is_untold, every))
        self._is_bag = any(map(promised.is_of_bag, every))
        self._guessed = frozenset(promised.wanted(every)) if guessed else None

    def keeps(self, name: str) -> bool:
        """Return whether a file may be read again, as TEI is and what lists others."""
        return self._keeps_all or _is_read(name[name.rfind(".") :])

    def lays(self, name: str) -> bool:
        """Return whether a file shall lie there: of a bag of few files the library asks for all."""
        if not self._is_bag or self._laid >= _LAID:
            return False
        self._laid += 1
        return True

    def piece(self, content: bytes) -> None:
        """Take the next bytes of a file."""
        for one in self._hashes.values():
            one.update(content)
        self._pace.spent(len(content))

    def file(self, name: str, size: int) -> None:
        """Record a file that has ended."""
        self._record(name, size, digests.hexadecimal(self._hashes))
        self._hashes = self._new()

    def forget(self) -> None:
        """Forget the bytes of a file that has broken off."""
        self._hashes = self._new()

    def small(self, name: str, content: bytes, checksum: int | None) -> None:
        """Take a whole file, to be hashed beside the other work; a CRC-32 may be known of it."""
        self._pace.spent(len(content))
        self._errand.append((name, content, checksum))
        self._weight += len(content)
        if self._weight >= _ERRAND or len(self._errand) >= _MOST:
            self._send()

    def broken(self) -> list[str]:
        """Return the files whose checksum is not theirs, once all that was taken is hashed."""
        self._send()
        while self._waiting:
            self._settle()
        return self._broken

    def mistaken(self) -> None:
        """Learn that the archive is not as it was guessed to be."""
        self.is_mistaken = True

    def _send(self) -> None:
        errand, self._errand, self._weight = self._errand, [], 0
        self._waiting.append(self._threads.submit(_hashed, errand, self.algorithms))
        if len(self._waiting) > _AHEAD:
            self._settle()

    def _settle(self) -> None:
        for name, size, made in self._waiting.popleft().result():
            if made is None:
                self._broken.append(name)
            else:
                self._record(name, size, made)

    def _record(self, name: str, size: int, made: Mapping[str, str]) -> None:
        for algorithm, digest in made.items():
            self._rows.add(encoded(name), algorithm, encoded(digest), size)
        self._note(name, size)

    def _note(self, name: str, size: int) -> None:
        self._came.add(encoded(name), size)
        if self._guessed is not None and promised.tells(name):
            known = self._guessed.issuperset(promised.wanted((name,)))
            is_new = promised.is_of_bag(name) and not self._is_bag
            self.is_mistaken |= not known or promised.is_untold(name) or is_new

    def close(self) -> None:
        """Write what is known, and let the database go."""
        self._threads.shutdown()
        self._rows.flush()
        self._came.flush()
        if not self._apart:
            self._database.execute(INDEX)
        self._database.execute("COMMIT")
        self._database.close()


def _hashed(errand: Sequence[_Small], algorithms: Iterable[str]) -> list[_Hashed]:
    made: list[_Hashed] = []
    for name, content, checksum in errand:
        is_whole = checksum is None or crc32(content) == checksum
        found = digests.hashes(algorithms)
        for one in found.values():
            one.update(content)
        made.append((name, len(content), digests.hexadecimal(found) if is_whole else None))
    return made


@lru_cache(1024)
def _is_read(suffix: str) -> bool:
    media = KNOWN.get(suffix.lower(), "")
    return not media.startswith(_MEDIA) or media.endswith("xml")


def unpacked(
    archive: Path, shown: str, folder: Path, limits: Limits, spent: Spent, database: Path,
    pace: Pace, *, whole: bool = True, apart: Path | None = None,
) -> Opened:  # fmt: skip
    """Unpack an archive; return what came of it.

    Where not ``whole``, files that nobody reads again leave their digests, and no bytes; into
    ``apart`` their parts are told, if any other process hashes them.
    """
    before, likely = replace(spent), _likely(archive)
    telling = Parts(apart) if apart else None
    for guess in (likely, []) if promised.wanted(likely) else ([],):
        hashing = Hashing(database, pace, whole=whole, apart=telling)
        if guess:
            hashing.begin(guess, guessed=True)
        elif kind_of(archive) == "tar":
            hashing.begin(_names(archive))
        unpacking = archives.Unpacking(archive, shown, folder, limits, spent, hashing)
        unpacking.run()
        hashing.close()
        if not hashing.is_mistaken:
            break
        shutil.rmtree(folder)
        folder.mkdir()
        database.unlink()
        spent.size, spent.count = before.size, before.count
        if telling:
            telling.again()
    if telling:
        telling.close()
    return Opened(unpacking.files, unpacking.findings)


def _likely(archive: Path) -> list[str]:
    """Return the names at the end of an archive, where those lie that list others in ours."""
    last = {"tar": plain.last, "zip": bare.last}.get(kind_of(archive))
    if last is None:
        return []
    with archive.open("rb") as raw:
        return [one for one in last(raw) if promised.tells(one)]


def _names(path: Path) -> Iterator[str]:
    """Yield the names in a TAR file that is not compressed, from its headers alone."""
    try:
        # Without a buffer: what lies between the headers is passed over.
        with path.open("rb", buffering=0) as raw:
            yield from plain.names(raw)
            with tarfile.open(fileobj=raw, mode="r:") as opened:
                while (member := opened.next()) is not None:
                    opened.members.clear()  # type: ignore[attr-defined]  # which the library keeps
                    yield member.name
    except (tarfile.TarError, OSError, ValueError):
        return  # whoever unpacks it says so
