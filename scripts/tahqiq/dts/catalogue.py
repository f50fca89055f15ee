"""What is offered: editions and their texts, by identifier.

In: editions, or single files. Out: a Catalogue. A text is read and its units are found when it is
first asked for, and again when its file has changed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq import tei
from tahqiq.citable import CitableText
from tahqiq.citable.shelf import only_tei
from tahqiq.dts.metadata import Metadata, metadata
from tahqiq.errors import ProjectError, TahqiqError
from tahqiq.project import find

ROOT = "editions"
# How long the expressions of a text may take; they run in a process of their own.
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """A text as it was read: itself, what its header says, and which file that was."""

    text: CitableText
    metadata: Metadata
    stamp: tuple[int, int]


@dataclass(slots=True)
class Resource:
    """A text that is offered: its identifier, its edition, its file."""

    id: str
    edition: str
    path: Path
    _loaded: Loaded | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def stamp(self) -> tuple[int, int]:
        """Return what changes when the file does."""
        found = self.path.stat()
        return found.st_mtime_ns, found.st_size

    def load(self) -> Loaded:
        """Return the text, read anew where its file has changed.

        Raise SourceError where it cannot be read, TransformError where its units cannot be found.
        """
        stamp = self.stamp
        loaded = self._loaded
        if loaded is not None and loaded.stamp == stamp:
            return loaded
        with self._lock:
            if self._loaded is None or self._loaded.stamp != stamp:
                text = CitableText(tei.parse(self.path), str(self.path), _SECONDS)
                for tree in text.trees:
                    text.units(tree.name)
                self._loaded = Loaded(text, metadata(text.document.getroot()), stamp)
            return self._loaded


@dataclass(frozen=True, slots=True)
class Edition:
    """A collection of texts: its identifier, its titles by language, its resources."""

    id: str
    titles: dict[str, str]
    resources: tuple[Resource, ...]


class Catalogue:
    """Editions and their texts by identifier. The root holds the editions, be it one.

    ``unread`` says of files that are not offered why they cannot be read.
    """

    def __init__(self, editions: Iterable[Edition], unread: Iterable[TahqiqError] = ()) -> None:
        self.unread = tuple(unread)
        self.editions = {edition.id: edition for edition in editions}
        self.resources = {
            resource.id: resource
            for edition in self.editions.values()
            for resource in edition.resources
        }


def catalogue(paths: Iterable[Path], *, loaded: bool = False) -> Catalogue:
    """Return the catalogue of some editions, in their order; single TEI files are one more.

    A file that cannot be read, or with ``loaded`` one whose units cannot be found, is left out and
    told of in ``unread``. Raise ProjectError where there is nothing to offer, or a path is neither.
    """
    every = list(paths)
    found = [_edition(path) for path in every if not path.is_file()]
    loose = [path for path in every if path.is_file()]
    if loose:
        found.append(("files", {}, loose))
    ids: dict[Path, str] = {}
    unread: list[TahqiqError] = []
    for file in [file for _, _, files in found for file in files]:
        try:
            ids[file] = _id(only_tei(file))
        except TahqiqError as error:
            unread.append(error)
    # No identifier is that of a collection and of a text.
    taken = {ROOT, *ids.values()}
    given: set[str] = set()
    editions: list[Edition] = []
    for name, titles, files in found:
        edition = _free(_slug(name), taken)
        taken.add(edition)
        resources = []
        for file in [file for file in files if file in ids]:
            id_ = _free(ids[file], given, f"{edition}.")
            resource = Resource(id_, edition, file)
            try:
                if loaded:
                    resource.load()
            except TahqiqError as error:
                unread.append(error)
                continue
            given.add(id_)
            resources.append(resource)
        editions.append(Edition(edition, titles, tuple(resources)))
    if not given:
        raise next(iter(unread), ProjectError("there is no text to offer"))
    return Catalogue(editions, unread)


def _edition(path: Path) -> tuple[str, dict[str, str], list[Path]]:
    """Return what an edition is called, its titles and its texts."""
    project = find(path)
    name = project.home.name if project.home.name != "edition" else project.root.name
    return name, project.settings.title, project.texts


def _id(path: Path) -> str:
    return tei.name_of(tei.parse(path).getroot(), path)


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "edition"


def _free(name: str, taken: set[str], prefix: str = "") -> str:
    """Return a name that is not taken: itself, with a prefix, or with a number."""
    candidates = [name, *([f"{prefix}{name}"] if prefix else [])]
    candidates += [f"{name}-{n}" for n in range(2, len(taken) + 3)]
    return next(one for one in candidates if one not in taken)


def contents(catalogue: Catalogue, id_: str) -> Iterator[Edition | Resource]:
    """Yield the members of a collection."""
    if id_ == ROOT:
        yield from catalogue.editions.values()
    elif id_ in catalogue.editions:
        yield from catalogue.editions[id_].resources
