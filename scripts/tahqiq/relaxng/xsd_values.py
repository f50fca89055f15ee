"""The values of XML Schema's primitive types (Part 2, section 3.2).

In: a text with its white space already treated. Out: a value that compares as the standard says,
or None where the text is none of the type.
"""

from __future__ import annotations

import binascii
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

# A number as exact as it is written.
Exact: TypeAlias = "int | Decimal"

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_FLOAT = re.compile(r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN)\Z")
_DURATION = re.compile(
    r"(-?)P(?=[0-9]|T[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?\Z"
)
_ZONE = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?\Z"
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
_YEAR = r"(-?(?:[1-9][0-9]{4,}|[0-9]{4}))"
_FORMS = {
    "dateTime": f"{_YEAR}-([0-9]{{2}})-([0-9]{{2}})T{_TIME}{_ZONE}",
    "date": f"{_YEAR}-([0-9]{{2}})-([0-9]{{2}}){_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "gYearMonth": f"{_YEAR}-([0-9]{{2}}){_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gMonthDay": f"--([0-9]{{2}})-([0-9]{{2}}){_ZONE}",
    "gDay": f"---([0-9]{{2}}){_ZONE}",
    "gMonth": f"--([0-9]{{2}})(?:--)?{_ZONE}",
}
_NUMERIC_HOST = re.compile(r"(?:[^@\[\]]*@)?\[[0-9A-Fa-f:.]+(?:%\w+)?\](?::[0-9]*)?\Z")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HALF_DAY = 14 * 3600
_LAST_YEAR = 2**31 - 1
_DIGITS_AT_ONCE = 640


def decimal(text: str) -> Exact | None:
    """Return a decimal number."""
    return _exact(text) if _DECIMAL.match(text) else None


def _exact(text: str) -> Exact:
    """Return a number as it is written; Python converts only so many digits at once."""
    if "." not in text and len(text) <= _DIGITS_AT_ONCE:
        return int(text)
    # Rarely needed, and as large as this whole package.
    from decimal import Decimal

    return Decimal(text)


def integer(text: str) -> int | None:
    """Return a whole number."""
    return int(_exact(text)) if _INTEGER.match(text) else None


def floating(text: str) -> float | None:
    """Return a floating-point number; ``INF``, ``-INF`` and ``NaN`` are written so."""
    return float(text) if _FLOAT.match(text) else None


def boolean(text: str) -> bool | None:
    """Return a truth value."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text)


def hexadecimal(text: str) -> bytes | None:
    """Return bytes written as pairs of hexadecimal digits."""
    return bytes.fromhex(text) if re.fullmatch("(?:[0-9A-Fa-f]{2})*", text) else None


def base64_binary(text: str) -> bytes | None:
    """Return bytes written in Base64; white space may stand between the letters."""
    bare = re.sub(r"[ \t\n\r]", "", text)
    # The bits that padding leaves over must be zero (errata to Part 2, 3.2.16).
    tail = "(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"
    if not re.fullmatch("(?:[A-Za-z0-9+/]{4})*" + tail, bare):
        return None
    try:
        return binascii.a2b_base64(bare)
    except binascii.Error:
        return None


def any_uri(text: str) -> str | None:
    """Return an address as RFC 2396 has it, once what it must escape is escaped; as Jing does.

    Escapes are whole, a scheme is one and has something after it, there is one fragment, and
    brackets stand only in a query, a fragment or round a numeric host (RFC 2732).
    """
    if re.search("%(?![0-9A-Fa-f]{2})", text) or text.count("#") > 1:
        return None
    rest = text
    if re.match(r"[^:/?#]*:", text):
        found = re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", text)
        rest = text[found.end() :] if found else ""
        if not rest or rest[0] == "#":
            return None
        if rest[0] != "/":
            return text
    authority = re.match(r"//([^/?#]*)", rest)
    if authority:
        rest = rest[authority.end() :]
        host = authority.group(1)
        if not (host or rest) or (re.search(r"[\[\]]", host) and not _NUMERIC_HOST.match(host)):
            return None
    return None if re.match(r"[^?#]*[\[\]]", rest) else text


class Duration(NamedTuple):
    """A duration: months and seconds do not convert into each other."""

    months: int
    seconds: Exact


def duration(text: str) -> Duration | None:
    """Return a duration."""
    found = _DURATION.match(text)
    if not found:
        return None
    sign = -1 if found.group(1) else 1
    years, months, days, hours, minutes = (int(_exact(found.group(n) or "0")) for n in range(2, 7))
    seconds = _exact(found.group(7) or "0") + ((days * 24 + hours) * 60 + minutes) * 60
    return Duration(sign * (years * 12 + months), sign * seconds)


# Part 2, 3.2.6.2: durations compare as they do from each of these days.
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


def compare_durations(one: Duration, other: Duration) -> int | None:
    """Return -1, 0 or 1, or None where the order depends on the day one starts from."""
    results = set()
    for year, month in _STARTS:
        ends = [_end(year, month, span) for span in (one, other)]
        results.add((ends[0] > ends[1]) - (ends[0] < ends[1]))
    return results.pop() if len(results) == 1 else None


def _end(year: int, month: int, span: Duration) -> Exact:
    total = year * 12 + month - 1 + span.months
    return _days(total // 12, total % 12 + 1, 1) * 86400 + span.seconds


def _days(year: int, month: int, day: int) -> int:
    # Days of the Gregorian calendar since an arbitrary start; Python's dates end at the year 9999.
    # Counted from March, so that the leap day is the last of its year.
    year, months = (year, month - 3) if month > 2 else (year - 1, month + 9)
    leaps = year // 4 - year // 100 + year // 400
    return year * 365 + leaps + (153 * months + 2) // 5 + day


class Moment(NamedTuple):
    """A date or a time: seconds from an arbitrary start, in UTC where it has a zone."""

    seconds: Exact
    zoned: bool


@cache
def _form(kind: str) -> re.Pattern[str]:
    return re.compile(_FORMS[kind])


def moment(kind: str, text: str) -> Moment | None:
    """Return a value of one of the date and time types, ``kind`` its name."""
    found = _form(kind).match(text)
    if not found:
        return None
    parts = list(found.groups())
    zone = parts.pop()
    seconds: Exact = 0
    if kind in ("dateTime", "time"):
        clock, parts = parts[-4:], parts[:-4]
        counted = _clock(clock)
        if counted is None:
            return None
        seconds = counted
    day = _calendar(kind, [int(_exact(part)) for part in parts])
    if day is None:
        return None
    return Moment(day * 86400 + seconds - _offset(zone), zone is not None)


def _clock(parts: list[Any]) -> Exact | None:
    hour, minute, second = (int(part) for part in parts[:3])
    seconds = second + _exact(f"0{parts[3] or ''}")
    midnight = hour == 24 and minute == 0 and seconds == 0
    if minute > 59 or seconds >= 60 or (hour > 23 and not midnight):
        return None
    return hour * 3600 + minute * 60 + seconds


def _calendar(kind: str, numbers: list[int]) -> int | None:
    """Return the day that year, month and day name, as far as the type has them."""
    year, month, day = 1972, 12, 31  # a leap year, for the days that lack one (3.2.7)
    if kind in ("dateTime", "date"):
        year, month, day = numbers
    elif kind == "gYearMonth":
        (year, month), day = numbers, 1
    elif kind == "gYear":
        year, month, day = numbers[0], 1, 1
    elif kind == "gMonthDay":
        month, day = numbers
    elif kind == "gDay":
        day, month = numbers[0], 1
    elif kind == "gMonth":
        month, day = numbers[0], 1
    # A year of ten digits and more is past what processors need hold (Part 2, 3.2.7); Jing's, too.
    if (
        year == 0
        or abs(year) > _LAST_YEAR
        or not 1 <= month <= 12
        or not 1 <= day <= _DAYS[month - 1]
    ):
        return None
    # There is no year 0 (XML Schema 1.0): -1 stands just before 1.
    counted = year + 1 if year < 0 else year
    leap = counted % 4 == 0 and (counted % 100 != 0 or counted % 400 == 0)
    if month == 2 and day == 29 and not leap:
        return None
    return _days(counted, month, day)


def _offset(zone: str | None) -> int:
    if not zone or zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def compare_moments(one: Moment, other: Moment) -> int | None:
    """Return -1, 0 or 1, or None where only one has a zone and the other may lie on either side."""
    if one.zoned == other.zoned:
        return (one.seconds > other.seconds) - (one.seconds < other.seconds)
    if one.zoned:
        turned = compare_moments(other, one)
        return None if turned is None else -turned
    if one.seconds + _HALF_DAY < other.seconds:
        return -1
    return 1 if one.seconds - _HALF_DAY > other.seconds else None
