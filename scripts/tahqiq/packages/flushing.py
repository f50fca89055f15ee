"""What is written goes to the disk while more is: at the end little is left to wait for.

In: a file that grows, or many new ones, and how much was written. Out: the disk has most of it.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

# So many bytes of one file, and of many, are written before the disk is made to take them.
_LOAD, _LOADS = 64 * 1024 * 1024, 512 * 1024 * 1024


class Flushing:
    """Has the disk take what was written to a file, or to many, beside the writing. A context.

    Raise OSError where the disk refuses it: Linux tells of that once, and not again at the end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = os.open(path, os.O_RDONLY) if path else -1
        self._load = _LOAD if path else _LOADS
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown()
        if self._file >= 0:
            os.close(self._file)
        if self._running and kind is None:
            self._running.result()

    def wrote(self, size: int) -> None:
        """Learn that so many bytes were written."""
        self._size += size
        if self._size >= self._load and (self._running is None or self._running.done()):
            if self._running:
                self._running.result()
            self._size = 0
            self._running = self._thread.submit(self._flush)

    def _flush(self) -> None:
        if self._file >= 0:
            getattr(os, "fdatasync", os.fsync)(self._file)
        elif hasattr(os, "sync"):
            os.sync()
