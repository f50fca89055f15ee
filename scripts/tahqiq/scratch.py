"""Folders for work in progress, and what killed runs left of theirs.

In: where such a folder shall lie. Out: an empty one, whose name says which process of which machine
made it; one whose process is dead is swept away by the next run that works there.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

# A store may be shared: what another machine works on is none of ours.
_MACHINE = re.sub(r"[^A-Za-z0-9]", "", platform.node()) or "machine"
_NAME = re.compile(rf"\.tahqiq-{_MACHINE}-(\d+)-\w+")


def made(folder: Path | None = None) -> Path:
    """Return a new folder in another one, by default in the system's for temporary files.

    What dead runs left there goes first. An OSError is the caller's.
    """
    where = folder or Path(tempfile.gettempdir()).resolve()
    sweep(where)
    return Path(tempfile.mkdtemp(prefix=f".tahqiq-{_MACHINE}-{os.getpid()}-", dir=where))


@contextlib.contextmanager
def apart() -> Iterator[Path]:
    """Yield an empty folder among the system's temporary ones."""
    own = made()
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in ``folder``; what a living process works on is left alone."""
    for path in folder.glob(".tahqiq-*"):
        found = _NAME.fullmatch(path.name)
        if found and path.is_dir() and not _is_alive(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(number: int) -> bool:
    import psutil

    return bool(psutil.pid_exists(number))
