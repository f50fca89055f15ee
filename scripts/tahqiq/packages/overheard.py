"""The digest of a file, made of what others read of it: no byte is read a second time.

In: a file. Out: a stream of it and, once that is closed, its SHA-256. What nobody asked for is read
then; what is read twice or out of turn counts once. Hashing is done beside the reading.
"""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path
from queue import Queue

_PIECE = 1024 * 1024
_AHEAD = 8


class Overheard(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._at = self._known = 0
        self.sha256 = ""
        self._hash = hashlib.sha256()
        # Buffers that are used again and again: new ones would cost as much as the hashing.
        self._free: Queue[bytearray] = Queue()
        for _ in range(_AHEAD):
            self._free.put(bytearray(_PIECE))
        self._pieces: Queue[tuple[bytearray, int]] = Queue()
        self._thread = threading.Thread(target=self._hashing, daemon=True)
        self._thread.start()

    def _hashing(self) -> None:
        while True:
            piece, size = self._pieces.get()
            if not size:
                return
            self._hash.update(memoryview(piece)[:size])
            self._free.put(piece)

    def _hand_over(self, content: memoryview) -> None:
        for start in range(0, len(content), _PIECE):
            part, piece = content[start : start + _PIECE], self._free.get()
            piece[: len(part)] = part
            self._pieces.put((piece, len(part)))

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that one may go to and fro in it."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place."""
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        """Read the next bytes, and hash those that come for the first time in their order."""
        size = self._file.readinto(buffer) or 0
        new = self._known - self._at
        self._at += size
        if size and 0 <= new < size:
            self._hand_over(memoryview(buffer)[new:size])
            self._known = self._at
        return size

    def close(self) -> None:
        """Read what nobody has read yet, so that the digest is that of the whole file."""
        if not self.closed:
            self.seek(self._known)
            while self.read(_PIECE):
                pass
            self._pieces.put((bytearray(), 0))
            self._thread.join()
            self.sha256 = self._hash.hexdigest()
            self._file.close()
        super().close()
