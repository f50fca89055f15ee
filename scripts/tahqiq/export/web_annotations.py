"""Mentions as Web Annotations. In: the data. Out: one AnnotationPage (W3C Web Annotation, 2017).

Each annotation says which words of which page name what: by the unit's id, by the words with what
stands round them, and by their place in the reading text, in code points. Its bodies are the record
that is meant, and the kind of thing it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tahqiq.export.entities import Data, Entity, Mention, Source

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32


def page(data: Data) -> dict[str, bytes]:
    """Return all mentions as one page of annotations."""
    texts = {one.id: one for one in data.texts}
    entities = {one.id: one for one in data.entities}
    first = data.texts[0].iri
    items = [_annotation(one, texts[one.text], entities) for one in data.mentions]
    value = {
        "@context": _CONTEXT,
        "id": f"{first}#annotations",
        "type": "AnnotationPage",
        "items": items,
    }
    content = json.dumps(value, ensure_ascii=False, indent=1)
    return {"annotations.jsonld": f"{content}\n".encode()}


def _annotation(mention: Mention, text: Source, entities: Mapping[str, Entity]) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": mention.kind, "format": "text/plain", "purpose": "tagging"}
    ]
    sources = [one for one in mention.pointer.split() if one.startswith(("http://", "https://"))]
    if mention.entity in entities:
        sources = [entities[mention.entity].iri]
    for source in reversed(sources):
        bodies.insert(0, {"type": "SpecificResource", "source": source, "purpose": "identifying"})
    return {
        "id": f"{text.iri}#{mention.id}" if "#" not in text.iri else f"{text.iri}-{mention.id}",
        "type": "Annotation",
        "motivation": "identifying" if sources else "tagging",
        "body": bodies,
        "target": {
            "type": "SpecificResource",
            "source": text.iri,
            "selector": list(_selectors(mention, text)),
        },
    }


def _selectors(mention: Mention, text: Source) -> list[dict[str, Any]]:
    words = text.text
    before = words[max(0, mention.start - _AROUND) : mention.start]
    after = words[mention.end : mention.end + _AROUND]
    fragment = {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
        "value": mention.anchor,
    }
    return [
        *([fragment] if mention.anchor else []),
        {"type": "TextQuoteSelector", "exact": mention.surface, "prefix": before, "suffix": after},
        {"type": "TextPositionSelector", "start": mention.start, "end": mention.end},
    ]
