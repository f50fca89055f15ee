"""Characters that a reader does not see, or takes for others.

In: a document. Out: findings TQ201 to TQ206. Sources: UAX 15 (normal forms), UAX 9 (directional
formatting), XML 1.0 2.2 (characters), the Unicode chart of the Arabic presentation forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from tahqiq import tei
from tahqiq.checks.source import Source, Text
from tahqiq.findings import Finding, Message, Severity

# Controls that XML allows and no text needs: C1, and those that only older devices knew.
_CONTROLS = re.compile(r"[\x7f-\x84\x86-\x9f\ufff9-\ufffb\U000e0000-\U000e007f]")
_EMBEDDINGS = re.compile(r"[\u202a-\u202e]")
# Ornate parentheses and the ligatures of honorifics are characters of their own right.
_PRESENTATION = re.compile(r"[\ufb50-\ufd3d\ufd50-\ufdcf\ufdf0-\ufdf9\ufe70-\ufefc]")
_PERSIAN = re.compile(r"[\u06a9\u06cc\u06c0\u06d5]")
_KASHIDA = re.compile(r"\u0640")
_NAMES = frozenset(
    "persName forename surname addName nameLink roleName genName orgName placeName name "
    "settlement region country geogName eventName objName".split()
)


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about the characters of a document's texts."""
    for text in source.texts():
        yield from _hidden(source, text)
        yield from _not_composed(source, text)
        if text.lang.split("-")[0] == "ar":
            yield from _look_alikes(source, text)
        yield from _kashida(source, text)


def _hidden(source: Source, text: Text) -> Iterator[Finding]:
    for match in _CONTROLS.finditer(text.value):
        yield _found(
            source,
            text,
            match,
            ("TQ202", "control-character", Severity.ERROR),
            Message("a control character stands in the text", "في النص حرف تحكم"),
            Message("delete it", "احذفه"),
        )
    for match in _EMBEDDINGS.finditer(text.value):
        yield _found(
            source,
            text,
            match,
            ("TQ203", "directional-embedding", Severity.WARNING),
            Message("the text is turned by an embedding character", "يقلب اتجاهَ النص حرفُ تضمين"),
            Message(
                "delete it and give the run an element with xml:lang",
                "احذفه واجعل العبارة في عنصر له xml:lang",
            ),
        )
    for match in _PRESENTATION.finditer(text.value):
        plain = unicodedata.normalize("NFKC", match.group())
        yield _found(
            source,
            text,
            match,
            ("TQ204", "presentation-form", Severity.WARNING),
            Message(f"a presentation form stands for «{plain}»", f"شكل عرض مكان «{plain}»"),
            Message(f"write {plain}", f"اكتب {plain}"),
        )


def _not_composed(source: Source, text: Text) -> Iterator[Finding]:
    """Yield one finding for a text that is not in NFC, at its first difference."""
    composed = unicodedata.normalize("NFC", text.value)
    if composed == text.value:
        return
    pairs = zip(text.value, composed, strict=False)
    index = next((i for i, (a, b) in enumerate(pairs) if a != b), len(composed))
    yield Finding(
        code="TQ201",
        slug="not-composed",
        severity=Severity.WARNING,
        place=source.text_place(text, index),
        message=Message("the text is not in normal form C", "النص ليس بالصيغة المركبة NFC"),
        found=_named(text.value[index : index + 2]),
        hint=Message("normalise the file to NFC", "حوّل الملف إلى NFC"),
    )


def _look_alikes(source: Source, text: Text) -> Iterator[Finding]:
    """Yield Persian letters in text that says it is Arabic."""
    for match in _PERSIAN.finditer(text.value):
        plain = {"\u06a9": "ك", "\u06cc": "ي", "\u06c0": "ة", "\u06d5": "ه"}[match.group()]
        yield _found(
            source,
            text,
            match,
            ("TQ205", "persian-letter", Severity.WARNING),
            Message(f"the letter is Persian and looks like {plain}", f"الحرف فارسي يشبه {plain}"),
            Message(
                f"write {plain}, or mark the words as Persian",
                f"اكتب {plain}، أو اذكر أن العبارة فارسية",
            ),
        )


def _kashida(source: Source, text: Text) -> Iterator[Finding]:
    match = _KASHIDA.search(text.value)
    if not match or not any(map(_is_name, [text.holder, *text.holder.iterancestors()])):
        return
    yield _found(
        source,
        text,
        match,
        ("TQ206", "kashida-in-name", Severity.WARNING),
        Message("the name is stretched with a kashida", "في الاسم كشيدة"),
        Message(
            "delete it: searches will not find the name",
            "احذفها، فإن البحث لا يجد الاسم معها",
        ),
    )


def _is_name(element: etree._Element) -> bool:
    return (
        isinstance(element.tag, str)
        and etree.QName(element).namespace == tei.TEI_NS
        and tei.local_name(element) in _NAMES
    )


def _found(
    source: Source,
    text: Text,
    match: re.Match[str],
    rule: tuple[str, str, Severity],
    message: Message,
    hint: Message,
) -> Finding:
    code, slug, severity = rule
    return Finding(
        code=code,
        slug=slug,
        severity=severity,
        place=source.text_place(text, match.start()),
        message=message,
        found=_named(match.group()),
        hint=hint,
    )


def _named(characters: str) -> str:
    return ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in characters)
