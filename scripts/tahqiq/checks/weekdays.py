"""The weekday that a date's text names, against the day that its attribute says.

In: a document. Out: finding TQ224.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tahqiq.checks.source import Source
from tahqiq.findings import Finding, Message, Severity
from tahqiq.tei import local_name

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_WORD = re.compile(r"[^\W\d_]+")
# Monday first; Arabic without hamza, as both spellings are met.
_NAMES = (
    ("monday", "الاثنين", "الاتنين"),
    ("tuesday", "الثلاثاء", "الثلاثا"),
    ("wednesday", "الاربعاء", "الاربعا"),
    ("thursday", "الخميس"),
    ("friday", "الجمعه"),
    ("saturday", "السبت"),
    ("sunday", "الاحد"),
)
_ARABIC = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_FOLDED = str.maketrans("أإآىة", "ااايه")


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about dates whose text names another day of the week."""
    for number, element in enumerate(source.elements, 1):
        when = element.get("when", "")
        if local_name(element) != "date" or not _DAY.fullmatch(when):
            continue
        try:
            actual = date.fromisoformat(when).weekday()
        except ValueError:
            continue  # TQ221 says so
        text = "".join(element.itertext())
        words = set(_WORD.findall(_MARKS.sub("", text).translate(_FOLDED).lower()))
        named = [day for day, names in enumerate(_NAMES) if words & set(names)]
        if named and actual not in named:
            yield _other_day(source, number, when, actual, text)


def _other_day(source: Source, number: int, when: str, actual: int, text: str) -> Finding:
    english = _NAMES[actual][0].capitalize()
    return Finding(
        code="TQ224",
        slug="other-weekday",
        severity=Severity.ERROR,
        place=source.element_place(number, "when"),
        message=Message(
            f"{when} was a {english}; the text names another day",
            f"يوم {when} هو {_ARABIC[actual]} والنص يسمي يومًا غيره",
        ),
        found=" ".join(text.split()),
        expected=(english,),
        hint=Message("correct when, or note the slip of the text", "صحح when أو نبه على خطأ النص"),
    )
