"""What a release says of itself: taken from the headers of its texts.

In: a project. Out: identifier, version, day, titles, publisher, licences. A package takes all its
dates from here, so that the same release gives the same package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.errors import Place, ProjectError
from tahqiq.project import Project

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADER = "t:teiHeader/t:fileDesc/"
_LANGUAGES = ("en", "ar", "")


@dataclass(frozen=True, slots=True)
class Release:
    """One version of an edition; texts by language (``""``: not stated), ``day`` in ISO 8601."""

    identifier: str
    version: str
    day: str
    title: dict[str, str]
    description: dict[str, str]
    publisher: str
    licences: tuple[str, ...]
    rights: dict[str, str]
    languages: tuple[str, ...]
    address: str = ""

    @property
    def moment(self) -> str:
        """Return the release's date as a time, as records want it."""
        return f"{self.day}T00:00:00Z"

    @property
    def uri(self) -> str:
        """Return an identifier that is an address or a URN, whatever the header has."""
        if ":" in self.identifier or not self.identifier:
            return self.identifier
        return (
            f"{self.address.rstrip('/')}/{self.identifier}"
            if self.address
            else (f"urn:tahqiq:edition:{self.identifier}")
        )

    @property
    def name(self) -> str:
        """Return what its package is called: identifier and version."""
        return f"{self.identifier}-{self.version}"

    def said(self, texts: dict[str, str]) -> str:
        """Return a text in English, or else in another language."""
        return next((texts[lang] for lang in _LANGUAGES if texts.get(lang)), "") or next(
            iter(texts.values()), ""
        )


def of(project: Project) -> Release:
    """Return the release that a project is.

    Raise ProjectError where no text says a day of publication: nothing else may date a package.
    """
    if not project.texts:
        raise ProjectError("the edition has no texts", place=Place(str(project.home)))
    headers = [(path, tei.parse(path).getroot()) for path in project.texts]
    path, root = headers[0]
    days = [day for place, one in headers if (day := _day(one, place))]
    if not days:
        raise ProjectError(
            "the header says no day of publication, and a package takes its dates from it",
            place=Place(str(path)),
            hint="write <date when='2026-11-24'> into the publicationStmt",
        )
    several = len(headers) > 1
    title = dict(project.settings.title) or _by_language(root, "t:titleStmt/t:title[@type='main']")
    return Release(
        identifier=project.root.name if several else _identifier(root, path),
        version=_first(root, "t:editionStmt/t:edition/@n") or "0",
        day=max(days),
        title=title or _by_language(root, "t:titleStmt/t:title"),
        description={} if several else _abstract(root),
        publisher=_first(root, "t:publicationStmt/t:publisher"),
        licences=tuple(
            dict.fromkeys(
                str(target)
                for _, one in headers
                for target in one.xpath(
                    f"{_HEADER}/t:publicationStmt//t:licence/@target", namespaces=tei.NS
                )
            )
        ),
        rights=_by_language(root, "t:publicationStmt/t:availability/t:p"),
        languages=tuple(
            dict.fromkeys(
                str(one)
                for _, each in headers
                for one in each.xpath("t:text/@xml:lang", namespaces=tei.NS)
            )
        ),
        address=project.settings.base,
    )


def _identifier(root: etree._Element, path: Path) -> str:
    return _first(root, "t:publicationStmt/t:idno[@type='edition']") or str(
        root.get(tei.XML_ID) or path.stem
    )


def _day(root: etree._Element, path: Path) -> str:
    said = _first(root, "t:publicationStmt/t:date/@when")
    return said if _DAY.fullmatch(said) else ""


def _first(root: etree._Element, path: str) -> str:
    found = root.xpath(_HEADER + path, namespaces=tei.NS)
    return _words(found[0]) if found else ""


def _by_language(root: etree._Element, path: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in root.xpath(_HEADER + path, namespaces=tei.NS):
        made.setdefault(str(one.get(tei.XML_LANG, "")), _words(one))
    return made


def _abstract(root: etree._Element) -> dict[str, str]:
    found = root.xpath("t:teiHeader/t:profileDesc/t:abstract", namespaces=tei.NS)
    return {str(one.get(tei.XML_LANG, "")): _words(one) for one in found}


def _words(node: etree._Element | str) -> str:
    text = node if isinstance(node, str) else "".join(map(str, node.itertext()))
    return " ".join(text.split())
