"""What only the whole delivery can tell: pointers between files, ids and records of an edition.

In: verdicts on files, and a way to ask of a file. Out: findings. Files that were not delivered but
that an edition or a pointer names are looked at only where they belong to the same delivery or
edition; nothing else is opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tahqiq.deliveries import Item
from tahqiq.findings import Finding, Place
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


@dataclass(slots=True)
class _Edition:
    """An edition that some of the files belong to: its files by their place on disk."""

    items: dict[Path, Item] = field(default_factory=dict)
    asked: set[Path] = field(default_factory=set)
    records: dict[Path, list[str]] = field(default_factory=dict)
    ids: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    reached: set[tuple[Path, str]] = field(default_factory=set)

    def take(self, item: Item, verdict: Verdict) -> None:
        """Note what a file of the edition has and where it points."""
        path = item.path.resolve()
        self.items[path] = item
        for name in verdict.ids:
            self.ids[name].append(path)
        if verdict.records:
            self.records[path] = verdict.records
        self.reached.update((Path(target), name) for target, name, _ in verdict.pointers)


def between(verdicts: Verdicts, asked: Asked) -> Iterator[Finding]:
    """Yield the findings between files.

    ``verdicts`` gives them anew each time: they may be many, and are read twice, since what is
    pointed to takes less memory than who points to it.
    """
    editions: dict[str, _Edition] = {}
    wanted: dict[Path, set[str]] = {}
    for item, verdict in verdicts():
        own = item.path.resolve()
        if verdict.project and not _is_frozen(own, verdict.project):
            edition = editions.setdefault(verdict.project, _Edition())
            edition.asked.add(own)
            edition.take(item, verdict)
        for target, name, _ in verdict.pointers:
            path = Path(target)
            if path != own:
                wanted.setdefault(path, set()).add(name)
    lost = {
        (path, name)
        for path, names in wanted.items()
        for name in names - {""} - (asked.ids(path) if names != {""} else set())
    }
    if lost:
        yield from _lost(verdicts(), lost, asked)
    for home, edition in editions.items():
        for path in _others(home, edition):
            item = Item(str(path), path, Path(home))
            edition.take(item, asked.inspected(item))
        yield from _unused(edition, asked)
        yield from _twice(edition, asked)


def _is_frozen(path: Path, home: str) -> bool:
    """Return whether a file is one of a release: it has the ids of the edition, and rightly so."""
    return path.is_relative_to(Path(home).resolve() / "releases")


def _others(home: str, edition: _Edition) -> list[Path]:
    """Return the files of an edition that were not asked for."""
    files = [*Path(home).glob("texts/*.xml"), *Path(home).glob("registers/*.xml")]
    root = Path(home).resolve()
    found = {path.resolve() for path in files}
    return sorted(one for one in found - edition.asked if one.is_relative_to(root))


def _lost(
    verdicts: Iterable[tuple[Item, Verdict]], lost: set[tuple[Path, str]], asked: Asked
) -> Iterator[Finding]:
    """Yield the pointers to ids that a file does not have, file by file."""
    # Loads lxml, which most runs need in the workers alone.
    from tahqiq.gate import references

    for item, verdict in verdicts:
        own = item.path.resolve()
        uses = [
            use
            for target, name, where in verdict.pointers
            if (Path(target), name) in lost and Path(target) != own
            for use in where
        ]
        if uses:
            found = asked.places(item, [number for number, _ in uses], [])
            for (place, element), (_, written) in zip(found, uses, strict=True):
                yield references.unresolved(place, element, written)


def _unused(edition: _Edition, asked: Asked) -> Iterator[Finding]:
    from tahqiq.gate import references

    for path in sorted(edition.records):
        if path not in edition.asked:
            continue
        names = [name for name in edition.records[path] if (path, name) not in edition.reached]
        if names:
            found = asked.places(edition.items[path], [], names)
            for name, (place, _) in zip(names, found, strict=True):
                yield references.unused(place, name)


def _twice(edition: _Edition, asked: Asked) -> Iterator[Finding]:
    from tahqiq.gate import references

    twice = [
        (name, first, path)
        for name in sorted(edition.ids)
        for first, *others in [sorted(set(edition.ids[name]))]
        for path in others
        if path in edition.asked
    ]
    # Each file is asked once for all: issues of a journal share thousands of ids.
    wanted: dict[Path, set[str]] = defaultdict(set)
    for name, first, path in twice:
        wanted[first].add(name)
        wanted[path].add(name)
    places = {path: _places(edition.items[path], names, asked) for path, names in wanted.items()}
    for name, first, path in twice:
        yield references.in_two_files(places[path][name], name, places[first][name])


def _places(item: Item, names: set[str], asked: Asked) -> dict[str, Place]:
    """Return where a file has each of these ids."""
    ordered = sorted(names)
    found = asked.places(item, [], ordered)
    return {name: place for name, (place, _) in zip(ordered, found, strict=True)}
