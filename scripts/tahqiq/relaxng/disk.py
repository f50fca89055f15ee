"""The cache of compiled schemas, in the platform's folder for caches.

In: a key. Out: the bytes kept under it. A file begins with the digest of the rest; one that is cut
short, altered, or another user's is not read. Where nothing can be kept, everything still works.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

try:
    # Where hashlib has it from: hashlib itself loads OpenSSL, four megabytes for one digest.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def folder() -> Path:
    """Return the folder of the cache on this platform."""
    if sys.platform == "linux":
        # As platformdirs has it, which costs as much to load as a schema.
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or Path("~/.cache").expanduser()
        return Path(base) / "tahqiq" / "relaxng"
    import platformdirs

    return Path(platformdirs.user_cache_dir("tahqiq")) / "relaxng"


def digest(*parts: bytes) -> str:
    """Return the BLAKE2 digest of several strings of bytes, told apart by their lengths."""
    made = blake2b(digest_size=32)
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
