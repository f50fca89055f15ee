"""The reports that programs read as JSON: json, jsonl and SARIF 2.1.0.

In: a run. Out: text. SARIF is of OASIS, 2020; columns count code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tahqiq.errors import Place, TahqiqError
from tahqiq.findings import Finding, Severity
from tahqiq.reports.run import Input, Run, uri_of

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_json(run: Run) -> str:
    """Return the whole run as one object."""
    return (
        json.dumps(
            {
                "tool": {"name": "tahqiq", "version": run.version},
                "started": run.started,
                "ended": run.ended,
                "schemas": [asdict(schema) for schema in run.schemas],
                "inputs": [_input(one) for one in run.inputs],
                "findings": [finding.as_json(run.lang) for finding in run.findings],
                "skipped": [list(one) for one in run.skipped],
                "failures": [_failure(failure) for failure in run.failures],
                "summary": run.counts(),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def as_jsonl(run: Run) -> str:
    """Return one object a line, each with its ``type``."""
    return "".join(f"{line}\n" for line in jsonl_lines(run))


def jsonl_lines(run: Run) -> Iterator[str]:
    """Yield the lines of the run: run, then inputs with their findings, then summary."""
    yield run_line(run.version, run.started)
    known = {one.path: one for one in run.inputs}
    for path in run.paths():
        yield event_line(known[path] if path in known else Input(path), run.lang)
        failure = run.failed(path)
        if failure is not None:
            yield event_line(failure, run.lang)
        for finding in run.of(path):
            yield event_line(finding, run.lang)
    yield summary_line(run)


def run_line(version: str, started: str) -> str:
    """Return the first line of a run."""
    return _line("run", {"name": "tahqiq", "version": version, "started": started})


def event_line(event: Input | Finding | TahqiqError, lang: str) -> str:
    """Return the line of a file, of a finding, or of why a file was not judged."""
    if isinstance(event, Finding):
        return _line("finding", event.as_json(lang))
    if isinstance(event, Input):
        return _line("input", _input(event))
    return _line("failure", _failure(event))


def summary_line(run: Run) -> str:
    """Return the last line: counts, what was passed over, and the schemas that judged."""
    return _line(
        "summary",
        {
            **run.counts(),
            "skipped": [list(one) for one in run.skipped],
            "schemas": [asdict(schema) for schema in run.schemas],
            "ended": run.ended,
        },
    )


def _line(kind: str, values: dict[str, Any]) -> str:
    return json.dumps({"type": kind, **values}, ensure_ascii=False)


def _input(one: Input) -> dict[str, Any]:
    values = {key: value for key, value in asdict(one).items() if key not in ("text", "schemas")}
    values["schemas"] = [schema.sha256 for schema in one.schemas]
    return {key: value for key, value in values.items() if value not in ("", 0, [])}


def _failure(failure: TahqiqError) -> dict[str, Any]:
    place = failure.place or Place("")
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": failure.message,
        "hint": failure.hint,
    }


def sarif(run: Run) -> str:
    """Return the run as a SARIF log."""
    named = dict.fromkeys((finding.code, finding.slug) for finding in run.findings)
    rules = {rule: number for number, rule in enumerate(named)}
    files = {path: number for number, path in enumerate(run.paths())}
    known = {one.path: one for one in run.inputs}
    log = {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, rules)},
                "columnKind": "unicodeCodePoints",
                "language": run.lang,
                "invocations": [_invocation(run)],
                "artifacts": [_artifact(path, known.get(path)) for path in files],
                "results": [_result(finding, rules, files, run.lang) for finding in run.findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(run: Run, rules: dict[tuple[str, str], int]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "tahqiq"}
    if run.version:
        driver["version"] = run.version
    see = {(finding.code, finding.slug): finding.see for finding in run.findings}
    driver["rules"] = [
        {
            "id": _rule(code, slug),
            **({"name": slug} if slug else {}),
            **({"helpUri": see[code, slug]} if "://" in see[code, slug] else {}),
        }
        for code, slug in rules
    ]
    return driver


def _rule(code: str, slug: str) -> str:
    """Return a rule's id: the code, or for rules of a foreign schema, code and name."""
    return f"{code}/{slug}" if code == "SCH" and slug else code


def _invocation(run: Run) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not run.failures}
    if run.started:
        invocation["startTimeUtc"] = run.started
    if run.ended:
        invocation["endTimeUtc"] = run.ended
    invocation["toolExecutionNotifications"] = [
        {
            "level": "error",
            "message": {"text": failure.message},
            **({"locations": [_location(failure.place, {})]} if failure.place else {}),
        }
        for failure in run.failures
    ]
    return invocation


def _artifact(path: str, known: Input | None) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": uri_of(path)}}
    if known and known.sha256:
        artifact["hashes"] = {"sha-256": known.sha256}
    if known and known.size:
        artifact["length"] = known.size
    return artifact


def _result(
    finding: Finding, rules: dict[tuple[str, str], int], files: dict[str, int], lang: str
) -> dict[str, Any]:
    hint = f" ({finding.hint.text(lang)})" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": _rule(finding.code, finding.slug),
        "ruleIndex": rules[finding.code, finding.slug],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message.text(lang) + hint},
        "locations": [_location(finding.place, files)],
    }
    if finding.related:
        result["relatedLocations"] = [_location(place, files) for place in finding.related]
    return result


def _location(place: Place, files: dict[str, int]) -> dict[str, Any]:
    artifact: dict[str, Any] = {"uri": uri_of(place.file)}
    if place.file in files:
        artifact["index"] = files[place.file]
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if place.line:
        physical["region"] = {"startLine": place.line}
        if place.column:
            physical["region"]["startColumn"] = place.column
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.xpath:
        location["logicalLocations"] = [{"fullyQualifiedName": place.xpath, "kind": "element"}]
    return location
