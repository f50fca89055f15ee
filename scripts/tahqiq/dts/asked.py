"""What a query to Navigation or Document asks for.

In: a catalogue or a text, and a query. Out: its resource, tree and units; Refused where the
specification wants an error, with its status.
"""

from __future__ import annotations

from collections.abc import Sequence

from tahqiq.citable import CitableText, Tree, Unit
from tahqiq.dts.addresses import Query
from tahqiq.dts.catalogue import Catalogue, Resource


class Refused(Exception):
    """What was asked cannot be answered; ``status`` is that of HTTP."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def found_resource(catalogue: Catalogue, id_: str) -> Resource:
    """Return a resource. Raise Refused where there is none."""
    found = catalogue.resources.get(id_)
    if found is None:
        raise Refused(404, "there is no resource with this id")
    return found


def found_tree(text: CitableText, name: str | None) -> Tree:
    """Return a tree of a text; the default one has no name in DTS. Raise Refused."""
    for tree in text.trees:
        if tree.default if name is None else (tree.name == name and not tree.default):
            return tree
    raise Refused(404, "the resource has no such citation tree")


def found_ends(text: CitableText, tree: Tree, query: Query) -> tuple[Unit | None, Unit | None]:
    """Return the units that a query names: one twice, two, or none. Raise Refused."""
    if query.ref is not None:
        unit = _found_unit(text, tree, query.ref, "ref")
        return unit, unit
    if query.start is None or query.end is None:
        return None, None
    first = _found_unit(text, tree, query.start, "start")
    last = _found_unit(text, tree, query.end, "end")
    if last.span[1] <= first.span[0]:
        raise Refused(400, "end comes before start")
    return first, last


def _found_unit(text: CitableText, tree: Tree, reference: str, parameter: str) -> Unit:
    found = text.unit(reference, tree)
    if found is None:
        raise Refused(404, f"the citation tree has no unit that is named by {parameter}")
    return found


def check_ends(query: Query) -> None:
    """Raise Refused where the ends of a passage are named in a way that has no meaning."""
    if query.ref is not None and (query.start is not None or query.end is not None):
        raise Refused(400, "ref is not used with start or end")
    if (query.start is None) != (query.end is None):
        raise Refused(400, "start and end are used together")


def check_down(query: Query) -> None:
    """Raise Refused where the specification has no meaning for ``down``."""
    if query.down is not None and query.down < -1:
        raise Refused(400, "down is -1, 0 or more")
    if query.ref is None and query.start is None and query.down in (None, 0):
        raise Refused(400, "without ref, or start and end, down is -1 or more than 0")
    if query.start is not None and query.down == 0:
        raise Refused(400, "with start and end, down is not 0")


def members(
    text: CitableText, tree: Tree, first: Unit | None, last: Unit | None, down: int
) -> list[Unit]:
    """Return the units between two, or within one, or all, to a depth; in document order."""
    if down == 0 and first is not None:
        siblings = first.parent.children if first.parent else text.tops(tree.name)
        return unique(siblings)
    every = text.units(tree.name)
    base = max(first.level, last.level) if first and last else 0
    if first is not None and last is not None:
        order = text.order[tree.name]
        every = every[order[first] : order[_deepest_last(last)] + 1]
    deepest = None if down == -1 else base + down
    return unique([unit for unit in every if deepest is None or unit.level <= deepest])


def _deepest_last(unit: Unit) -> Unit:
    """Return the unit that ends what lies in a unit: itself where nothing does."""
    while unit.children:
        unit = unit.children[-1]
    return unit


def unique(units: Sequence[Unit]) -> list[Unit]:
    """Return units without those that have a reference which another had before."""
    first: dict[str, Unit] = {}
    for unit in units:
        first.setdefault(unit.reference, unit)
    return list(first.values())
