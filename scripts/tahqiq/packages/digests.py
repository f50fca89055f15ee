"""Fixity: the digests of a file, all of them in one pass over its bytes.

In: a file or bytes. Out: size and digests. Copying and hashing are one pass, too: what is written
is what was hashed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tahqiq.errors import Place, SourceError
from tahqiq.files import reason

ALGORITHMS = ("sha256", "sha512")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fixity:
    """What is recorded of a file: its size in bytes and its digests in hexadecimal."""

    size: int
    sha256: str
    sha512: str


def copied(source: Path | bytes, target: Path) -> Fixity:
    """Write ``source`` to the new file ``target`` and return its fixity.

    Raise SourceError where the source cannot be read; what goes wrong with the target is an
    OSError of the caller's.
    """
    hashes = [hashlib.new(name) for name in ALGORITHMS]
    size = 0
    with _made(target) as written:
        for piece in _pieces(source):
            size += len(piece)
            for one in hashes:
                one.update(piece)
            written.write(piece)
    return Fixity(size, *(one.hexdigest() for one in hashes))


def _made(target: Path) -> BinaryIO:
    """Return a new file, open for writing whole pieces, with the same rights everywhere."""
    try:
        file = target.open("xb", buffering=0)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("xb", buffering=0)
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), 0o644)
    return file


def of(path: Path) -> Fixity:
    """Return the fixity of a file; an OSError is the caller's."""
    size, made = of_file(path, ALGORITHMS)
    return Fixity(size, *(made[name] for name in ALGORITHMS))


def of_stream(stream: BinaryIO, algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """Return the size of what a stream holds and its digests by the names of ``hashlib``."""
    hashes = {name: hashlib.new(name) for name in algorithms}
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        for one in hashes.values():
            one.update(piece)
    return size, {name: one.hexdigest() for name, one in hashes.items()}


def of_file(path: Path, algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """Return the size and digests of a file; an OSError is the caller's."""
    with path.open("rb") as stream:
        return of_stream(stream, algorithms)


def _pieces(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece
    except OSError as error:
        raise SourceError(reason(error), place=Place(str(source))) from None
