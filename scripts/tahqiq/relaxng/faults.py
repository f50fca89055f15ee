"""What a validator says: each kind of fault with its code, and its sentence in two languages.

In: the state that refused and what was refused. Out: a Fault, without its place, which the reader
knows. Lists of what is expected are the shortest useful ones: required before optional, the
closest name first where the refused one looks like a slip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tahqiq.findings import Message
from tahqiq.relaxng.names import Name, NameChoice, NameClass, OneName
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
)
from tahqiq.relaxng.states import State

_SHOWN = 12
_LONG = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a document, of the kind that ``code`` and ``slug`` name."""

    code: str
    slug: str
    message: Message
    found: str = ""
    expected: tuple[str, ...] = ()
    hint: Message | None = None


def unexpected_element(state: State, parent: Name, name: Name, known: bool) -> Fault:
    """An element stands where the schema has no place for it."""
    expected = elements(state)
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
    )


def missing_before(state: State, parent: Name, name: Name) -> Fault:
    """An element stands where another was wanted first."""
    expected = elements(state)
    return Fault(
        "RNG003",
        "missing-element-before",
        Message(
            f"something is missing before <{name[1]}>{_allowed(expected)}",
            f"سقط شيء قبل <{name[1]}>{_allowed_ar(expected)}",
        ),
        found=name[1],
        expected=expected,
    )


def incomplete(state: State, name: Name) -> Fault:
    """An element ends before all that it must hold has come."""
    expected = elements(state)
    return Fault(
        "RNG004",
        "incomplete-element",
        Message(
            f"<{name[1]}> is incomplete{_allowed(expected)}",
            f"العنصر <{name[1]}> ناقص{_allowed_ar(expected)}",
        ),
        found=name[1],
        expected=expected,
    )


def unexpected_attribute(state: State, element: Name, name: Name) -> Fault:
    """An attribute that the element must not have, or not with its others."""
    expected = attributes(state)
    return Fault(
        "RNG005",
        "attribute-not-allowed",
        Message(
            f"<{element[1]}> must not have the attribute {_shown(name)}{_allowed(expected)}",
            f"لا يجوز للعنصر <{element[1]}> السمة {_shown(name)}{_allowed_ar(expected)}",
        ),
        found=_shown(name),
        expected=expected,
        hint=_slip(_shown(name), expected),
    )


def missing_attributes(state: State, name: Name) -> Fault:
    """An element lacks attributes that it must have."""
    missing = tuple(sorted(_required_of(state)))
    listed, listed_ar = ", ".join(missing), "، ".join(missing)
    what = f"lacks the attribute {listed}" if missing else "lacks an attribute that it must have"
    lacking = f"تنقصه السمة {listed_ar}" if missing else "تنقصه سمة واجبة"
    return Fault(
        "RNG006",
        "missing-attribute",
        Message(f"<{name[1]}> {what}", f"العنصر <{name[1]}> {lacking}"),
        found=name[1],
        expected=missing,
    )


def wrong_value(contents: tuple[Pattern, ...], element: Name, name: Name, value: str) -> Fault:
    """An attribute's value is not one that it may have."""
    expected = values(contents)
    shown = _short(value)
    return Fault(
        "RNG007",
        "invalid-attribute-value",
        Message(
            f"'{shown}' is no value of the attribute {_shown(name)} of <{element[1]}>"
            f"{_allowed(expected)}",
            f"«{shown}» ليست قيمة للسمة {_shown(name)} في <{element[1]}>{_allowed_ar(expected)}",
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


def elements(state: State) -> tuple[str, ...]:
    """Return the names of the elements that may stand next, as they are written."""
    found: dict[str, None] = {}
    for pattern in _first(state.lanes, ELEMENT):
        found.update(dict.fromkeys(_names(pattern.extra.name_class)))
    return tuple(sorted(found))


def attributes(state: State) -> tuple[str, ...]:
    """Return the names of the attributes that an element may still have."""
    found: dict[str, None] = {}
    for pattern in _first(state.lanes, ATTRIBUTE):
        found.update(dict.fromkeys(_names(pattern.extra)))
    return tuple(sorted(found))


def values(contents: Iterable[Pattern]) -> tuple[str, ...]:
    """Return the values that may stand there, or the datatypes where they have no list."""
    found: dict[str, None] = {}
    for pattern in _first(tuple(contents), VALUE, DATA):
        if pattern.kind == VALUE:
            found[pattern.extra[2]] = None
        else:
            params = ", ".join(f"{name} {text}" for name, text in pattern.extra.params)
            found[f"{pattern.extra.name} ({params})" if params else pattern.extra.name] = None
    return tuple(found)


def _first(lanes: tuple[Pattern, ...], *kinds: int) -> list[Pattern]:
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


def _required_of(state: State) -> set[str]:
    sets = [_required(lane) for lane in state.lanes]
    return set.intersection(*sets) if sets else set()


def _required(pattern: Pattern) -> set[str]:
    if pattern.kind == ATTRIBUTE:
        return set(_names(pattern.extra))
    if pattern.kind == CHOICE:
        return set.intersection(*[_required(part) for part in pattern.parts])
    if pattern.kind in (GROUP, INTERLEAVE, MORE):
        return set().union(*[_required(part) for part in pattern.parts])
    return set()


def _names(name_class: NameClass) -> list[str]:
    if isinstance(name_class, OneName):
        return [_shown((name_class.namespace, name_class.local))]
    if isinstance(name_class, NameChoice):
        return _names(name_class.one) + _names(name_class.other)
    return []


def _shown(name: Name) -> str:
    prefix = "xml:" if name[0] == "http://www.w3.org/XML/1998/namespace" else ""
    return prefix + name[1]


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


def _slip(found: str, expected: tuple[str, ...]) -> Message | None:
    close = get_close_matches(found, expected, n=1, cutoff=0.75)
    return Message(f"did you mean {close[0]}?", f"أتريد {close[0]}؟") if close else None


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
