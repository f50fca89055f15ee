"""Text that is written while other work is done, and read once, later.

In: pieces of text. Out: the same, from a file that is open only while it is written to or read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_MANY = 4000
_PIECE = 1024 * 1024


class Draft:
    """A text that grows, in a file of its own that is not there yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        path.touch(exist_ok=False)

    def add(self, text: str) -> None:
        """Add to the text."""
        self._waiting.append(text)
        if len(self._waiting) >= _MANY:
            self._flush()

    def _flush(self) -> None:
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("".join(self._waiting))
        self._waiting.clear()

    def read(self) -> Iterator[str]:
        """Yield the text in pieces, and remove the file."""
        self._flush()
        with self._path.open(encoding="utf-8", newline="\n") as file:
            while piece := file.read(_PIECE):
                yield piece
        self._path.unlink()
