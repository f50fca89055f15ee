"""The files of a delivery, one by one, in an order that depends on nothing but their names.

In: paths as a user writes them: files, folders, patterns, ``-``, lists, archives, bags. Out: Items
to judge, files that were passed over, findings and errors, in the order of the paths. Archives are
unpacked into a temporary folder that vanishes with the Delivery.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple

from tahqiq.deliveries import bags, names
from tahqiq.deliveries.kinds import SUFFIXES, kind_of
from tahqiq.deliveries.limits import MB, Limits
from tahqiq.deliveries.opening import Here, Opener
from tahqiq.deliveries.trouble import trouble
from tahqiq.errors import Place, SourceError
from tahqiq.files import reason
from tahqiq.findings import Finding

_XML = (".xml", ".tei", ".odd", ".xtei")
_PATTERN = frozenset("*?[")


class Item(NamedTuple):
    """A file to judge: ``name`` is what reports call it, ``path`` where its bytes lie.

    ``root`` is the folder that belongs to the same delivery; ``packed`` says that it came out of
    an archive, so that nothing outside of ``root`` is its own.
    """

    name: str
    path: Path
    root: Path
    packed: bool = False


class Skipped(NamedTuple):
    """A file that was passed over, and why: ``not-xml``."""

    name: str
    why: str


Entry = Item | Skipped | Finding | SourceError


class Delivery:
    """What a user handed over; a context, since archives are unpacked for its time.

    An Item among the paths is a file of a folder that the caller has walked through.

    ``expected`` is how many entries are known so far; archives add theirs when they are opened.
    """

    def __init__(
        self,
        paths: Iterable[str | Path | Item],
        limits: Limits | None = None,
        *,
        stdin: BinaryIO | None = None,
        opener: Opener | None = None,
    ) -> None:
        self._paths = [path if isinstance(path, Item) else str(path) for path in paths]
        self._limits = limits or Limits()
        self._stdin = stdin
        self._opener = opener or Here(self._limits)
        self.expected = 0
        self._folder: Path | None = None
        self._unpacked = 0

    def __enter__(self) -> Delivery:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            import shutil

            shutil.rmtree(self._folder, ignore_errors=True)

    def entries(self) -> Iterator[Entry]:
        """Yield everything that the paths hold."""
        for written in self._paths:
            if isinstance(written, Item):
                self.expected += 1
                yield from self._file(written.path, written.name, written.root, written.packed, 1)
            else:
                yield from self._of(written)

    def _of(self, written: str) -> Iterator[Entry]:
        if written == "-":
            yield from self._of_stdin()
            return
        path = Path(written)
        if not os.path.lexists(path) and _PATTERN & set(written):
            found = sorted(Path(path.anchor or ".").glob(written.removeprefix(path.anchor)))
            if not found:
                yield SourceError("no file matches", place=Place(names_shown(written)))
            for one in found:
                yield from self._of_path(one, str(one))
            return
        yield from self._of_path(path, written)

    def _of_path(self, path: Path, shown: str) -> Iterator[Entry]:
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                yield from self._folder_of(path, shown)
            elif not stat.S_ISREG(mode):
                yield trouble("TQ303", shown, "device, pipe or socket")
            elif kind_of(path) or path.name.lower().endswith(SUFFIXES):
                yield from self._opened(path, shown)
            else:
                self.expected += 1
                yield Item(shown, path, path.resolve().parent)
        except OSError as error:
            yield SourceError(reason(error), place=Place(names_shown(shown)))

    def _of_stdin(self) -> Iterator[Entry]:
        source = self._stdin or sys.stdin.buffer
        path = self._new_folder() / "stdin"
        with path.open("wb") as file:
            while piece := source.read(MB):
                file.write(piece)
                if file.tell() > self._limits.file_size:
                    yield trouble("TQ306", "-", f"more than {self._limits.file_size // MB} MB")
                    return
        if kind_of(path):
            yield from self._opened(path, "-")
        else:
            yield Item("-", path, path.parent, packed=True)

    def _folder_of(self, folder: Path, shown: str) -> Iterator[Entry]:
        if bags.is_bag(folder):
            yield from self._opener.bag(folder, shown)
        root = folder.resolve()
        self.expected += sum(1 for _ in _files_below(folder))
        found = False
        for entry in self._walk(folder, shown, root, False, 1):
            found = found or not isinstance(entry, Skipped)
            yield entry
        if not found:
            yield SourceError("the folder holds no XML files", place=Place(names_shown(shown)))

    def _walk(
        self, folder: Path, shown: str, root: Path, packed: bool, depth: int
    ) -> Iterator[Entry]:
        """Yield the files below a folder by name, without following links out of it."""
        waiting = [(folder, shown)]
        while waiting:
            current, label = waiting.pop(0)
            try:
                children = sorted(os.scandir(current), key=lambda one: one.name)
            except OSError as error:
                yield SourceError(reason(error), place=Place(names_shown(label)))
                continue
            below = []
            # What collides lies in one folder; and the names of all would fill the memory.
            seen: dict[str, str] = {}
            for child in children:
                name = f"{label.rstrip('/')}/{child.name}"
                if child.name.startswith("."):
                    continue
                yield from _judged_name(name, seen)
                path = Path(child.path)
                if child.is_symlink() and not path.resolve().is_relative_to(root):
                    yield trouble("TQ302", name, "it leaves the folder")
                elif child.is_dir() and not child.is_symlink():
                    below.append((path, name))
                elif child.is_file():
                    yield from self._file(path, name, root, packed, depth)
                elif not child.is_dir():
                    yield trouble("TQ303", name, "device, pipe or socket, or a link to nothing")
            waiting[:0] = below

    def _file(self, path: Path, name: str, root: Path, packed: bool, depth: int) -> Iterator[Entry]:
        lower = path.name.lower()
        if lower.endswith(_XML):
            yield Item(name, path, root, packed)
        elif lower.endswith(SUFFIXES):
            yield from self._archive(path, name, depth)
        else:
            yield Skipped(name, "not-xml")

    def _opened(self, path: Path, shown: str) -> Iterator[Entry]:
        """Yield what an archive holds that was handed over itself."""
        found = False
        for entry in self._archive(path, shown, 1):
            found = found or not isinstance(entry, Skipped)
            yield entry
        if not found:
            yield SourceError("the archive holds no XML files", place=Place(names_shown(shown)))

    def _archive(self, path: Path, shown: str, depth: int) -> Iterator[Entry]:
        if depth > self._limits.nesting:
            yield trouble("TQ307", shown, str(self._limits.nesting))
            return
        folder = self._new_folder()
        opened = self._opener.archive(path, shown, folder)
        yield from opened.findings
        for bag in sorted({one.parent for one in folder.glob("**/bagit.txt")}):
            label = "/".join([shown, *bag.relative_to(folder).parts])
            yield from self._opener.bag(bag, label)
        # Names were judged as they came out of the archive.
        self.expected += len(opened.files)
        for name in opened.files:
            yield from self._file(folder / name, f"{shown}/{name}", folder, True, depth + 1)

    def _new_folder(self) -> Path:
        if self._folder is None:
            import tempfile

            self._folder = Path(tempfile.mkdtemp(prefix=f"tahqiq-{os.getpid()}-")).resolve()
        self._unpacked += 1
        folder = self._folder / str(self._unpacked)
        folder.mkdir()
        return folder


def _files_below(folder: Path) -> Iterator[str]:
    """Yield the files that a walk will come to, in no order: only for counting."""
    for current, below, found in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (f"{current}/{name}" for name in found if not name.startswith("."))


def _judged_name(name: str, seen: dict[str, str]) -> Iterator[Finding]:
    if names.is_hiding(name):
        yield trouble("TQ305", name)
    first = seen.setdefault(names.folded(name), name)
    if first != name:
        yield trouble("TQ304", name, first)


def names_shown(name: str) -> str:
    """Return a name that cannot break or turn the line that it is printed in."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
