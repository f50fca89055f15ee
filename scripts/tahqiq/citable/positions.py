"""A document as a line of positions, and the characters of its text along it.

In: a document. Out: for each element where it begins and ends, counted over tags and strings in the
order of the document; and the two texts (as received, as edited) with the way back from a character
to the string of the document that it stands in. Characters are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from tahqiq.fidelity import Collector, tei_events
from tahqiq.tei import TEI_NS, XML_ID, local_name

Span = tuple[int, int]
_SPACE = re.compile(r"\s+")
_STEP = re.compile(r"(?:[\w.-]+:)?(?P<name>[\w.-]+)(?:\[(?P<position>[1-9]\d{0,8})\])?")


@dataclass(frozen=True, slots=True)
class StringPlace:
    """A place in a string of the document: the ``text`` or ``tail`` of an element, and how far in.

    ``offset`` counts code points of the string as it is written.
    """

    element: etree._Element
    part: str
    offset: int


class Positions:
    """The positions of a document's tags and strings.

    An element with number n begins at ``starts[n]``; its ``text`` is the position after that. It
    ends at ``ends[n]``; its ``tail`` is the position after that.
    """

    def __init__(self, document: etree._ElementTree) -> None:
        self.root = document.getroot()
        self.nodes: list[etree._Element] = []
        self.elements: list[etree._Element] = []
        self.starts: dict[etree._Element, int] = {}
        self.ends: dict[etree._Element, int] = {}
        position = 0
        for event, node in etree.iterwalk(self.root, events=("start", "end", "comment", "pi")):
            if event == "end":
                self.ends[node] = position
                position += 2
                continue
            self.nodes.append(node)
            self.starts[node] = position
            if event == "start":
                self.elements.append(node)
                position += 2
            else:
                self.ends[node] = position
                position += 2
        self.last = position
        self._in_order = [self.starts[node] for node in self.nodes]

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Return the elements by their ``xml:id``, the first where one is given twice."""
        found: dict[str, etree._Element] = {}
        for element in self.elements:
            name = element.get(XML_ID)
            if name:
                found.setdefault(name, element)
        return found

    @cached_property
    def text(self) -> etree._Element | None:
        """Return the text of the document, outermost; None where a corpus has several."""
        name = f"{{{TEI_NS}}}text"
        texts = [one for one in self.elements if one.tag == name]
        outermost = [one for one in texts if next(one.iterancestors(name), None) is None]
        return outermost[0] if len(outermost) == 1 else None

    @cached_property
    def received(self) -> Letters:
        """Return the text as received: ``sic`` without ``corr``, no notes, nothing supplied."""
        return Letters(self, reading=False)

    @cached_property
    def reading(self) -> Letters:
        """Return the text as edited: ``corr`` without ``sic``, with what was supplied."""
        return Letters(self, reading=True)

    def by_path(self, path: str) -> etree._Element | None:
        """Return the element of a path of local names with positions, or None."""
        among: list[etree._Element] = [self.root]
        found: etree._Element | None = None
        for part in path.removeprefix("/").split("/"):
            step = _STEP.fullmatch(part)
            if step is None:
                return None
            alike = [one for one in among if local_name(one) == step["name"]]
            number = int(step["position"] or 1)
            found = alike[number - 1] if number <= len(alike) else None
            if found is None:
                return None
            among = list(found)
        return found

    def span(self, element: etree._Element) -> Span:
        """Return where an element begins and where it has ended, without its tail."""
        return self.starts[element], self.ends[element] + 1

    def exactly(self, span: Span) -> etree._Element | None:
        """Return the element that is a stretch, or None."""
        number = bisect_left(self._in_order, span[0])
        node = self.nodes[number] if number < len(self.nodes) else None
        is_it = isinstance(getattr(node, "tag", None), str) and self.span(node) == span
        return node if is_it else None

    def after(self, element: etree._Element, part: str) -> int:
        """Return the position of an element's ``text`` or ``tail``."""
        return (self.starts[element] if part == "text" else self.ends[element]) + 1


class Letters:
    """A text in one of its two forms: its characters, and the strings that they come from.

    White space is folded: a run is one space, the edge of a block one newline. A text that is
    indented anew keeps the same characters.
    """

    def __init__(self, positions: Positions, *, reading: bool) -> None:
        collector = Collector("", exact=False)
        top = positions.text if positions.text is not None else positions.root
        at: list[int] = []
        self._places: list[tuple[etree._Element, str]] = []
        for kind, value, element, part in tei_events(top, reading=reading):
            if kind == "block":
                collector.block()
                continue
            before = len(collector.marks)
            collector.add(value, 0)
            # One mark for a newline that an edge left, one for the string itself.
            added = len(collector.marks) - before
            position = positions.after(element, part or "text")
            at += [position] * added
            self._places += [(element, part)] * added
        self.text = collector.flow().text
        self._at = at
        self._offsets = [offset for offset, _ in collector.marks]

    def span(self, span: Span) -> Span:
        """Return from which to which character a stretch of the document goes."""
        first = bisect_left(self._at, span[0])
        after = bisect_left(self._at, span[1])
        start = self._offset(first)
        return self.trimmed(start, max(start, self._offset(after)))

    def trimmed(self, start: int, end: int) -> Span:
        """Return a stretch of characters without the white space at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _offset(self, mark: int) -> int:
        return self._offsets[mark] if mark < len(self._offsets) else len(self.text)

    def at(self, offset: int) -> int:
        """Return the position, in the document, of the string that a character comes from."""
        return self._at[self._mark(offset)]

    def place(self, offset: int) -> StringPlace:
        """Return the string that a character comes from and how far in it stands.

        A character that the document does not have, such as the newline between two paragraphs,
        stands at the beginning of the string after it.
        """
        mark = self._mark(offset)
        element, part = self._places[mark]
        if not part:
            return StringPlace(element, "text", 0)
        raw = (element.text if part == "text" else element.tail) or ""
        return StringPlace(
            element, part, _unfolded(raw, self._piece(mark), offset - self._offsets[mark])
        )

    def _mark(self, offset: int) -> int:
        return max(0, bisect_right(self._offsets, offset) - 1)

    def _piece(self, mark: int) -> str:
        return self.text[self._offsets[mark] : self._offset(mark + 1)]

    def offset_of(self, element: etree._Element, part: str, offset: int) -> int | None:
        """Return which character a place in a string is; None where this form does not have it."""
        marks = [n for n, place in enumerate(self._places) if place == (element, part)]
        if not marks:
            return None
        raw = (element.text if part == "text" else element.tail) or ""
        piece = self._piece(marks[-1])
        folded = _SPACE.sub(" ", raw[:offset])
        if _leads(raw) and not _leads(piece):
            folded = folded.removeprefix(" ")
        return self._offsets[marks[-1]] + min(len(folded), len(piece))


def _leads(text: str) -> bool:
    return text[:1].isspace()


def _unfolded(raw: str, piece: str, offset: int) -> int:
    """Return how far into a string a character of its folded form stands."""
    position = len(raw) - len(raw.lstrip()) if _leads(raw) and not _leads(piece) else 0
    for _ in range(offset):
        if position < len(raw) and raw[position].isspace():
            while position < len(raw) and raw[position].isspace():
                position += 1
        else:
            position += 1
    return min(position, len(raw))
