"""What a text offers to a search: its units, each with its words and the names that stand in it.

In: a resolved text. Out: Unit values: the reading text of every paragraph, line of verse, heading
and note, white space folded; with the spans of its names, dates, speech and quotations. A unit is
what functions.xsl calls one (f:unit), and its text what f:reading gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tahqiq.tei import NS, XML_ID, XML_LANG, local_name

_UNITS = frozenset(
    "p ab l head item cell byline dateline salute signed trailer docAuthor docDate docImprint"
    " titlePart speaker stage imprimatur docEdition figDesc".split()
)
_PARTS = {"head": "h", "l": "v", "note": "n"}
_PASSED_OVER = frozenset(
    "teiHeader standOff del surplus fw index metamark interp interpGrp".split()
)
_EDITED = {"sic": ("corr", "reg", "expan"), "orig": ("corr", "reg", "expan"), "abbr": ("expan",)}
_NAMES = {
    "persName": "persons",
    "orgName": "orgs",
    "placeName": "places",
    "geogName": "places",
    "settlement": "places",
    "country": "places",
    "region": "places",
    "district": "places",
    "eventName": "events",
    "title": "works",
    "date": "dates",
    "said": "speech",
    "quote": "quotation",
}
_TYPES = {
    "person": "persons",
    "personGrp": "groups",
    "org": "orgs",
    "place": "places",
    "event": "events",
    "work": "works",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a unit, in code points: a name of a kind, and the key of what it names."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(slots=True)
class Unit:
    """One place in the text where a word is found; ``part`` is t, h, v, n or r."""

    anchor: str
    number: str
    part: str
    language: str
    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add text, a run of white space as one space."""
        plain = re.sub(r"\s+", " ", text)
        if not self.text or self.text.endswith(" "):
            plain = plain.removeprefix(" ")
        self.text += plain


@dataclass(slots=True)
class _Open:
    """An element that is being read: the unit it began in, and where."""

    unit: Unit
    start: int
    kind: str
    key: str


def units(root: etree._Element) -> list[Unit]:
    """Return the units of a resolved text, in its order; empty ones are left out."""
    text = root.find("t:text", NS)
    if text is None:
        return []
    kinds = {
        record.get(XML_ID): parent.get("type", "")
        for parent in root.iterfind("t:standOff/*", NS)
        for record in parent
    }
    reader = _Reader(kinds)
    reader.read(text)
    return [unit for unit in reader.found if unit.text.strip()]


class _Reader:
    """Walks a text once; keeps the unit that text goes to and the names that are open."""

    def __init__(self, kinds: dict[str | None, str]) -> None:
        self.kinds = kinds
        self.found: list[Unit] = []
        self.stack: list[Unit] = []
        self.opened: list[tuple[etree._Element, _Open]] = []
        self.anchors: list[str] = []
        self.notes = 0

    def read(self, text: etree._Element) -> None:
        self._push(Unit("", "", "t", ""))
        walk = etree.iterwalk(text, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in {"comment", "pi"}:
                self._text(element.tail)
            elif event == "end":
                self._end(element)
                if element is not text:
                    self._text(element.tail)
            elif _is_passed_over(element):
                walk.skip_subtree()
                self.anchors.append("")
            else:
                self._start(element)
                self._text(element.text)

    def _start(self, element: etree._Element) -> None:
        name = local_name(element)
        self.anchors.append(element.get(XML_ID) or "")
        if name == "lb" and element.get("break") != "no":
            self.stack[-1].add(" ")
        if name == "note":
            inner = any(unit.part == "n" for unit in self.stack)
            self.notes += not inner
            self._push(Unit(self.anchors[-1] or f"note-{self.notes}", "", "n", ""))
        elif name in _UNITS:
            self.stack[-1].add(" ")
            self._push(self._unit(element, name))
        kind = self._kind(element, name)
        if kind:
            key = next(iter(element.get("ref", "").split()), "").removeprefix("#")
            unit = self.stack[-1]
            self.opened.append((element, _Open(unit, len(unit.text), kind, key)))

    def _end(self, element: etree._Element) -> None:
        self.anchors.pop()
        if _is_passed_over(element):
            return
        while self.opened and self.opened[-1][0] is element:
            span = self.opened.pop()[1]
            unit = self.stack[-1]
            if span.unit is unit and len(unit.text) > span.start:
                unit.spans.append(Span(span.start, len(unit.text), span.kind, span.key))
        if local_name(element) in _UNITS or local_name(element) == "note":
            self._close(self.stack.pop())

    def _close(self, unit: Unit) -> None:
        """Give a unit the speech and the quotations that it stands wholly in."""
        for _, span in self.opened:
            if span.unit is not unit and span.kind in {"speech", "quotation"} and unit.part != "n":
                unit.spans.append(Span(0, len(unit.text), span.kind, span.key))
        unit.text = unit.text.rstrip(" ")

    def _push(self, unit: Unit) -> None:
        self.stack.append(unit)
        self.found.append(unit)

    def _unit(self, element: etree._Element, name: str) -> Unit:
        above = self.stack[-1]
        anchor = next((anchor for anchor in reversed(self.anchors) if anchor), above.anchor)
        if above.part == "n":
            return Unit(above.anchor, "", "n", element.get(XML_LANG) or "")
        return Unit(anchor, element.get("n") or "", _PARTS.get(name, "t"), "")

    def _kind(self, element: etree._Element, name: str) -> str:
        target = next(iter(element.get("ref", "").split()), "").removeprefix("#")
        if target in self.kinds:
            return self.kinds[target]
        if name in {"rs", "name"}:
            return _TYPES.get(element.get("type", ""), "")
        return _NAMES.get(name, "")

    def _text(self, text: str | None) -> None:
        if text:
            self.stack[-1].add(text)


def _is_passed_over(element: etree._Element) -> bool:
    name = local_name(element)
    if name in _PASSED_OVER:
        return True
    rivals = _EDITED.get(name)
    if not rivals:
        return False
    parent = element.getparent()
    return parent is not None and any(local_name(other) in rivals for other in _children(parent))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    return (child for child in parent if isinstance(child.tag, str))
