"""The process that reads, hashes and writes files for another one, which has them by the thousand.

In: tasks, one line of JSON each, with some files. Out: for each file what its errand made of it, or
why it failed. Nothing is understood here of what the files hold.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

from tahqiq.deliveries import Item, bare
from tahqiq.deliveries.checksums import crc32
from tahqiq.errors import Place, SourceError
from tahqiq.files import reason, write_whole
from tahqiq.gate import worker
from tahqiq.gate.plan import Plan
from tahqiq.packages import digests

# What all files of an errand share, and what is told of one of them.
Shared = Mapping[str, Any]
Told = Sequence[Any]


def done(errand: str, shared: Shared, told: Told) -> Any:
    """Return what an errand makes of one file; a failure is told as an object."""
    try:
        return _ERRANDS[errand](shared, *told)
    except SourceError as error:
        return {"source": [error.message, error.place.file if error.place else ""]}
    except OSError as error:
        return {"system": [error.errno, error.strerror, error.filename]}


def again(answer: Any) -> Any:
    """Return an answer, or raise what it says has failed: SourceError or OSError."""
    if isinstance(answer, dict):
        if "source" in answer:
            message, file = answer["source"]
            raise SourceError(message, place=Place(file))
        raise OSError(*answer["system"])
    return answer


def _copied(shared: Shared, source: str, target: str) -> Told:
    """Copy a file; return its fixity."""
    return digests.copied(source, target, shared["algorithms"])


def _hashed(_: Shared, path: str, algorithms: Sequence[str]) -> Told:
    """Return size and digests of a file, and why it could not be read."""
    try:
        return *digests.of_file(path, algorithms), ""
    except OSError as error:
        return 0, {}, reason(error)


class Stretch:
    """A stretch of an open file, of which ``left`` bytes are still to be read or written."""

    def __init__(self, file: int, start: int, size: int) -> None:
        self._file, self._at, self.left = file, start, size

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the buffer, and return how much of it."""
        return self._gone(os.preadv(self._file, [buffer[: self.left]], self._at))

    def write(self, piece: memoryview, /) -> int:
        """Write what there is room for, and return how much that was."""
        return self._gone(os.pwrite(self._file, piece[: self.left], self._at))

    def _gone(self, size: int) -> int:
        self._at += size
        self.left -= size
        return size


def packed(shared: Shared, source: digests.Source, start: int, size: int, name: str) -> Told:
    """Write a file at its place in an archive; return its fixity and its CRC-32.

    A ZIP file has a ``day``: there the header stands before it, which tells the CRC-32. All others
    have neither.
    """
    made, checksum, day = digests.hashes(shared["algorithms"]), 0, shared["day"]
    is_led = day is not None
    with io.FileIO(shared["archive"], "r+") as archive:
        place = Stretch(archive.fileno(), start, size)
        for piece in digests.read(source):
            if len(piece) > place.left:
                raise SourceError("it grew while it was packed", place=Place(str(source)))
            checksum = _taken(piece, made, checksum, checked=is_led)
            if is_led and len(piece) == size:
                # A small file in one go with its header: each writing waits for all others.
                break
            write_whole(place.write, piece)
        else:
            piece = memoryview(b"")
        if place.left > len(piece):
            raise SourceError("it shrank while it was packed", place=Place(str(source)))
        if is_led:
            head = bare.header(name.encode(), size, checksum, day)
            before = Stretch(archive.fileno(), start - len(head), len(head) + len(piece))
            write_whole(before.write, head + piece)
    return *digests.Fixity(size, **digests.hexadecimal(made)), checksum


def _part(shared: Shared, start: int, size: int, algorithms: Sequence[str]) -> Told:
    """Return digests and, where wanted, CRC-32 of a part of an archive; none where it ends."""
    made, checksum = digests.hashes(algorithms), 0
    with io.FileIO(shared["archive"]) as archive:
        part = Stretch(archive.fileno(), start, size)
        for piece in digests.pieces(part):
            checksum = _taken(piece, made, checksum, checked=shared["has_checksums"])
    return None if part.left else digests.hexadecimal(made), checksum


def _taken(
    piece: memoryview, made: Mapping[str, digests.Hash], checksum: int, *, checked: bool
) -> int:
    for one in made.values():
        one.update(piece)
    return crc32(piece, checksum) if checked else 0


_ERRANDS: dict[str, Callable[..., Any]] = {
    "copy": _copied, "hash": _hashed, "pack": packed, "part": _part,
}  # fmt: skip


def _answered(_: Item, __: Plan, task: dict[str, Any]) -> Any:
    shared = task["shared"]
    return {"done": [done(task["errand"], shared, one) for one in task["files"]]}


_ANSWERS = {"errand": _answered}


def serve(tasks: IO[str], answers: IO[str]) -> None:
    """Answer tasks until there are no more."""
    worker.serve(tasks, answers, _ANSWERS)


if __name__ == "__main__":
    try:
        worker.main(_ANSWERS)
    except BrokenPipeError:
        # Who asked was killed: whatever was made for it is swept away with the rest.
        os._exit(1)
