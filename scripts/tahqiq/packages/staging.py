"""A folder or file that appears whole or not at all.

In: where it shall be. Out: a place beside it to work in, moved into place at the end.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tahqiq import scratch
from tahqiq.errors import OutputError, Place
from tahqiq.files import reason

# Of Linux: paths from the working folder, and the flag that makes a renaming an exchange.
_HERE, _EXCHANGE = -100, 2


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield an empty path beside ``target``; what is made there becomes the target at the end.

    Raise OutputError where the target exists already or the place cannot be written.
    """
    if os.path.lexists(target):
        raise OutputError(
            "it exists already; a package is never written over",
            place=Place(str(target)),
            hint="name another place, or remove it yourself",
        )
    with beside(target) as draft:
        yield draft
        settle(draft, target)


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Yield a path in a folder of our own beside ``target``, on the same file system."""
    folder = target.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        own = scratch.made(folder)
    except OSError as error:
        raise OutputError(f"cannot be written: {reason(error)}", place=Place(str(target))) from None
    try:
        yield own / target.name
    except OSError as error:
        raise OutputError(f"cannot be written: {reason(error)}", place=Place(str(target))) from None
    finally:
        shutil.rmtree(own, ignore_errors=True)


def settle(draft: Path, target: Path) -> None:
    """Move what was made into place, once the disk holds it, with the rights of any folder."""
    _finish(draft)
    draft.rename(target)


def swap(draft: Path, target: Path) -> None:
    """Let what was made and what is there change places, in one step; raise OSError if it cannot.

    Linux only: ``renameat2`` with RENAME_EXCHANGE, which most of its file systems have.
    """
    _finish(draft)
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        raise OSError(errno.ENOSYS, "folders cannot be swapped")
    names = os.fsencode(draft), os.fsencode(target)
    if library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE):
        raise OSError(ctypes.get_errno(), "folders cannot be swapped")


def _finish(draft: Path) -> None:
    for folder, _, _ in os.walk(draft):
        Path(folder).chmod(0o755)
    if hasattr(os, "sync"):
        os.sync()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder; raise OutputError where one is at work in it."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OutputError(
            "another run is at work in it", place=Place(str(folder)), hint="wait for its end"
        ) from None
    finally:
        os.close(handle)
