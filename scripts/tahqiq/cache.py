"""Things that are slow to make, kept in the user's cache folder.

In: a key that names everything a thing is made of. Out: its bytes, made once. A file of the cache
begins with the SHA-256 of the rest: what was cut short or altered is made again, and where nothing
can be kept everything still works.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from tahqiq.errors import OutputError
from tahqiq.files import sha256, write_atomic


def folder() -> Path:
    """Return the folder of the cache on this platform."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("tahqiq"))


def kept(kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return the bytes kept under ``kind`` and ``key``, or make and keep them."""
    path = folder() / kind / key
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
        if digest.decode("ascii", "replace") == sha256(content):
            return content
    except OSError:
        pass  # nothing kept yet
    content = make()
    # A home that cannot be written to costs time only.
    with contextlib.suppress(OutputError):
        write_atomic(path, sha256(content).encode() + b"\n" + content)
    return content
