"""What only the whole delivery can tell: pointers between files, ids and records of an edition.

In: verdicts on files, and a way to ask of a file. Out: findings. Files that were not delivered but
that an edition or a pointer names are looked at only where they belong to the same delivery or
edition; nothing else is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from tahqiq.deliveries import Item
from tahqiq.findings import Finding, Place
from tahqiq.gate.noted import Notes
from tahqiq.gate.records import Verdict

Verdicts = Callable[[], Iterable[tuple[Item, Verdict]]]


class Asked(Protocol):
    """What can be asked of a file; a file that cannot be read has nothing."""

    def inspected(self, item: Item) -> Verdict:
        """Return a file's pointers, ids and records."""

    def ids(self, path: Path) -> set[str]:
        """Return a file's ids."""

    def places(self, item: Item, numbers: list[int], ids: list[str]) -> list[tuple[Place, str]]:
        """Return places with the names of elements, first by number, then by id."""


def between(verdicts: Verdicts, asked: Asked) -> Iterator[Finding]:
    """Yield the findings between files.

    ``verdicts`` gives them anew each time: they may be many, and are read twice, since what is
    pointed to takes less room than who points to it.
    """
    notes = Notes()
    for item, verdict in verdicts():
        own = item.path.resolve()
        if verdict.project and not _is_frozen(own, verdict.project):
            notes.take(verdict.project, item, verdict, asked=True)
        notes.want(own, verdict)
    for target in notes.targets():
        notes.lose(target, asked.ids(target))
    if notes.has_lost():
        yield from _lost(verdicts(), notes, asked)
    for home in notes.editions():
        for path in _others(home, notes):
            item = Item(str(path), path, Path(home))
            notes.take(home, item, asked.inspected(item), asked=False)
        yield from _unused(home, notes, asked)
        yield from _twice(home, notes, asked)


def _is_frozen(path: Path, home: str) -> bool:
    """Return whether a file is one of a release: it has the ids of the edition, and rightly so."""
    return path.is_relative_to(Path(home).resolve() / "releases")


def _others(home: str, notes: Notes) -> list[Path]:
    """Return the files of an edition that were not delivered."""
    files = [*Path(home).glob("texts/*.xml"), *Path(home).glob("registers/*.xml")]
    root = Path(home).resolve()
    found = sorted({path.resolve() for path in files})
    return [one for one in found if one.is_relative_to(root) and not notes.was_delivered(home, one)]


def _lost(
    verdicts: Iterable[tuple[Item, Verdict]], notes: Notes, asked: Asked
) -> Iterator[Finding]:
    """Yield the pointers to ids that a file does not have, file by file."""
    # Loads lxml, which most runs need in the workers alone.
    from tahqiq.gate import references

    for item, verdict in verdicts:
        own = item.path.resolve()
        uses = [
            use
            for target, name, where in verdict.pointers
            if Path(target) != own and notes.is_lost(Path(target), name)
            for use in where
        ]
        if uses:
            found = asked.places(item, [number for number, _ in uses], [])
            for (place, element), (_, written) in zip(found, uses, strict=True):
                yield references.unresolved(place, element, written)


def _unused(home: str, notes: Notes, asked: Asked) -> Iterator[Finding]:
    from tahqiq.gate import references

    for item, names in notes.unused(home):
        for name, (place, _) in zip(names, asked.places(item, [], names), strict=True):
            yield references.unused(place, name)


def _twice(home: str, notes: Notes, asked: Asked) -> Iterator[Finding]:
    from tahqiq.gate import references

    # Each file is asked once for all: issues of a journal share thousands of ids.
    for item, names in list(notes.gather_twice(home)):
        notes.keep(item, names, [place for place, _ in asked.places(item, [], names)])
    for one in notes.twice():
        yield references.in_two_files(one.place, one.name, one.first)
