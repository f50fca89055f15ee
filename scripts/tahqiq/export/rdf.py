"""What an edition names, as RDF. In: the data. Out: ``entities.ttl`` and ``entities.jsonld``.

CIDOC-CRM 7.1.3 for what is and happens, schema.org beside it for those who look for that; the
mapping is documented in the reference, and every class and property of it stands in one table here.
"""

from __future__ import annotations

from collections.abc import Mapping

from tahqiq.export.authorities import address
from tahqiq.export.entities import Data, Entity
from tahqiq.export.turtle import Graph, Literal, Node

PREFIXES = {
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CLASSES = {
    "person": ("crm:E21_Person", "schema:Person"),
    "group": ("crm:E74_Group", "schema:Organization"),
    "org": ("crm:E74_Group", "schema:Organization"),
    "place": ("crm:E53_Place", "schema:Place"),
    "event": ("crm:E5_Event", "schema:Event"),
    "work": ("crm:E73_Information_Object", "schema:CreativeWork"),
}
_BEGINS = {
    "when": "crm:P82a_begin_of_the_begin",
    "from": "crm:P82a_begin_of_the_begin",
    "notBefore": "crm:P82a_begin_of_the_begin",
}
_ENDS = {
    "when": "crm:P82b_end_of_the_end",
    "to": "crm:P82b_end_of_the_end",
    "notAfter": "crm:P82b_end_of_the_end",
}
_XSD = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def graph(data: Data) -> dict[str, bytes]:
    """Return the graph of an edition in two syntaxes."""
    made = Graph(PREFIXES)
    _texts(made, data)
    for entity in data.entities:
        _entity(made, entity)
    _mentions(made, data)
    return {"entities.ttl": made.turtle(), "entities.jsonld": made.json_ld()}


def _texts(made: Graph, data: Data) -> None:
    for text in data.texts:
        made.add(text.iri, "rdf:type", Node("crm:E33_Linguistic_Object"))
        made.add(text.iri, "rdf:type", Node("schema:CreativeWork"))
        made.add(text.iri, "rdfs:label", Literal(text.title, text.lang))
        made.add(text.iri, "schema:inLanguage", Literal(text.lang))
        if data.cited.work["licence"]:
            made.add(text.iri, "schema:license", Node(str(data.cited.work["licence"])))
        if data.cited.work["edition"]:
            made.add(text.iri, "schema:version", Literal(str(data.cited.work["edition"])))
        for unit in text.units:
            if unit.anchor:
                part = f"{text.iri}#{unit.anchor}" if "#" not in text.iri else text.iri
                if text.iri.startswith("urn:"):
                    part = f"urn:x-tahqiq:{unit.anchor}"
                made.add(text.iri, "crm:P106_is_composed_of", Node(part))
                made.add(part, "rdf:type", Node("crm:E33_Linguistic_Object"))
                made.add(part, "rdfs:label", Literal(unit.reference))


def _entity(made: Graph, entity: Entity) -> None:
    for name in CLASSES[entity.kind]:
        made.add(entity.iri, "rdf:type", Node(name))
    for number, one in enumerate(entity.names, 1):
        words = Literal(one.text, one.lang)
        made.add(entity.iri, "rdfs:label" if one.main else "skos:altLabel", words)
        made.add(entity.iri, "schema:name" if one.main else "schema:alternateName", words)
        appellation = f"{entity.iri}-name{number}"
        made.add(entity.iri, "crm:P1_is_identified_by", Node(appellation))
        made.add(appellation, "rdf:type", Node("crm:E41_Appellation"))
        made.add(appellation, "crm:P190_has_symbolic_content", words)
    for lang, text in entity.descriptions:
        made.add(entity.iri, "crm:P3_has_note", Literal(text, lang))
        made.add(entity.iri, "schema:description", Literal(text, lang))
    if entity.type:
        made.add(entity.iri, "schema:additionalType", Literal(entity.type))
    _identifiers(made, entity)
    _time(made, entity)
    _place(made, entity)


def _identifiers(made: Graph, entity: Entity) -> None:
    for number, (kind, value) in enumerate(entity.identifiers, 1):
        where = address(kind, value)
        if where:
            made.add(entity.iri, "owl:sameAs", Node(where))
            made.add(entity.iri, "schema:sameAs", Node(where))
            continue
        known = f"{entity.iri}-identifier{number}"
        made.add(entity.iri, "crm:P1_is_identified_by", Node(known))
        made.add(known, "rdf:type", Node("crm:E42_Identifier"))
        made.add(known, "rdfs:label", Literal(kind))
        made.add(known, "crm:P190_has_symbolic_content", Literal(value))


def _time(made: Graph, entity: Entity) -> None:
    if entity.kind != "event" or not entity.dates:
        return
    span = f"{entity.iri}-time"
    made.add(entity.iri, "crm:P4_has_time-span", Node(span))
    made.add(span, "rdf:type", Node("crm:E52_Time-Span"))
    for names in (_BEGINS, _ENDS):
        _bound(made, span, names, entity.dates)
    for key, name in (
        ("when", "schema:startDate"),
        ("from", "schema:startDate"),
        ("to", "schema:endDate"),
    ):
        if key in entity.dates:
            made.add(entity.iri, name, _dated(entity.dates[key]))


def _bound(made: Graph, span: str, names: Mapping[str, str], dates: Mapping[str, str]) -> None:
    for key, name in names.items():
        if key in dates:
            made.add(span, name, _dated(dates[key]))


def _dated(value: str) -> Literal:
    return Literal(value, type=_XSD.get(len(value.lstrip("-")), "xsd:string"))


def _place(made: Graph, entity: Entity) -> None:
    if entity.latitude is None or entity.longitude is None:
        return
    # GeoSPARQL counts longitude first.
    point = Literal(f"POINT({entity.longitude} {entity.latitude})", type="geo:wktLiteral")
    made.add(entity.iri, "crm:P168_place_is_defined_by", point)
    where = f"{entity.iri}-point"
    made.add(entity.iri, "schema:geo", Node(where))
    made.add(where, "rdf:type", Node("schema:GeoCoordinates"))
    made.add(where, "schema:latitude", Literal(str(entity.latitude), type="xsd:decimal"))
    made.add(where, "schema:longitude", Literal(str(entity.longitude), type="xsd:decimal"))


def _mentions(made: Graph, data: Data) -> None:
    """Say which unit, and so which text, refers to what."""
    entities = {one.id: one.iri for one in data.entities}
    texts = {one.id: one.iri for one in data.texts}
    for one in data.mentions:
        if one.entity not in entities:
            continue
        holder = texts[one.text]
        if one.anchor:
            holder = (
                f"urn:x-tahqiq:{one.anchor}"
                if holder.startswith("urn:")
                else f"{holder}#{one.anchor}"
            )
        made.add(holder, "crm:P67_refers_to", Node(entities[one.entity]))
        made.add(texts[one.text], "schema:mentions", Node(entities[one.entity]))
