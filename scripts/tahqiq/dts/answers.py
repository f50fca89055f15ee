"""The answers of the endpoints Entry, Collection and Navigation, as JSON-ready values.

In: a catalogue, addresses, and what was asked. Out: the objects of DTS 1.0; Refused where the
specification wants an error, with its status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tahqiq.citable import Tree, Unit
from tahqiq.citable.structure import Structure
from tahqiq.dts.addresses import Addresses, Query
from tahqiq.dts.asked import (
    Refused,
    check_down,
    check_ends,
    found_ends,
    found_resource,
    found_tree,
    members,
)
from tahqiq.dts.catalogue import ROOT, Catalogue, Edition, Loaded, Resource, contents
from tahqiq.dts.metadata import language_of, localized
from tahqiq.dts.passages import MEDIA_TYPES

CONTEXT = "https://dtsapi.org/context/v1.0.json"
VERSION = "1.0"
_DCTERMS = ("http://purl.org/dc/terms/", "https://purl.org/dc/terms/", "dcterms:", "dct:")

Json = dict[str, Any]


class Answers:
    """Answers what is asked of a catalogue; ``page_size`` is how many members one answer has."""

    def __init__(
        self, catalogue: Catalogue, addresses: Addresses, *, page_size: int | None = 1000
    ) -> None:
        self.catalogue = catalogue
        self.addresses = addresses
        self.page_size = page_size

    def entry(self) -> Json:
        """Return the entry point."""
        return {
            "@context": CONTEXT,
            "dtsVersion": VERSION,
            "@id": self.addresses.entry(),
            "@type": "EntryPoint",
            **self.addresses.endpoints(),
        }

    def collection(
        self, id_: str | None = None, nav: str = "children", page: int | None = None
    ) -> Json:
        """Return a collection or a resource, with its children or its parents as members."""
        if nav not in ("children", "parents"):
            raise Refused(400, "nav is 'children' or 'parents'")
        name = ROOT if id_ is None else id_
        item = self._item(name)
        answer = {"@context": CONTEXT, "dtsVersion": VERSION, **self._described(item, full=True)}
        members = self._parents(item) if nav == "parents" else list(contents(self.catalogue, name))
        shown, view = self._paged(
            members, page, lambda number: self.addresses.collection(name, _nav(nav), number)
        )
        if members or not isinstance(item, Resource):
            answer["member"] = [self._described(member, full=False) for member in shown]
        return {**answer, **view}

    def _item(self, id_: str) -> Edition | Resource | None:
        """Return what an identifier names; None for the root."""
        if id_ == ROOT:
            return None
        found = self.catalogue.editions.get(id_) or self.catalogue.resources.get(id_)
        if found is None:
            raise Refused(404, "there is no collection or resource with this id")
        return found

    def _parents(self, item: Edition | Resource | None) -> list[Edition | Resource | None]:
        if isinstance(item, Resource):
            return [self.catalogue.editions[item.edition]]
        return [None] if isinstance(item, Edition) else []

    def _described(self, item: Edition | Resource | None, *, full: bool) -> Json:
        if isinstance(item, Resource):
            return self.resource(item, item.load(), full=full)
        parents = len(self._parents(item))
        if item is None:
            return {
                "@id": ROOT,
                "@type": "Collection",
                "collection": self.addresses.of_collection(ROOT),
                "title": "Editions",
                "totalParents": 0,
                "totalChildren": len(self.catalogue.editions),
            }
        titles = item.titles or {"": item.id}
        described: Json = {
            "@id": item.id,
            "@type": "Collection",
            "collection": self.addresses.of_collection(item.id),
            "title": next(iter(titles.values())),
            "totalParents": parents,
            "totalChildren": len(item.resources),
        }
        if item.titles:
            described["dublinCore"] = {
                "title": [localized(title, lang) for lang, title in item.titles.items()]
            }
        return described

    def resource(self, item: Resource, loaded: Loaded, *, full: bool = True) -> Json:
        """Return what is said of a resource, in an answer of any endpoint."""
        about = loaded.metadata
        described: Json = {
            "@id": item.id,
            "@type": "Resource",
            "title": about.title or item.id,
            "totalParents": 1,
            "totalChildren": 0,
            **self.addresses.of_resource(item.id),
            "download": self.addresses.document(Query(item.id)),
            "mediaTypes": list(MEDIA_TYPES),
            "citationTrees": [_tree(tree) for tree in loaded.text.trees],
        }
        if about.description:
            described["description"] = about.description
        if about.dublin_core:
            described["dublinCore"] = about.dublin_core
        if full:
            described["dtsVersion"] = VERSION
        return described

    def navigation(self, query: Query) -> Json:
        """Return the units that are asked for.

        Raise Refused as the table of the specification has it.
        """
        resource = found_resource(self.catalogue, query.resource)
        check_ends(query)
        loaded = resource.load()
        answer: Json = {
            "@context": CONTEXT,
            "dtsVersion": VERSION,
            "@type": "Navigation",
            "@id": self.addresses.navigation(query),
            "resource": self.resource(resource, loaded),
        }
        if not loaded.text.trees:
            return {**answer, "member": []}
        tree = found_tree(loaded.text, query.tree)
        first, last = found_ends(loaded.text, tree, query)
        check_down(query)

        def written(unit: Unit) -> Json:
            return self._unit(resource, unit)

        if query.ref is not None and first:
            answer["ref"] = written(first)
        elif first and last:
            answer["start"], answer["end"] = written(first), written(last)
        if query.down is None:
            if query.page is not None:
                raise Refused(400, "page is used with down")
            return answer
        units = members(loaded.text, tree, first, last, query.down)
        shown, view = self._paged(
            units, query.page, lambda number: self.addresses.navigation(replace(query, page=number))
        )
        return {**answer, "member": [written(unit) for unit in shown], **view}

    def _unit(self, resource: Resource, unit: Unit) -> Json:
        name = None if unit.tree.default else unit.tree.name
        address = self.addresses.unit(Query(resource.id, ref=unit.reference, tree=name))
        return {
            **({"@id": address} if address else {}),
            "identifier": unit.reference,
            "@type": "CitableUnit",
            "level": unit.level,
            "parent": unit.parent.reference if unit.parent else None,
            "citeType": unit.kind or "unit",
            **_data(unit),
        }

    def _paged(
        self, members: Sequence[Any], page: int | None, address: Any
    ) -> tuple[Sequence[Any], Json]:
        """Return the members of a page, and the object that leads to the others."""
        size = self.page_size
        if size is None:
            return members, {}
        last = max(1, -(-len(members) // size))
        if page is None and last == 1:
            return members, {}
        number = page or 1
        if page is not None and not 1 <= page <= last:
            raise Refused(404, "there is no such page")
        view = {
            "@id": address(number),
            "@type": "Pagination",
            "first": address(1),
            "previous": address(number - 1) if number > 1 else None,
            "next": address(number + 1) if number < last else None,
            "last": address(last),
        }
        return members[(number - 1) * size : number * size], {"view": view}


def _nav(nav: str) -> str | None:
    return nav if nav == "parents" else None


def _tree(tree: Tree) -> Json:
    made: Json = {"@type": "CitationTree"}
    if not tree.default:
        made["identifier"] = tree.name
    if tree.description:
        made["description"] = tree.description
    return {**made, "citeStructure": _structures(tree.structures)}


def _structures(structures: Sequence[Structure]) -> list[Json]:
    made: list[Json] = []
    for structure in structures:
        below = _structures(structure.children)
        if not structure.citable:
            made += below
            continue
        item: Json = {"@type": "CiteStructure", "citeType": structure.kind or "unit"}
        made.append({**item, "citeStructure": below} if below else item)
    return made


def _data(unit: Unit) -> Json:
    """Return what ``citeData`` says of a unit: Dublin Core, and terms of other vocabularies."""
    core: dict[str, list[Json]] = {}
    others: dict[str, Any] = {}
    context: dict[str, str] = {}
    language = language_of(unit.element)
    for name, value in unit.data:
        literal = localized(" ".join(value.split()), language)
        prefix = next((one for one in _DCTERMS if name.startswith(one)), None)
        if prefix:
            core.setdefault(name.removeprefix(prefix), []).append(literal)
            continue
        term = name.rstrip("/#").replace("#", "/").rpartition("/")[2] or name
        if context.get(term, name) != name:
            term = name
        context[term] = name
        others.setdefault(term, []).append(literal)
    made: Json = {"dublinCore": core} if core else {}
    return {**made, "extensions": {"@context": context, **others}} if others else made
