"""The interface as OpenAPI 3.1. In: nothing. Out: the document that ``/openapi.json`` serves."""

from __future__ import annotations

from typing import Any

from tahqiq import __version__
from tahqiq.dts.passages import MEDIA_TYPES

_TEXT = {"type": "string", "minLength": 1, "maxLength": 1000}
_PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "id": ("The identifier of a collection or resource; the root without it.", _TEXT),
    "nav": (
        "Whether members are children or parents.",
        {"type": "string", "enum": ["children", "parents"], "default": "children"},
    ),
    "page": ("The page of a long answer.", {"type": "integer", "minimum": 1, "maximum": 10**9}),
    "resource": ("The identifier of a resource.", _TEXT),
    "ref": ("One citable unit; not with start and end.", _TEXT),
    "start": ("The first unit of a range; with end.", _TEXT),
    "end": ("The last unit of a range, which belongs to it; with start.", _TEXT),
    "down": (
        "How many levels below what was asked for; -1 for all, 0 for siblings.",
        {"type": "integer", "minimum": -1, "maximum": 10**9},
    ),
    "tree": ("A citation tree that is not the default one.", _TEXT),
    "mediaType": ("The form of the answer.", {"type": "string", "enum": list(MEDIA_TYPES)}),
}
_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_UNIT = {
    "type": "object",
    "required": ["identifier", "@type", "level", "parent"],
    "properties": {
        "identifier": {"type": "string"},
        "@type": {"const": "CitableUnit"},
        "level": {"type": "integer", "minimum": 1},
        "parent": {"type": ["string", "null"]},
        "citeType": {"type": "string"},
        "dublinCore": {"type": "object"},
        "extensions": {"type": "object"},
    },
}
_COLLECTION = {
    "type": "object",
    "required": ["@id", "@type", "title", "totalParents", "collection"],
    "properties": {
        "@id": {"type": "string"},
        "@type": {"enum": ["Collection", "Resource"]},
        "title": {"type": "string"},
        "totalParents": {"type": "integer", "minimum": 0},
        "totalChildren": {"type": "integer", "minimum": 0},
        "collection": {"type": "string"},
        "navigation": {"type": "string"},
        "document": {"type": "string"},
        "member": {"type": "array", "items": {"type": "object"}},
    },
}
_NAVIGATION = {
    "type": "object",
    "required": ["@context", "@id", "@type", "dtsVersion", "resource"],
    "properties": {
        "@type": {"const": "Navigation"},
        "dtsVersion": {"const": "1.0"},
        "resource": {"type": "object"},
        "ref": _UNIT,
        "start": _UNIT,
        "end": _UNIT,
        "member": {"type": "array", "items": _UNIT},
    },
}
_ENTRY = {
    "type": "object",
    "required": ["@context", "@id", "@type", "dtsVersion", "collection", "navigation", "document"],
    "properties": {"@type": {"const": "EntryPoint"}, "dtsVersion": {"const": "1.0"}},
}


def openapi(prefix: str) -> dict[str, Any]:
    """Return the document; ``prefix`` is the path that the endpoints stand under."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Distributed Text Services 1.0",
            "version": __version__,
            "description": "Texts by their citable units. Level 1 of"
            " https://dtsapi.org/specifications/versions/v1.0/; nothing can be written.",
        },
        "paths": {
            f"{prefix}/": _path("entry", "The addresses of the endpoints", [], _json(_ENTRY)),
            f"{prefix}/collection": _path(
                "collection", "Collections and their members", ["id", "nav", "page"],
                _json(_COLLECTION), 404,
            ),
            f"{prefix}/navigation": _path(
                "navigation", "The citable units of a resource",
                ["resource", "ref", "start", "end", "down", "tree", "page"],
                _json(_NAVIGATION), 404,
            ),
            f"{prefix}/document": _path(
                "document", "A resource, or a passage of it",
                ["resource", "ref", "start", "end", "tree", "mediaType"],
                {name: {"schema": {"type": "string"}} for name in MEDIA_TYPES}, 404,
            ),
        },
    }  # fmt: skip


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/ld+json": {"schema": schema}}


def _path(
    name: str, summary: str, parameters: list[str], content: dict[str, Any], *errors: int
) -> dict[str, Any]:
    refused = {"application/problem+json": {"schema": _PROBLEM}}
    answers: dict[str, Any] = {"200": {"description": summary, "content": content}}
    for status, why in ((400, "Parameters that do not go together"), (404, "No such thing")):
        if status == 400 or status in errors:
            answers[str(status)] = {"description": why, "content": refused}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [_parameter(one) for one in parameters],
            "responses": {
                **answers,
                "304": {"description": "As the ETag of the request says"},
                "503": {"description": "Too busy, or it took too long", "content": refused},
            },
        }
    }


def _parameter(name: str) -> dict[str, Any]:
    description, schema = _PARAMETERS[name]
    return {
        "name": name,
        "in": "query",
        "required": name == "resource",
        "description": description,
        "schema": schema,
    }
