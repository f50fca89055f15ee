"""Identifiers: each once, and every reference to one that is there (RELAX NG DTD Compatibility, 5).

In: the attributes that a schema types as ID, IDREF or IDREFS, and those of a document. Out:
findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tahqiq.findings import Finding, Message, Severity
from tahqiq.relaxng.feed import Feed
from tahqiq.relaxng.id_store import IdStore
from tahqiq.relaxng.names import Name

# The name of an element, that of its attribute, and ``ID``, ``IDREF`` or ``IDREFS``.
IdType = tuple[Name, Name, str]


class IdTypes:
    """Which attributes of which elements are identifiers or refer to them."""

    def __init__(self, types: Iterable[IdType] = ()) -> None:
        self._of: dict[Name, dict[Name, str]] = {}
        for element, attribute, kind in types:
            self._of.setdefault(element, {})[attribute] = kind

    def of(self, element: Name) -> dict[Name, str]:
        """Return the types of an element's attributes."""
        return self._of.get(element, _NO_TYPES)

    def __iter__(self) -> Iterator[IdType]:
        """Yield the types one by one."""
        for element, types in self._of.items():
            for attribute, kind in types.items():
                yield element, attribute, kind

    def __bool__(self) -> bool:
        """Return whether the schema has any such attribute."""
        return bool(self._of)


_NO_TYPES: dict[Name, str] = {}


class IdWatch:
    """Watches the identifiers of one document."""

    def __init__(self, types: IdTypes, feed: Feed) -> None:
        self._types = types
        self._feed = feed
        self._ids = IdStore()

    def attributes(self, element: Name, attributes: list[tuple[Name, str]]) -> None:
        """Take the attributes of a start tag."""
        types = self._types.of(element)
        for name, value in attributes if types else ():
            kind = types.get(name)
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
