"""A text that can be cited. In: a TEI document. Out: its units, passages and references."""

from __future__ import annotations

from lxml import etree

from tahqiq.citable import location, reading
from tahqiq.citable.division import DividedText
from tahqiq.citable.passage import Passage
from tahqiq.citable.positions import StringPlace
from tahqiq.citable.units import Unit


class CitableText(DividedText):
    """A divided text, and the passages that references, nodes and characters of it lead to."""

    def find(self, reference: str, tree: str | None = None) -> Unit:
        """Return the unit of a reference (no range). Raise NoSuchPassage."""
        chosen = self.tree(tree)
        found = self.unit(reference, chosen)
        if found is None:
            raise reading.no_such(self, reference, chosen)
        return found

    def resolve(
        self, reference: str, tree: str | None = None, *, end: str | None = None
    ) -> Passage:
        """Return the passage that a reference or a range leads to.

        ``end`` is the reference of its last unit, where that is given apart. An id (``#p3``), a
        path (``/TEI[1]/text[1]``) or characters of the whole text (``@120:180``) lead to a passage
        whose ``reference`` says how it is cited, unless a unit is called so. Raise NoSuchPassage
        where it leads nowhere or may be read in two ways.
        """
        if end is not None:
            return reading.between(self, self.find(reference, tree), self.find(end, tree))
        place = None
        if not self.trees or not reading.meant(self, reference, self.tree(tree)):
            place = location.named(self, reference, tree)
        return place or reading.passage(self, reference, self.tree(tree))

    def readings(self, reference: str, tree: str | None = None) -> list[str]:
        """Return the ways to read a reference in a tree, each so written that it is unmistakable.

        The one that is meant stands first. There are none for the name of a place.
        """
        found = reading.meant(self, reference, self.tree(tree)) if self.trees else []
        return [reading.spelled(self, one) for one in found]

    def passage(self, first: Unit, last: Unit | None = None) -> Passage:
        """Return the passage of a unit, or from one to another."""
        return reading.of_units(self, first, last or first)

    def at(self, element: etree._Element, tree: str | None = None) -> Passage:
        """Return the passage of an element, with the reference of the units that it stands in.

        Where it is in no unit, its reference is ``#`` and the ``xml:id`` of it or of the nearest
        element round it that has one, and else empty.
        """
        return location.of_element(self, element, tree)

    def at_places(self, start: StringPlace, end: StringPlace, tree: str | None = None) -> Passage:
        """Return the passage between two places in strings of the document.

        Raise NoSuchPassage where either stands in what is no part of the text as received.
        """
        return location.of_places(self, start, end, tree)

    def at_characters(
        self, start: int, end: int, *, tree: str | None = None, unit: Unit | None = None
    ) -> Passage:
        """Return the passage of some characters of the text as received, in code points from 0.

        With ``unit`` they are counted from its beginning. White space at the ends is left out.
        Raise NoSuchPassage where there are none.
        """
        return location.of_characters(self, start, end, tree=tree, unit=unit)
