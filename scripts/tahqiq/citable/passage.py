"""A passage: the nodes and the text that a reference leads to.

In: a stretch of a document. Out: its elements, a copy of it without what lies outside, its text in
both forms, and its own reference.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from tahqiq.citable.declaration import Tree
from tahqiq.citable.positions import Positions, Span, StringPlace
from tahqiq.citable.units import Unit

Fragment = list[etree._Element | str]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """What a reference leads to.

    ``first`` and ``last`` are the units of its ends (the same for one unit; None for an ``xml:id``
    that is no unit). ``start`` and ``end`` are characters in the text as received of the first and
    of the last unit, in code points, None for the whole. ``span`` is the stretch in positions.
    """

    reference: str
    tree: Tree | None
    first: Unit | None
    last: Unit | None
    span: Span
    start: int | None = None
    end: int | None = None
    letters: Span | None = None
    positions: Positions = field(repr=False, kw_only=True)

    @property
    def elements(self) -> list[etree._Element]:
        """Return the elements that lie wholly in the passage, without those within them."""
        found = []
        after = -1
        for element in self.positions.elements:
            start, end = self.positions.span(element)
            if start >= self.span[0] and end <= self.span[1] and start >= after:
                found.append(element)
                after = end
        return found

    def text(self, *, reading: bool = False) -> str:
        """Return the passage's text as received, or with ``reading`` as edited.

        White space is folded and blocks are parted by a newline. Of a passage of characters only
        these are returned; it is counted in, and so has only, the text as received.
        """
        if self.letters is not None:
            return self.positions.received.text[slice(*self.letters)]
        forms = (self.positions.reading, self.positions.received)
        texts = [form.text[slice(*form.span(self.span))] for form in forms]
        if not any(texts):
            # A note or a part of the header: neither form has it, and it says what it says.
            parts = (
                part if isinstance(part, str) else "".join(part.itertext())
                for part in self.fragment()
            )
            return " ".join("".join(parts).split())
        return texts[0] if reading else texts[1]

    def fragment(self) -> Fragment:
        """Return copies of the passage's nodes: elements with their tails, and text before them.

        An element that the passage only begins or ends in is there with its attributes and with
        what of it belongs to the passage. What contains the whole passage is not repeated.
        """
        cuts: tuple[StringPlace, ...] = ()
        if self.letters is not None:
            received = self.positions.received
            cuts = (received.place(self.letters[0]), received.place(self.letters[1] - 1))
        return _Cutter(self.positions, self.span, *cuts).fragment()

    def xml(self) -> str:
        """Return the passage's nodes as XML."""
        return "".join(
            part if isinstance(part, str) else etree.tostring(part, encoding="unicode")
            for part in map(_written, self.fragment())
        )


def _written(part: etree._Element | str) -> etree._Element | str:
    if isinstance(part, str):
        return part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return part


class _Cutter:
    """Copies what of a document lies in a stretch, its first and last string perhaps in part."""

    def __init__(
        self,
        positions: Positions,
        span: Span,
        first: StringPlace | None = None,
        last: StringPlace | None = None,
    ) -> None:
        self.positions = positions
        self.span = span
        self.first = first
        self.last = last

    def fragment(self) -> Fragment:
        """Return the parts of the innermost element that contains the stretch."""
        top = self.positions.root
        if self._inside(top):
            return [deepcopy(top)]
        whole = self.positions.exactly(self.span)
        if whole is not None and self.first is None:
            # One element, as most units are: nothing needs to be looked for or cut.
            made = deepcopy(whole)
            made.tail = None
            return [made]
        inner: etree._Element | None = top
        while inner is not None:
            top = inner
            inner = next((child for child in top if self._contains(child)), None)
        holder = self._pruned(top)
        parts: Fragment = [holder.text] if holder.text else []
        return parts + list(holder)

    def _contains(self, node: etree._Element) -> bool:
        return (
            self.positions.starts[node] < self.span[0] and self.span[1] <= self.positions.ends[node]
        )

    def _inside(self, node: etree._Element) -> bool:
        return (
            self.span[0] <= self.positions.starts[node] and self.positions.ends[node] < self.span[1]
        )

    def _pruned(self, node: etree._Element) -> etree._Element:
        made = etree.Element(node.tag, attrib=dict(node.attrib), nsmap=node.nsmap)
        made.text = self._string(node, "text", node.text)
        for child in node:
            start, end = self.positions.span(child)
            if end < self.span[0] or start >= self.span[1]:
                continue
            part = None  # perhaps only its tail belongs to the passage
            if self._inside(child):
                part = deepcopy(child)
            elif end > self.span[0]:
                part = self._pruned(child)
            _append(made, part, self._string(child, "tail", child.tail))
        return made

    def _string(self, node: etree._Element, part: str, text: str | None) -> str | None:
        """Return what of a string belongs to the stretch."""
        if not text or not self.span[0] <= self.positions.after(node, part) < self.span[1]:
            return None
        start, end = 0, len(text)
        for place, is_last in ((self.first, False), (self.last, True)):
            if place is not None and (place.element, place.part) == (node, part):
                start, end = (start, place.offset + 1) if is_last else (place.offset, end)
        return text[start:end]


def _append(made: etree._Element, part: etree._Element | None, tail: str | None) -> None:
    if part is not None:
        part.tail = tail
        made.append(part)
    elif tail and len(made):
        made[-1].tail = (made[-1].tail or "") + tail
    elif tail:
        made.text = (made.text or "") + tail
