"""Identifiers: each once, and every reference to one that is there (RELAX NG DTD Compatibility, 5).

In: the attributes that a schema types as ID, IDREF or IDREFS, and those of a document. Out:
findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.relaxng.feed import Feed
from tahqiq.relaxng.id_store import DOUBTED, IdStore
from tahqiq.relaxng.names import Name

# Findings that wait for the next look into the file of identifiers.
_KEPT_BACK = 10_000
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
    """Watches the identifiers of one document."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._ids = IdStore()
        # Identifiers that may have come before: their number among the findings, name and place.
        self._doubts: list[tuple[int, str, Place]] = []
        feed.must_wait, feed.settle = self._must_wait, self._settle

    def take(self, kind: str, value: str) -> None:
        """Take the value of an attribute of the kind ``ID``, ``IDREF`` or ``IDREFS``."""
        feed = self._feed
        if kind != "ID":
            for one in value.split():
                if not self._ids.is_held(one):
                    self._ids.want(one, feed.place())
            return
        name = value.strip()
        first = self._ids.add(name, feed.mark())
        if first is None:
            return
        if first is DOUBTED:
            self._doubts.append((len(feed.findings), name, feed.place()))
        feed.take(_duplicate(name, feed.place(), Place(*first)))

    def _must_wait(self) -> bool:
        """Return whether findings wait: all identifiers are read again to settle doubts."""
        return bool(self._doubts) and len(self._feed.findings) < _KEPT_BACK

    def _settle(self, findings: list[Finding]) -> list[Finding]:
        """Return findings with the first places of the doubted ones, without those that are new."""
        doubts, self._doubts = self._doubts, []
        firsts = self._ids.firsts({name for _, name, _ in doubts})
        settled: list[Finding | None] = [*findings]
        for number, name, place in doubts:
            first = firsts.get(name)
            if first is None:
                settled[number] = None
                firsts[name] = (place.file, place.line, place.column)
                self._ids.keep(name, firsts[name])
            else:
                settled[number] = _duplicate(name, place, Place(*first))
        return [finding for finding in settled if finding is not None] if doubts else findings

    def close(self) -> None:
        """Forget the document."""
        self._ids.close()

    def end(self) -> Iterator[Finding]:
        """Yield the references that lead nowhere, in their order."""
        for name, place in self._ids.missing():
            yield Finding(
                "RNG011", "unknown-id", Severity.ERROR, place,
                Message(f"nothing has the id '{name}'", f"لا شيء يحمل المعرِّف «{name}»"), found=name,
            )  # fmt: skip


def _duplicate(name: str, place: Place, first: Place) -> Finding:
    return Finding(
        "RNG010", "duplicate-id", Severity.ERROR, place,
        Message(
            f"the id '{name}' is given a second time; first in line {first.line}",
            f"المعرِّف «{name}» مستعمل مرة ثانية؛ وأول مرة في السطر {first.line}",
        ),
        found=name, related=(first,),
    )  # fmt: skip
