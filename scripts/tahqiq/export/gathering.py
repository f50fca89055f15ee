"""What a project names, from its files. In: its texts and registers. Out: the data of an export."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from tahqiq import tei
from tahqiq.citable import CitableText, Unit
from tahqiq.citation import forms
from tahqiq.citation.targets import Citables, Found
from tahqiq.errors import NoSuchPassage
from tahqiq.export.entities import DATES, Data, Entity, Mention, Name, Source, Stretch
from tahqiq.export.mentions import Reader

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
_NAMES = frozenset("persName name orgName placeName eventName title label".split())


def read(citables: Citables, say: Callable[[str], None] = lambda _: None) -> Data:
    """Return what a project names; ``say`` gets a line for each text.

    Raise TahqiqError where a text cannot be read.
    """
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
        say(f"reading {name}")
        made = _source(name, text, citables, base, lang)
        texts.append(made)
        mentions += Reader(made, text, known).mentions()
    return Data(cited, citables.languages, tuple(texts), entities, tuple(mentions))


def iri(base: str, languages: tuple[str, ...], page: str, anchor: str) -> str:
    """Return the address of something on a page, or a URN where nothing is published."""
    if base:
        return forms.page_address(base, languages, languages[0], page, anchor)
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
            {key: record.get(key) for key in DATES if record.get(key)},
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


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
