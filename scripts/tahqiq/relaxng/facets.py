"""The facets of XML Schema's datatypes (Part 2, section 4.3): what a parameter asks of a value.

In: a kind of values, how a text is read as one, and the name and text of a facet. Out: a check of
values, or UnknownType where the parameter is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tahqiq.relaxng import xsd_values as values
from tahqiq.relaxng.kinds import Kind
from tahqiq.relaxng.xsd_regex import compiled

# Takes a text and the namespaces round it; gives its value, or None where it is none.
Read = Callable[..., Any]
# Takes a value's text, its white space treated, and the value.
Check = Callable[[str, Any], bool]


class UnknownType(ValueError):
    """There is no such datatype, or it has no such parameter, or the parameter is wrong."""


def check_consistent(kind: Kind, read: Read, facets: Mapping[str, str]) -> None:
    """Raise UnknownType where facets leave no value."""
    least, most = (
        values.integer(facets.get(name, "").strip()) for name in ("minLength", "maxLength")
    )
    if least is not None and most is not None and least > most:
        raise UnknownType("minLength is greater than maxLength")
    low = facets.get("minInclusive", facets.get("minExclusive"))
    high = facets.get("maxInclusive", facets.get("maxExclusive"))
    if low is not None and high is not None:
        order = kind.compare(read(low), read(high))
        if order == 1:
            raise UnknownType("the lower bound is greater than the upper one")


def check_of(kind: Kind, read: Read, name: str, text: str, context: Any) -> Check:
    """Return what a facet asks of each value; raise UnknownType where its text is no such thing."""
    if name == "pattern":
        try:
            pattern = compiled(text)
        except ValueError as error:
            raise UnknownType(str(error)) from None
        return lambda plain, _: pattern.fullmatch(plain) is not None
    if name in ("length", "minLength", "maxLength", "totalDigits", "fractionDigits"):
        number = values.integer(text.strip())
        if number is None or number < (1 if name == "totalDigits" else 0):
            raise UnknownType(f"{name} must be a number, not '{text}'")
        return _counted(kind, name, number)
    bound = read(text, context)
    if bound is None:
        raise UnknownType(f"{name}: '{text}' is no value of the type")
    allowed = {
        "minInclusive": (0, 1), "minExclusive": (1,),
        "maxInclusive": (-1, 0), "maxExclusive": (-1,),
    }[name]  # fmt: skip
    return lambda _, value: kind.compare(value, bound) in allowed


def _counted(kind: Kind, name: str, number: int) -> Check:
    if name == "totalDigits":
        return lambda plain, _: len(_digits(plain)[0].lstrip("0") + _digits(plain)[1]) <= number
    if name == "fractionDigits":
        return lambda plain, _: len(_digits(plain)[1]) <= number
    count = kind.length or len
    if name == "length":
        return lambda _, value: (
            count(value) == number or (kind.length is not len and count(value) == 0)
        )
    if name == "minLength":
        return lambda _, value: count(value) >= number or kind.length is not len
    return lambda _, value: count(value) <= number


def _digits(plain: str) -> tuple[str, str]:
    whole, _, fraction = plain.lstrip("+-").partition(".")
    return whole, fraction.rstrip("0")
