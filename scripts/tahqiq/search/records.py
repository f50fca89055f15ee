"""The records that a search knows: what may be asked for by name, and found by its description.

In: resolved texts, whose standOff holds the records. Out: entities with their names in every
language of the interface and how often they are mentioned; and a unit for each record and language.
A name that refers to no record of the project is an entity too, under the words it is written in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from tahqiq.search.units import Span, Unit
from tahqiq.tei import NS, XML_ID, XML_LANG, local_name

_NAMES = frozenset("persName name orgName placeName eventName title label".split())
_ENTITIES = frozenset("persons groups orgs places events works".split())


@dataclass(frozen=True, slots=True)
class Entity:
    """What a name names: its kind, a name for each language, all names, mentions, its address."""

    key: str
    kind: str
    names: list[str]
    count: int
    address: str


def entities(
    roots: Sequence[etree._Element],
    languages: Sequence[str],
    written: Mapping[tuple[str, str], Counter[str]],
) -> list[Entity]:
    """Return every entity that is mentioned or has a record, the records first."""
    found = []
    seen = set()
    for kind, record in _records(roots):
        key = record.get(XML_ID, "")
        seen.add(key)
        count = written.get((kind, key), Counter()).total()
        names = [_name(record, language) for language in languages]
        others = [_words(name) for name in _named(record)]
        spellings = list(dict.fromkeys([*names, *others]))
        names.append("\n".join(one for one in spellings if one not in names))
        found.append(Entity(key, kind, names, count, f"{kind}.html#{key}"))
    for (kind, key), forms in written.items():
        if key not in seen and kind in _ENTITIES:
            seen.add(key)
            best = min(forms, key=lambda form: (-forms[form], form))
            rest = "\n".join(form for form in forms if form != best)
            found.append(Entity(key, kind, [best] * len(languages) + [rest], forms.total(), ""))
    return found


def record_units(roots: Sequence[etree._Element], languages: Sequence[str]) -> Iterator[list[Unit]]:
    """Yield for each language the units of all records: names and description."""
    for language in languages:
        group = []
        for kind, record in _records(roots):
            names = " · ".join(dict.fromkeys(_words(name) for name in _ordered(record, language)))
            told = " ".join(_descriptions(record, language))
            key = record.get(XML_ID, "")
            text = f"{names}: {told}" if told else names
            span = Span(0, len(names), kind, key)
            group.append(Unit(f"{kind}.html#{key}", "", "r", language, text, [span]))
        yield group


def _records(roots: Iterable[etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    seen = set()
    for root in roots:
        for record in root.iterfind("t:standOff/*/*", NS):
            key = record.get(XML_ID)
            kind = record.getparent().get("type", "")
            if key and key not in seen and kind in _ENTITIES:
                seen.add(key)
                yield kind, record


def _named(record: etree._Element) -> list[etree._Element]:
    return [child for child in record if local_name(child) in _NAMES]


def _ordered(record: etree._Element, language: str) -> list[etree._Element]:
    """Return the names of one script, the language's own first: a line of two is hard to read."""
    names = _named(record)
    latin = [name for name in names if "-Latn" in name.get(XML_LANG, "")]
    own = [name for name in names if name.get(XML_LANG) == language]
    return [*own, *(latin if language != "ar" else [])] or names


def _name(record: etree._Element, language: str) -> str:
    names = _named(record)
    own = [name for name in names if name.get(XML_LANG) == language]
    main = [name for name in own if name.get("type") == "main"]
    return next((_words(name) for name in [*main, *own, *names]), record.get(XML_ID, ""))


def _descriptions(record: etree._Element, language: str) -> Iterator[str]:
    for note in record.iterfind("t:note", NS):
        if note.get(XML_LANG, language) == language:
            yield _words(note)


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
