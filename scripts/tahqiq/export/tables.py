"""Entities and mentions as tables. In: the data. Out: rows, as CSV (RFC 4180) and as JSON Lines.

CSV has one line for each row and one cell for each column: names of one language after another,
what is several in one cell parted by a vertical bar. JSON Lines keeps lists and mappings. Both are
UTF-8 without a mark of byte order; lines end in LF.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tahqiq.export.entities import Data, Entity, Mention

_BAR = " | "
IDENTIFIERS = ("Wikidata", "GeoNames")


def entity_row(entity: Entity, data: Data, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return an entity as a row that keeps lists."""
    return {
        "id": entity.id,
        "kind": entity.kind,
        "type": entity.type,
        "iri": entity.iri,
        "names": [{"text": one.text, "lang": one.lang, "main": one.main} for one in entity.names],
        "descriptions": [{"text": text, "lang": lang} for lang, text in entity.descriptions],
        "identifiers": [{"type": kind, "value": value} for kind, value in entity.identifiers],
        "dates": dict(entity.dates),
        "latitude": entity.latitude,
        "longitude": entity.longitude,
        "mentions": counts.get(entity.id, 0),
    }


def mention_row(mention: Mention) -> dict[str, Any]:
    """Return a mention as a row that keeps its dates together."""
    return {
        "id": mention.id,
        "text": mention.text,
        "unit": mention.unit,
        "anchor": mention.anchor,
        "start": mention.start,
        "end": mention.end,
        "unit_start": mention.unit_start,
        "unit_end": mention.unit_end,
        "surface": mention.surface,
        "kind": mention.kind,
        "entity": mention.entity,
        "element": mention.element,
        "dates": dict(mention.dates),
        "pointer": mention.pointer,
        "speaker": mention.speaker,
        "denied": mention.denied,
    }


def counted(data: Data) -> dict[str, int]:
    """Return how often each entity is mentioned."""
    counts: dict[str, int] = {}
    for mention in data.mentions:
        if mention.entity:
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
    return counts


def flat_entity(entity: Entity, data: Data, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return an entity as a row of cells."""
    row: dict[str, Any] = {
        "id": entity.id,
        "kind": entity.kind,
        "type": entity.type,
        "iri": entity.iri,
    }
    for lang in data.languages:
        row[f"name_{lang}"] = entity.name(lang)
    row["names"] = _BAR.join(f"{one.text}@{one.lang}" for one in entity.names)
    for lang in data.languages:
        row[f"description_{lang}"] = _BAR.join(t for held, t in entity.descriptions if held == lang)
    for kind in IDENTIFIERS:
        row[kind.lower()] = _BAR.join(v for held, v in entity.identifiers if held == kind)
    row["other_identifiers"] = _BAR.join(
        f"{kind}:{value}" for kind, value in entity.identifiers if kind not in IDENTIFIERS
    )
    row.update({key: entity.dates.get(key, "") for key in _DATE_COLUMNS})
    row["latitude"], row["longitude"] = entity.latitude, entity.longitude
    row["mentions"] = counts.get(entity.id, 0)
    return row


_DATE_COLUMNS = ("when", "from", "to", "notBefore", "notAfter")


def flat_mention(mention: Mention) -> dict[str, Any]:
    """Return a mention as a row of cells."""
    row = mention_row(mention)
    dates = row.pop("dates")
    return {**row, **{key: dates.get(key, "") for key in _DATE_COLUMNS}}


def as_csv(data: Data) -> dict[str, bytes]:
    """Return the two tables as CSV."""
    counts = counted(data)
    return {
        "entities.csv": _csv(
            [flat_entity(one, data, counts) for one in data.entities],
            flat_entity(_NO_ENTITY, data, {}),
        ),
        "mentions.csv": _csv(
            [flat_mention(one) for one in data.mentions], flat_mention(_NO_MENTION)
        ),
    }


# What the columns are named after where there are no rows.
_NO_ENTITY = Entity("", "", "", "", (), (), ())
_NO_MENTION = Mention("", "", "", "", 0, 0, 0, 0, "", "", "", "")


def _csv(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return stream.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def as_json_lines(data: Data) -> dict[str, bytes]:
    """Return the two tables as JSON Lines."""
    counts = counted(data)
    return {
        "entities.jsonl": _lines(entity_row(one, data, counts) for one in data.entities),
        "mentions.jsonl": _lines(mention_row(one) for one in data.mentions),
    }


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
