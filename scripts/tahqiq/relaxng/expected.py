"""What a schema allows at one place, in the words that a person reads.

In: patterns. Out: names of elements and attributes, values, and what the schema says of them.
"""

from __future__ import annotations

from tahqiq.relaxng.names import Name, NameClass, OneName, parts_of
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    CHOICE,
    DATA,
    ELEMENT,
    GROUP,
    INTERLEAVE,
    LIST,
    MORE,
    VALUE,
    Pattern,
    chain,
)

Lanes = tuple[Pattern, ...]


def elements(lanes: Lanes) -> tuple[str, ...]:
    """Return the names of the elements that may stand next, as they are written."""
    found: dict[str, None] = {}
    for pattern in first(lanes, ELEMENT):
        found.update(dict.fromkeys(listed(pattern.extra.name_class)))
    return tuple(sorted(found))


def attributes(lanes: Lanes) -> tuple[str, ...]:
    """Return the names of the attributes that an element may still have."""
    found: dict[str, None] = {}
    for pattern in first(lanes, ATTRIBUTE):
        found.update(dict.fromkeys(listed(pattern.extra)))
    return tuple(sorted(found))


def values(contents: Lanes) -> tuple[str, ...]:
    """Return the values that may stand there, or the datatypes where they have no list."""
    found: dict[str, None] = {}
    for pattern in first(contents, VALUE, DATA):
        if pattern.kind == VALUE:
            found[pattern.extra[2]] = None
        else:
            params = ", ".join(f"{name} {text}" for name, text in pattern.extra.params)
            found[f"{pattern.extra.name} ({params})" if params else pattern.extra.name] = None
    return tuple(found)


def first(lanes: Lanes, *kinds: int) -> list[Pattern]:
    """Return the patterns of some kinds that may come first; attributes in any order."""
    found: dict[Pattern, None] = {}
    waiting = list(reversed(lanes))
    seen: set[Pattern] = set()
    while waiting:
        pattern = waiting.pop()
        if pattern in seen:
            continue
        seen.add(pattern)
        if pattern.kind in kinds:
            found[pattern] = None
        elif pattern.kind in (CHOICE, INTERLEAVE, MORE, LIST):
            waiting.extend(reversed(pattern.parts))
        elif pattern.kind == GROUP:
            if pattern.parts[0].nullable or ATTRIBUTE in kinds:
                waiting.append(pattern.parts[1])
            waiting.append(pattern.parts[0])
    return list(found)


def required_of(lanes: Lanes) -> set[str]:
    """Return the names of the attributes that every lane still wants."""
    known: dict[Pattern, set[str]] = {}
    sets = [_required(lane, known) for lane in lanes]
    return set.intersection(*sets) if sets else set()


def _required(pattern: Pattern, known: dict[Pattern, set[str]]) -> set[str]:
    if pattern.kind == ATTRIBUTE:
        return set(listed(pattern.extra))
    if not pattern.has_attributes:
        return set()
    found = known.get(pattern)
    if found is None:
        sets = [_required(part, known) for part in chain(pattern)]
        join = set.intersection if pattern.kind == CHOICE else set.union
        found = known[pattern] = join(*sets)
    return found


def listed(name_class: NameClass) -> list[str]:
    """Return the names of a name class as they are written; none of an open one."""
    return [
        shown((one.namespace, one.local))
        for one in parts_of(name_class)
        if isinstance(one, OneName)
    ]


def shown(name: Name) -> str:
    """Return a name as it is written, but for prefixes that only the document knows."""
    prefix = "xml:" if name[0] == "http://www.w3.org/XML/1998/namespace" else ""
    return prefix + name[1]


def documentation(lanes: Lanes, name: str, kind: int = ELEMENT) -> str:
    """Return what the schema says of an element or an attribute that may stand here."""
    for pattern in first(lanes, kind):
        of_element = kind == ELEMENT
        name_class = pattern.extra.name_class if of_element else pattern.extra
        said: str = pattern.extra.documentation if of_element else pattern.documentation
        if said and name in listed(name_class):
            return said
    return ""
