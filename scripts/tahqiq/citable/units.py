"""The citable units of a text. In: what the trees led to. Out: Unit values, with their stretches.

The range rule: a unit whose element has content is that element. A unit whose element is a
milestone (``pb``, ``cb``, ``gb``, ``lb``, ``milestone``, ``anchor``) goes from it to the next
milestone of its tree at its level or above; at latest to the end of the unit that it lies in, and
else to the end of the text. ``@spanTo`` names another end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from tahqiq.citable.positions import Positions, Span
from tahqiq.tei import TEI_NS, XML_ID, local_name

if TYPE_CHECKING:
    from lxml import etree

    from tahqiq.citable.declaration import Tree
    from tahqiq.citable.evaluation import Found
    from tahqiq.citable.structure import Structure

MILESTONES = frozenset("pb cb gb lb milestone anchor".split())


@dataclass(slots=True, eq=False)
class Unit:
    """One citable unit of a text.

    ``reference`` is whole (``2.4``), ``value`` its own part (``4``); ``kind`` is what the text
    calls such units; ``level`` counts from 1; ``data`` holds what ``citeData`` says of it, by
    property; ``span`` is its stretch in positions of the document; ``several`` says that ``@use``
    gave more values than the one.
    """

    reference: str
    value: str
    kind: str
    level: int
    parent: Unit | None
    tree: Tree = field(repr=False)
    structure: Structure = field(repr=False)
    element: etree._Element = field(repr=False)
    data: tuple[tuple[str, str], ...] = ()
    children: list[Unit] = field(default_factory=list, repr=False)
    span: Span = (0, 0)
    several: bool = False

    @property
    def id(self) -> str:
        """Return the ``xml:id`` of the unit's element, or nothing."""
        name: str = self.element.get(XML_ID, "")
        return name

    @property
    def is_milestone(self) -> bool:
        """Return whether the unit begins at an empty element and runs to the next."""
        return is_milestone(self.element)

    def every(self) -> Iterator[Unit]:
        """Yield the unit and all within it, in the order of the document."""
        stack = [self]
        while stack:
            unit = stack.pop()
            yield unit
            stack.extend(reversed(unit.children))


class Level:
    """The units of one level of a tree, to be found by position."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = sorted(units, key=lambda unit: unit.span)
        self._starts = [unit.span[0] for unit in self._units]
        self._by_span = {unit.span: unit for unit in reversed(self._units)}
        # How far the units up to each one reach: one that began long before may still go on.
        self._reach = list(accumulate((unit.span[1] for unit in self._units), max))

    def exactly(self, span: Span) -> Unit | None:
        """Return the unit of a stretch."""
        return self._by_span.get(span)

    def around(self, position: int) -> Unit | None:
        """Return the innermost unit that a position lies in."""
        number = bisect_right(self._starts, position) - 1
        while number >= 0 and self._reach[number] > position:
            if self._units[number].span[1] > position:
                return self._units[number]
            number -= 1
        return None


def is_milestone(element: etree._Element) -> bool:
    """Return whether an element is an empty one of those that TEI uses as milestones."""
    return (
        element.tag.startswith(f"{{{TEI_NS}}}")
        and local_name(element) in MILESTONES
        and not len(element)
        and not element.text
    )


def built(
    found: Iterable[Found], tree: Tree, positions: Positions, lost: list[Found]
) -> list[Unit]:
    """Return the topmost units of a tree; ``lost`` takes what has no node or no value."""
    tops: list[Unit] = []
    stack: list[tuple[Found, Unit | None, str, list[Unit]]] = [
        (one, None, "", tops) for one in reversed(list(found))
    ]
    while stack:
        one, parent, before, siblings = stack.pop()
        if parent is not None and _strays(one, parent, positions):
            continue
        value = " ".join(one.values[0].split()) if one.values else ""
        if not one.number or not value:
            lost.append(one)
            continue
        reference = f"{before}{one.structure.delim}{value}"
        if not one.structure.citable:
            stack.extend((child, parent, reference, siblings) for child in reversed(one.below))
            continue
        unit = Unit(
            reference=reference,
            value=value,
            kind=one.structure.kind,
            level=parent.level + 1 if parent else 1,
            parent=parent,
            tree=tree,
            structure=one.structure,
            element=positions.elements[one.number - 1],
            data=one.data,
            several=len(one.values) > 1,
        )
        siblings.append(unit)
        stack.extend((child, unit, reference, unit.children) for child in reversed(one.below))
    _measure(tops, positions)
    return tops


def _strays(one: Found, parent: Unit, positions: Positions) -> bool:
    """Return whether a path from the root led out of the unit that it should stay in.

    The TEI wants inner paths relative (the rule ``citeStructure_inner_match``); ``//l`` below a
    chapter means its verses, not those of every chapter once more. What lies below a milestone is
    known when its stretch is.
    """
    if not one.number or not one.structure.match.startswith("/") or parent.is_milestone:
        return False
    start, end = positions.span(positions.elements[one.number - 1])
    outer = positions.span(parent.element)
    return not outer[0] < start < end <= outer[1]


def _measure(tops: list[Unit], positions: Positions) -> None:
    """Give every unit its stretch by the range rule; drop what strays out of its milestone's."""
    every = [unit for top in tops for unit in top.every()]
    begins: dict[int, set[int]] = {}  # by level: where its milestones begin
    for unit in every:
        if unit.is_milestone:
            begins.setdefault(unit.level, set()).add(positions.starts[unit.element])
    in_order = {level: sorted(starts) for level, starts in begins.items()}
    last = positions.last if positions.text is None else positions.span(positions.text)[1]
    for unit in every:
        start, end = positions.span(unit.element)
        if unit.is_milestone:
            following = _following(start, unit.level, in_order)
            end = min(
                following or positions.last, unit.parent.span[1] if unit.parent else max(last, end)
            )
            end = max(start, _spanned(unit, positions) or end)
        unit.span = (start, end)
    for unit in every:
        if unit.is_milestone:
            first, after = unit.span
            unit.children = [one for one in unit.children if first <= one.span[0] < after]


def _following(start: int, level: int, in_order: dict[int, list[int]]) -> int:
    """Return where the next milestone of a level or above begins; nothing where none does."""
    nexts = [
        starts[bisect_right(starts, start)]
        for other, starts in in_order.items()
        if other <= level and starts[-1] > start
    ]
    return min(nexts, default=0)


def _spanned(unit: Unit, positions: Positions) -> int:
    """Return where ``@spanTo`` says that a unit ends; nothing where that is before it."""
    target = positions.ids.get(unit.element.get("spanTo", "").removeprefix("#"))
    end = positions.span(target)[1] if target is not None else 0
    return end if end > positions.span(unit.element)[1] else 0
