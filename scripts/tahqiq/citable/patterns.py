r"""The older way to declare references, read as the newer one.

In: ``cRefPattern`` elements. Out: Structure values, and the elements that cannot be read so.
``([^.]+)\.([0-9]+)`` to ``#xpath(//div[@n='$1']/p[@n='$2'])`` becomes a structure ``//div`` by
``@n`` and within it ``p`` by ``@n`` after a full stop. What makes that possible is that ``$1`` and
``$2`` stand in predicates of their own, and that the pattern is groups with plain text between. Two
predicates of one step, ``//div[@type='$1'][@n='$2']``, are one value of it.
Source: TEI P5, 17.2.5.2; CTS as Perseus writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from tahqiq.citable.structure import Structure

_POINTER = re.compile(r"#(?:\w+_)?(?:xpath|xpointer|xpath1|xpath2)\((.*)\)\s*$", re.DOTALL)
_BARE_ID = re.compile(r"#([^()$]*)\$(\d)([^()$]*)$")
_OTHERS = r"(?:[^\[\]$]|'[^'$]*')*?"
_EQUAL = re.compile(
    rf"\[(?P<before>{_OTHERS}\sand)?\s*(?P<use>(?:(?!\sand\s)[^\[\]=])+?)\s*=\s*(?P<mark>['\"]?)\$(?P<group>\d)"
    rf"(?P=mark)\s*(?P<after>and\s{_OTHERS})?\]"
)
_PLACE = re.compile(r"\[\s*\$(\d)\s*\]")
_LITERAL = re.compile(r"\\(.)|\[([^\]\\^-])\]|([^\\\[\](){}|*+?^$])")
_SPACE = re.compile(r"\\s[+*]?|\[ \][+*]?|\[\\s\][+*]?| [+*]")


@dataclass(slots=True)
class _Level:
    """A level that several patterns may share: its match and use, and what lies under it."""

    match: str
    use: str
    delim: str
    kind: str = ""
    citable: bool = False
    element: etree._Element | None = None
    below: dict[tuple[str, str, str], _Level] = field(default_factory=dict)


def structures(
    elements: Iterable[etree._Element],
) -> tuple[tuple[Structure, ...], tuple[etree._Element, ...]]:
    """Return the structures that patterns stand for, and the patterns that stand for none."""
    top: dict[tuple[str, str, str], _Level] = {}
    unusable = []
    for element in elements:
        steps = _steps(element)
        if not steps:
            unusable.append(element)
            continue
        below = top
        for match, use, delim in steps:
            level = below.setdefault((match, use, delim), _Level(match, use, delim))
            below = level.below
        level.citable = True
        level.kind = level.kind or element.get("n", "")
        level.element = element
    return tuple(_structure(level) for level in top.values()), tuple(unusable)


def _structure(level: _Level) -> Structure:
    return Structure(
        kind=level.kind,
        match=level.match,
        use=level.use,
        delim=level.delim,
        children=tuple(_structure(one) for one in level.below.values()),
        citable=level.citable,
        element=level.element,
    )


def _steps(element: etree._Element) -> list[tuple[str, str, str]]:
    """Return match, use and delimiter of each group of a pattern; nothing where that fails."""
    pattern, replacement = _unescaped(
        element.get("matchPattern", ""), element.get("replacementPattern", "")
    )
    delims = delimiters(pattern)
    path = _path(replacement)
    if delims is None or not path:
        return []
    parts = _parts(path)
    if [group for _, _, group in parts] != list(range(1, len(delims) + 1)):
        return []
    steps: list[tuple[str, str, str]] = []
    for (match, use, _), delim in zip(parts, delims, strict=True):
        if match:
            steps.append((match, use, delim))
        elif not steps or "position()" in (use, steps[-1][1]):
            return []
        else:
            # Two groups of one step, as div[@type='$1'][@n='$2'], are one value of it.
            outer, before, at = steps.pop()
            between = delim.replace("'", "''")
            steps.append((outer, f"(.[{before}][{use}]/concat({before}, '{between}', {use}))", at))
    return steps


def _unescaped(pattern: str, replacement: str) -> tuple[str, str]:
    r"""Return both as they were meant: a program wrote some of Perseus's with ``\\'$1\\'``."""
    if "\\'" not in replacement and '\\"' not in replacement:
        return pattern, replacement
    return pattern.replace("\\\\", "\\"), re.sub(r"\\(['\"])", r"\1", replacement)


def _path(replacement: str) -> str:
    """Return the XPath that a replacement points by."""
    replacement = replacement.strip()
    bare = _BARE_ID.match(replacement)
    if bare:
        before, group, after = bare.groups()
        if not before and not after:
            return f"//*[@xml:id][@xml:id='${group}']"
        size = len(after)
        use = (
            f"substring(@xml:id, {len(before) + 1}, string-length(@xml:id) - {len(before) + size})"
        )
        edges = f"[starts-with(@xml:id, '{before}')][ends-with(@xml:id, '{after}')]"
        return f"//*{edges}[{use}='${group}']"
    found = _POINTER.match(replacement)
    return found.group(1).strip() if found else ""


def _parts(path: str) -> list[tuple[str, str, int]]:
    """Return a path in parts, each ending at a predicate that holds a group: match, use, group."""
    parts: list[tuple[str, str, int]] = []
    start = 0
    found = sorted(
        [*_EQUAL.finditer(path), *_PLACE.finditer(path)], key=lambda match: match.start()
    )
    for match in found:
        step = path[start : match.start()]
        if match.re is _PLACE:
            use, group = "position()", match.group(1)
        else:
            use, group = match["use"], match["group"]
            step += _narrowed(match)
        parts.append((_relative(step, first=not parts), use, int(group)))
        start = match.end()
    rest = path[start:]
    if parts and rest:
        # What follows the last group narrows its step: `p[@n='$1'][@type='x']` or a further path.
        match_, use, group_ = parts[-1]
        parts[-1] = (
            (match_ + f"[{use}]{rest}", use, group_) if rest.startswith("[") else ("", "", 0)
        )
    return parts


def _narrowed(match: re.Match[str]) -> str:
    """Return what a predicate asks for besides its group, as a predicate of its own."""
    before = (match["before"] or "").removesuffix("and").strip()
    after = (match["after"] or "").removeprefix("and").strip()
    return "".join(f"[{one}]" for one in (before, after) if one)


def _relative(step: str, *, first: bool) -> str:
    if first:
        return step
    return f".{step}" if step.startswith("//") else step.removeprefix("/")


def delimiters(pattern: str) -> list[str] | None:
    """Return the plain text before each group of a pattern; None where it is not as plain."""
    found: list[str] = []
    text = ""
    rest = pattern.removeprefix("^").removesuffix("$")
    while rest:
        if rest.startswith("("):
            end = _group_end(rest)
            if end is None:
                return None
            found.append(text)
            text, rest = "", rest[end:]
            continue
        space = _SPACE.match(rest)
        literal = space or _LITERAL.match(rest)
        if literal is None or (not space and rest[literal.end() :][:1] in tuple("*+?{")):
            return None
        text += " " if space else next(part for part in literal.groups() if part)
        rest = rest[literal.end() :]
    return found if found and not text else None


def _group_end(text: str) -> int | None:
    """Return where the group that a pattern begins with ends; None where it holds groups itself."""
    position, in_class = 1, False
    while position < len(text):
        letter = text[position]
        if letter == "\\":
            position += 1
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
        elif letter == "(":
            return None
        elif letter == ")":
            following = text[position + 1 : position + 2]
            return None if following and following in "*+?{" else position + 1
        position += 1
    return None
