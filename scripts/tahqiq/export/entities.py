"""What an edition names: its records, and every place where its texts name something.

In: the texts and registers of a project. Out: entities and mentions, as values. A mention is a
stretch of the reading text (corrected, without notes, white space folded), counted in code points,
from 0, within its text and within its citable unit; notes, which that text lacks, are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from tahqiq import citation, tei
from tahqiq.citable import CitableText, Unit
from tahqiq.citation import Cited
from tahqiq.citation_targets import Citables, Found
from tahqiq.errors import NoSuchPassage

KINDS = ("person", "group", "org", "place", "event", "work", "date")
_RECORDS = {
    "person": "person",
    "personGrp": "group",
    "org": "org",
    "place": "place",
    "event": "event",
    "bibl": "work",
    "biblStruct": "work",
    "bibFull": "work",
}
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
_NAMES = frozenset("persName name orgName placeName eventName title label".split())
_DATES = ("when", "from", "to", "notBefore", "notAfter")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity: its words, their language, and whether it is the main one."""

    text: str
    lang: str
    main: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """A record of a register; ``iri`` is its address, or a URN where nothing is published."""

    id: str
    kind: str
    type: str
    iri: str
    names: tuple[Name, ...]
    descriptions: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, str], ...]
    dates: Mapping[str, str] = field(default_factory=dict, hash=False)
    latitude: float | None = None
    longitude: float | None = None

    def name(self, lang: str) -> str:
        """Return the name in a language: the main one, else any, else the first of all."""
        own = [one for one in self.names if one.lang == lang]
        main = [one for one in own if one.main]
        return next((one.text for one in [*main, *own, *self.names]), self.id)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names something.

    ``start`` and ``end`` are in the text, ``unit_start`` and ``unit_end`` in its citable unit, in
    code points of the reading text. ``entity`` is the id of its record, empty where there is none;
    ``speaker`` that of whoever says it, ``denied`` whether that is in order to deny.
    """

    id: str
    text: str
    unit: str
    anchor: str
    start: int
    end: int
    unit_start: int
    unit_end: int
    surface: str
    kind: str
    entity: str
    element: str
    dates: Mapping[str, str] = field(default_factory=dict, hash=False)
    speaker: str = ""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """What a format could not take: which, of which mention, and why."""

    format: str
    mention: str
    surface: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """Return it as JSON-ready values."""
        return {
            "format": self.format,
            "mention": self.mention,
            "surface": self.surface,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """A citable unit of a text: its reference and id, and its characters in the reading text."""

    reference: str
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it is counted in: its id, address, language, characters and units."""

    id: str
    iri: str
    lang: str
    title: str
    text: str
    units: tuple[Stretch, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Data:
    """All that an export is made of."""

    cited: Cited
    languages: tuple[str, ...]
    texts: tuple[Source, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]


def read(citables: Citables) -> Data:
    """Return what a project names. Raise TahqiqError where a text cannot be read."""
    lang = citables.languages[0]
    single = len(citables.shelf.texts) == 1 or not citables.project.settings.title
    first = next(iter(citables.shelf.texts))
    cited = citables.header(citables.find(first) if single else Found(), lang)
    base = citables.base(str(cited.work["edition"]))
    entities = tuple(_entities(citables, base, lang))
    known = {one.id: one.kind for one in entities}
    texts: list[Source] = []
    mentions: list[Mention] = []
    for name, text in citables.shelf.texts.items():
        made = _source(name, text, citables, base, lang)
        texts.append(made)
        mentions += _Reader(made, text, known).mentions()
    return Data(cited, citables.languages, tuple(texts), entities, tuple(mentions))


def iri(base: str, languages: tuple[str, ...], page: str, anchor: str) -> str:
    """Return the address of something on a page, or a URN where nothing is published."""
    if base:
        return citation.page_address(base, languages, languages[0], page, anchor)
    return f"urn:x-tahqiq:{anchor or page}"


def _entities(citables: Citables, base: str, lang: str) -> Iterator[Entity]:
    seen = set()
    for page, record in citables.records():
        name = record.get(tei.XML_ID)
        kind = _RECORDS.get(tei.local_name(record), "")
        if not name or not kind or name in seen:
            continue
        seen.add(name)
        latitude, longitude = _point(record)
        yield Entity(
            name,
            kind,
            record.get("type", ""),
            iri(base, citables.languages, page, name),
            tuple(_names(record, lang)),
            tuple(
                (one.get(tei.XML_LANG, lang), _words(one))
                for one in record.iterfind("t:note[@type='description']", tei.NS)
            ),
            tuple((one.get("type", ""), _words(one)) for one in record.iterfind("t:idno", tei.NS)),
            {key: record.get(key) for key in _DATES if record.get(key)},
            latitude,
            longitude,
        )


def _names(record: etree._Element, lang: str) -> Iterator[Name]:
    for child in record:
        if tei.local_name(child) in _NAMES and _words(child):
            yield Name(_words(child), child.get(tei.XML_LANG, lang), child.get("type") == "main")


def _point(record: etree._Element) -> tuple[float | None, float | None]:
    """Return latitude and longitude, in the order in which TEI's geo has them."""
    geo = record.findtext(".//t:geo", "", tei.NS).replace(",", " ").split()
    try:
        return float(geo[0]), float(geo[1])
    except (IndexError, ValueError):
        return None, None


def _source(name: str, text: CitableText, citables: Citables, base: str, lang: str) -> Source:
    letters = text.positions.reading
    try:
        units = [one for one in text.units() if not one.children]
    except NoSuchPassage:
        units = []
    root = text.document.getroot()
    top = root.find("t:text", tei.NS)
    held = top.get(tei.XML_LANG, lang) if top is not None else lang
    cited = citables.header(Found(text), lang)
    return Source(
        name,
        iri(base, citables.languages, name, ""),
        held,
        next(iter(str(one) for one in cited.work["titles"].values()), name),
        letters.text,
        tuple(_stretch(unit, text) for unit in units),
        str(cited.work["written"]),
    )


def _stretch(unit: Unit, text: CitableText) -> Stretch:
    start, end = text.positions.reading.span(unit.span)
    return Stretch(unit.reference, unit.id, start, end)


class _Reader:
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
        dated = name != "date" or any(element.get(key) for key in _DATES)
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
            dates={key: element.get(key) for key in _DATES if element.get(key)},
            speaker=speaker,
            denied=denied,
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


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
