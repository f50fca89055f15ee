"""Where tags begin and end: no space within, and no particle of Arabic swallowed by a name.

In: a document. Out: findings TQ231 and TQ232. That a letter is a particle and not the name's own is
only said where the same record is elsewhere named without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from tahqiq.checks.source import Source
from tahqiq.findings import Finding, Message, Severity
from tahqiq.tei import local_name

_NAMING = frozenset(
    "persName placeName orgName name geogName settlement country region rs surname forename date"
    " num measure title".split()
)
_SPACE = " \t\n\r\u00a0"
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
# Conjunctions and prepositions that are written onto the word that follows.
_PARTICLES = re.compile(r"^(?:[وف]?[بلك]?)(?=.{2})")


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about the bounds of names, dates and numbers."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    found: list[tuple[int, etree._Element, str]] = []
    for number, element in enumerate(source.elements, 1):
        if local_name(element) not in _NAMING:
            continue
        text = "".join(element.itertext())
        if _has_space_at_edge(element):
            yield _spaced(source, number, element)
        plain = _MARKS.sub("", " ".join(text.split()))
        pointer = element.get("ref")
        if pointer and plain:
            named[local_name(element), pointer].add(plain)
            found.append((number, element, plain))
    for number, element, plain in found:
        others = named[local_name(element), element.get("ref", "")]
        bare = next((one for one in _without(plain) if one in others), None)
        if bare is not None:
            yield _swallowed(source, number, element, plain, bare)


def _has_space_at_edge(element: etree._Element) -> bool:
    """Return whether words of the text stand beside a space at an edge of an element.

    White space alone, between tags, is how a file is laid out; so is that of a header.
    """
    if next(element.iterancestors("{*}text"), None) is None:
        return False
    first = element.text or ""
    last = (element[-1].tail or "") if len(element) else first
    return bool(first.strip(_SPACE) and first[0] in _SPACE) or bool(
        last.strip(_SPACE) and last[-1] in _SPACE
    )


def _without(text: str) -> Iterator[str]:
    """Yield a text without the particles that it may begin with, the article restored after li-."""
    found = _PARTICLES.match(text)
    for end in range(1, (found.end() if found else 0) + 1):
        yield text[end:]
        if text[end - 1] == "ل":
            yield f"ال{text[end:].removeprefix('ل')}"


def _spaced(source: Source, number: int, element: etree._Element) -> Finding:
    name = local_name(element)
    return Finding(
        code="TQ231",
        slug="space-in-tag",
        severity=Severity.WARNING,
        place=source.element_place(number),
        message=Message(f"<{name}> begins or ends with a space", f"يبدأ <{name}> أو ينتهي بفراغ"),
        hint=Message("put the space outside", "أخرج الفراغ من العنصر"),
    )


def _swallowed(
    source: Source, number: int, element: etree._Element, text: str, bare: str
) -> Finding:
    name = local_name(element)
    return Finding(
        code="TQ232",
        slug="particle-in-tag",
        severity=Severity.WARNING,
        place=source.element_place(number),
        message=Message(
            f"<{name}> holds a particle: «{text}», elsewhere «{bare}»",
            f"دخل في <{name}> حرف متصل: «{text}»، وفي موضع آخر «{bare}»",
        ),
        found=text,
        expected=(bare,),
        hint=Message("begin the element after the particle", "ابدأ العنصر بعد الحرف"),
    )
