"""What a validator says: each kind of fault with its code, and its sentence in two languages.

In: the state that refused and what was refused. Out: a Fault, without its place, which the reader
knows. Lists of what is expected are the shortest useful ones: required before optional, the
closest name first where the refused one looks like a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tahqiq.findings import Message
from tahqiq.relaxng.expected import (
    Lanes,
    attributes,
    documentation,
    elements,
    required_of,
    shown,
    values,
)
from tahqiq.relaxng.names import Name
from tahqiq.relaxng.pattern import ATTRIBUTE, ELEMENT, Pattern
from tahqiq.relaxng.states import State

_SHOWN = 12
_LONG = 60
# How alike two names are when one is a slip for the other (difflib's ratio).
_CLOSE = 0.75
# By how many letters a slip may be shorter or longer.
_APART = 4


class Fault(NamedTuple):
    """One fault of a document, of the kind that ``code`` and ``slug`` name."""

    code: str
    slug: str
    message: Message
    found: str = ""
    expected: tuple[str, ...] = ()
    hint: Message | None = None
    # What the schema says of the element or attribute that was wanted, where that is one.
    documentation: str = ""


def unexpected_element(state: State, parent: Name, name: Name, known: bool) -> Fault:
    """An element stands where the schema has no place for it."""
    expected = _expected(state, ELEMENT)
    local = name[1]
    if known:
        english, arabic = f"<{local}> must not stand here", f"لا يجوز <{local}> هنا"
    else:
        english, arabic = f"the schema has no element <{local}>", f"لا يعرف المخطط العنصر <{local}>"
    inside = f" in <{parent[1]}>" if parent[1] else ""
    within = f" داخل <{parent[1]}>" if parent[1] else ""
    return Fault(
        "RNG001" if known else "RNG002",
        "element-not-allowed" if known else "unknown-element",
        Message(
            f"{english}{inside}{_allowed(expected)}", f"{arabic}{within}{_allowed_ar(expected)}"
        ),
        found=local,
        expected=expected,
        hint=_slip(local, expected),
        documentation=_said(state.lanes, local, expected),
    )


def missing_before(state: State, parent: Name, name: Name) -> Fault:
    """An element stands where another was wanted first."""
    expected = _expected(state, ELEMENT)
    return Fault(
        "RNG003",
        "missing-element-before",
        Message(
            f"something is missing before <{name[1]}>{_allowed(expected)}",
            f"سقط شيء قبل <{name[1]}>{_allowed_ar(expected)}",
        ),
        found=name[1],
        expected=expected,
        documentation=_said(state.lanes, name[1], expected),
    )


def incomplete(state: State, name: Name) -> Fault:
    """An element ends before all that it must hold has come."""
    expected = _expected(state, ELEMENT)
    return Fault(
        "RNG004",
        "incomplete-element",
        Message(
            f"<{name[1]}> is incomplete{_allowed(expected)}",
            f"العنصر <{name[1]}> ناقص{_allowed_ar(expected)}",
        ),
        found=name[1],
        expected=expected,
        documentation=_said(state.lanes, name[1], expected),
    )


def unexpected_attribute(state: State, element: Name, name: Name, given: frozenset[Name]) -> Fault:
    """An attribute that the element must not have, or not with its others: ``given`` are all."""
    expected = _without(_expected(state, ATTRIBUTE), given)
    return Fault(
        "RNG005",
        "attribute-not-allowed",
        Message(
            f"<{element[1]}> must not have the attribute {shown(name)}{_allowed(expected)}",
            f"لا يجوز للعنصر <{element[1]}> السمة {shown(name)}{_allowed_ar(expected)}",
        ),
        found=shown(name),
        expected=expected,
        hint=_slip(shown(name), expected),
        documentation=_said(state.lanes, shown(name), expected, ATTRIBUTE),
    )


def missing_attributes(state: State, name: Name) -> Fault:
    """An element lacks attributes that it must have."""
    missing = tuple(sorted(required_of(state.lanes)))
    listed, listed_ar = ", ".join(missing), "، ".join(missing)
    what = f"lacks the attribute {listed}" if missing else "lacks an attribute that it must have"
    lacking = f"تنقصه السمة {listed_ar}" if missing else "تنقصه سمة واجبة"
    return Fault(
        "RNG006",
        "missing-attribute",
        Message(f"<{name[1]}> {what}", f"العنصر <{name[1]}> {lacking}"),
        found=name[1],
        expected=missing,
        documentation=_said(state.lanes, name[1], missing, ATTRIBUTE),
    )


def wrong_value(contents: tuple[Pattern, ...], element: Name, name: Name, value: str) -> Fault:
    """An attribute's value is not one that it may have."""
    expected = values(contents)
    said = _short(value)
    return Fault(
        "RNG007",
        "invalid-attribute-value",
        Message(
            f"'{said}' is no value of the attribute {shown(name)} of <{element[1]}>"
            f"{_allowed(expected)}",
            f"«{said}» ليست قيمة للسمة {shown(name)} في <{element[1]}>{_allowed_ar(expected)}",
        ),
        found=value,
        expected=expected,
        hint=_slip(value, expected),
    )


def unexpected_text(element: Name, text: str) -> Fault:
    """Text stands where only elements may."""
    shown = _short(" ".join(text.split()))
    return Fault(
        "RNG008",
        "text-not-allowed",
        Message(
            f"text must not stand in <{element[1]}> here: '{shown}'",
            f"لا يجوز نص هنا داخل <{element[1]}>: «{shown}»",
        ),
        found=shown,
    )


def wrong_content(state: State, element: Name, text: str) -> Fault:
    """An element's text is not one that it may hold."""
    expected = values(state.lanes)
    shown = _short(" ".join(text.split()))
    return Fault(
        "RNG009",
        "invalid-content",
        Message(
            f"'{shown}' is no content of <{element[1]}>{_allowed(expected)}",
            f"«{shown}» ليس محتوى للعنصر <{element[1]}>{_allowed_ar(expected)}",
        ),
        found=shown,
        expected=expected,
    )


def _allowed(expected: tuple[str, ...]) -> str:
    if not expected:
        return ""
    more = f" and {len(expected) - _SHOWN} more" if len(expected) > _SHOWN else ""
    return f"; expected {', '.join(expected[:_SHOWN])}{more}"


def _allowed_ar(expected: tuple[str, ...]) -> str:
    if not expected:
        return ""
    more = f" و{len(expected) - _SHOWN} غيرها" if len(expected) > _SHOWN else ""
    return f"؛ المنتظر {'، '.join(expected[:_SHOWN])}{more}"


def _expected(state: State, kind: int) -> tuple[str, ...]:
    """Return the names that may stand there; a document may have a million faults in one state."""
    found = state.expected.get(kind)
    if found is None:
        listing = elements if kind == ELEMENT else attributes
        found = state.expected[kind] = listing(state.lanes)
    return found


@lru_cache(maxsize=8)
def _without(expected: tuple[str, ...], given: frozenset[Name]) -> tuple[str, ...]:
    """Return what is expected but for what is there."""
    present = {shown(one) for one in given}
    return tuple(one for one in expected if one not in present)


def _said(lanes: Lanes, found: str, expected: tuple[str, ...], kind: int = ELEMENT) -> str:
    """Return what the schema says of what was meant: the only name allowed, or the closest."""
    close = expected if len(expected) == 1 else _closest(found, expected)
    return documentation(lanes, close[0], kind) if close else ""


@lru_cache(maxsize=5_000)
def _closest(found: str, expected: tuple[str, ...]) -> Sequence[str]:
    # A slip keeps the first letter or the last: comparing with all would take too long.
    ends = (found[:1].lower(), found[-1:].lower())
    likely = [
        name
        for name in expected
        if abs(len(name) - len(found)) <= _APART
        and (name[:1].lower() == ends[0] or name[-1:].lower() == ends[1])
    ]
    if not likely or len(found) > _LONG:
        return ()
    from difflib import get_close_matches

    return get_close_matches(found, likely, 1, _CLOSE)


def _slip(found: str, expected: tuple[str, ...]) -> Message | None:
    close = _closest(found, expected)
    return Message(f"did you mean {close[0]}?", f"أتريد {close[0]}؟") if close else None


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
