"""The cache of compiled schemas, in the platform's folder for caches.

In: a key. Out: the bytes kept under it. A file begins with the SHA-256 of the rest; one that is cut
short, altered, or another user's is not read. Where nothing can be kept, everything still works.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


def folder() -> Path:
    """Return the folder of the cache on this platform."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("tahqiq")) / "relaxng"


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of several strings of bytes, told apart by their lengths."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


def kept(key: str) -> bytes | None:
    """Return what is kept under a key, or None."""
    try:
        with (folder() / key).open("rb") as file:
            # What somebody else could write is not ours to believe.
            if hasattr(os, "geteuid") and os.fstat(file.fileno()).st_uid != os.geteuid():
                return None
            own, _, content = file.read().partition(b"\n")
    except OSError:
        return None
    return content if own.decode("ascii", "replace") == digest(content) else None


def keep(key: str, content: bytes) -> None:
    """Keep bytes under a key, all of them or none."""
    import tempfile

    place = folder()
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(digest(content).encode() + b"\n" + content)
            Path(name).replace(place / key)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
