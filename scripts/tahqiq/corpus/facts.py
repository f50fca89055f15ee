"""What one document says of itself: header, names, dates, languages, sizes.

In: a TEI file. Out: rows for a catalogue, as plain values, in the order of the document. Nothing is
guessed: a mention has the record that its ``ref`` or ``key`` names, or none. Of a description of a
manuscript that has no text beside it, the description is what is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from tahqiq import tei
from tahqiq.deliveries import Item
from tahqiq.findings import Finding

Row = dict[str, Any]
RECORDS = {
    "person": "person", "personGrp": "group", "org": "org", "place": "place", "event": "event",
    "bibl": "work", "biblStruct": "work",
}  # fmt: skip
_LISTS = frozenset("listPerson listOrg listPlace listEvent listBibl".split())
_NAMED = {
    "persName": "person", "orgName": "org", "placeName": "place", "geogName": "place",
    "settlement": "place", "country": "place", "region": "place", "rs": "", "name": "",
}  # fmt: skip
_NAMES = ("persName", "orgName", "placeName", "eventName", "title", "label", "name", "geogName")
_DATES = ("when", "from", "to", "notBefore", "notAfter")
# A date within a name is that of a life.
_SOURCE_DATES = etree.XPath(
    "./t:teiHeader//t:sourceDesc//t:origDate"
    " | ./t:teiHeader//t:sourceDesc//t:date[not(ancestor::t:persName or ancestor::t:author)]",
    namespaces=tei.NS,
)
_NAME = etree.XPath(".//text()[not(ancestor::t:idno)]", namespaces=tei.NS)
_DESCRIPTION = f"{{{tei.TEI_NS}}}msDesc"
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"-?\d{4}")


def of_file(item: Item) -> Row:
    """Return the facts of a file; raise SourceError where it is no tree."""
    root = tei.parse(item.path, file=item.name).getroot()
    text = _read(root)
    return {
        "header": _header(root, text),
        "entities": list(_entities(root, item.name)),
        "mentions": list(_mentions(text, item.name)),
        "dates": list(_dates(text)),
        "languages": _languages(text),
    }


def _read(root: etree._Element) -> etree._Element | None:
    """Return the text, or where it has no letters the description of a manuscript."""
    text = root.find(".//t:text", tei.NS)
    described = root.find("./t:teiHeader//t:sourceDesc//t:msDesc", tei.NS)
    if described is not None and (text is None or not any(map(str.strip, _texts(text)))):
        return described
    return text


def of_finding(finding: Finding) -> Row:
    """Return a finding as a row, in both languages."""
    place, message = finding.place, finding.message
    return {
        "code": finding.code, "slug": finding.slug, "severity": finding.severity.label,
        "line": place.line, "column": place.column, "message": message.en, "message_ar": message.ar,
    }  # fmt: skip


def _header(root: etree._Element, text: etree._Element | None) -> Row:
    first = "./t:teiHeader//t:titleStmt"
    letters = "".join(_texts(text)) if text is not None else ""
    return {
        "id": root.get(tei.XML_ID, ""),
        "root": tei.local_name(root),
        "title": next(map(_words, tei.main_titles(root)), ""),
        "author": _people(root, f"{first}/t:author"),
        "editor": _people(root, f"{first}/t:editor"),
        "publisher": _said(root, "./t:teiHeader//t:publicationStmt//t:publisher"),
        "date": _dated(root.find("./t:teiHeader//t:publicationStmt//t:date", tei.NS)),
        "source_date": _dated(_source_date(root)),
        "licence": _target(root.find("./t:teiHeader//t:licence", tei.NS)),
        "language": _main_language(root if text is None else text),
        "characters": len(letters),
        "words": sum(1 for _ in _WORD.finditer(letters)),
        "elements": sum(1 for _ in root.iter(etree.Element)),
        "tagged_words": _tagged(text),
    }


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(one) for one in element.itertext(etree.Element))


def _said(root: etree._Element, path: str) -> str:
    found = root.find(path, tei.NS)
    return _words(found) if found is not None else ""


def _people(root: etree._Element, path: str) -> str:
    """Return everyone who is named so, without the identifiers that stand within the name."""
    said = (
        " ".join("".join(map(str, _NAME(found))).split()) for found in root.iterfind(path, tei.NS)
    )
    return " | ".join(one for one in dict.fromkeys(said) if one)


def _words(element: etree._Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _source_date(root: etree._Element) -> etree._Element | None:
    """Return the date of the source: that of its origin before any other."""
    found: list[etree._Element] = _SOURCE_DATES(root)
    return min(found, key=lambda one: tei.local_name(one) != "origDate", default=None)


def _main_language(text: etree._Element) -> str:
    """Return the language of a text, or that in which a manuscript is said to be written."""
    said = text.find(".//t:textLang[@mainLang]", tei.NS) if text.tag == _DESCRIPTION else None
    return _language(text) if said is None else said.get("mainLang", "")


def _dated(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return next((element.get(name) for name in _DATES if element.get(name)), _words(element))


def _target(element: etree._Element | None) -> str:
    return "" if element is None else element.get("target") or _words(element)


def _language(element: etree._Element) -> str:
    return next((one.get(tei.XML_LANG) for one in _upwards(element) if one.get(tei.XML_LANG)), "")


def _upwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _tagged(text: etree._Element | None) -> int:
    """Return how many words stand within a name, each counted once."""
    if text is None:
        return 0
    outermost = (
        one for one in text.iter(*(f"{{{tei.TEI_NS}}}{name}" for name in _NAMED))
        if not any(tei.local_name(above) in _NAMED for above in one.iterancestors())
    )  # fmt: skip
    return sum(len(_WORD.findall(_words(one))) for one in outermost)


def _entities(root: etree._Element, key: str) -> Iterator[Row]:
    for record in root.iter(*(f"{{{tei.TEI_NS}}}{name}" for name in RECORDS)):
        parent = record.getparent()
        within = parent is not None and tei.local_name(parent) in _LISTS
        if record.get(tei.XML_ID) and within:
            yield _entity(record, f"{key}#{record.get(tei.XML_ID)}")


def _entity(record: etree._Element, entity: str) -> Row:
    names = [one for one in record if tei.local_name(one) in _NAMES and _words(one)]
    latitude, longitude = _point(record)
    return {
        "entity": entity,
        "kind": RECORDS[tei.local_name(record)],
        "name": _named(names, None),
        "name_ar": _named(names, "ar"),
        "name_en": _named(names, "en"),
        "identifiers": " | ".join(
            f"{one.get('type', '')}:{_words(one)}" for one in record.iterfind("t:idno", tei.NS)
        ),
        "latitude": latitude,
        "longitude": longitude,
    }


def _named(names: list[etree._Element], lang: str | None) -> str:
    own = [one for one in names if lang is None or _language(one).split("-")[0] == lang]
    main = [one for one in own if one.get("type") == "main"]
    return next((_words(one) for one in [*main, *own]), "")


def _point(record: etree._Element) -> tuple[float | None, float | None]:
    """Return latitude and longitude, in the order in which TEI's geo has them."""
    geo = record.findtext(".//t:geo", "", tei.NS).replace(",", " ").split()
    try:
        found = float(geo[0]), float(geo[1])
    except (IndexError, ValueError):
        return None, None
    is_place = abs(found[0]) <= 90 and abs(found[1]) <= 180
    return found if is_place else (None, None)


def _mentions(text: etree._Element | None, key: str) -> Iterator[Row]:
    found = () if text is None else text.iter(*(f"{{{tei.TEI_NS}}}{n}" for n in _NAMED))
    for number, element in enumerate(found, 1):
        name = tei.local_name(element)
        yield {
            "number": number,
            "element": name,
            "kind": _NAMED[name] or element.get("type", ""),
            "surface": _words(element),
            "entity": target(_named_by(element), key),
            "language": _language(element),
            "line": tei.line_of(element),
        }


def _named_by(name: etree._Element) -> str:
    """Return the pointer of a name, or of the author or editor whose name it is."""
    holder = name.getparent()
    found = [name]
    if holder is not None and tei.local_name(holder) in ("author", "editor"):
        found += [holder] * (tei.local_name(name) in ("persName", "orgName", "name"))
    return next((said for one in found if (said := one.get("ref") or one.get("key"))), "")


def target(ref: str, key: str) -> str:
    """Return the record that a pointer names, as the catalogue names records: ``file#id``."""
    first = next(iter(ref.split()), "")
    file, mark, id_ = first.partition("#")
    if not mark or "://" in file:
        return first
    if not file:
        return f"{key}#{id_}"
    parts: list[str] = []
    for part in (*PurePosixPath(key).parent.parts, *file.split("/")):
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return f"{'/'.join(parts)}#{id_}"


def _dates(text: etree._Element | None) -> Iterator[Row]:
    names = (f"{{{tei.TEI_NS}}}date", f"{{{tei.TEI_NS}}}origDate")
    found = () if text is None else text.iter(*names)
    for number, element in enumerate(found, 1):
        values = {name: element.get(name, "") for name in _DATES}
        first = _YEAR.match(next((one for one in values.values() if one), ""))
        yield {
            "number": number,
            "surface": _words(element),
            "calendar": element.get("calendar", "").rpartition("#")[2],
            **values,
            "year": int(first.group()) if first else None,
        }


def _languages(text: etree._Element | None) -> list[Row]:
    """Return how many letters of the text stand in each language."""
    counted: Counter[str] = Counter()
    if text is not None:
        _count(text, _language(text), counted)
    rows = [{"language": name, "characters": n} for name, n in counted.items() if n]
    return sorted(rows, key=lambda row: str(row["language"]))


def _count(text: etree._Element, lang: str, counted: Counter[str]) -> None:
    """Count without recursion: documents of strangers are nested as deeply as they like."""
    stack = [lang]
    for event, element in etree.iterwalk(text, events=("start", "end", "comment", "pi")):
        if event == "start":
            stack.append(element.get(tei.XML_LANG) or stack[-1])
            counted[stack[-1]] += _letters(element.text)
            continue
        if event == "end":
            stack.pop()
        if element is not text:
            counted[stack[-1]] += _letters(element.tail)


def _letters(text: str | None) -> int:
    return len("".join((text or "").split()))
