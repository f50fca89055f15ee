"""What archives are read as, and what is made of it.

In: an archive, a path. Out: streams: the bytes of a TAR file whatever it is compressed with, a part
of another stream, a new file.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from tahqiq.deliveries.kinds import kind_of
from tahqiq.errors import ToolMissing


class _Part(io.RawIOBase):
    """The next bytes of a stream; raise EOFError where it ends before them."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        super().__init__()
        self._stream, self._left = stream, size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._stream.read(min(size, self._left))
        if self._left and not piece:
            raise EOFError("the archive ends before it")
        self._left -= len(piece)
        return piece


def part(stream: IO[bytes], size: int) -> IO[bytes]:
    """Return a stream of the next bytes of another one."""
    return _Part(stream, size)  # type: ignore[return-value]  # it is only read


def made(path: Path) -> IO[bytes]:
    """Return a new file, with the folders that it lies in."""
    try:
        return path.open("xb", buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb", buffering=0)


@contextmanager
def opened(open_: Callable[[], IO[bytes] | None]) -> Iterator[IO[bytes]]:
    """Yield what is opened, or an empty stream where there is nothing."""
    source = open_()
    with source if source is not None else io.BytesIO() as stream:
        yield stream


@contextmanager
def decompressed(archive: Path, opening: Callable[[], BinaryIO]) -> Iterator[Any]:
    """Yield the bytes of a TAR archive, whatever it is compressed with."""
    kind = kind_of(archive)
    with ExitStack() as closing:
        raw = closing.enter_context(opening())
        if kind == "gz":
            yield closing.enter_context(gzip.open(raw))
        elif kind == "bz2":
            yield closing.enter_context(bz2.open(raw))
        elif kind == "xz":
            yield closing.enter_context(lzma.open(raw))
        elif kind == "zst":
            try:
                import zstandard
            except ImportError:
                raise ToolMissing(
                    "archives in zst need the package zstandard", hint="pip install zstandard"
                ) from None
            # A window of 128 MB is the most that a decoder must offer (RFC 8878, 3.1.1.1.2).
            made = zstandard.ZstdDecompressor(max_window_size=2**27)
            yield closing.enter_context(made.stream_reader(raw))
        elif kind == "tar":
            yield raw
        else:
            raise tarfile.ReadError("not a ZIP or TAR archive")
