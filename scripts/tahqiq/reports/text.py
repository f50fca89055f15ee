"""The report for people at a terminal, and the annotations of GitHub.

In: a run. Out: text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tahqiq.findings import Finding, Severity
from tahqiq.reports.run import Group, Run, shown

_WIDTH = 88
# Of findings with the same sentence in one file so many are shown whole, and so many lines named.
_ALIKE = 3
_LINES = 10
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_WORDS = {
    "en": {"error": "error", "warning": "warning", "info": "info", "file": "file"},
    "ar": {"error": "خطأ", "warning": "تحذير", "info": "معلومة", "file": "ملف"},
}


def text(run: Run, *, colour: bool = False) -> str:
    """Return findings grouped by file, each with its line of the source and a caret."""
    lines: list[str] = []
    sources = {one.path: one.text for one in run.inputs}
    for path in run.paths():
        of_path = Group(path, run.of(path), run.failed(path))
        lines.extend(grouped(of_path, sources.get(path, ""), run.lang, colour=colour))
    lines.append(summary(run))
    return "\n".join(lines) + "\n"


def grouped(group: Group, source: str, lang: str, *, colour: bool) -> Iterator[str]:
    """Yield the lines on one file, whose text is ``source`` where that is to be had."""
    failure = group.failure
    if not group.findings and failure is None:
        return
    yield _painted(shown(group.path), "1", colour)
    if failure is not None:
        place = f"{failure.place.line}:{failure.place.column} " if failure.place else ""
        yield f"  {place}{_painted('failed', '31', colour)} {shown(failure.message)}"
    yield from _listed(group.findings, source.split("\n") if source else [], lang, colour)
    yield ""


def _listed(found: Sequence[Finding], source: list[str], lang: str, colour: bool) -> Iterator[str]:
    """Yield findings with excerpts; of many alike the first few, and the lines of the rest."""
    rest: dict[tuple[str, str], list[int]] = {}
    for finding in found:
        alike = rest.setdefault((finding.code, finding.message.en), [])
        alike.append(finding.place.line)
        if len(alike) <= _ALIKE:
            yield _headline(finding, lang, colour)
            yield from _excerpt(finding, source)
    for (code, _), lines in rest.items():
        if len(lines) > _ALIKE:
            yield f"  {_more(code, lines[_ALIKE:], lang)}"


def _more(code: str, lines: list[int], lang: str) -> str:
    unique = sorted(set(lines))
    shown_lines = ", ".join(map(str, unique[:_LINES])) + (", …" if len(unique) > _LINES else "")
    if lang == "ar":
        return f"و{len(lines)} أخرى مثلها {code} في الأسطر: {shown_lines}"
    return f"and {len(lines)} more of {code} like these, in lines {shown_lines}"


def _painted(words: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if colour else words


def _headline(finding: Finding, lang: str, colour: bool) -> str:
    place = finding.place
    where = f"{place.line}:{place.column} " if place.line else ""
    label = _WORDS[lang][finding.severity.label]
    severity = _painted(label, _COLOURS[finding.severity], colour)
    code = f"{finding.code} {finding.slug}".strip()
    hint = f" ({finding.hint.text(lang)})" if finding.hint else ""
    return f"  {where}{severity} {shown(f'{code}: {finding.message.text(lang)}{hint}')}"


def _excerpt(finding: Finding, source: list[str]) -> Iterator[str]:
    """Yield the line of the source and a caret under its place.

    Terminals put Arabic in the order that they like, so text before the place is left out where
    it holds any: the caret then stands at the start, where every terminal agrees.
    """
    line, column = finding.place.line, finding.place.column
    if not 0 < line <= len(source):
        return
    whole = source[line - 1].replace("\t", " ").rstrip("\r")
    start = max(column - 1, 0)
    before = whole[:start].lstrip()
    if re.search(_RIGHT_TO_LEFT, before) or len(before) > _WIDTH // 2:
        before = "…"
    rest = whole[start:]
    room = _WIDTH - len(before)
    yield "      " + shown(before + (rest if len(rest) <= room else rest[:room] + "…"))
    yield "      " + " " * len(before) + "^"


def summary(run: Run) -> str:
    """Return the last line: how many files and findings there were."""
    counts = run.counts()
    if run.lang == "ar":
        return (
            f"الملفات: {counts['files']}، الأخطاء: {counts['error']}، "
            f"التحذيرات: {counts['warning']}، المعلومات: {counts['info']}، "
            f"ما تعذّر فحصه: {counts['failures']}"
        )
    return (
        f"{counts['files']} files, {counts['error']} errors, {counts['warning']} warnings, "
        f"{counts['info']} infos, {counts['failures']} not judged"
    )


def github(run: Run) -> str:
    """Return workflow commands, one a line, that GitHub shows beside the lines of a change."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines = []
    for failure in run.failures:
        place = failure.place
        file = _property(shown(place.file)) if place else ""
        at = f" file={file},line={place.line or 1},col={place.column or 1}" if place else ""
        lines.append(f"::error{at}::{_data(failure.message)}")
    for finding in run.findings:
        place = finding.place
        title = _property(f"{finding.code} {finding.slug}".strip())
        file = _property(shown(place.file))
        lines.append(
            f"::{kinds[finding.severity]} file={file},line={place.line or 1},"
            f"col={place.column or 1},title={title}::{_data(finding.message.text(run.lang))}"
        )
    return "".join(f"{line}\n" for line in lines)


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
