"""Datatypes as a schema uses them: a kind of values, with its facets.

In: the name of a library and of a type, and parameters. Out: a Datatype that judges texts and
values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tahqiq.relaxng.facets import Check, UnknownType, check_consistent, check_of
from tahqiq.relaxng.kinds import BUILT_IN_KINDS, XSD_KINDS, Context, Kind, unordered

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
_SPACE = re.compile(r"[ \t\n\r]+")
# Types whose values mean nothing without the document round them.
_BY_CONTEXT = frozenset({"QName", "NOTATION", "ENTITY", "ENTITIES"})
# Texts whose verdict is remembered; longer ones seldom come twice.
_SHORT, _MANY = 80, 20_000


@dataclass(slots=True, eq=False)
class Datatype:
    """A datatype with its facets; one object for each use in a schema."""

    library: str
    name: str
    params: tuple[tuple[str, str], ...]
    kind: Kind
    checks: tuple[Check, ...] = ()
    _known: dict[str, bool] = field(default_factory=dict)
    _remembers: bool = False

    def __post_init__(self) -> None:
        # An identifier comes once.
        self._remembers = not self.needs_context and self.id_type != "ID"

    @property
    def id_type(self) -> str:
        """Return ``ID``, ``IDREF`` or ``IDREFS`` where the type is one of them."""
        return self.kind.id_type

    @property
    def needs_context(self) -> bool:
        """Return whether values mean nothing without the document round them."""
        return self.name in _BY_CONTEXT

    @property
    def is_plain(self) -> bool:
        """Return whether values are texts, equal where they are the same."""
        kind = self.kind
        return kind.compare is unordered and kind.length is len and not self.needs_context

    @property
    def key(self) -> tuple[Any, ...]:
        """Return what tells this datatype from others."""
        return (self.library, self.name, self.params)

    def __hash__(self) -> int:
        """Hash by what it says, so that equal datatypes make one pattern."""
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        """Compare by what it says."""
        return isinstance(other, Datatype) and self.key == other.key

    @property
    def surely(self) -> Callable[[str], Any] | None:
        """Return a test that is never wrong where it says yes, if there is one."""
        return None if self.checks else self.kind.surely

    def allows(self, text: str, context: Context | None = None) -> bool:
        """Return whether a text is a value of the type."""
        known = self._known.get(text)
        if known is None:
            known = self.value(text, context) is not None
            if self._remembers and len(text) <= _SHORT:
                if len(self._known) >= _MANY:
                    self._known.clear()
                self._known[text] = known
        return known

    def value(self, text: str, context: Context | None = None) -> Any:
        """Return a text's value, or None where it is none of the type."""
        plain = self._spaced(text)
        value = self.kind.parse(plain, context)
        for check in self.checks if value is not None else ():
            if not check(plain, value):
                return None
        return value

    def equal(self, value: Any, text: str, context: Context | None = None) -> bool:
        """Return whether a text has this value."""
        other = self.value(text, context)
        return other is not None and self.kind.compare(value, other) == 0

    def _spaced(self, text: str) -> str:
        if self.kind.space == "preserve" or not _SPACE.search(text):
            return text
        if self.kind.space == "replace":
            return re.sub("[\t\n\r]", " ", text)
        return _SPACE.sub(" ", text).strip(" ")


def datatype(library: str, name: str, params: list[tuple[str, str, Any]]) -> Datatype:
    """Return a datatype of a library; each parameter is its name, its text and its namespaces.

    Raise UnknownType where the library has no such type or the type no such parameter.
    """
    kinds: Mapping[str, Kind]
    if library == XSD:
        kinds = XSD_KINDS
    elif library == "":
        kinds = BUILT_IN_KINDS
    else:
        raise UnknownType(f"the datatype library {library} is not known")
    kind = kinds.get(name)
    if kind is None:
        raise UnknownType(f"there is no datatype {name} in the library '{library}'")
    plain = Datatype(library, name, (), kind)
    for facet, _, _ in params:
        if facet not in kind.facets:
            raise UnknownType(f"the datatype {name} has no parameter {facet}")
    checks = tuple(
        check_of(kind, plain.value, facet, text, context) for facet, text, context in params
    )
    check_consistent(kind, plain.value, {facet: text for facet, text, _ in params})
    stated = tuple((facet, text) for facet, text, _ in params)
    return Datatype(library, name, stated, kind, checks)
