"""The process that reads, hashes and writes files for another one, which has them by the thousand.

In: tasks, one line of JSON each, with some files. Out: for each file what its errand made of it, or
why it failed. Nothing is understood here of what the files hold.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tahqiq.deliveries import Item
from tahqiq.deliveries.checksums import crc32
from tahqiq.errors import Place, SourceError
from tahqiq.files import reason
from tahqiq.gate import worker
from tahqiq.gate.plan import Plan
from tahqiq.packages import digests, entries
from tahqiq.packages.blocks import Blocks, Pieces, is_at_hand

# What all files of an errand share, and what is told of one of them.
Shared = Mapping[str, Any]
Told = Sequence[Any]
# Of so many files to come, so many bytes are read meanwhile.
_SOON, _BEGINNING = 4, 1024 * 1024


def done(errand: str, shared: Shared, files: Sequence[Told]) -> Any:
    """Return what an errand makes of some files, for each; a failure is told as an object."""
    try:
        return _ERRANDS[errand](shared, files)
    except SourceError as error:
        return {"source": [error.message, error.place.file if error.place else ""]}
    except OSError as error:
        return {"system": [error.errno, error.strerror, error.filename]}


def again(answer: Any) -> Any:
    """Return answers, or raise what they say has failed: SourceError or OSError."""
    if isinstance(answer, dict):
        if "source" in answer:
            message, file = answer["source"]
            raise SourceError(message, place=Place(file))
        raise OSError(*answer["system"])
    return answer


def _announced(files: Sequence[Told]) -> Iterator[Told]:
    """Yield files, each by its path first, while the system reads the beginning of those to come.

    A disk has much more to give than is asked of it by who reads one after the other. What lies in
    the memory of the system, if that says so of the first, need not be asked for.
    """
    is_far = len(files) > 1 and not _is_at_hand(files[0][0])
    for number, told in enumerate(files):
        first = number + _SOON if number else 1
        for path, *_ in files[first : number + 1 + _SOON] if is_far else ():
            _announce(path)
        yield told


def _is_at_hand(path: digests.Source) -> bool:
    if not isinstance(path, bytes):
        # Whoever reads it says what is wrong with it.
        with contextlib.suppress(OSError), _opened(path) as file:
            return is_at_hand(file, 0) is True
    return True


def _announce(path: digests.Source) -> None:
    if not isinstance(path, bytes) and hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError), _opened(path) as file:
            os.posix_fadvise(file.fileno(), 0, _BEGINNING, os.POSIX_FADV_WILLNEED)


def _opened(path: Path | str) -> io.FileIO:
    """Return a file, open for reading; a pipe is not waited for."""
    return io.FileIO(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)))


def _copied(shared: Shared, files: Sequence[Told]) -> list[Told]:
    """Copy files; return their fixity."""
    wanted = shared["algorithms"]
    return [digests.copied(source, target, wanted) for source, target in _announced(files)]


def _hashed(_: Shared, files: Sequence[Told]) -> list[Told]:
    """Return sizes and digests of files, and why they could not be read."""
    return [_hashes(*told) for told in _announced(files)]


def _hashes(path: str, algorithms: Sequence[str]) -> Told:
    try:
        return *digests.of_file(path, algorithms), ""
    except OSError as error:
        return 0, {}, reason(error)


def packed(shared: Shared, files: Sequence[Told]) -> list[Told]:
    """Write files at their places in an archive, headers first; return fixity and CRC-32 of each.

    The CRC-32 is 0 where the archive has none, as a TAR file. What is left to be written stands
    with the last of them, as places and characters of one byte each (see ``Blocks.edges``).
    """
    with Blocks(shared["archive"]) as blocks:
        made = [_packed(shared, blocks, *told) for told in _announced(files)]
    edges = [(at, content.decode("latin-1")) for at, content in blocks.edges]
    return [*((*one, []) for one in made[:-1]), (*made[-1], edges)]


def _packed(
    shared: Shared, blocks: Blocks, source: digests.Source, start: int, size: int, name: str
) -> Told:
    made, checksum = digests.hashes(shared["algorithms"]), 0
    entry, moment = entries.KINDS[shared["kind"]], shared["moment"]
    header = entry.header(name, size, checksum, moment)
    length = len(header)
    at, end = start, start + length + size
    with digests.opened(source) as stream:
        # The header is told at last, but has its room with the first bytes.
        while room := blocks.room(at, end - at):
            content = room[max(0, start + length - at) :]
            digests.fill(content, stream, source)
            checksum = _taken(content, made, checksum, checked=entry.has_checksums)
            at += len(room)
        digests.ended(stream, source)
    blocks.room(end, -end % entry.unit)[:] = bytes(-end % entry.unit)
    if entry.has_checksums:
        header = entry.header(name, size, checksum, moment)
    blocks.put(start, header)
    return *digests.Fixity(size, **digests.hexadecimal(made)), checksum


def _parts(shared: Shared, files: Sequence[Told]) -> list[Told]:
    """Read parts of an archive, which follow each other.

    Return of each its digests (none where the archive ends), its CRC-32 where that is wanted, and
    whether the header stands before it that was told as characters of one byte each.
    """
    first, last = files[0], files[-1]
    start, end = first[0] - len(first[2]), last[0] + last[1]
    with Pieces(shared["archive"], start, end, is_shared=shared["is_shared"]) as archive:
        return [_part(shared, archive, *told) for told in files]


def _part(
    shared: Shared, archive: Pieces, start: int, size: int, header: str, algorithms: Sequence[str]
) -> Told:
    wanted = header.encode("latin-1")
    is_led = b"".join(map(bytes, archive.read(start - len(wanted), len(wanted)))) == wanted
    made, checksum, left = digests.hashes(algorithms), 0, size
    for piece in archive.read(start, size):
        checksum = _taken(piece, made, checksum, checked=shared["has_checksums"])
        left -= len(piece)
    return None if left else digests.hexadecimal(made), checksum, is_led


def _digest(_: Shared, paths: Sequence[str]) -> list[str]:
    """Return the SHA-256 of large files."""
    return [digests.of_file(path, ("sha256",))[1]["sha256"] for path in paths]


def _taken(
    piece: memoryview, made: Mapping[str, digests.Hash], checksum: int, *, checked: bool
) -> int:
    digests.go_on()
    for one in made.values():
        one.update(piece)
    return crc32(piece, checksum) if checked else 0


_ERRANDS: dict[str, Callable[..., Any]] = {
    "copy": _copied, "hash": _hashed, "pack": packed, "part": _parts, "digest": _digest,
}  # fmt: skip


def _answered(_: Item, __: Plan, task: dict[str, Any]) -> Any:
    return {"done": done(task["errand"], task["shared"], task["files"])}


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
