"""Language tags: whether they are what BCP 47 allows.

In: a document. Out: findings TQ211 and TQ212. Source: RFC 5646, 2.1 and 2.2; the two-letter codes
of ISO 639-1 as of 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_TWO_LETTERS = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
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
        language = (match.group("language") or "").lower()
        if len(language) == 2 and language not in _TWO_LETTERS:
            yield _unknown(source, number, tag, language)


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


def _unknown(source: Source, number: int, tag: str, language: str) -> Finding:
    return Finding(
        code="TQ212",
        slug="unknown-language",
        severity=Severity.ERROR,
        place=source.element_place(number, XML_LANG),
        message=Message(
            f"there is no language with the code «{language}»", f"لا لغة رمزها «{language}»"
        ),
        found=tag,
    )
