"""Reports: the same run for people and for programs."""

import ast
import json
from dataclasses import replace

import pytest
from lxml import etree, html

from tahqiq.errors import Place, SourceError
from tahqiq.findings import Finding, Message, Severity
from tahqiq.reports import FORMATS, Input, Run, Schema, pronom
from tahqiq.reports.run import shown
from tahqiq.reports.text import text

FILE = "رسائل/رسالة 1.xml"
SOURCE = '<TEI>\n<p>قال <date when="2015">الإثنين</date></p>\n\t<ab n="1"/></TEI>'
DATE = Finding(
    "TQ107",
    "weekday-disagrees",
    Severity.ERROR,
    Place(FILE, 2, 8, 13, "/TEI[1]/p[1]/date[1]"),
    Message("2015 was no Monday", "لم يكن 2015 يوم اثنين"),
    hint=Message("Correct when", "صحّح when"),
    see="https://example.org/rules#tq107",
    related=(Place(FILE, 1, 1),),
)
NUMBER = Finding("SCH", "n", Severity.WARNING, Place(FILE, 3, 6), Message("a <number>\n50 %"))
RUN = Run(
    findings=(DATE, NUMBER),
    inputs=(
        Input("نص.xml", sha256="ab", size=7, puid="fmt/1476", misread="fmt/101"),
        Input(FILE, sha256="cd", size=9, text=SOURCE),
    ),
    schemas=(Schema("edition.sch", "schematron", "ef"),),
    failures=(SourceError("not UTF-8", place=Place("خراب.xml", 3, 4)),),
    version="1.0",
    started="2026-11-24T02:00:00Z",
    ended="2026-11-24T02:00:01Z",
)


def test_the_text_groups_by_file_and_points_with_a_caret() -> None:
    """Text before the place is left out where it holds Arabic, whose order a terminal chooses."""
    assert text(RUN).split("\n") == [
        FILE,
        "  2:8 error TQ107 weekday-disagrees: 2015 was no Monday (Correct when)",
        '      …<date when="2015">الإثنين</date></p>',
        "       ^",
        "  3:6 warning SCH n: a <number>\\u{000A}50 %",
        '      <ab n="1"/></TEI>',
        "          ^",
        "",
        "خراب.xml",
        "  3:4 failed not UTF-8",
        "",
        "3 files, 1 errors, 1 warnings, 0 infos, 1 not judged",
        "",
    ]


def test_colour_is_only_where_it_is_asked_for() -> None:
    """Escape sequences are for terminals."""
    assert ("\x1b" in text(RUN), "\x1b[31merror\x1b[0m" in text(RUN, colour=True)) == (False, True)


@pytest.mark.parametrize("name", ["a\nb", "a\u202eb", "a\u2066b", "a\x1b[31mb", "a\u200fb"])
def test_no_name_turns_or_breaks_a_line(name: str) -> None:
    """Line breaks, directional marks and escapes in names are shown as codes."""
    assert shown(name).startswith("a\\u{")


def test_json_holds_the_whole_run() -> None:
    """Tool, schemas with digests, inputs with fixity, findings, failures and counts."""
    report = json.loads(FORMATS["json"](RUN))
    assert [finding["code"] for finding in report["findings"]] == ["TQ107", "SCH"]
    assert (report["inputs"][0], report["schemas"][0]["sha256"], report["failures"][0]["line"]) == (
        {"path": "نص.xml", "sha256": "ab", "size": 7, "puid": "fmt/1476", "misread": "fmt/101"},
        "ef",
        3,
    )


def test_json_lines_name_their_type() -> None:
    """One object a line: run, each input with what belongs to it, summary."""
    lines = [json.loads(line) for line in FORMATS["jsonl"](RUN).splitlines()]
    assert [line["type"] for line in lines] == [
        "run",
        "input",
        "input",
        "finding",
        "finding",
        "input",
        "failure",
        "summary",
    ]


def test_sarif_names_rules_places_and_digests() -> None:
    """Columns count code points, addresses are escaped, related places and hints are kept."""
    run = json.loads(FORMATS["sarif"](RUN))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["TQ107", "SCH/n"]
    result = run["results"][0]
    assert (run["columnKind"], result["level"], result["message"]["text"]) == (
        "unicodeCodePoints",
        "error",
        "2015 was no Monday (Correct when)",
    )
    physical = result["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 2, "startColumn": 8}
    assert physical["artifactLocation"]["uri"].endswith("%201.xml")
    assert run["artifacts"][physical["artifactLocation"]["index"]]["hashes"] == {"sha-256": "cd"}
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_is_valid() -> None:
    """The log is what the schema of OASIS allows, every property known."""
    model = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif is not installed")
    log = model.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    assert log.model_validate_json(FORMATS["sarif"](RUN)).version.value == "2.1.0"


def test_junit_counts_what_it_holds() -> None:
    """A file without findings is a case that passes; one not judged is an error."""
    root = etree.fromstring(FORMATS["junit"](RUN).encode())
    suites = [(s.get("tests"), s.get("failures"), s.get("errors"), len(s)) for s in root]
    assert suites == [("1", "0", "0", 1), ("2", "2", "0", 2), ("1", "0", "1", 1)]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "2", "1")


def test_github_escapes_what_its_commands_use() -> None:
    """Percent signs, line breaks, colons and commas do not end a command early."""
    lines = FORMATS["github"](RUN).splitlines()
    assert lines == [
        "::error file=خراب.xml,line=3,col=4::not UTF-8",
        f"::error file={FILE},line=2,col=8,title=TQ107 weekday-disagrees::2015 was no Monday",
        f"::warning file={FILE},line=3,col=6,title=SCH n::a <number>%0A50 %25",
    ]


def test_the_page_asks_for_nothing_and_speaks_arabic() -> None:
    """One page, right to left, without a request; markup in messages is text."""
    arabic = replace(RUN, lang="ar")
    page = FORMATS["html"](arabic)
    root = html.fromstring(page)
    assert (root.get("dir"), root.xpath("//@src | //link | //img")) == ("rtl", [])
    assert "لم يكن 2015 يوم اثنين" in page
    assert root.xpath("//number") == []
    assert root.xpath("//select/@name") == ["file", "code", "severity"]


def test_premis_has_an_event_for_each_file() -> None:
    """Fixity, the true format with a note where tools err, outcome, agent; the same each time."""
    report = FORMATS["premis"](RUN)
    root = etree.fromstring(report.encode())
    assert root.xpath("//*[local-name() = 'eventOutcome']/text()") == ["pass", "fail", "fail"]
    assert root.xpath("//*[local-name() = 'formatRegistryKey']/text()")[0] == "fmt/1476"
    assert root.xpath("//*[local-name() = 'formatNote']/text()") == [
        "signature tools will call this file fmt/101"
    ]
    assert report == FORMATS["premis"](RUN)


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [((), "pass"), ((NUMBER,), "partial pass"), ((NUMBER, DATE), "fail")],
)
def test_archivematica_reads_a_python_literal(findings: tuple[Finding, ...], outcome: str) -> None:
    """Strings only, with the outcome's exact words."""
    printed = ast.literal_eval(FORMATS["archivematica"](Run(findings)))
    assert printed["eventOutcomeInformation"] == outcome
    assert {type(value) for value in printed.values()} == {str}


def test_svrl_is_well_formed_and_has_every_finding() -> None:
    """Findings of a grammar are failed assertions too."""
    root = etree.fromstring(FORMATS["svrl"](RUN).encode())
    assert root.xpath("count(//*[local-name() = 'failed-assert'])") == 2.0


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_takes_an_empty_run(name: str) -> None:
    """A run without files has a report too, which ends its last line."""
    assert FORMATS[name](Run(())).endswith("\n") or name == "github"


@pytest.mark.parametrize(
    ("content", "root", "puid", "misread"),
    [
        (
            b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
            "{http://www.tei-c.org/ns/1.0}TEI",
            1476,
            "",
        ),
        (
            b"<!--" + b"x" * 600 + b'--><TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
            "{http://www.tei-c.org/ns/1.0}TEI",
            1476,
            "fmt/101",
        ),
        (
            b'<?x http://www.tei-c.org/ns/1.0?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
            "{http://www.tei-c.org/ns/1.0}TEI",
            1476,
            "fmt/1477",
        ),
        (b"<TEI.2/>", "TEI.2", 1474, ""),
        (b"<a/>", "a", 101, ""),
    ],
)
def test_the_true_format_and_the_one_that_tools_see(
    content: bytes, root: str, puid: int, misread: str
) -> None:
    """The root element decides; signatures look 512 bytes deep."""
    assert (pronom.puid(root), pronom.misread(content, root)) == (f"fmt/{puid}", misread)


def test_findings_that_repeat_are_folded() -> None:
    """Of many alike in one file the report shows three, and names the lines of the others."""
    said = Message("no such record", "لا سجل")
    many = tuple(
        Finding("TQ001", "unresolved-reference", Severity.ERROR, Place("a.xml", line, 1), said)
        for line in range(1, 21)
    )
    lines = text(Run(many)).splitlines()
    assert sum("no such record" in line for line in lines) == 3
    assert (
        "  and 17 more of TQ001 like these, in lines 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …" in lines
    )
    assert "20 errors" in lines[-1]


def test_a_name_that_is_no_text_breaks_no_report() -> None:
    """A file name in bytes that are not UTF-8 goes into every form, escaped."""
    name = "a\udcff.xml"
    finding = Finding("XML001", "not-well-formed", Severity.ERROR, Place(name, 1, 1), Message("x"))
    run = Run((finding,), (Input(name, "ab", 1),))
    for form in FORMATS.values():
        assert form(run).encode("utf-8", "backslashreplace")
