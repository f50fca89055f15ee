"""Fixity: the digests of a file, all of them in one pass over its bytes.

In: a file or bytes. Out: size and digests. Copying and hashing are one pass, too: what is written
is what was hashed. Several files are done at once, since hashing leaves the interpreter free.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from tahqiq.errors import Place, SourceError
from tahqiq.files import reason, write_whole
from tahqiq.packages import cloning

ALGORITHMS = ("sha256", "sha512")
_PIECE = 1024 * 1024
# So many files are one errand of a thread, and so many errands are under way for each thread.
_ERRAND, _AHEAD = 16, 3
# How many work at the same time: as many as there are cores, though the disk is one.
CORES = min(4, os.cpu_count() or 1)
Hash: TypeAlias = "hashlib._Hash"
# ``hashlib.new`` would look the name up each time.
_NEW: dict[str, Callable[[], Hash]] = {
    name: getattr(hashlib, name) for name in ("md5", "sha1", *ALGORITHMS)
}
_own = threading.local()

# A file by its path, which as a string costs half, or the bytes themselves.
Source = Path | str | bytes
T = TypeVar("T")
R = TypeVar("R")


class LeftError(Exception):
    """Nobody waits any more for what a thread is doing."""


class Fixity(NamedTuple):
    """What is recorded of a file: its size in bytes and its digests in hexadecimal.

    A digest that nobody asked for is empty.
    """

    size: int
    sha256: str = ""
    sha512: str = ""


class Reader(Protocol):
    """What bytes are read from, into a buffer."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill the buffer, and return how much of it."""


def hashes(algorithms: Iterable[str]) -> dict[str, Hash]:
    """Return new hashes by the names of ``hashlib``."""
    return {name: _NEW[name]() if name in _NEW else hashlib.new(name) for name in algorithms}


def hexadecimal(made: Mapping[str, Hash]) -> dict[str, str]:
    """Return what hashes have come to."""
    return {name: one.hexdigest() for name, one in made.items()}


def go_on() -> None:
    """Raise LeftError where nobody waits any more for what this thread is doing."""
    if any(one.is_set() for one in getattr(_own, "left", ())):
        raise LeftError


def pieces(stream: Reader) -> Iterator[memoryview]:
    """Yield what a stream holds; each piece is gone when the next is asked for."""
    buffer: memoryview | None = getattr(_own, "buffer", None)
    if buffer is None:
        buffer = _own.buffer = memoryview(bytearray(_PIECE))
    while size := stream.readinto(buffer):
        yield buffer[:size]
        if size == _PIECE:
            go_on()


def copied(source: Source, target: Path | str, algorithms: Iterable[str] = ALGORITHMS) -> Fixity:
    """Write ``source`` to the new file ``target`` and return its fixity.

    Raise SourceError where the source cannot be read; what goes wrong with the target is an
    OSError of the caller's.
    """
    with opened(source) as stream, made(target) as written:
        clone = cloning.Clone(stream, written)
        found, size = hashes(algorithms), 0
        for piece in _read(stream, source):
            size += len(piece)
            for one in found.values():
                one.update(piece)
            if not clone.done:
                write_whole(written.write, piece)
        if clone.done and clone.is_changed():
            # What lies in the package counts.
            size, digests = of_stream(written, algorithms)
            return Fixity(size, **digests)
    return Fixity(size, **hexadecimal(found))


def made(target: Path | str) -> io.FileIO:
    """Return a new file, open for writing whole pieces, with the same rights everywhere."""
    try:
        file = io.FileIO(target, "x+")
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        file = io.FileIO(target, "x+")
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), 0o644)
    return file


def of(path: Path) -> Fixity:
    """Return the fixity of a file; an OSError is the caller's."""
    size, found = of_file(path, ALGORITHMS)
    return Fixity(size, **found)


def of_bytes(content: bytes, algorithms: Iterable[str]) -> Fixity:
    """Return the fixity of some bytes."""
    made = hashes(algorithms)
    for one in made.values():
        one.update(content)
    return Fixity(len(content), **hexadecimal(made))


def of_stream(stream: Reader, algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """Return the size of what a stream holds and its digests by the names of ``hashlib``."""
    made = hashes(algorithms)
    size = 0
    for piece in pieces(stream):
        size += len(piece)
        for one in made.values():
            one.update(piece)
    return size, hexadecimal(made)


def of_file(path: Path | str, algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """Return the size and digests of a file; an OSError is the caller's."""
    with io.FileIO(path) as stream:
        return of_stream(stream, algorithms)


def at_once(
    work: Callable[[T], R], items: Iterable[T], left: threading.Event | None = None
) -> Generator[tuple[T, R], None, None]:
    """Yield each item with what ``work`` makes of it, in order, done by a few threads ahead of it.

    Only a bounded number of items is taken before they are asked for. Nobody waits for large files
    of which no more is asked: their threads break off, and so once ``left`` is set.
    """
    coming, ended = iter(items), threading.Event()
    waiting: deque[Future[list[tuple[T, R]]]] = deque()

    def errand(some: list[T]) -> list[tuple[T, R]]:
        return [(one, work(one)) for one in some]

    with ThreadPoolExecutor(CORES, initializer=_begin, initargs=(ended, left)) as threads:
        try:
            while True:
                while len(waiting) < CORES * _AHEAD and (some := list(islice(coming, _ERRAND))):
                    waiting.append(threads.submit(errand, some))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        finally:
            ended.set()
            for one in waiting:
                one.cancel()


def _begin(*left: threading.Event | None) -> None:
    _own.left = [one for one in left if one]


def difference(size: int | None, wanted: Mapping[str, str], found: tuple[int, Any]) -> str:
    """Return in what a file differs from its record, or an empty string."""
    if size is not None and found[0] != size:
        return f"{found[0]} bytes instead of {size}"
    for name, digest in wanted.items():
        if found[1][name] != digest:
            return f"{name} {found[1][name]} instead of {digest}"
    return ""


def size(source: Source) -> int:
    """Return how many bytes there are; raise SourceError where that cannot be told."""
    if isinstance(source, bytes):
        return len(source)
    try:
        return os.stat(source).st_size  # noqa: PTH116  # of very many
    except OSError as error:
        raise _unreadable(error, source) from None


def _read(stream: Reader, source: Source) -> Iterator[memoryview]:
    """Yield what an open source holds, as ``pieces``; raise SourceError where it cannot be read."""
    try:
        yield from pieces(stream)
    except OSError as error:
        raise _unreadable(error, source) from None


def opened(source: Source) -> io.RawIOBase | io.BytesIO:
    """Return a source, open for reading; raise SourceError where it cannot be read."""
    try:
        return io.BytesIO(source) if isinstance(source, bytes) else io.FileIO(source)
    except OSError as error:
        raise _unreadable(error, source) from None


def fill(room: memoryview, stream: Reader, source: Source) -> None:
    """Read so many bytes of an open source; raise SourceError where they are not there."""
    try:
        while room and (size := stream.readinto(room)):
            room = room[size:]
    except OSError as error:
        raise _unreadable(error, source) from None
    if room:
        raise SourceError("it shrank while it was packed", place=Place(str(source)))


def ended(stream: Reader, source: Source) -> None:
    """Raise SourceError where more follows in an open source."""
    if stream.readinto(memoryview(bytearray(1))):
        raise SourceError("it grew while it was packed", place=Place(str(source)))


def _unreadable(error: OSError, source: Source) -> SourceError:
    return SourceError(reason(error), place=Place(str(source)))
