"""The metadata of a crate without the references to its parts, so that memory stays even.

In: a stream of JSON. Out: the same without what stands in arrays called ``hasPart``, but for the
last of each, as far as it is nothing but an ``@id``. The root of a crate refers to every file so,
and is one object of any size to whoever builds it; that those files are there is told by
themselves.
"""

from __future__ import annotations

import re
from typing import IO

# The name stands for itself wherever a colon follows it: in a string its marks would be escaped.
_PARTS = re.compile(rb'"hasPart"\s{0,8}:\s{0,8}\[')
_REFERENCES = re.compile(rb'(?:\s*\{\s*"@id"\s*:\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*\}\s*,)*', re.DOTALL)
# What is read at once, what of it may be the begin of the name, and of a reference.
_PIECE, _NAME, _LONGEST = 256 * 1024, 32, 64 * 1024


class Abridged:
    """A stream without them, of which its reader asks for bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held = b""
        self._is_within = False

    def read(self, size: int) -> bytes:
        """Return what follows, as much of it as can be told; none of it where none is asked for."""
        while size:
            piece = self._file.read(_PIECE)
            self._held += piece
            told = b"".join(self._told(is_last=not piece))
            if told or not piece:
                return told
        return b""

    def _told(self, *, is_last: bool) -> list[bytes]:
        """Return what of the bytes at hand stays, and hold those that cannot be told yet."""
        made: list[bytes] = []
        while True:
            if self._is_within:
                self._held = self._held[self._end_of(_REFERENCES.match(self._held)) :]
                if len(self._held) < _LONGEST and not is_last:
                    return made
                self._is_within = False
            end = self._end_of(_PARTS.search(self._held))
            self._is_within = end > 0
            if not end:
                end = len(self._held) - (0 if is_last else min(_NAME, len(self._held)))
            made.append(self._held[:end])
            self._held = self._held[end:]
            if not self._is_within:
                return made

    @staticmethod
    def _end_of(found: re.Match[bytes] | None) -> int:
        return found.end() if found else 0
