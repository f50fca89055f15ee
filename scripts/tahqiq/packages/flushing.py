"""What is written goes to the disk while more is: at the end little is left to wait for.

In: how much was written to new files. Out: the disk has most of it.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

# So many bytes are written before the disk is made to take them.
_LOAD = 512 * 1024 * 1024


class Flushing:
    """Has the disk take what was written to many files, beside the writing. A context."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Whoever settles the package waits for the disk, once the rest of it is written.
        self._thread.shutdown(wait=False)

    def wrote(self, size: int) -> None:
        """Learn that so many bytes were written."""
        self._size += size
        is_idle = self._running is None or self._running.done()
        if self._size >= _LOAD and is_idle and hasattr(os, "sync"):
            self._size = 0
            self._running = self._thread.submit(os.sync)
