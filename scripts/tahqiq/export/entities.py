"""What an edition names: its records, and every place where its texts name something.

In: nothing; ``gathering`` reads them. Out: entities and mentions, as values. A mention is a
stretch of the reading text (corrected, without notes, white space folded), counted in code points,
from 0, within its text and within its citable unit; notes, which that text lacks, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tahqiq.citation.forms import Cited

KINDS = ("person", "group", "org", "place", "event", "work", "date")
DATES = ("when", "from", "to", "notBefore", "notAfter")


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
    ``speaker`` that of whoever says it, ``denied`` whether that is in order to deny. ``pointer`` is
    what the element refers to as the file has it, be it a record or an authority elsewhere.
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
    pointer: str = ""


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
