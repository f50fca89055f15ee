"""The reports in XML: JUnit, SVRL (ISO/IEC 19757-3, Annex D) and PREMIS 3.

In: a run. Out: text. Control characters, which XML cannot hold, are escaped.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from lxml import etree

from tahqiq.errors import TahqiqError
from tahqiq.findings import Finding, Severity
from tahqiq.reports.run import Input, Run, shown, uri_of

_SVRL = "http://purl.oclc.org/dsdl/svrl"
_PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def _written(root: etree._Element) -> str:
    body: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + body.decode()


def _code(finding: Finding) -> str:
    return f"{finding.code} {finding.slug}".strip()


def junit(run: Run) -> str:
    """Return a test suite for each file, with a case for each finding, or one that passes."""
    counts = run.counts()
    root = etree.Element(
        "testsuites",
        name="tahqiq",
        tests=str(max(len(run.findings) + len(run.failures), len(run.paths()))),
        failures=str(len(run.findings)),
        errors=str(counts["failures"]),
    )
    for path in run.paths():
        found, failure = run.of(path), run.failed(path)
        cases = max(len(found) + (failure is not None), 1)
        suite = etree.SubElement(
            root,
            "testsuite",
            name=shown(path),
            tests=str(cases),
            failures=str(len(found)),
            errors=str(int(failure is not None)),
        )
        if run.started:
            suite.set("timestamp", run.started.removesuffix("Z"))
        if failure is not None:
            _case(suite, path, "readable", "error", failure.message, str(failure))
        for finding in found:
            message = finding.message.text(run.lang)
            _case(suite, path, _code(finding), "failure", message, finding.line(run.lang))
        if not found and failure is None:
            etree.SubElement(suite, "testcase", classname=shown(path), name="valid")
    root.set("tests", str(sum(int(suite.get("tests", "0")) for suite in root)))
    return _written(root)


def _case(suite: etree._Element, path: str, name: str, kind: str, message: str, body: str) -> None:
    case = etree.SubElement(suite, "testcase", classname=shown(path), name=name)
    outcome = etree.SubElement(case, kind, message=shown(message), type=name)
    outcome.text = shown(body)


def svrl(run: Run) -> str:
    """Return all findings as failed assertions, those of a grammar too; a pattern for each file."""
    root = etree.Element(f"{{{_SVRL}}}schematron-output", nsmap={"svrl": _SVRL}, title="tahqiq")
    for path in run.paths():
        document = uri_of(path)
        etree.SubElement(root, f"{{{_SVRL}}}active-pattern", documents=document)
        etree.SubElement(root, f"{{{_SVRL}}}fired-rule", context="/", document=document)
        for finding in run.of(path):
            kind = "successful-report" if finding.extra.get("kind") == "report" else "failed-assert"
            failed = etree.SubElement(
                root,
                f"{{{_SVRL}}}{kind}",
                location=finding.place.xpath or "/",
                test=finding.extra.get("test", finding.code),
                role=finding.severity.label,
            )
            failed.set("id", finding.code)
            words = etree.SubElement(failed, f"{{{_SVRL}}}text")
            words.text = shown(f"{finding.place}: {finding.message.text(run.lang)}")
    return _written(root)


def premis(run: Run) -> str:
    """Return an object and a validation event for each file, and the agent: this program."""
    root = etree.Element(
        f"{{{_PREMIS}}}premis", nsmap={"premis": _PREMIS, "xsi": _XSI}, version="3.0"
    )
    known = {one.path: one for one in run.inputs}
    inputs = [known.get(path, Input(path)) for path in run.paths()]
    for one in inputs:
        _object(root, one)
    for one in inputs:
        _event(root, one, run)
    agent = _add(root, "agent")
    _identifier(agent, "agent", "local", _agent(run))
    _add(agent, "agentName", "tahqiq")
    _add(agent, "agentType", "software")
    if run.version:
        _add(agent, "agentVersion", run.version)
    return _written(root)


def _agent(run: Run) -> str:
    return f"tahqiq {run.version}".strip()


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_PREMIS}}}{name}")
    if text is not None:
        element.text = shown(text)
    return element


def _identifier(parent: etree._Element, kind: str, scheme: str, value: str) -> None:
    identifier = _add(parent, f"{kind}Identifier")
    _add(identifier, f"{kind}IdentifierType", scheme)
    _add(identifier, f"{kind}IdentifierValue", value)


def _object(root: etree._Element, one: Input) -> None:
    element = _add(root, "object")
    element.set(f"{{{_XSI}}}type", "premis:file")
    _identifier(element, "object", "local", one.path)
    facts = _add(element, "objectCharacteristics")
    if one.sha256:
        fixity = _add(facts, "fixity")
        _add(fixity, "messageDigestAlgorithm", "SHA-256")
        _add(fixity, "messageDigest", one.sha256)
    if one.size:
        _add(facts, "size", str(one.size))
    form = _add(facts, "format")
    _add(_add(form, "formatDesignation"), "formatName", _FORMATS.get(one.puid, "XML"))
    registry = _add(form, "formatRegistry")
    _add(registry, "formatRegistryName", "PRONOM")
    _add(registry, "formatRegistryKey", one.puid or "fmt/101")
    if one.misread:
        _add(form, "formatNote", f"signature tools will call this file {one.misread}")


_FORMATS = {
    "fmt/1474": "TEI P4",
    "fmt/1475": "TEI P4 corpus",
    "fmt/1476": "TEI P5",
    "fmt/1477": "TEI P5 corpus",
    "fmt/101": "XML",
}


def _event(root: etree._Element, one: Input, run: Run) -> None:
    found, failure = run.of(one.path), run.failed(one.path)
    event = _add(root, "event")
    _identifier(event, "event", "UUID", _event_id(one, run))
    _add(event, "eventType", "validation")
    _add(event, "eventDateTime", run.ended or run.started)
    detail = "; ".join(f"{s.kind} {s.path} (SHA-256 {s.sha256})" for s in one.schemas)
    _add(_add(event, "eventDetailInformation"), "eventDetail", detail or "well-formedness")
    outcome = _add(event, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", verdict(found, failure))
    _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", note(found, failure, run))
    for kind, scheme, value in (("Agent", "local", _agent(run)), ("Object", "local", one.path)):
        linking = _add(event, f"linking{kind}Identifier")
        _add(linking, f"linking{kind}IdentifierType", scheme)
        _add(linking, f"linking{kind}IdentifierValue", value)


def _event_id(one: Input, run: Run) -> str:
    """Return an identifier made of what happened, so that the same run has the same report."""
    parts = [
        shown(one.path),
        one.sha256,
        run.started,
        run.version,
        *(s.sha256 for s in one.schemas),
    ]
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:tahqiq:validation:" + "|".join(parts)))


def verdict(findings: Iterable[Finding], failure: TahqiqError | None) -> str:
    """Return ``pass``, ``partial pass`` (no more than warnings) or ``fail``."""
    worst = max((finding.severity for finding in findings), default=Severity.INFO)
    if failure is not None or worst == Severity.ERROR:
        return "fail"
    return "partial pass" if worst == Severity.WARNING else "pass"


def note(findings: Iterable[Finding], failure: TahqiqError | None, run: Run) -> str:
    """Return in one line what was found."""
    if failure is not None:
        return str(failure)
    lines = [
        f"{f.place.line}:{f.place.column} {f.severity.label} {_code(f)}: "
        f"{' '.join(f.message.text(run.lang).split())}"
        for f in findings
    ]
    return "; ".join(lines) or ("لا ملاحظات" if run.lang == "ar" else "nothing found")


def archivematica(run: Run) -> str:
    """Return what a validation command of Archivematica prints, for the one file it was given.

    A Python literal: the server reads it by ``ast.literal_eval`` and matches ``pass`` and
    ``partial pass`` exactly; anything else is a failure of the file.
    """
    found = run.findings
    failure = run.failures[0] if run.failures else None
    words = {
        "eventOutcomeInformation": verdict(found, failure),
        "eventOutcomeDetailNote": shown(note(found, failure, run)),
        "eventDetail": shown(_agent(run)),
    }
    return f"{words!r}\n"
