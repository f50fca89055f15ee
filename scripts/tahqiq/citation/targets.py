"""What may be cited of an edition: itself, a text, a passage, a record of its registers.

In: a project or a file, and a reference: nothing for the edition, the id of a text, a passage as
``tahqiq resolve`` takes it, or the id of a record or of any element. Out: a Target in the words of
a language, with its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from tahqiq import tei
from tahqiq.citable.shelf import Shelf, only_tei
from tahqiq.citation import forms
from tahqiq.citation.forms import Cited, Target
from tahqiq.errors import NoSuchPassage, ProjectError, TransformError
from tahqiq.project import Project, find
from tahqiq.versions.releases import releases

if TYPE_CHECKING:
    from tahqiq.citable import CitableText, Passage, Unit

_NAMES = frozenset("persName name orgName placeName eventName title label".split())
_VOICES = {"said": "speech", "q": "quotation", "quote": "quotation"}
_ID = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference means: a text (None for an edition of several), a passage, or a record.

    ``page`` is the name of the record's page; ``element`` what is cited of a passage that is less
    than a unit: a note, a speech, a quotation.
    """

    text: CitableText | None = None
    passage: Passage | None = None
    record: etree._Element | None = None
    page: str = ""
    element: etree._Element | None = None


class Citables:
    """The texts and records of a project, by what people cite them with.

    ``path`` is an edition, or a text alone, which then has ``registers``.
    """

    def __init__(self, path: Path | None = None, registers: Sequence[Path] = ()) -> None:
        self._registers = registers
        self.project: Project = find(path)
        self._single = path is not None and path.is_file()
        paths = [only_tei(path)] if self._single and path else self.project.texts
        if not paths:
            raise ProjectError(f"the edition in {self.project.home} has no texts")
        self.shelf = Shelf(paths)
        self._cited: dict[tuple[object, ...], Cited] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the interface; the site's own is the first."""
        return self.project.settings.languages

    @cached_property
    def registers(self) -> list[etree._ElementTree]:
        """Return the registers of the project."""
        paths = self._registers if self._single else self.project.registers
        return [tei.parse(path) for path in paths]

    def find(self, reference: str = "") -> Found:
        """Return what a reference means. Raise NoSuchPassage."""
        texts = self.shelf.texts
        if not reference:
            return Found(next(iter(texts.values())) if len(texts) == 1 else None)
        if reference in texts:
            return Found(texts[reference])
        name = reference.removeprefix("#")
        for page, record in self.records():
            if record.get(tei.XML_ID) == name:
                return Found(self._holder(record), None, record, page)
        for text in texts.values():
            element = text.positions.ids.get(name)
            if element is not None and not _is_unit(text, element):
                return Found(text, text.at(element), element=element)
        try:
            text, passage = self.shelf.resolve(reference)
        except NoSuchPassage:
            if not _ID.fullmatch(reference):
                raise
            text, passage = self.shelf.resolve(f"#{reference}")
        return Found(text, passage)

    def records(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield every record of the registers and of the texts, with the name of its page."""
        for register in self.registers:
            root = register.getroot()
            for record in root.iterfind(".//t:standOff/*/*", tei.NS):
                yield root.get(tei.XML_ID, ""), record
        for text in self.shelf.texts.values():
            for record in text.document.getroot().iterfind("t:standOff/*/*", tei.NS):
                yield record.getparent().get("type", ""), record

    def _holder(self, record: etree._Element) -> CitableText | None:
        """Return the text that a record is of: its own, else the only one there is."""
        texts = list(self.shelf.texts.values())
        root = record.getroottree().getroot()
        own = [one for one in texts if one.document.getroot() is root]
        return next(iter(own or (texts if len(texts) == 1 else [])), None)

    def header(self, found: Found, lang: str, *, edition: bool = True) -> Cited:
        """Return what is said of a text, or of all texts as one edition.

        Raise ProjectError where several texts have no title together.
        """
        title = self.project.settings.title
        texts = [found.text] if found.text else list(self.shelf.texts.values())
        if len(texts) > 1 and not title:
            raise ProjectError(
                "the edition has several texts and no title of its own",
                hint="give edition.toml a table [title], or name one of its texts",
            )
        folder = self.project.home / "site/locale"
        base = self._page(texts, lang, found, edition=edition)
        asked = (lang, base, edition, *(text.id for text in texts))
        if asked not in self._cited:
            self._cited[asked] = forms.cited(
                [text.document.getroot() for text in texts],
                lang=lang,
                languages=self.languages,
                base=base,
                title=title,
                locales=folder if folder.is_dir() else None,
                edition=edition,
                names=[text.id for text in texts],
            )
        return self._cited[asked]

    @cached_property
    def _versions(self) -> frozenset[str]:
        """Return the versions that were released."""
        return frozenset(one.version for one in releases(self.project))

    def base(self, edition: str = "") -> str:
        """Return the address of a version that was released; else of the newest, or of all."""
        base = self.project.settings.base
        if not base or not self._versions:
            return base
        return f"{base.rstrip('/')}/{f'v{edition}' if edition in self._versions else 'latest'}/"

    def _page(self, texts: list[CitableText], lang: str, found: Found, *, edition: bool) -> str:
        """Return the address of the page of what is cited."""
        statement = "t:teiHeader/t:fileDesc/t:editionStmt/t:edition"
        number = texts[0].document.getroot().find(statement, tei.NS)
        version = number.get("n", "") if number is not None and edition else ""
        page = found.text.id if found.text else ""
        return forms.page_address(self.base(version), self.languages, lang, page)

    def target(self, found: Found, cited: Cited, lang: str, *, quote: bool = False) -> Target:
        """Return what is cited, in the words of a language; with ``quote`` also its own words."""

        def address(page: str, anchor: str) -> str:
            base = self.base(str(cited.work["edition"]))
            return forms.page_address(base, self.languages, lang, page, anchor)

        if found.record is not None:
            name = found.record.get(tei.XML_ID, "")
            words, words_lang = _described(found.record, lang) if quote else ("", lang)
            url = address(found.page, name)
            return Target(name, "record", _name(found.record, lang), url, words, words_lang)
        if found.text is None or found.passage is None:
            page = found.text.id if found.text else ""
            return Target(str(cited.work["id"]), url=address(page, ""))
        kind, n = _where(found, cited.units.get(lang, {}), lang)
        anchor = _anchor(found)
        key = anchor or f"{found.text.id}-{found.passage.reference}"
        url = address(found.text.id, anchor)
        words = _quotation(found) if quote else ""
        return Target(key, kind, n, url, words, str(cited.work["language"]))


def _is_unit(text: CitableText, element: etree._Element) -> bool:
    place = text.at(element) if text.trees else None
    return place is not None and place.first is not None and place.first.element is element


def _anchor(found: Found) -> str:
    """Return the id at which a page opens: that of an element, else of the first unit."""
    if found.element is not None:
        return found.element.get(tei.XML_ID, "") or ""
    passage = found.passage
    if passage is None:
        return ""
    if passage.first is not None:
        return passage.first.id
    return next((one.get(tei.XML_ID) for one in passage.elements if one.get(tei.XML_ID)), "")


def _quotation(found: Found) -> str:
    if found.element is not None and tei.local_name(found.element) == "note":
        bodies = found.element.findall("t:ab", tei.NS)
        return _words(bodies[0] if bodies else found.element)
    return found.passage.text(reading=True) if found.passage else ""


def _where(found: Found, units: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return the kind of a passage and its number; for other units than paragraphs its whole name.

    The number of a note is that which every output gives it.
    """
    first, last = (found.passage.first, found.passage.last) if found.passage else (None, None)
    if found.element is not None or first is None or last is None:
        return _of_element(found, units, lang)
    if first.kind == "paragraph" and first.level == 1:
        if first is last:
            return "paragraph", first.value
        return "paragraphs", f"{first.value}–{last.value}"
    named = _path(first, units, lang)
    if first is not last:
        shared = first.parent is last.parent and first.kind == last.kind
        named += f"–{_value(last, lang) if shared else _path(last, units, lang)}"
    return "place", named


def named_units(
    text: CitableText, units: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Return by their ids the units that are more than numbered paragraphs, named in each language.

    ``units`` are the names of kinds of units by language. A text that cannot be cited has none.
    """
    try:
        every = text.units()
    except (NoSuchPassage, TransformError):
        return {}
    return {
        unit.id: {lang: _path(unit, names, lang) for lang, names in units.items()}
        for unit in every
        if unit.id and (unit.kind != "paragraph" or unit.level > 1)
    }


def _path(unit: Unit, units: Mapping[str, str], lang: str) -> str:
    """Return a unit's name, what contains it first: «الفصل ٢، البيت ٣»."""
    parts: list[str] = []
    at: Unit | None = unit
    while at is not None:
        name, value = at.kind and units.get(at.kind, at.kind), _value(at, lang)
        # A value may name its kind itself: «ذيل 1».
        parts.insert(0, value if value.startswith(name) else f"{name} {value}")
        at = at.parent
    return units.get("", ", ").join(parts)


def _value(unit: Unit, lang: str) -> str:
    return forms.digits(unit.value, eastern=lang == "ar")


def _of_element(found: Found, units: Mapping[str, str], lang: str) -> tuple[str, str]:
    element, text = found.element, found.text
    if element is None or text is None:
        return "place", found.passage.reference if found.passage else ""
    name = tei.local_name(element)
    if name == "note":
        notes = text.document.getroot().iterfind(".//t:text//t:note", tei.NS)
        every = [note for note in notes if not any(note.iterancestors(f"{{{tei.TEI_NS}}}note"))]
        if element in every:
            return "note", str(every.index(element) + 1)
    first = found.passage.first if found.passage else None
    if first is not None and first.kind == "paragraph" and first.level == 1:
        return _VOICES.get(name, "paragraph"), first.value
    return "place", _path(first, units, lang) if first else element.get(tei.XML_ID, "")


def _name(record: etree._Element, lang: str) -> str:
    """Return a record's name in a language: its main one, else a variant, else its first."""
    names = [child for child in record if tei.local_name(child) in _NAMES]
    own = [name for name in names if name.get(tei.XML_LANG) == lang]
    main = [name for name in own if name.get("type") == "main"]
    return next((_words(name) for name in [*main, *own, *names]), record.get(tei.XML_ID, ""))


def _described(record: etree._Element, lang: str) -> tuple[str, str]:
    notes = record.findall("t:note[@type='description']", tei.NS)
    own = [note for note in notes if note.get(tei.XML_LANG) == lang]
    chosen = next(iter([*own, *notes]), None)
    return ("", lang) if chosen is None else (_words(chosen), chosen.get(tei.XML_LANG, lang))


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
