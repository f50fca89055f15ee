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

    @classmethod
    def of_groups(cls, groups: Iterable[tuple[dict[Name, str], Iterable[Name]]]) -> IdTypes:
        """Return the types that elements share; nearly all elements of a schema have the same."""
        made = cls()
        for types, elements in groups:
            made._of.update(dict.fromkeys(elements, types))
        return made

    def grouped(self) -> list[tuple[dict[Name, str], list[Name]]]:
        """Return each combination of types with the elements that have it."""
        groups: dict[tuple[tuple[Name, str], ...], list[Name]] = {}
        for element, types in self._of.items():
            groups.setdefault(tuple(types.items()), []).append(element)
        return [(dict(types), elements) for types, elements in groups.items()]

    @property
    def by_element(self) -> dict[Name, dict[Name, str]]:
        """Return the types of the attributes of each element that has any."""
        return self._of

    def __bool__(self) -> bool:
        """Return whether the schema has any such attribute."""
        return bool(self._of)


class IdWatch:
    """Watches the identifiers of one document; ``types`` are those of its attributes."""

    def __init__(self, types: IdTypes, feed: Feed) -> None:
        self.types = types.by_element
        self._feed = feed
        self._ids = IdStore()

    def take(self, kind: str, value: str) -> None:
        """Take the value of an attribute of the kind ``ID``, ``IDREF`` or ``IDREFS``."""
        if kind == "ID":
            self._identifier(value.strip())
            return
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
