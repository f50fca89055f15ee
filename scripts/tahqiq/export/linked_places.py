"""Places as Linked Places Format 1.3. In: the data. Out: one FeatureCollection, valid GeoJSON.

The format asks of every place for a time, a class of GeoNames and a source of one of its names. The
time is that of the text that names it; the source is the text. A place without coordinates has a
geometry of null, as GeoJSON has it (RFC 7946, 3.2). Feature types are those of Getty's AAT that the
format lists.
"""

from __future__ import annotations

import json
from typing import Any

from tahqiq.export.authorities import address
from tahqiq.export.entities import Data, Entity

_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
# Of a place's type: the class of GeoNames, and the type of AAT with its label.
_CLASSES = {
    "settlement": ("P", "aat:300008347", "inhabited place"),
    "city": ("P", "aat:300008347", "inhabited place"),
    "town": ("P", "aat:300008347", "inhabited place"),
    "village": ("P", "aat:300008347", "inhabited place"),
    "port": ("S", "aat:300120599", "port"),
    "country": ("A", "aat:300128207", "nation"),
    "region": ("L", "aat:300182722", "region (geographic)"),
    "border": ("L", "aat:300387143", "borderland"),
    "river": ("H", "", ""),
    "sea": ("H", "", ""),
    "lake": ("H", "", ""),
    "mountain": ("T", "", ""),
    "valley": ("T", "", ""),
    "road": ("R", "", ""),
    "building": ("S", "", ""),
}
_OTHER = ("L", "", "")


def collection(data: Data) -> dict[str, bytes]:
    """Return the places as one file; none where the edition has no places."""
    places = [one for one in data.entities if one.kind == "place"]
    if not places:
        return {}
    value = {
        "type": "FeatureCollection",
        "@context": _CONTEXT,
        "features": [_feature(place, data) for place in places],
    }
    content = json.dumps(value, ensure_ascii=False, indent=1)
    return {"places.geojson": f"{content}\n".encode()}


def _feature(place: Entity, data: Data) -> dict[str, Any]:
    fclass, identifier, label = _CLASSES.get(place.type, _OTHER)
    codes = [value for kind, value in place.identifiers if kind == "ISO-3166-1"]
    links = [address(kind, value) for kind, value in place.identifiers]
    feature: dict[str, Any] = {
        "@id": place.iri,
        "type": "Feature",
        "properties": {
            "title": place.name(data.languages[0]),
            "fclasses": [fclass],
            **({"ccodes": codes} if codes else {}),
        },
        "when": _when(place, data),
        "names": _names(place, data),
        "types": [
            {
                "identifier": identifier,
                "label": label,
                "sourceLabels": [{"label": place.type, "lang": "en"}],
            }
        ]
        if identifier
        else [],
        "geometry": None
        if place.latitude is None
        else {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "links": [{"type": "exactMatch", "identifier": one} for one in links if one],
        "descriptions": [
            {"@id": place.iri, "value": text, "lang": lang} for lang, text in place.descriptions
        ],
    }
    return {key: value for key, value in feature.items() if value != []}


def _names(place: Entity, data: Data) -> list[dict[str, Any]]:
    cited = [{"label": one.title, "@id": one.iri} for one in _sources(place, data)]
    return [
        {"toponym": one.text, "lang": one.lang, **({"citations": cited} if n == 0 else {})}
        for n, one in enumerate(place.names)
    ]


def _sources(place: Entity, data: Data) -> list[Any]:
    """Return the texts that name a place; all where none does."""
    naming = {one.text for one in data.mentions if one.entity == place.id}
    return [one for one in data.texts if one.id in naming or not naming]


def _when(place: Entity, data: Data) -> dict[str, Any]:
    """Return when a place is attested: when it is named, at the earliest."""
    written = [one.written for one in _sources(place, data) if one.written]
    start = min(written, default=str(data.cited.work["date"]))
    spans = [{"start": {"earliest": start}}] if start else []
    return {"timespans": spans, "label": "named in the text"}
