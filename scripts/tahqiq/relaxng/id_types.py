"""Which attributes are identifiers, and whether a schema says so of each in one way only.

In: the declarations of a schema. Out: the types ID, IDREF and IDREFS by element and attribute, or a
SchemaError where the schema is not compatible with them (RELAX NG DTD Compatibility, 5.2).
"""

from __future__ import annotations

from collections.abc import Iterable

from tahqiq.errors import SchemaError
from tahqiq.relaxng.ids import IdTypes
from tahqiq.relaxng.names import Name, OneName, parts_of
from tahqiq.relaxng.pattern import ATTRIBUTE, DATA, ELEMENT, VALUE, Content, Pattern, chain

_HINT = "leave ids unchecked (--no-ids, check_ids=False) to use it all the same"


def id_types(contents: Iterable[Content]) -> IdTypes:
    """Return the identifiers of a schema. Raise SchemaError where they contradict each other."""
    found: dict[tuple[Name, Name], str] = {}
    others: list[tuple[Content, Pattern]] = []
    known: dict[Pattern, tuple[Pattern, ...]] = {}
    for content in contents:
        for pattern in _leaves(content.pattern, known):
            kind = _id_type(pattern.parts[0]) if pattern.kind == ATTRIBUTE else ""
            if kind:
                _add(found, content, pattern, kind)
            elif pattern.kind == ATTRIBUTE:
                others.append((content, pattern))
            _check_below(content, pattern, is_typed=bool(kind))
    _check_others(found, others)
    return IdTypes((element, name, kind) for (element, name), kind in found.items())


def _leaves(top: Pattern, known: dict[Pattern, tuple[Pattern, ...]]) -> tuple[Pattern, ...]:
    """Return the attributes and data of an element; of patterns that many share, only once."""
    if top.kind == ATTRIBUTE or top.kind >= DATA:
        return (top,)
    found = known.get(top)
    if found is None:
        leaves: dict[Pattern, None] = {}
        for part in chain(top):
            if part.kind != ELEMENT and (part.has_attributes or part.has_data):
                leaves.update(dict.fromkeys(_leaves(part, known)))
        found = known[top] = tuple(leaves)
    return found


def _id_type(pattern: Pattern) -> str:
    if pattern.kind == DATA:
        return str(pattern.extra.id_type)
    return str(pattern.extra[0].id_type) if pattern.kind == VALUE else ""


def _fault(content: Content, why: str) -> SchemaError:
    error: SchemaError = content.node.fail("DTD Compatibility 5.2", why)
    error.hint = _HINT
    return error


def _add(
    found: dict[tuple[Name, Name], str], content: Content, attribute: Pattern, kind: str
) -> None:
    if not isinstance(attribute.extra, OneName):
        raise _fault(content, f"an attribute of type {kind} must have one name")
    name = (attribute.extra.namespace, attribute.extra.local)
    for one in parts_of(content.name_class):
        if not isinstance(one, OneName):
            raise _fault(
                content, f"an element of any name must not have an attribute of type {kind}"
            )
        element = (one.namespace, one.local)
        if found.setdefault((element, name), kind) != kind:
            raise _conflict(content, name, element)


def _conflict(content: Content, name: Name, element: Name) -> SchemaError:
    return _fault(content, f"the attribute {name[1]} of <{element[1]}> has several types of id")


def _check_below(content: Content, pattern: Pattern, *, is_typed: bool) -> None:
    """Check that no identifier stands but as the whole value of an attribute."""
    waiting = list(pattern.parts) if pattern.kind == ATTRIBUTE else [pattern]
    while waiting:
        one = waiting.pop()
        if not is_typed and _id_type(one):
            raise _fault(content, "an identifier must be the whole value of an attribute")
        is_typed = False
        waiting.extend(one.parts)


def _check_others(
    found: dict[tuple[Name, Name], str], others: list[tuple[Content, Pattern]]
) -> None:
    """Check that what is an identifier in one declaration is one in each."""
    elements_of: dict[Name, set[Name]] = {}
    for element, name in found:
        elements_of.setdefault(name, set()).add(element)
    for content, attribute in others:
        for name, elements in elements_of.items():
            if not attribute.extra.contains(name):
                continue
            for element in elements:
                if content.name_class.contains(element):
                    raise _conflict(content, name, element)
