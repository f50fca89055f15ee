"""Identifiers: each once, and every reference to one that is there (RELAX NG DTD Compatibility, 5).

In: the attributes that a schema types as ID, IDREF or IDREFS, and those of a document. Out:
findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tahqiq.findings import Finding, Message, Severity
from tahqiq.relaxng.feed import Feed
from tahqiq.relaxng.id_store import IdStore
from tahqiq.relaxng.names import Name, NameClass
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    DATA,
    ELEMENT,
    Content,
    Pattern,
)

# The names of elements, of their attributes, and ``ID``, ``IDREF`` or ``IDREFS``.
IdType = tuple[NameClass, NameClass, str]


class IdTypes:
    """Which attributes of which elements are identifiers or refer to them."""

    def __init__(self, types: Iterable[IdType]) -> None:
        self.types = list(types)
        self._found: dict[Name, dict[Name, str]] = {}

    @classmethod
    def of_contents(cls, contents: Iterable[Content]) -> IdTypes:
        """Return the identifiers that the declarations of a schema have."""
        return cls(
            (content.name_class, name_class, kind)
            for content in contents
            for name_class, kind in _typed(content.pattern)
        )

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
                    for elements, attributes, kind in self.types
                    if elements.contains(element) and attributes.contains(attribute)
                ),
                "",
            )
        return kind

    def __bool__(self) -> bool:
        """Return whether the schema has any such attribute."""
        return bool(self.types)


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

    def __init__(self, types: IdTypes, feed: Feed) -> None:
        self._types = types
        self._feed = feed
        self._ids = IdStore()

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
                for one in value.split():
                    if one not in self._ids:
                        self._ids.want(one, self._feed.place())

    def _identifier(self, name: str) -> None:
        first = self._ids.add(name, self._feed.mark())
        if first is None:
            return
        self._feed.take(
            Finding(
                "RNG010", "duplicate-id", Severity.ERROR, self._feed.place(),
                Message(
                    f"the id '{name}' is given a second time; first in line {first.line}",
                    f"المعرِّف «{name}» مستعمل مرة ثانية؛ وأول مرة في السطر {first.line}",
                ),
                found=name, related=(first,),
            )
        )  # fmt: skip

    def end(self) -> Iterator[Finding]:
        """Yield the references that lead nowhere, in their order."""
        for name, place in self._ids.missing():
            yield Finding(
                "RNG011", "unknown-id", Severity.ERROR, place,
                Message(f"nothing has the id '{name}'", f"لا شيء يحمل المعرِّف «{name}»"), found=name,
            )  # fmt: skip
