"""What a compiled schema reports, as findings.

In: the report, with what the stylesheets add for us. Out: findings. The id of a test, else of its
rule, else of its pattern is the code; an id such as ``TQ101-dangling-reference`` is code and slug.
The text of a test is the message in its own language (``xml:lang``, else English); a diagnostic in
another language is its translation, and one in the same language says what to do. ``severity``
(2025), else the role of test, rule or pattern, gives the severity; without one it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from tahqiq import tei
from tahqiq.errors import Place, SourceError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message, Severity, sort_findings
from tahqiq.schematron.documents import path_of

SVRL = "http://purl.oclc.org/dsdl/svrl"
_NS = {"svrl": SVRL}
_OWN = "{https://tahqiq.example/ns/schematron}"
_CODE = re.compile(r"([A-Z]{2,5}\d{1,5})(?:-(.+))?")
_ARABIC = re.compile(r"[\u0621-\u064A]")
_LATIN = re.compile(r"[A-Za-z]")
_SEVERITIES = {
    "fatal": Severity.ERROR,
    "error": Severity.ERROR,
    "err": Severity.ERROR,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "nonfatal": Severity.WARNING,
    "caution": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
    "note": Severity.INFO,
    "hint": Severity.INFO,
}


def findings(
    report: etree._Element, messages: Iterable[str], name: str, uri: str, locator: tei.Locator
) -> list[Finding]:
    """Return the findings of one document's report, sorted.

    ``name`` and ``uri`` are the document's; results about another document (``documents`` of a
    pattern) carry that one's path.
    """
    locators = {uri: locator}
    found = [
        finding(result, _locator(result.get(f"{_OWN}document", uri), locators, locator))
        for result in results(report)
    ]
    found += [
        _missing(message.removeprefix("tahqiq-missing "), name)
        for message in sorted(set(messages))
        if message.startswith("tahqiq-missing ")
    ]
    found += [
        _unevaluated(message.removeprefix("tahqiq-unevaluated "), name)
        for message in sorted(set(messages))
        if message.startswith("tahqiq-unevaluated ")
    ]
    return sort_findings(found)


def _locator(address: str, locators: dict[str, tei.Locator], default: tei.Locator) -> tei.Locator:
    path = path_of(address)
    if address not in locators and path is not None:
        try:
            locators[address] = tei.Locator(read_bytes(path), str(path))
        except SourceError:
            return default
    return locators.get(address, default)


def _missing(reference: str, name: str) -> Finding:
    return Finding(
        code="SCH001",
        slug="document-missing",
        severity=Severity.ERROR,
        place=Place(name),
        message=Message(
            f"the rules are about {reference}, which is not there or may not be read",
            f"تتعلق القواعد بـ {reference} وهو غير موجود أو لا تجوز قراءته",
        ),
        found=reference,
    )


def _unevaluated(said: str, name: str) -> Finding:
    variable, _, reason = said.partition(" ")
    reason = " ".join(reason.split())
    return Finding(
        code="SCH000",
        slug="test-not-evaluated",
        severity=Severity.ERROR,
        place=Place(name),
        message=Message(
            f"the variable ${variable} of the rules was empty, since it could not be evaluated:"
            f" {reason}",
            f"تعذّر تقويم المتغير ${variable} من القواعد، فعُدّ فارغًا: {reason}",
        ),
        found=variable,
    )


def results(report: etree._Element) -> Iterator[etree._Element]:
    """Yield the failed assertions and the successful reports."""
    yield from report.iterchildren(f"{{{SVRL}}}failed-assert", f"{{{SVRL}}}successful-report")


def finding(result: etree._Element, locator: tei.Locator) -> Finding:
    """Return the finding of one result."""
    place = _place(result.get("location", ""), locator)
    if result.get(f"{_OWN}error"):
        return _not_evaluated(result, place)
    code, slug = _code(result)
    message, hint = _message(result, f"{code} {slug}: ")
    return Finding(
        code=code,
        slug=slug,
        severity=severity(result),
        place=place,
        message=message,
        hint=hint,
        see=result.get(f"{_OWN}see", ""),
        extra=_extra(result),
    )


def _place(location: str, locator: tei.Locator) -> Place:
    """Return the place of a location: an element's number and a step, or a step from the top."""
    number, slash, step = location.partition("/")
    if number:
        return locator.numbered(int(number), slash + step)
    return locator.place(location or "/")


def _not_evaluated(result: etree._Element, place: Place) -> Finding:
    error = result.get(f"{_OWN}error", "").removeprefix("err:")
    reason = _sentence(result.find("svrl:text", _NS))
    return Finding(
        code="SCH000",
        slug="test-not-evaluated",
        severity=Severity.ERROR,
        place=place,
        message=Message(
            f"a test could not be evaluated here: {error}: {reason}",
            f"تعذّر تقويم اختبار هنا: {error}: {reason}",
        ),
        found=result.get("test", ""),
        extra=_extra(result),
    )


def _code(result: etree._Element) -> tuple[str, str]:
    """Return code and slug; the pattern's id may give in full what the test's gives in short."""
    own = [result.get("id"), result.get(f"{_OWN}rule-id"), result.get(f"{_OWN}pattern-id")]
    names = [name for name in own if name]
    if not names:
        return "SCH", ""
    parsed = _CODE.fullmatch(names[0])
    if parsed is None:
        return "SCH", names[0]
    code, slug = parsed.group(1), parsed.group(2) or ""
    full = next((name for name in names if name.startswith(f"{code}-")), "")
    return code, slug or full.removeprefix(f"{code}-")


def severity(result: etree._Element) -> Severity:
    """Return the severity of a result: its own, or what its role says; error where nothing does."""
    said = result.get(f"{_OWN}severity") or result.get("severity")
    said = said or result.get(f"{_OWN}role") or result.get("role") or "error"
    return _SEVERITIES.get(said.strip().lower(), Severity.ERROR)


def _message(result: etree._Element, prefix: str) -> tuple[Message, Message | None]:
    own = result.find("svrl:text", _NS)
    said = _sentence(own).removeprefix(prefix)
    language = _language(result.get(tei.XML_LANG), said)
    texts = {language: said}
    hints: dict[str, str] = {}
    for text in result.iterfind("svrl:diagnostic-reference/svrl:text", _NS):
        sentence = _sentence(text).removeprefix(prefix)
        tongue = _language(text.get(tei.XML_LANG), sentence)
        if not texts.setdefault(tongue, sentence):
            texts[tongue] = sentence
        elif texts[tongue] != sentence:
            hints[tongue] = f"{hints[tongue]} {sentence}" if tongue in hints else sentence
    if not any(texts.values()):
        texts = {"en": f"the test fails: {result.get('test', '')}"}
    hint = Message(hints.get("en", ""), hints.get("ar", "")) if hints else None
    return Message(texts.get("en", ""), texts.get("ar", "")), hint


def _sentence(text: etree._Element | None) -> str:
    return "" if text is None else " ".join(str(text.xpath("string()")).split())


def _language(tag: str | None, text: str) -> str:
    """Return ``ar`` or ``en``, the two that a message has; what is not Arabic counts as English."""
    if tag:
        return "ar" if tag.split("-")[0].lower() == "ar" else "en"
    return "ar" if _ARABIC.search(text) and not _LATIN.search(text) else "en"


def _extra(result: etree._Element) -> dict[str, str]:
    values = {
        "test": result.get("test", ""),
        "kind": "report" if tei.local_name(result) == "successful-report" else "assert",
        "role": result.get(f"{_OWN}role", ""),
        "flag": result.get("flag", ""),
        "rule": result.get(f"{_OWN}rule-id", ""),
        "pattern": result.get(f"{_OWN}pattern-id", ""),
        "fixes": result.get(f"{_OWN}fixes", ""),
    }
    for reference in result.iterfind("svrl:property-reference", _NS):
        values[f"property.{reference.get('property')}"] = _sentence(reference)
    return {key: value for key, value in values.items() if value}
