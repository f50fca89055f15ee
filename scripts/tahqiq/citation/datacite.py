"""An edition's header as the record that a DOI is asked for with: DataCite 4.5, as JSON and XML.

In: a Cited. Out: the attributes of the REST interface, and the same as XML of kernel 4. Who wrote
the source is a creator, who edited it a contributor; of an unknown author the editors are creators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from tahqiq.citation.deposits import SPDX, licence, name_of, orcid_of, said_in, some
from tahqiq.citation.forms import Cited
from tahqiq.errors import SourceError
from tahqiq.tei import XML_LANG

_KERNEL = "http://datacite.org/schema/kernel-4"
_LOCATION = f"{_KERNEL} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def record(cited: Cited, lang: str, url: str = "") -> dict[str, Any]:
    """Return the record as JSON has it. Without a DOI it is what is sent to get one.

    Raise SourceError where the header does not tell the year, which DataCite demands.
    """
    work = cited.work
    year = work["date"][:4] or (str(work["years"][0]) if work["years"] else "")
    if not year:
        raise SourceError(
            "DataCite wants the year of publication, and the header has none",
            hint="give publicationStmt a date with @when",
        )
    return some(
        {
            "doi": work["doi"],
            "url": url,
            "types": {"resourceTypeGeneral": "Text", "resourceType": "Digital edition"},
            "creators": [_agent(one, lang) for one in work["author"] or work["editor"]]
            or [{"name": "(:unkn)"}],
            "titles": _titles(work, lang),
            "publisher": {"name": said_in(work["publishers"], lang) or "(:unav)"},
            "publicationYear": year,
            "subjects": [{"subject": word} for word in work["keywords"]],
            "contributors": [
                {**_agent(one, lang), "contributorType": kind}
                for role, kind in (("editor", "Editor"), ("translator", "Other"))
                for one in work[role]
            ],
            "dates": [{"date": work["date"], "dateType": "Issued"}] if work["date"] else [],
            "language": work["language"],
            "alternateIdentifiers": [
                {"alternateIdentifier": work["id"], "alternateIdentifierType": "Local"}
            ],
            "formats": ["application/tei+xml", "text/html"],
            "version": work["edition"],
            "rightsList": [_rights(work["licence"])] if work["licence"] else [],
            "descriptions": [
                some({"description": words, "descriptionType": "Abstract", "lang": one})
                for one, words in work["abstracts"].items()
            ],
            "schemaVersion": _KERNEL,
        }
    )


def _titles(work: Mapping[str, Any], lang: str) -> list[dict[str, str]]:
    titles = work["titles"]
    order = sorted(titles, key=lambda one: (one != work["language"], one != lang, one))
    return [
        some({"title": titles[one], "lang": one, "titleType": "TranslatedTitle" if n else ""})
        for n, one in enumerate(order)
    ] + [
        some({"title": words, "lang": one, "titleType": "Subtitle"})
        for one, words in work["subtitles"].items()
    ]


def _agent(person: Mapping[str, Any], lang: str) -> dict[str, Any]:
    name = name_of(person, lang)
    orcid = orcid_of(person)
    known = {
        "nameIdentifier": f"https://orcid.org/{orcid}",
        "nameIdentifierScheme": "ORCID",
        "schemeUri": "https://orcid.org",
    }
    return some(
        {
            "name": f"{name['family']}, {name['given']}" if name["family"] else name["literal"],
            "nameType": "Organizational" if person["group"] else "Personal",
            "givenName": name["given"],
            "familyName": name["family"],
            "nameIdentifiers": [known] if orcid else [],
        }
    )


def _rights(address: str) -> dict[str, str]:
    spdx = licence(address)
    named = {
        "rights": spdx,
        "rightsIdentifier": spdx,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": SPDX,
    }
    return {"rightsUri": address, **(named if spdx else {})}


def as_xml(values: Mapping[str, Any]) -> bytes:
    """Return a record as XML; ``(:tba)`` stands for a DOI that is still to come."""
    root = etree.Element(f"{{{_KERNEL}}}resource", nsmap={None: _KERNEL, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", _LOCATION)
    _add(root, "identifier", values.get("doi", "(:tba)"), {"identifierType": "DOI"})
    for name, kind in (("creators", "creator"), ("contributors", "contributor")):
        for holder in _holder(root, name, values):
            for agent in values[name]:
                _add_agent(holder, kind, agent)
    _add(root, "publisher", values["publisher"]["name"])
    _add(root, "publicationYear", values["publicationYear"])
    _add(root, "resourceType", values["types"]["resourceType"],
         {"resourceTypeGeneral": values["types"]["resourceTypeGeneral"]})  # fmt: skip
    for name in ("language", "version"):
        if name in values:
            _add(root, name, values[name])
    for name, kind, text, attributes in _LISTS:
        for holder in _holder(root, name, values):
            for one in values[name]:
                said = one if isinstance(one, str) else one.get(text, "")
                told = {} if isinstance(one, str) else one
                _add(holder, kind, said, {to: told.get(key, "") for key, to in attributes})
    etree.indent(root)
    content: bytes = etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + content + b"\n"


# Of each list: its element, that of its items, the key of their text, and those of attributes.
_LISTS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("titles", "title", "title", (("titleType", "titleType"), ("lang", XML_LANG))),
    ("subjects", "subject", "subject", ()),
    ("dates", "date", "date", (("dateType", "dateType"),)),
    (
        "alternateIdentifiers",
        "alternateIdentifier",
        "alternateIdentifier",
        (("alternateIdentifierType", "alternateIdentifierType"),),
    ),
    ("formats", "format", "", ()),
    (
        "rightsList",
        "rights",
        "rights",
        (
            ("rightsUri", "rightsURI"),
            ("rightsIdentifier", "rightsIdentifier"),
            ("rightsIdentifierScheme", "rightsIdentifierScheme"),
            ("schemeUri", "schemeURI"),
        ),
    ),
    (
        "descriptions",
        "description",
        "description",
        (("descriptionType", "descriptionType"), ("lang", XML_LANG)),
    ),
)


def _holder(root: etree._Element, name: str, values: Mapping[str, Any]) -> Iterable[etree._Element]:
    return [_add(root, name, "")] if values.get(name) else []


def _add(
    parent: etree._Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_KERNEL}}}{name}")
    made.text = text or None
    for key, value in (attributes or {}).items():
        if value:
            made.set(key, value)
    return made


def _add_agent(parent: etree._Element, kind: str, agent: Mapping[str, Any]) -> None:
    made = _add(parent, kind, "", {"contributorType": agent.get("contributorType", "")})
    _add(made, f"{kind}Name", agent["name"], {"nameType": agent.get("nameType", "")})
    for name in ("givenName", "familyName"):
        if name in agent:
            _add(made, name, agent[name])
    for known in agent.get("nameIdentifiers", []):
        attributes = {
            "nameIdentifierScheme": known["nameIdentifierScheme"],
            "schemeURI": known["schemeUri"],
        }
        _add(made, "nameIdentifier", known["nameIdentifier"], attributes)
