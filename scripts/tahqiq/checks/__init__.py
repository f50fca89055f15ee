"""Checks that no schema language makes: characters, language tags, dates, bounds, witnesses.

In: one document. Out: findings, each with a code.

======  =========================  =============================================
TQ201   not-composed               the text is not in Unicode normal form C
TQ202   control-character          a control character stands in the text
TQ203   directional-embedding      an embedding or override where an isolate belongs
TQ204   presentation-form          an Arabic presentation form for a letter
TQ205   persian-letter             a Persian letter in Arabic text
TQ206   kashida-in-name            a name stretched with a kashida
TQ211   malformed-language-tag     xml:lang is not what BCP 47 allows
TQ212   unknown-language           a language, script or region is not registered
TQ221   no-such-date               an attribute holds a date that does not exist
TQ222   end-before-start           a span of time ends before it begins
TQ223   calendars-disagree         a Hijri day is not the Gregorian one beside it
TQ224   other-weekday              the text names another weekday than the date's
TQ231   space-in-tag               a name, date or number begins or ends with a space
TQ232   particle-in-tag            a name holds a particle that is not its own
TQ241   other-than-witness         the text as received is not that of its witness
TQ401…  (tahqiq.citable.faults)    units and trees of citation
======  =========================  =============================================
"""

from __future__ import annotations

from tahqiq.checks import boundaries, characters, citation, dates, languages, weekdays, witness
from tahqiq.checks.source import Source
from tahqiq.findings import Finding, sort_findings

__all__ = ["Source", "check"]


_EACH = (characters, languages, dates, weekdays, boundaries, citation)


def check(content: bytes, *, file: str, read: witness.Read | None = None) -> list[Finding]:
    """Return what the checks find in a document, sorted; raise SourceError where it is not XML.

    ``read`` gives the text of a file that the document points to, or None; without it witnesses
    are not looked at.
    """
    source = Source.read(content, file)
    found = [finding for each in _EACH for finding in each.check(source)]
    if read is not None:
        found += witness.check(source, read)
    return sort_findings(found)
