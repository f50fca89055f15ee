"""The SHA-256 of every file of a folder that was received, where it records none of some of them.

In: files by name, with their digests. Out: a list beside the folder, as ``sha256sum`` writes and
checks it; and, of what lies in the folder later, what that list says of it. All files are listed,
for that is what people expect of such a list; of those that the folder itself records a digest of,
that one counts, for what records it is in the list.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, NamedTuple

from tahqiq import scratch
from tahqiq.deliveries.names import folded
from tahqiq.errors import Place, SourceError
from tahqiq.findings import Finding
from tahqiq.packages import digests, receipts
from tahqiq.packages.moving import REPORTS
from tahqiq.packages.pace import Pace
from tahqiq.packages.survey import Compared, Listed
from tahqiq.packages.trouble import trouble
from tahqiq.tables import decoded, encoded

# How the name of such a list ends, which is the name of its digests, too.
ENDING = "sha256"
# No path is half as long, on any system.
_LONGEST = 64 * 1024
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  ([^\n]+)\n")
# What GNU coreutils (9.0) write otherwise, in a line that begins with a backslash.
_ESCAPES = {b"\\": rb"\\", b"\n": rb"\n", b"\r": rb"\r"}
_MEANT = {written: meant for meant, written in _ESCAPES.items()}
_SPECIAL = re.compile(rb"[\\\n\r]")
# What a path has that leads nowhere, or up.
_ROUNDABOUT = re.compile(rb"(?:^|/)\.{0,2}(?:/|\Z)")

# A file with what is recorded of it, if anything.
_Asked = tuple[Compared, Listed | None]
# A path and the digest of the file, and what comes after the last.
_Entry = tuple[bytes, str]
_END: _Entry = (b"", "")


def line(sha256: str, name: bytes) -> bytes:
    """Return the line of a file."""
    kept = _SPECIAL.sub(lambda found: _ESCAPES[found[0]], name)
    return b"%s%s  %s\n" % (b"\\" if kept != name else b"", sha256.encode(), kept)


class Making:
    """A list on its way, of the files of a folder called ``name``; ``path`` is where it is made."""

    def __init__(self, file: IO[bytes], path: Path, name: str) -> None:
        self.path = path
        self.name = f"{name}.{ENDING}"
        self.is_whole = False
        self._file = file
        self._made = hashlib.sha256()
        self._top = encoded(f"{name}/")

    def add(self, path: str, sha256: str) -> None:
        """Take a file; they come sorted."""
        written = line(sha256, self._top + encoded(path))
        self._made.update(written)
        self._file.write(written)

    def end(self) -> None:
        """Learn that all files were taken."""
        self._file.flush()
        self.is_whole = True

    def told(self, shown: str) -> Finding:
        """Return what the reports on the folder say of the list."""
        found = trouble(receipts.RECORDED, shown, self.name)
        return replace(found, extra={ENDING: self._made.hexdigest()})


@contextlib.contextmanager
def making(name: str) -> Iterator[Making]:
    """Yield a list to be made; it vanishes at the end."""
    with scratch.apart() as folder, (folder / "list").open("wb") as file:
        yield Making(file, folder / "list", name)


def beside(path: Path, shown: str, pace: Pace) -> tuple[Checklist | None, list[Finding]]:
    """Return the list that was made of a folder when it was received, and what is wrong with it."""
    list_path, report = (path.with_name(f"{path.name}.{one}") for one in (ENDING, REPORTS["json"]))
    name, is_there = f"{shown}.{ENDING}", os.path.lexists(list_path)
    if not path.is_dir() or not (is_there or receipts.tells_of_list(path)):
        return None, []
    found, known = [], ""
    try:
        known = receipts.of(path).checklist
    except FileNotFoundError:
        return None, []  # nobody received it here
    except (OSError, ValueError) as error:
        found.append(receipts.broken(f"{shown}.{REPORTS['json']}", error))
    if not known and not found:
        # A folder may be a package of its own.
        is_stray = is_there and not list_path.is_dir()
        return None, [trouble("PKG121", name, f"{report.name} tells of none")] if is_stray else []
    if not is_there:
        return None, [*found, trouble("PKG101", name, f" (by {report.name})")]
    made = Checklist(list_path, path.name)
    try:
        sha256 = made.read(pace)
    except (OSError, ValueError) as error:
        return None, [*found, receipts.broken(name, error)]
    wrong = digests.difference(None, {ENDING: known}, (0, {ENDING: sha256}))
    if known and wrong:
        found.append(trouble("PKG104", name, f"{wrong} (by {report.name})"))
    return made, found


class Checklist(NamedTuple):
    """The list that lies beside a folder."""

    path: Path
    folder: str

    def read(self, pace: Pace) -> str:
        """Return the digest of the list itself, once every line of it was looked at.

        Raise ValueError where one is not as it is written, or not in its place, or where this is no
        list; OSError where it cannot be read.
        """
        if not stat.S_ISREG(self.path.lstat().st_mode):
            raise ValueError("it is no list: a folder, link, pipe or device")
        size, made = digests.of_file(self.path, (ENDING,))
        pace.spent(size)
        for _ in self._entries():
            pass
        return made[ENDING]

    def beside(self, files: Iterable[_Asked]) -> Iterator[_Asked]:
        """Yield the files of a folder, sorted, with what the list says where nothing else does.

        Those that are listed here alone are among them. Raise SourceError where the list is not any
        more what was read.
        """
        entries = self._again()
        path, sha256 = next(entries, _END)
        for one, listed in files:
            name = encoded(one.path)
            while path and path < name:
                yield self._missing(path, sha256)
                path, sha256 = next(entries, _END)
            if path != name:
                yield one, listed
                continue
            yield one, self._filled(listed, sha256) if one.lies else None
            path, sha256 = next(entries, _END)
        while path:
            yield self._missing(path, sha256)
            path, sha256 = next(entries, _END)

    def _missing(self, path: bytes, sha256: str) -> _Asked:
        return Compared(decoded(path), lies=False, listed=self._filled(None, sha256)), None

    def _filled(self, listed: Listed | None, sha256: str) -> Listed:
        if listed is None:
            return Listed({ENDING: sha256}, sources=[self.path.name])
        if listed.digests:
            return listed
        return replace(listed, digests={ENDING: sha256}, sources=[*listed.sources, self.path.name])

    def _again(self) -> Iterator[_Entry]:
        try:
            yield from self._entries()
        except ValueError as error:
            raise SourceError(str(error), place=Place(str(self.path))) from None

    def _entries(self) -> Iterator[_Entry]:
        last, number = b"", 0
        with self.path.open("rb") as lines:
            while raw := lines.readline(_LONGEST):
                number += 1
                path, sha256 = self._entry(raw, f"line {number}")
                if path <= last:
                    raise ValueError(f"line {number} names a file again, or out of order")
                last = path
                yield path, sha256

    def _entry(self, raw: bytes, where: str) -> _Entry:
        found = _LINE.fullmatch(raw)
        if found is None:
            raise ValueError(f"{where} is not a digest, two spaces and a name")
        sha256, name = found[2].decode(), found[3]
        if found[1]:
            name = re.sub(rb"\\.", lambda one: _MEANT.get(one[0], one[0]), name)
        if (found[1] or _SPECIAL.search(name)) and line(sha256, name) != raw:
            raise ValueError(f"{where} is not as sha256sum writes that name")
        top, _, path = name.partition(b"/")
        # Some file systems keep names in another Unicode form.
        if decoded(top) != self.folder and folded(decoded(top)) != folded(self.folder):
            raise ValueError(f"{where} names a file of another folder")
        if _ROUNDABOUT.search(path):
            raise ValueError(f"{where} names a path that leads elsewhere")
        return path, sha256
