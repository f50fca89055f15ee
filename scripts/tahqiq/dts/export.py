"""A tree of files that is a DTS of Level 0. In: a catalogue. Out: the files, by path.

Everything that Level 0 must answer has its file: entry, collections and their parents, each text's
units to every depth, each unit with its siblings and what lies in it, each passage in every media
type. Ranges, of which there are as many as pairs, and siblings of each unit are written where there
are not too many.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import combinations_with_replacement, islice
from pathlib import Path

from tahqiq.citable import Tree, Unit
from tahqiq.dts.addresses import Files, Query
from tahqiq.dts.answers import Answers, Json
from tahqiq.dts.asked import unique
from tahqiq.dts.catalogue import ROOT, Catalogue, Loaded, Resource
from tahqiq.dts.passages import ENDINGS, document
from tahqiq.files import write_atomic

# So many ranges of one tree are written; a text of 60 paragraphs has fewer.
MOST_RANGES = 2000
# So many siblings a unit may have to be listed with them in a file of its own: lists of ten
# thousand lines, each with all others, would name a hundred million.
MOST_SIBLINGS = 250
_RECORD = ".tahqiq-files"

_HTACCESS = b"""AddType application/ld+json .jsonld
AddType application/tei+xml .tei
AddDefaultCharset utf-8
<IfModule mod_headers.c>
  Header set Access-Control-Allow-Origin "*"
</IfModule>
"""
_HEADERS = b"""/*.jsonld
  Content-Type: application/ld+json
  Access-Control-Allow-Origin: *
/*.tei
  Content-Type: application/tei+xml
  Access-Control-Allow-Origin: *
"""


def identifiers(catalogue: Catalogue) -> Iterator[str]:
    """Yield every identifier that stands in a path: collections, resources, trees, units."""
    yield from (ROOT, *catalogue.editions, *catalogue.resources)
    for resource in catalogue.resources.values():
        text = resource.load().text
        for tree in text.trees:
            yield tree.name
            yield from (unit.reference for unit in text.units(tree.name))


def files(catalogue: Catalogue, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the tree with its path; ``base`` is the address it will stand under."""
    addresses = Files(base, identifiers(catalogue))
    answers = Answers(catalogue, addresses, page_size=None)
    yield "index.jsonld", written(answers.entry())
    yield "index.html", _page(catalogue, addresses)
    yield ".htaccess", _HTACCESS
    yield "_headers", _HEADERS
    yield addresses.collection_file(None), written(answers.collection())
    yield addresses.collection_file(None, "parents"), written(answers.collection(nav="parents"))
    for id_ in (ROOT, *catalogue.editions, *catalogue.resources):
        yield addresses.collection_file(id_), written(answers.collection(id_))
        for nav in ("children", "parents"):
            yield addresses.collection_file(id_, nav), written(answers.collection(id_, nav))
    for resource in catalogue.resources.values():
        yield from _resource(resource, answers, addresses)


def _resource(
    resource: Resource, answers: Answers, addresses: Files
) -> Iterator[tuple[str, bytes]]:
    loaded = resource.load()
    yield from _passages(Query(resource.id), loaded, None, None, addresses)
    if not loaded.text.trees:
        query = Query(resource.id, down=-1)
        yield addresses.navigation_file(query), written(answers.navigation(query))
    for tree in loaded.text.trees:
        name = None if tree.default else tree.name
        units = unique(loaded.text.units(tree.name))
        depth = max((unit.level for unit in units), default=1)
        for down in (-1, *_downs(depth)):
            query = Query(resource.id, tree=name, down=down)
            yield addresses.navigation_file(query), written(answers.navigation(query))
        for unit in units:
            yield from _unit(resource, loaded, unit, name, depth, answers, addresses)
        yield from _ranges(resource, loaded, tree, units, depth, answers, addresses)


def _downs(levels: int) -> range:
    """Return the depths that are written: as many as there are levels, and some more.

    A client may ask for more levels than a text has; none does for many more.
    """
    return range(1, max(levels, 3) + 1)


def _unit(
    resource: Resource,
    loaded: Loaded,
    unit: Unit,
    tree: str | None,
    depth: int,
    answers: Answers,
    addresses: Files,
) -> Iterator[tuple[str, bytes]]:
    siblings = () if _many_siblings(loaded, unit) else (0,)
    for down in (None, -1, *siblings, *_downs(depth - unit.level)):
        query = Query(resource.id, ref=unit.reference, tree=tree, down=down)
        yield addresses.navigation_file(query), written(answers.navigation(query))
    yield from _passages(
        Query(resource.id, ref=unit.reference, tree=tree), loaded, unit, unit, addresses
    )


def export(catalogue: Catalogue, base: str, out: Path, say: Callable[[str], None]) -> list[str]:
    """Write the tree under a folder and return the paths, sorted; what is no more of it goes.

    Raise OutputError where a file cannot be written.
    """
    paths = set()
    for number, (name, content) in enumerate(files(catalogue, base)):
        if number % 500 == 0:
            say(f"{number} files")
        write_atomic(out / name, content)
        paths.add(name)
    record = out / _RECORD
    if record.is_file():
        for name in set(record.read_text("utf-8").splitlines()) - paths:
            (out / name).unlink(missing_ok=True)
    write_atomic(record, "".join(f"{name}\n" for name in sorted(paths)).encode())
    return sorted(paths)


def without_ranges(catalogue: Catalogue) -> list[str]:
    """Return the resources whose ranges are left out, for one of their trees at least."""
    return [
        resource.id
        for resource in catalogue.resources.values()
        for tree in resource.load().text.trees[:1]
        if len(_pairs(unique(resource.load().text.units(tree.name)))) > MOST_RANGES
    ]


def without_siblings(catalogue: Catalogue) -> list[str]:
    """Return the resources of which some units are not listed with their siblings."""
    return [
        resource.id
        for resource in catalogue.resources.values()
        for loaded in [resource.load()]
        if any(
            _many_siblings(loaded, unit)
            for tree in loaded.text.trees
            for unit in loaded.text.units(tree.name)
        )
    ]


def _many_siblings(loaded: Loaded, unit: Unit) -> bool:
    siblings = unit.parent.children if unit.parent else loaded.text.tops(unit.tree.name)
    return len(siblings) > MOST_SIBLINGS


def _pairs(units: list[Unit]) -> list[tuple[Unit, Unit]]:
    """Return the ranges of units of one level, of so few as are written, and one more."""
    by_level: dict[int, list[Unit]] = {}
    for unit in units:
        by_level.setdefault(unit.level, []).append(unit)
    every = (
        pair
        for level in sorted(by_level)
        for pair in combinations_with_replacement(by_level[level], 2)
    )
    return list(islice(every, MOST_RANGES + 1))


def _ranges(
    resource: Resource,
    loaded: Loaded,
    tree: Tree,
    units: list[Unit],
    depth: int,
    answers: Answers,
    addresses: Files,
) -> Iterator[tuple[str, bytes]]:
    pairs = _pairs(units)
    if len(pairs) > MOST_RANGES:
        return
    name = None if tree.default else tree.name
    for first, last in pairs:
        query = Query(resource.id, start=first.reference, end=last.reference, tree=name)
        yield addresses.document_file(query), document(loaded.text, first, last)
        for down in (None, -1, *_downs(depth - first.level)):
            asked = replace(query, down=down)
            yield addresses.navigation_file(asked), written(answers.navigation(asked))


def _passages(
    query: Query, loaded: Loaded, first: Unit | None, last: Unit | None, addresses: Files
) -> Iterator[tuple[str, bytes]]:
    for media_type, ending in ENDINGS.items():
        content = document(loaded.text, first, last, media_type)
        yield addresses.document_file(query, ending), content


def written(answer: Json) -> bytes:
    """Return an answer as it is sent."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _page(catalogue: Catalogue, addresses: Files) -> bytes:
    """Return a page for people who come to the tree by a browser."""
    rows = "\n".join(
        f'<li><a href="{escape(addresses.collection_file(resource.id))}">'
        f"<bdi>{escape(resource.load().metadata.title or resource.id)}</bdi></a></li>"
        for resource in catalogue.resources.values()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Distributed Text Services</title></head>\n<body><main>"
        "<h1>Distributed Text Services 1.0, Level 0</h1>\n"
        f'<p><a href="index.jsonld">Entry point</a></p>\n<ul>\n{rows}\n</ul>\n'
        "</main></body></html>\n"
    ).encode()
