"""Checks that no schema language makes: characters, language tags, dates.

In: one document. Out: findings, each with a code.

======  =========================  =============================================
TQ201   not-composed               the text is not in Unicode normal form C
TQ202   control-character          a control character stands in the text
TQ203   directional-embedding      an embedding or override where an isolate belongs
TQ204   presentation-form          an Arabic presentation form for a letter
TQ205   persian-letter             a Persian letter in Arabic text
TQ206   kashida-in-name            a name stretched with a kashida
TQ211   malformed-language-tag     xml:lang is not what BCP 47 allows
TQ212   unknown-language           xml:lang names no language
TQ221   no-such-date               an attribute holds a date that does not exist
TQ222   end-before-start           a span of time ends before it begins
TQ223   calendars-disagree         a Hijri day is not the Gregorian one beside it
======  =========================  =============================================
"""

from __future__ import annotations

from tahqiq.checks import characters, dates, languages
from tahqiq.checks.source import Source
from tahqiq.findings import Finding, sort_findings

__all__ = ["Source", "check"]


def check(content: bytes, *, file: str) -> list[Finding]:
    """Return what the checks find in a document, sorted; raise SourceError where it is not XML."""
    source = Source.read(content, file)
    return sort_findings(
        finding for each in (characters, languages, dates) for finding in each.check(source)
    )
