"""Identifiers: each once, and every reference to one that is there (RELAX NG DTD Compatibility, 5).

In: the attributes that a schema types as ID, IDREF or IDREFS, and those of a document. Out:
findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.names import Name, NameClass
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    DATA,
    ELEMENT,
    Content,
    Pattern,
)


class IdTypes:
    """Which attributes of which elements are identifiers or refer to them."""

    def __init__(self, contents: Iterable[Content]) -> None:
        self._types: list[tuple[NameClass, NameClass, str]] = []
        self._found: dict[Name, dict[Name, str]] = {}
        for content in contents:
            for name_class, kind in _typed(content.pattern):
                self._types.append((content.name_class, name_class, kind))

    def of(self, element: Name) -> dict[Name, str]:
        """Return the types of an element's attributes, as far as they were asked for."""
        found = self._found.get(element)
        if found is None or len(found) > 5_000:
            found = self._found[element] = {}
        return found

    def type(self, element: Name, attribute: Name) -> str:
        """Return ``ID``, ``IDREF``, ``IDREFS`` or nothing."""
        known = self.of(element)
        kind = known.get(attribute)
        if kind is None:
            kind = known[attribute] = next(
                (
                    kind
                    for elements, attributes, kind in self._types
                    if elements.contains(element) and attributes.contains(attribute)
                ),
                "",
            )
        return kind

    def __bool__(self) -> bool:
        """Return whether the schema has any such attribute."""
        return bool(self._types)


def _typed(pattern: Pattern) -> list[tuple[NameClass, str]]:
    found = []
    waiting = [pattern]
    seen: set[Pattern] = set()
    while waiting:
        one = waiting.pop()
        if one in seen or one.kind == ELEMENT:
            continue
        seen.add(one)
        if one.kind == ATTRIBUTE and one.parts[0].kind == DATA:
            kind = one.parts[0].extra.id_type
            if kind:
                found.append((one.extra, kind))
        else:
            waiting.extend(one.parts)
    return found


class IdWatch:
    """Watches the identifiers of one document."""

    def __init__(
        self, types: IdTypes, place: Callable[[], Place], report: Callable[[Finding], None]
    ) -> None:
        self._types = types
        self._place = place
        self._report = report
        self._ids: dict[str, Place] = {}
        self._wanted: list[tuple[str, Place]] = []

    def attributes(self, element: Name, attributes: list[tuple[Name, str]]) -> None:
        """Take the attributes of a start tag."""
        known = self._types.of(element)
        for name, value in attributes:
            kind = known.get(name)
            if kind is None:
                kind = self._types.type(element, name)
            if kind == "ID":
                self._identifier(value.strip())
            elif kind:
                place = self._place()
                self._wanted.extend((one, place) for one in value.split())

    def _identifier(self, name: str) -> None:
        first = self._ids.get(name)
        if first is None:
            self._ids[name] = self._place()
            return
        self._report(
            Finding(
                "RNG010", "duplicate-id", Severity.ERROR, self._place(),
                Message(
                    f"the id '{name}' is given a second time; first in line {first.line}",
                    f"المعرِّف «{name}» مستعمل مرة ثانية؛ وأول مرة في السطر {first.line}",
                ),
                found=name, related=(first,),
            )
        )  # fmt: skip

    def end(self) -> list[Finding]:
        """Return the references that lead nowhere, in their order."""
        return [
            Finding(
                "RNG011", "unknown-id", Severity.ERROR, place,
                Message(f"nothing has the id '{name}'", f"لا شيء يحمل المعرِّف «{name}»"), found=name,
            )
            for name, place in self._wanted
            if name not in self._ids
        ]  # fmt: skip
