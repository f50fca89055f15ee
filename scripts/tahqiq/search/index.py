"""The search index: the words of a project, in files that a page loads from a folder too.

In: the resolved texts and their records. Out: ``search/index.js``, which names texts, entities and
the table of folding, and ``search/units-N.js``, the units themselves in shards of half a
megabyte. Each is a script of one call, since a page that was opened as a file may load nothing
else. The text is kept once and as it is read: the browser folds it, so that the index stays near
the size of the text, and finds a word by going through the folded text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tahqiq import tei
from tahqiq.press.stylesheets import Outputs, Text
from tahqiq.search.folding import pairs
from tahqiq.search.records import entities, record_units
from tahqiq.search.units import Unit, units

KINDS = "persons groups orgs places events works dates speech quotation".split()
_SHARD = 250_000  # characters, about half a megabyte of Arabic: the first is soon there
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Shard:
    """Units on their way into one file; ``runs`` are texts with how many units each has."""

    units: list[Unit] = field(default_factory=list)
    runs: list[list[int]] = field(default_factory=list)
    size: int = 0

    def add(self, text: int, unit: Unit) -> None:
        self.units.append(unit)
        self.size += len(unit.text)
        if self.runs and self.runs[-1][0] == text:
            self.runs[-1][1] += 1
        else:
            self.runs.append([text, 1])


def index(texts: Sequence[Text], languages: Sequence[str]) -> Outputs:
    """Return the files of the index."""
    roots = [tei.parse(text.paged, file=text.id).getroot() for text in texts]
    found = [units(root) for root in roots]
    known = entities(roots, languages, _surfaces(found))
    numbers = {entity.key: position for position, entity in enumerate(known)}
    shards = list(_shards([*found, *record_units(roots, languages)]))
    header = {
        "fold": pairs(),
        "kinds": KINDS,
        "texts": [_text(text.id, root) for text, root in zip(texts, roots, strict=True)],
        "languages": list(languages),
        "entities": [[one.kind, one.names, one.count, one.address] for one in known],
        "shards": [shard.size for shard in shards],
    }
    outputs = {"html/search/index.js": _call({"header": header})}
    for position, shard in enumerate(shards):
        outputs[f"html/search/units-{position}.js"] = _call(
            {"shard": position, **_columns(shard, numbers)}
        )
    return outputs


def _call(value: object) -> bytes:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Two marks that end a line in JavaScript, though not in JSON.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(self.tahqiqSearch??=[]).push({data})\n".encode()


def _shards(groups: Iterable[list[Unit]]) -> Iterable[_Shard]:
    shard = _Shard()
    for position, group in enumerate(groups):
        for unit in group:
            if shard.size >= _SHARD:
                yield shard
                shard = _Shard()
            shard.add(position, unit)
    if shard.units:
        yield shard


def _columns(shard: _Shard, numbers: dict[str, int]) -> dict[str, object]:
    """Return a shard's units column by column: each a string, one line a unit."""
    return {
        "text": "\n".join(unit.text for unit in shard.units),
        "anchors": "\n".join(unit.anchor for unit in shard.units),
        "numbers": "\n".join(unit.number for unit in shard.units),
        "parts": "".join(unit.part for unit in shard.units),
        "languages": [[i, unit.language] for i, unit in enumerate(shard.units) if unit.language],
        "runs": shard.runs,
        "spans": "\n".join(_spans(unit, numbers) for unit in shard.units),
    }


def _spans(unit: Unit, numbers: dict[str, int]) -> str:
    """Return a unit's spans in base 36: start, length, kind and, of an entity, its number."""
    parts = []
    for span in sorted(unit.spans, key=lambda one: (one.start, -one.end)):
        if span.kind in KINDS:
            start = _utf16(unit.text[: span.start])
            length = _utf16(unit.text[span.start : span.end])
            values = [start, length, KINDS.index(span.kind)]
            if span.key in numbers:
                values.append(numbers[span.key])
            parts.append(",".join(_base36(value) for value in values))
    return ";".join(parts)


def _utf16(text: str) -> int:
    """Return the length of a text as a browser counts it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _base36(value: int) -> str:
    digits = ""
    while value or not digits:
        value, rest = divmod(value, 36)
        digits = _DIGITS[rest] + digits
    return digits


def _surfaces(found: Sequence[Sequence[Unit]]) -> dict[tuple[str, str], Counter[str]]:
    """Return how often each key of a kind is written how."""
    written: dict[tuple[str, str], Counter[str]] = {}
    for unit in (unit for group in found for unit in group):
        for span in unit.spans:
            if span.key:
                words = unit.text[span.start : span.end].strip()
                written.setdefault((span.kind, span.key), Counter())[words] += 1
    return written


def _text(name: str, root: etree._Element) -> dict[str, Any]:
    body = root.find("t:text", tei.NS)
    language = body.get(tei.XML_LANG) if body is not None else None
    return {"id": name, "language": language or root.get(tei.XML_LANG) or "ar"}
