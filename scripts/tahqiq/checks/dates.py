"""Dates in attributes: whether they exist, and in the right order.

In: a document. Out: findings TQ221 to TQ223. Source: TEI P5, data.temporal.w3c and
data.temporal.iso; W3C XML Schema 1.1 part 2, 3.3.7 to 3.3.14. Of dates in another calendar
(``-custom``) only Hijri days are compared, with their Gregorian ones.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from tahqiq import tei
from tahqiq.checks.source import Source
from tahqiq.findings import Finding, Message, Severity

_ATTRIBUTES = ("when", "notBefore", "notAfter", "from", "to")
_ORDER = (("notBefore", "notAfter"), ("from", "to"), ("notBefore", "to"), ("from", "notAfter"))
_HIJRI = re.compile(r"islamic|hijri|umm-?al-?qura", re.IGNORECASE)
_FULL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TOLERANCE = 2
# Elements whose from and to are pages or points of a text (att.citing, att.spanning and others).
_NO_DATES = frozenset("biblScope citedRange locus span app arc rt note".split())
_DATE = re.compile(
    r"(?P<year>-?[0-9]{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?"
    r"(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
# Days and months without a year, and times alone.
_PARTIAL = re.compile(
    r"(?:--(?P<month>\d\d)(?:-(?P<day>\d\d))?|---(?P<only>\d\d)"
    r"|(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)

# Weeks, days of the year, dates without hyphens, durations and repetitions of ISO 8601.
_OTHER_ISO = re.compile(
    r"-?[0-9]{4}-?W[0-9]{2}(?:-?[1-7])?|-?[0-9]{4}-?[0-9]{3}|[0-9]{8}|R[0-9]*"
    r"|-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+W)?(?:[0-9]+D)?"
    r"(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9.]+S)?)?"
)


def check(source: Source) -> Iterator[Finding]:
    """Yield the findings about the dates in the attributes of TEI elements."""
    for number, element in enumerate(source.elements, 1):
        if etree.QName(element).namespace != tei.TEI_NS:
            continue
        for suffix in ("", "-iso"):
            yield from _of_element(source, number, element, suffix)
        yield from _hijri(source, number, element)


def _of_element(
    source: Source, number: int, element: etree._Element, suffix: str
) -> Iterator[Finding]:
    bounds: dict[str, tuple[int, ...]] = {}
    for name in _ATTRIBUTES:
        value = element.get(name + suffix)
        if value is None or (name in ("from", "to") and tei.local_name(element) in _NO_DATES):
            continue
        fault = fault_of(value)
        if fault is not None:
            yield _malformed(source, number, name + suffix, value, fault)
        else:
            bounds[name] = _key(value, late=name in ("notAfter", "to"))
    for early, late in _ORDER:
        if bounds.get(early) and bounds.get(late) and bounds[early] > bounds[late]:
            yield _reversed(source, number, element, early + suffix, late + suffix)
            return


def _hijri(source: Source, number: int, element: etree._Element) -> Iterator[Finding]:
    """Yield a finding where a Hijri date in ``when-custom`` is more than two days from ``when``.

    What is computed and what was seen or decreed differ by two days at most.
    """
    if not _HIJRI.search(element.get("datingMethod", element.get("calendar", ""))):
        return
    days = [_FULL.fullmatch(element.get(name, "")) for name in ("when", "when-custom")]
    if not all(days):
        return
    (year, month, day), hijri = ([int(p) for p in match.groups()] for match in days if match)
    if not (1 <= hijri[1] <= 12 and 1 <= hijri[2] <= 30):
        fault = Message("there is no such Hijri day", "لا يوم هجريًّا كهذا")
        value = element.get("when-custom", "")
        yield _malformed(source, number, "when-custom", value, fault)
        return
    try:
        gregorian = date(year, month, day).toordinal()
    except ValueError:
        return  # TQ221 says so
    if abs(_hijri_ordinal(*hijri) - gregorian) > _TOLERANCE:
        yield _disagreeing(source, number, element)


def _hijri_ordinal(year: int, month: int, day: int) -> int:
    """Return the day, counted as ``datetime`` does, of a Hijri date.

    By the calendar of Umm al-Qura for the years that it is published for (1343 to 1500), else by
    the tabular one; a day that a month of Umm al-Qura has not is the tabular one's, too.
    """
    from hijridate import Hijri  # loaded late: few documents have such dates

    try:
        return Hijri(year, month, day).to_gregorian().toordinal()
    except (ValueError, OverflowError):
        pass
    months = math.ceil(29.5 * (month - 1))
    return 227014 + day + months + (year - 1) * 354 + (3 + 11 * year) // 30


def _disagreeing(source: Source, number: int, element: etree._Element) -> Finding:
    when, hijri = element.get("when", ""), element.get("when-custom", "")
    return Finding(
        code="TQ223",
        slug="calendars-disagree",
        severity=Severity.ERROR,
        place=source.element_place(number, "when-custom"),
        message=Message(f"{hijri} AH is not {when}", f"{hijri} هـ ليس {when} م"),
        found=hijri,
        hint=Message("correct one of the two", "صحّح أحدهما"),
        related=(source.element_place(number, "when"),),
    )


def fault_of(value: str) -> Message | None:
    """Return what is wrong with a date or time, or None."""
    match = _DATE.fullmatch(value) or _PARTIAL.fullmatch(value)
    if match is None and "/" in value:
        return next(filter(None, map(fault_of, value.split("/"))), None)
    if match is None:
        if _OTHER_ISO.fullmatch(value):
            return None
        return Message("it is no date of W3C or ISO 8601", "ليس تاريخًا بصيغة W3C أو ISO 8601")
    parts = {key: int(part) for key, part in match.groupdict().items() if part is not None}
    month, day = parts.get("month", 1), parts.get("day", parts.get("only", 1))
    if not 1 <= month <= 12:
        return Message(f"there is no month {month}", f"لا شهر رقمه {month}")
    if not 1 <= day <= _days(parts.get("year"), month if "month" in parts else None):
        return Message(f"the month has no day {day}", f"لا يوم {day} في هذا الشهر")
    if parts.get("hour", 0) > 24 or parts.get("minute", 0) > 59 or parts.get("second", 0) > 60:
        return Message("there is no such time of day", "لا وقت كهذا في اليوم")
    return None


def _days(year: int | None, month: int | None) -> int:
    if month is None:
        return 31
    leap = year is None or calendar.isleap(abs(year))
    return 29 if month == 2 and leap else calendar.monthrange(2001, month)[1]


def _key(value: str, *, late: bool) -> tuple[int, ...]:
    """Return a date as numbers that compare; what is not said is the first or the last there is."""
    match = _DATE.fullmatch(value)
    if match is None:
        return ()
    rest = (("month", 12), ("day", 31), ("hour", 24), ("minute", 59), ("second", 60))
    parts = match.groupdict()
    known = [int(parts["year"])]
    known += [int(parts[name] or (top if late else 0)) for name, top in rest]
    return tuple(known)


def _malformed(source: Source, number: int, name: str, value: str, fault: Message) -> Finding:
    return Finding(
        code="TQ221",
        slug="no-such-date",
        severity=Severity.ERROR,
        place=source.element_place(number, name),
        message=Message(f"{name}=«{value}»: {fault.en}", f"{name}=«{value}»: {fault.ar}"),
        found=value,
    )


def _reversed(
    source: Source, number: int, element: etree._Element, early: str, late: str
) -> Finding:
    first, last = element.get(early, ""), element.get(late, "")
    return Finding(
        code="TQ222",
        slug="end-before-start",
        severity=Severity.ERROR,
        place=source.element_place(number, late),
        message=Message(
            f"{late} ({last}) is before {early} ({first})", f"{late} ({last}) قبل {early} ({first})"
        ),
        found=last,
        hint=Message("exchange them", "بدّل بينهما"),
        related=(source.element_place(number, early),),
    )
