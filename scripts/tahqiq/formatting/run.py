"""Formatting of files and folders.

In: paths. Out: one result for each file, whatever becomes of the others; files written whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tahqiq.errors import TahqiqError
from tahqiq.files import read_bytes, write_atomic
from tahqiq.formatting.layout import formatted

SUFFIXES = frozenset({".xml", ".tei", ".odd"})
"""The files of a folder that are formatted; a file that is named is, whatever its suffix."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file before and after; ``error`` says why there is no after."""

    path: Path
    before: bytes = b""
    after: bytes = b""
    error: TahqiqError | None = None

    @property
    def changed(self) -> bool:
        """Whether the file is not as it should be."""
        return self.error is None and self.before != self.after

    def write(self) -> None:
        """Write the file in one step; a link stays a link, and permissions stay."""
        path = self.path.resolve()
        mode = path.stat().st_mode
        write_atomic(path, self.after)
        path.chmod(mode)


def format_paths(paths: Iterable[Path]) -> Iterator[Formatted]:
    """Yield every file among the paths, laid out; nothing is written."""
    for path in paths:
        for one in _files(path):
            try:
                before = read_bytes(one)
                yield Formatted(one, before, formatted(before, file=str(one)))
            except TahqiqError as error:
                yield Formatted(one, error=error)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
    else:
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                    yield Path(folder) / name
