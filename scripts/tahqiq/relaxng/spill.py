"""Identifiers with their places, and references, in files: what is too much for memory.

In: identifiers and references in the order of the document. Out: the first places of some
identifiers, and the references again. The files have no name, so that nobody else can open them
and the system removes them however the process ends.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from tahqiq.errors import Place

# File, line and column: a place without what costs to find out.
Mark = tuple[str, int, int]
# What is written, and read, at once.
_AT_ONCE = 20_000


class _Blocks:
    """Lists of values in a file; Python's own form for them is many times as quick as any other."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it lives as long as this
        self._count = 0

    def close(self) -> None:
        self._file.close()

    def write(self, values: Any) -> None:
        self._file.seek(0, 2)
        marshal.dump(values, self._file)
        self._count += 1

    def read(self) -> Iterator[Any]:
        self._file.seek(0)
        for _ in range(self._count):
            yield marshal.load(self._file)


class SpilledIds:
    """The places of identifiers."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._at_once = at_once
        self._written = _Blocks()
        self._names: list[str] = []
        self._marks: list[Mark] = []

    def add(self, name: str, mark: Mark) -> None:
        """Keep an identifier, behind those before it."""
        self._names.append(name)
        self._marks.append(mark)
        if len(self._names) >= self._at_once:
            self._written.write((self._names, self._marks))
            self._names.clear()
            self._marks.clear()

    def close(self) -> None:
        """Forget all of them."""
        self._written.close()

    def first(self, wanted: set[str]) -> dict[str, Mark]:
        """Return the first place of each of these that was kept; all are read once for it."""
        found: dict[str, Mark] = {}
        for names, marks in chain(self._written.read(), [(self._names, self._marks)]):
            if not wanted.isdisjoint(names):
                for name, mark in zip(names, marks, strict=True):
                    if name in wanted:
                        found.setdefault(name, mark)
        return found


class SpilledReferences:
    """References to identifiers, with their places."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._at_once = at_once
        self._written = _Blocks()
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, name: str, place: Place) -> None:
        """Keep a reference."""
        fields = (name, place.file, place.line, place.column, place.offset, place.xpath)
        self._waiting.append(fields)
        if len(self._waiting) >= self._at_once:
            self._written.write(self._waiting)
            self._waiting.clear()

    def close(self) -> None:
        """Forget all of them."""
        self._written.close()

    def batches(self) -> Iterator[list[tuple[str, Place]]]:
        """Yield all of them in their order, many at a time."""
        for batch in chain(self._written.read(), [self._waiting]):
            yield [(name, Place(*place)) for name, *place in batch]
