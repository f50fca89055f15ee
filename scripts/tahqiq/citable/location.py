"""How a place in a text is cited. In: an element, a path, characters. Out: the passage there.

What is looked for is the deepest unit that is exactly the place, and else the deepest units of one
level that it begins and ends in.
"""

from __future__ import annotations

from lxml import etree

from tahqiq.citable import reading
from tahqiq.citable.division import DividedText
from tahqiq.citable.passage import Passage
from tahqiq.citable.positions import Span, StringPlace
from tahqiq.citable.references import LONGEST, whole_characters
from tahqiq.citable.units import Unit
from tahqiq.errors import NoSuchPassage
from tahqiq.tei import XML_ID


def named(text: DividedText, place: str, tree: str | None) -> Passage | None:
    """Return the passage of an id (``#p3``), a path or characters of the whole text (``@1:9``).

    None where it is written as none of these; raise NoSuchPassage where there is no such place.
    """
    if place.startswith("#"):
        return of_element(text, _by_id(text, place.removeprefix("#")), tree)
    if place.startswith("/"):
        return of_element(text, _by_path(text, place), tree)
    stretch = whole_characters(place)
    return of_characters(text, *stretch, tree=tree) if stretch is not None else None


def of_element(text: DividedText, element: etree._Element, tree: str | None) -> Passage:
    """Return the passage of an element, with the reference of the units that it stands in."""
    span = text.positions.span(element)
    letters = text.positions.received
    start, end = letters.span(span)
    # What is cited is the text: an element may begin before the unit of its first word.
    inner = (letters.at(start), letters.at(end - 1) + 1) if start < end else span
    first, last = _ends(text, span, tree, inner)
    if first is not None and last is not None:
        made = reading.of_units(text, first, last)
        return Passage(made.reference, first.tree, first, last, span, positions=text.positions)
    names = (one.get(XML_ID) for one in [element, *element.iterancestors()])
    name = next((name for name in names if name), "")
    return Passage(f"#{name}" if name else "", None, None, None, span, positions=text.positions)


def of_places(text: DividedText, start: StringPlace, end: StringPlace, tree: str | None) -> Passage:
    """Return the passage between two places in strings. Raise NoSuchPassage."""
    letters = text.positions.received
    offsets = [letters.offset_of(one.element, one.part, one.offset) for one in (start, end)]
    if offsets[0] is None or offsets[1] is None:
        raise NoSuchPassage("the place is no part of the text as received")
    return of_characters(text, offsets[0], offsets[1], tree=tree)


def of_characters(
    text: DividedText,
    start: int,
    end: int,
    *,
    tree: str | None = None,
    unit: Unit | None = None,
) -> Passage:
    """Return the passage of characters of the text, or of a unit. Raise NoSuchPassage."""
    letters = text.positions.received
    limit = len(letters.text)
    if unit is not None:
        base, limit = letters.span(unit.span)
        start, end, tree = base + start, base + end, unit.tree.name
    if not 0 <= start < end <= limit:
        raise NoSuchPassage(f"there are no characters {start} to {end}")
    wanted, span = reading.stretch(text, start, end)
    first, last = _ends(text, span, tree)
    if first is None or last is None:
        return Passage("", None, None, None, span, letters=wanted, positions=text.positions)
    return _within(text, first, last, wanted, span)


def _within(text: DividedText, first: Unit, last: Unit, wanted: Span, span: Span) -> Passage:
    letters = text.positions.received
    begins, ends = letters.span(first.span), letters.span(last.span)
    if (begins[0], ends[1]) == wanted:
        return reading.of_units(text, first, last)
    start, end = wanted[0] - begins[0], wanted[1] - ends[0]
    written = reading.spelled(text, reading.Reading(first, last, start, end))
    return Passage(
        written, first.tree, first, last, span, start, end, wanted, positions=text.positions
    )


def _ends(
    text: DividedText, span: Span, tree: str | None, inner: Span | None = None
) -> tuple[Unit | None, Unit | None]:
    """Return the units that a stretch, or the text in it, begins and ends in, the deepest."""
    if not text.trees:
        return None, None
    begin, end = inner or span
    best: tuple[Unit | None, Unit | None] = (None, None)
    for level in text.levels[text.tree(tree).name]:
        same = level.exactly(span)
        if same is not None:
            return same, same
        first, last = level.around(begin), level.around(end - 1)
        if first is not None and last is not None:
            best = (first, last)
    return best


def _by_id(text: DividedText, name: str) -> etree._Element:
    element = text.positions.ids.get(name)
    if element is None:
        raise NoSuchPassage(f"no element has the id {name[:80]}")
    return element


def _by_path(text: DividedText, path: str) -> etree._Element:
    element = text.positions.by_path(path[:LONGEST])
    if element is None:
        raise NoSuchPassage(f"there is no {path[:80]}", hint="write it as /TEI[1]/text[1]")
    return element
