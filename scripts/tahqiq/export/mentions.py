"""The mentions of one text. In: a text and the records that are known. Out: Mention values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from lxml import etree

from tahqiq import tei
from tahqiq.citable import CitableText
from tahqiq.export.entities import DATES, Mention, Source, Stretch

_NAMED = {
    "persName": "person",
    "orgName": "org",
    "placeName": "place",
    "geogName": "place",
    "settlement": "place",
    "country": "place",
    "region": "place",
    "district": "place",
    "eventName": "event",
    "title": "work",
    "date": "date",
}
_TYPED = {
    "person": "person",
    "personGrp": "group",
    "group": "group",
    "org": "org",
    "place": "place",
    "event": "event",
    "work": "work",
}


class Reader:
    """Goes through a text once, and knows who speaks."""

    def __init__(self, source: Source, text: CitableText, known: Mapping[str, str]) -> None:
        self.source = source
        self.text = text
        self.known = known
        self.units = sorted(source.units, key=lambda unit: (unit.start, -unit.end))
        self.starts = [unit.start for unit in self.units]

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions in the order of the text, the longer before the shorter."""
        found: list[tuple[int, int, int, etree._Element, str, str]] = []
        for element in self.text.positions.elements:
            for kind, entity in self._named(element):
                start, end = self._stretch(element)
                if end > start:
                    found.append((start, -end, len(found), element, kind, entity))
        ordered = sorted(found, key=lambda one: one[:3])
        for number, (start, end, _, element, kind, entity) in enumerate(ordered, 1):
            yield self._mention(number, start, -end, element, kind, entity)

    def _named(self, element: etree._Element) -> list[tuple[str, str]]:
        """Return the kinds and record ids of what an element names; one without a record has none.

        An element that refers to several records names each of them.
        """
        name = tei.local_name(element)
        targets = [one.rpartition("#")[2] for one in element.get("ref", "").split()]
        known = [(self.known[one], one) for one in targets if one in self.known]
        if known:
            return known
        kind = (
            _TYPED.get(element.get("type", ""), "")
            if name in ("rs", "name")
            else _NAMED.get(name, "")
        )
        dated = name != "date" or any(element.get(key) for key in DATES)
        works = name != "title" or bool(targets) or element.get("level") is not None
        return [(kind, "")] if kind and dated and works else []

    def _stretch(self, element: etree._Element) -> tuple[int, int]:
        """Return the characters of an element without white space at its edges."""
        letters = self.text.positions.reading
        start, end = letters.span(self.text.positions.span(element))
        words = letters.text[start:end]
        start += len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def _mention(
        self, number: int, start: int, end: int, element: etree._Element, kind: str, entity: str
    ) -> Mention:
        unit = self._unit(start)
        speaker, denied = _voice(element)
        return Mention(
            id=f"{self.source.id}-m{number}",
            text=self.source.id,
            unit=unit.reference if unit else "",
            anchor=unit.anchor if unit else "",
            start=start,
            end=end,
            unit_start=start - (unit.start if unit else 0),
            unit_end=end - (unit.start if unit else 0),
            surface=self.source.text[start:end],
            kind=kind,
            entity=entity,
            element=tei.local_name(element),
            dates={key: element.get(key) for key in DATES if element.get(key)},
            speaker=speaker,
            denied=denied,
            pointer=" ".join((element.get("ref") or element.get("key") or "").split()),
        )

    def _unit(self, start: int) -> Stretch | None:
        index = bisect_right(self.starts, start) - 1
        while index >= 0 and self.units[index].end <= start:
            index -= 1
        return self.units[index] if index >= 0 else None


def _voice(element: etree._Element) -> tuple[str, bool]:
    """Return who says what an element stands in, and whether that is denied."""
    speaker, denied = "", False
    for above in element.iterancestors(f"{{{tei.TEI_NS}}}said"):
        speaker = speaker or next(iter(above.get("who", "").split()), "").rpartition("#")[2]
        denied = denied or "#denied" in above.get("ana", "").split()
    return speaker, denied
