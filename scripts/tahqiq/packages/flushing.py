"""What is written goes to the disk while more is: at the end little is left to wait for.

In: a file that grows, and how much was written to it. Out: nothing; the disk is made to take it.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

# So many bytes are written before the disk is made to take them: less than a second's work.
_LOAD = 64 * 1024 * 1024


class Flushing:
    """Has the disk take what was written to a file, beside the writing. A context."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()
        os.close(self._file)

    def wrote(self, size: int) -> None:
        """Learn that so many bytes were written."""
        self._size += size
        if self._size >= _LOAD and (self._running is None or self._running.done()):
            self._size = 0
            self._running = self._thread.submit(_flush, self._file)


def _flush(file: int) -> None:
    getattr(os, "fdatasync", os.fsync)(file)
