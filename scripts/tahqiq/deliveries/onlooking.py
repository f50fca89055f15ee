"""Who looks at the bytes of an archive while they come out of it, so that they are read once.

In: names and bytes, as whoever unpacks comes to them. Out: what of it shall lie on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol


class Part(NamedTuple):
    """Where the bytes of a file stand in an archive, and what CRC-32 it must have, if known.

    ``header`` is what must stand right before them, unless whoever told of the part has seen to it.
    """

    name: str
    start: int
    size: int
    checksum: int | None = None
    header: bytes = b""


class Onlooker(Protocol):
    """Takes what comes out of an archive, in its order.

    ``reads_apart`` is whether it has parts read past the stream that nobody else reads.
    """

    @property
    def reads_apart(self) -> bool:
        """Return whether parts of the archive are read past the stream."""

    def part(self, part: Part) -> None:
        """Take a file by the part of the archive in which it stands, to be read apart."""

    def mistaken(self) -> None:
        """Learn that the archive is another one than its names made believe."""

    def opened(self, archive: Path) -> BinaryIO:
        """Return the archive, to be read."""

    def begin(self, names: Iterable[str]) -> None:
        """Learn the names of the files, as far as they are known before."""

    def keeps(self, name: str) -> bool:
        """Return whether anybody will read a file: of others, no bytes are written."""

    def lays(self, name: str) -> bool:
        """Return whether a file that nobody reads shall lie there all the same, in its size."""

    def piece(self, content: bytes) -> None:
        """Take the next bytes of a file."""

    def file(self, name: str, size: int) -> None:
        """Learn that a file has ended."""

    def forget(self) -> None:
        """Learn that a file has broken off: its bytes count for nothing."""

    def small(self, name: str, content: bytes, checksum: int | None) -> None:
        """Take a whole file, and what CRC-32 it must have, if that is known."""

    def broken(self) -> list[str]:
        """Return the small files that do not have their CRC-32."""
