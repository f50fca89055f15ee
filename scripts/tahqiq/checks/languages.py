"""Language tags: whether they are what BCP 47 allows.

In: a document. Out: findings TQ211 and TQ212. Source: RFC 5646, 2.1 and 2.2; the registry of IANA
as the package langcodes has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tahqiq.checks.source import Source
from tahqiq.findings import Finding, Message, Severity
from tahqiq.tei import XML_LANG

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|i-[a-z]{3,8}",
    re.IGNORECASE,
)
# Asked for in nearly every text; the registry takes longer to load than a small text to be judged.
_USUAL = frozenset(
    ("ar", "ar-Latn-x-ijmes", "de", "en", "es", "fa", "fr", "grc", "he", "it", "la", "ota", "tr")
)


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about the language tags of a document."""
    for number, element in enumerate(source.elements, 1):
        tag = element.get(XML_LANG)
        if not tag:
            continue
        match = _TAG.fullmatch(tag)
        if match is None:
            yield _malformed(source, number, tag)
            continue
        if match.group("language") and not (tag in _USUAL or _is_registered(tag)):
            yield _unknown(source, number, tag)


@cache
def _is_registered(tag: str) -> bool:
    """Return whether language, script, region and variants are in the registry of IANA."""
    import langcodes

    try:
        # What follows -x- is the user's own.
        return bool(langcodes.tag_is_valid(re.split("-x-", tag, flags=re.IGNORECASE)[0]))
    except ValueError:
        return False


def _malformed(source: Source, number: int, tag: str) -> Finding:
    return Finding(
        code="TQ211",
        slug="malformed-language-tag",
        severity=Severity.ERROR,
        place=source.element_place(number, XML_LANG),
        message=Message(f"«{tag}» is no language tag", f"«{tag}» ليس رمز لغة"),
        found=tag,
        hint=Message(
            "write language, script and region with hyphens, as ar-Latn-x-ijmes",
            "اكتب اللغة فالخط فالبلد بينها شرطة، مثل ar-Latn-x-ijmes",
        ),
    )


def _unknown(source: Source, number: int, tag: str) -> Finding:
    return Finding(
        code="TQ212",
        slug="unknown-language",
        severity=Severity.ERROR,
        place=source.element_place(number, XML_LANG),
        message=Message(f"«{tag}» has a part that is not registered", f"في «{tag}» جزء غير مسجَّل"),
        found=tag,
    )
