"""Files written whole or not at all.

In: a path and its bytes. Out: the file, replaced in one step; the old one on any failure.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from tahqiq.errors import OutputError, Place, SourceError

# Python's own SHA-256, in the module that hashlib has it from: hashlib itself loads OpenSSL, which
# takes four megabytes, and as long to load as a megabyte takes without.
_own_sha256 = None
for _module in ("_sha256", "_sha2"):  # before Python 3.12, and since
    with contextlib.suppress(ImportError):
        _own_sha256 = import_module(_module).sha256
_LITTLE = 1024 * 1024
# Folders that are remembered.
_KNOWN = 1024
# The prefix marks a temporary file as ours, so that a later run may sweep it away.
_TEMPORARY = ".tahqiq-"


def folders() -> Callable[[str], None]:
    """Return what makes a folder where it is missing, and remembers some that are there."""
    return lru_cache(_KNOWN)(lambda path: Path(path).mkdir(parents=True, exist_ok=True))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise SourceError with the reason where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(reason(error), place=Place(str(path))) from None


def write_atomic(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` in one step, making its folder where it is missing.

    A reader sees the old file or the new one, never a part; a file that already holds the
    content is left alone. What is no file, as /dev/null or a pipe, is written to and stays what it
    is. Raise OutputError with a plain reason.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(content)
            return
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        import tempfile

        handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise OutputError(f"cannot be written: {reason(error)}", place=Place(str(path))) from None


def write_whole(write: Callable[[memoryview], int], content: memoryview | bytes) -> None:
    """Write the whole of something: a disk that gets full takes a part of it without a word."""
    rest = memoryview(content)
    while rest:
        rest = rest[write(rest) :]


def sweep_orphans(folder: Path) -> None:
    """Remove the temporary files that a killed run left under ``folder``."""
    for orphan in folder.rglob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            orphan.unlink()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    if _own_sha256 is not None and len(content) < _LITTLE:
        return str(_own_sha256(content).hexdigest())
    import hashlib

    return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file of any size; raise OSError where it cannot be read."""
    with path.open("rb") as file:
        content = file.read(_LITTLE)
        if len(content) < _LITTLE:
            return sha256(content)
        import hashlib

        made = hashlib.sha256(content)
        while piece := file.read(_LITTLE):
            made.update(piece)
        return made.hexdigest()


def reason(error: OSError) -> str:
    """Return in plain words why the system refused."""
    words = {
        errno.ENOENT: "there is no such file",
        errno.EACCES: "permission is denied",
        errno.EPERM: "permission is denied",
        errno.EROFS: "the file system is read-only",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EISDIR: "it is a folder",
        errno.ENOTDIR: "a part of the path is not a folder",
        errno.ENAMETOOLONG: "the name is too long",
    }
    return words.get(error.errno or 0, error.strerror or str(error))


def is_full(error: OSError) -> bool:
    """Return whether it was the disk that had no room, and nothing wrong with what was read."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
