"""What may stand at a place of a document, for editors and for documentation.

In: a path of element names from the root, as ``/TEI/text/body/p``. Out: the element's attributes,
its children and whether it holds text, with what the schema says of each. Positions do not count:
what is told is what the element may hold anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tahqiq.errors import UsageError
from tahqiq.relaxng.expected import listed, required_of, values
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    DATA,
    ELEMENT,
    LIST,
    TEXT_KIND,
    VALUE,
    Content,
    Pattern,
)


@dataclass(frozen=True, slots=True)
class ExplainedAttribute:
    """An attribute: its values where they are listed, or else the names of its datatypes."""

    name: str
    required: bool
    values: tuple[str, ...]
    documentation: str


@dataclass(frozen=True, slots=True)
class ExplainedElement:
    """An element that may stand within another. ``name`` is ``*`` where any may."""

    name: str
    documentation: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an element may have and hold; ``values`` are those of its text where it is data."""

    path: str
    documentation: str
    attributes: tuple[ExplainedAttribute, ...]
    children: tuple[ExplainedElement, ...]
    has_text: bool
    values: tuple[str, ...]


def explain(start: Pattern, path: str) -> Explanation:
    """Return what may stand at a path; ``/`` is the document itself. Raise UsageError."""
    patterns, contents = [start], []
    walked = ""
    for step in [step for step in path.strip("/").split("/") if step]:
        name = step.partition("[")[0].rpartition(":")[2]
        contents = [one for one in _children(patterns) if name in listed(one.name_class)]
        walked += f"/{name}"
        if not contents:
            allowed = ", ".join(sorted({n for one in _children(patterns) for n in _listed(one)}))
            raise UsageError(f"nothing may stand at {walked}", hint=f"here may stand {allowed}")
        patterns = [content.pattern for content in contents]
    said = next((one.documentation for one in contents if one.documentation), "")
    data = tuple(one for one in _all(patterns) if one.kind in (DATA, VALUE, LIST))
    return Explanation(
        walked or "/",
        said,
        _attributes(patterns),
        _elements(_children(patterns)),
        any(one.kind == TEXT_KIND for one in _all(patterns)),
        values(data),
    )


def _all(patterns: list[Pattern]) -> Iterator[Pattern]:
    """Yield what an element's patterns are made of, but not what its attributes hold."""
    waiting, seen = list(patterns), set()
    while waiting:
        pattern = waiting.pop()
        if pattern in seen:
            continue
        seen.add(pattern)
        yield pattern
        if pattern.kind not in (ATTRIBUTE, ELEMENT, DATA, LIST):
            waiting.extend(pattern.parts)


def _children(patterns: list[Pattern]) -> list[Content]:
    found = {one.extra: None for one in _all(patterns) if one.kind == ELEMENT}
    return list(found)


def _listed(content: Content) -> list[str]:
    return listed(content.name_class) or ["*"]


def _elements(contents: list[Content]) -> tuple[ExplainedElement, ...]:
    found: dict[str, str] = {}
    for content in contents:
        for name in _listed(content):
            found[name] = found.get(name) or content.documentation
    return tuple(ExplainedElement(name, found[name]) for name in sorted(found))


def _attributes(patterns: list[Pattern]) -> tuple[ExplainedAttribute, ...]:
    required = required_of(tuple(patterns))
    found: dict[str, list[Pattern]] = {}
    for pattern in _all(patterns):
        if pattern.kind == ATTRIBUTE:
            for name in listed(pattern.extra) or ["*"]:
                found.setdefault(name, []).append(pattern)
    return tuple(
        ExplainedAttribute(
            name,
            name in required,
            tuple(dict.fromkeys(values(tuple(one.parts[0] for one in found[name])))),
            next((one.documentation for one in found[name] if one.documentation), ""),
        )
        for name in sorted(found)
    )
