"""Kinds of datatypes: the two of RELAX NG itself, and those of XML Schema Part 2 without facets.

In: nothing. Out: tables by name, of how texts become values and how these compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isnan
from typing import Any, NamedTuple, Protocol

from tahqiq.relaxng import xsd_values as values
from tahqiq.relaxng.letters import is_ncname, is_nmtoken, is_plain_ncname, starts_name

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")


class Context(Protocol):
    """What a value means depends on: the namespaces where it stands."""

    def resolve(self, prefix: str) -> str | None:
        """Return the namespace of a prefix, or None."""


Compare = Callable[[Any, Any], int | None]


def _ordered(one: Any, other: Any) -> int | None:
    # Of floats that are no numbers each equals the other and nothing else (Part 2, 3.2.4).
    strange = [value for value in (one, other) if isinstance(value, float) and isnan(value)]
    if strange:
        return 0 if len(strange) == 2 else None
    return int(one > other) - int(one < other)


def unordered(one: Any, other: Any) -> int | None:
    """Compare values of a kind that has no order."""
    return 0 if one == other else None


class Kind(NamedTuple):
    """A type before its facets: how texts become values, and how these compare."""

    parse: Callable[[str, Context | None], Any]
    space: str = "collapse"
    compare: Compare = unordered
    length: Callable[[Any], int] | None = None
    facets: frozenset[str] = frozenset({"pattern"})
    id_type: str = ""
    # A test at once: where it says yes the text is a value, whatever its white space.
    surely: Callable[[str], Any] | None = None


def _of(test: Callable[[str], Any]) -> Callable[[str, Context | None], Any]:
    return lambda text, _: test(text)


def _matching(pattern: re.Pattern[str]) -> Callable[[str, Context | None], Any]:
    return lambda text, _: text if pattern.match(text) else None


def _nmtoken(text: str, _: Context | None) -> str | None:
    return text if is_nmtoken(text) else None


def _name(text: str, _: Context | None) -> str | None:
    return text if is_nmtoken(text) and (text[0] == ":" or starts_name(text[0])) else None


def _ncname(text: str, _: Context | None) -> str | None:
    return text if is_ncname(text) else None


def _entity(text: str, context: Context | None) -> str | None:
    """Return an entity's name, where the document's own DTD declares it as unparsed."""
    return text if text in getattr(context, "unparsed", ()) else None


def _qname(text: str, context: Context | None) -> Any:
    prefix, colon, local = text.rpartition(":")
    if not is_ncname(local) or (colon and not is_ncname(prefix)):
        return None
    namespace = context.resolve(prefix) if context else ""
    if namespace is None:
        return ("", local) if not prefix else None
    return (namespace, local)


def _listed(
    item: Callable[[str, Context | None], Any],
) -> Callable[[str, Context | None], Any]:
    def parse(text: str, context: Context | None) -> Any:
        parts = text.split(" ") if text else []
        made = tuple(item(part, context) for part in parts)
        return made if made and None not in made else None

    return parse


_LENGTHS = frozenset({"length", "minLength", "maxLength", "pattern"})
_BOUNDS = frozenset({"minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "pattern"})
_DIGITS = _BOUNDS | {"totalDigits", "fractionDigits"}


def _text(
    parse: Callable[[str, Context | None], Any], space: str = "collapse", id_type: str = ""
) -> Kind:
    surely = is_plain_ncname if parse is _ncname else None
    return Kind(parse, space, length=len, facets=_LENGTHS, id_type=id_type, surely=surely)


def _whole(low: int | None = None, high: int | None = None) -> Kind:
    def parse(text: str, _: Context | None) -> int | None:
        value = values.integer(text)
        if (
            value is None
            or (low is not None and value < low)
            or (high is not None and value > high)
        ):
            return None
        return value

    return Kind(parse, compare=_ordered, facets=_DIGITS)


def _moment(kind: str) -> Kind:
    return Kind(
        lambda text, _: values.moment(kind, text), compare=values.compare_moments, facets=_BOUNDS
    )


XSD_KINDS: dict[str, Kind] = {
    "string": _text(_of(str), "preserve"),
    "normalizedString": _text(_of(str), "replace"),
    "token": _text(_of(str)),
    "language": _text(_matching(_LANGUAGE)),
    "Name": _text(_name),
    "NCName": _text(_ncname),
    "NMTOKEN": _text(_nmtoken),
    "NMTOKENS": _text(_listed(_nmtoken)),
    "ID": _text(_ncname, id_type="ID"),
    "IDREF": _text(_ncname, id_type="IDREF"),
    "IDREFS": _text(_listed(_ncname), id_type="IDREFS"),
    "ENTITY": _text(_entity),
    "ENTITIES": _text(_listed(_entity)),
    "QName": Kind(_qname, facets=_LENGTHS, length=lambda _: 0),
    "NOTATION": Kind(_qname, facets=_LENGTHS, length=lambda _: 0),
    "anyURI": _text(_of(values.any_uri)),
    "untypedAtomic": Kind(_of(str), "preserve"),
    "anyAtomicType": Kind(_of(str), "preserve"),
    "boolean": Kind(_of(values.boolean)),
    "hexBinary": _text(_of(values.hexadecimal)),
    "base64Binary": _text(_of(values.base64_binary)),
    "float": Kind(_of(values.floating), compare=_ordered, facets=_BOUNDS),
    "double": Kind(_of(values.floating), compare=_ordered, facets=_BOUNDS),
    "decimal": Kind(_of(values.decimal), compare=_ordered, facets=_DIGITS),
    "duration": Kind(_of(values.duration), compare=values.compare_durations, facets=_BOUNDS),
    "integer": _whole(),
    "nonPositiveInteger": _whole(high=0),
    "negativeInteger": _whole(high=-1),
    "nonNegativeInteger": _whole(low=0),
    "positiveInteger": _whole(low=1),
    "long": _whole(-(2**63), 2**63 - 1),
    "int": _whole(-(2**31), 2**31 - 1),
    "short": _whole(-(2**15), 2**15 - 1),
    "byte": _whole(-128, 127),
    "unsignedLong": _whole(0, 2**64 - 1),
    "unsignedInt": _whole(0, 2**32 - 1),
    "unsignedShort": _whole(0, 2**16 - 1),
    "unsignedByte": _whole(0, 255),
    **{
        name: _moment(name)
        for name in "dateTime date time gYearMonth gYear gMonthDay gDay gMonth".split()
    },
}
BUILT_IN_KINDS = {
    "string": Kind(_of(str), "preserve", facets=frozenset()),
    "token": Kind(_of(str), facets=frozenset()),
}
