"""Schematron schemas on small Arabic documents: what is found, where, in which words."""

from pathlib import Path

import pytest
from lxml import etree

from rules import LETTER, XSL, found, rule, schema
from tahqiq.findings import Severity
from tahqiq.schematron import SVRL, Schematron


def test_a_finding_stands_at_its_node() -> None:
    """Elements, attributes and texts are named by line and column."""
    body = rule("مرسل[2]", '<sch:report test="b">نسب</sch:report>')
    body += rule("@تاريخ", '<sch:report test="true()">تاريخ</sch:report>')
    body += rule("b/text()", '<sch:report test="true()">نص</sch:report>')
    assert found(body) == [
        "1:8: error: SCH: تاريخ",
        "3:3: error: SCH: نسب",
        "3:16: error: SCH: نص",
    ]


def test_the_subject_of_a_test_is_where_the_finding_stands() -> None:
    """An assertion may be about a node below its context."""
    assert found(rule("/*", '<sch:assert test="false()" subject="مرسل[1]">س</sch:assert>')) == [
        "2:3: error: SCH: س"
    ]


def test_an_id_is_code_and_slug() -> None:
    """The id of a test is the code; the pattern's id gives the slug, which the text may repeat."""
    body = rule(
        "/*",
        '<sch:assert id="TQ101" test="false()">TQ101 dangling: no record</sch:assert>',
        'id="TQ101-dangling"',
    )
    assert found(body) == ["1:1: error: TQ101 dangling: no record"]


def test_a_diagnostic_in_arabic_is_the_message_in_arabic() -> None:
    """The text is the message in its own language, a diagnostic in another its translation."""
    body = rule("/*", '<sch:assert test="false()" diagnostics="ar en">No sender</sch:assert>')
    body += (
        '<sch:diagnostics><sch:diagnostic id="ar" xml:lang="ar">لا مرسل</sch:diagnostic>'
        '<sch:diagnostic id="en" xml:lang="en">Add one</sch:diagnostic></sch:diagnostics>'
    )
    (finding,) = Schematron.load(schema(body, 'xml:lang="en"')).validate(LETTER.encode())
    assert finding.hint is not None
    assert (finding.message.en, finding.message.ar, finding.hint.en) == (
        "No sender",
        "لا مرسل",
        "Add one",
    )


@pytest.mark.parametrize(
    ("pattern", "test", "severity"),
    [
        ("", "", Severity.ERROR),
        ("", 'role="warn"', Severity.WARNING),
        ('role="info"', "", Severity.INFO),
        ('role="info"', 'role="fatal"', Severity.ERROR),
        ('role="info"', 'severity="warning"', Severity.WARNING),
        ("", "role=\"{if (b) then 'info' else 'warning'}\"", Severity.WARNING),
    ],
)
def test_severity_follows_severity_and_role(pattern: str, test: str, severity: Severity) -> None:
    """The test's own severity or role counts, then its rule's, then its pattern's."""
    body = rule("/*", f'<sch:assert test="false()" {test}>س</sch:assert>', pattern)
    (finding,) = Schematron.load(schema(body)).validate(LETTER.encode())
    assert finding.severity == severity


def test_a_test_that_cannot_be_evaluated_is_a_finding_and_the_others_go_on() -> None:
    """A date that is none stops its own test only."""
    body = rule(
        "/*",
        "<sch:assert test=\"xs:date(@تاريخ) gt xs:date('2015-01-01')\">ا</sch:assert>"
        '<sch:assert test="false()">ب</sch:assert>',
    )
    assert found(body) == [
        "1:1: error: SCH: ب",
        "1:1: error: SCH000 test-not-evaluated: a test could not be evaluated here: "
        'FORG0001: Invalid date "١٤٣٦" (Non-numeric year component)',
    ]


def test_a_variable_of_a_rule_that_cannot_be_evaluated_stops_its_rule_only() -> None:
    """The rule counts as failed at its node, and the other rules go on."""
    body = rule(
        "/*",
        '<sch:let name="d" value="xs:date(@تاريخ)"/><sch:assert test="$d gt $d">ا</sch:assert>',
    ) + rule("مرسل[1]", '<sch:assert test="false()">ب</sch:assert>')
    assert [line[:32] for line in found(body)] == [
        "1:1: error: SCH000 test-not-eval",
        "2:3: error: SCH: ب",
    ]


def test_a_variable_of_the_schema_that_cannot_be_evaluated_is_told() -> None:
    """It is empty then, and the file is not passed."""
    body = '<sch:let name="d" value="xs:date(/*/@تاريخ)"/>' + rule(
        "/*",
        '<sch:report test="exists($d)">ا</sch:report><sch:assert test="false()">ب</sch:assert>',
    )
    assert [line[:76] for line in found(body)] == [
        " error: SCH000 test-not-evaluated: the variable $d of the rules was empty, s",
        "1:1: error: SCH: ب",
    ]


def test_a_schema_without_namespaces_of_its_own_knows_xs() -> None:
    """The prefix xs is bound where the schema has no sch:ns at all, either."""
    body = rule(
        "/*", "<assert test=\"xs:string(@تاريخ) eq 'ب'\">ا</assert>".replace("assert", "sch:assert")
    )
    plain = schema(body).replace(f' xmlns:xsl="{XSL}"'.encode(), b"")
    assert [one.code for one in Schematron.load(plain).validate(LETTER.encode())] == ["SCH"]


def test_a_literal_element_of_a_function_is_no_element_of_the_schema() -> None:
    """In a function an element without a prefix is of the schema's namespace, and data."""
    function = '<xsl:function name="f:made"><sch:made n="1"/></xsl:function>' + rule(
        "/*", '<sch:report test="f:made()/@* = 1 and count(f:made()/@*) = 1">ا</sch:report>'
    )
    assert found('<sch:ns prefix="f" uri="urn:f"/>' + function) == ["1:1: error: SCH: ا"]


def test_a_deep_document_is_judged() -> None:
    """A thousand levels and three hundred attributes are no limit to the rules."""
    attributes = " ".join(f"n{n}='1'" for n in range(300))
    document = "<a>" * 1000 + f"<b {attributes}/>" + "</a>" * 1000
    assert len(found(rule("b", '<sch:report test="count(@*) = 300">ا</sch:report>'), document)) == 1


def test_a_message_that_cannot_be_written_is_a_finding() -> None:
    """Saxon loses an attribute that comes after text without a word; we do not."""
    body = rule("/*", '<sch:assert test="false()">ا<xsl:copy-of select="@*"/></sch:assert>')
    assert [line.split(":")[3].strip() for line in found(body)] == ["SCH000 test-not-evaluated"]


@pytest.mark.parametrize(
    ("binding", "lines"),
    [("xslt", ["1:1: error: SCH: ابن خلدون"]), ("xslt2", ["1:1: error: SCH: ابن خلدون ابن رشد"])],
)
def test_the_query_binding_decides_what_a_sequence_says(binding: str, lines: list[str]) -> None:
    """In XSLT 1.0 the first node is the value, since 2.0 all of them."""
    body = rule("/*", '<sch:report test="true()"><sch:value-of select="مرسل"/></sch:report>')
    assert found(body, attributes=f'queryBinding="{binding}"') == lines


@pytest.mark.parametrize("binding", ["xslt", "XSLT2", "xslt3", "xpath", "xpath2", "xpath3"])
def test_every_query_binding_of_the_standard_is_known(binding: str) -> None:
    """Names of bindings are known in either case."""
    body = rule("مرسل", '<sch:assert test="b">س</sch:assert>')
    assert found(body, attributes=f'queryBinding="{binding}"') == ["2:3: error: SCH: س"]


def test_the_first_rule_that_matches_is_the_only_one_in_its_pattern() -> None:
    """Later rules of the pattern are silent at that node; those of a group and of others speak."""
    rules = (
        '<sch:rule context="b"><sch:report test="true()">ا</sch:report></sch:rule>'
        '<sch:rule context="*"><sch:report test="self::b">ب</sch:report></sch:rule>'
    )
    body = f"<sch:pattern>{rules}</sch:pattern><sch:group>{rules}</sch:group>"
    assert found(body) == ["3:13: error: SCH: ا", "3:13: error: SCH: ا", "3:13: error: SCH: ب"]


def test_a_rule_may_visit_values() -> None:
    """visit-each gives the tests one value after the other; the finding stands at the node."""
    body = (
        '<sch:pattern><sch:rule context="مرسل" visit-each="tokenize(.)">'
        '<sch:report test=". = \'رشد\'"><sch:value-of select="."/></sch:report>'
        "</sch:rule></sch:pattern>"
    )
    assert found(body) == ["3:3: error: SCH: رشد"]


def test_variables_are_seen_from_where_they_are_defined() -> None:
    """Rule, pattern, phase and schema may each use a name for their own."""
    body = (
        "<sch:let name='س' value=\"'مخطط'\"/>"
        "<sch:phase id='p'><sch:active pattern='ا'/><sch:active pattern='ب'/>"
        "<sch:let name='ط' value=\"'طور'\"/></sch:phase><sch:let name='ط' value=\"'مخطط'\"/>"
        "<sch:pattern id='ا'><sch:let name='س' value=\"'نمط'\"/><sch:rule context='b'>"
        "<sch:let name='س' value=\"concat($س, '+')\"/>"
        "<sch:report test='true()'><sch:value-of select='$س, $ط'/></sch:report></sch:rule>"
        "<sch:rule context='مرسل[1]'>"
        "<sch:report test='true()'><sch:value-of select='$س'/></sch:report></sch:rule></sch:pattern>"
        "<sch:pattern id='ب'><sch:rule context='/*'>"
        "<sch:report test='true()'><sch:value-of select='$س'/> '$س'</sch:report></sch:rule></sch:pattern>"
    )
    assert found(body, attributes='queryBinding="xslt3" defaultPhase="p"') == [
        "1:1: error: SCH ب: مخطط '$س'",
        "2:3: error: SCH ا: نمط",
        "3:13: error: SCH ا: نمط+ طور",
    ]


def test_the_report_is_svrl_without_anything_of_ours() -> None:
    """Fired and suppressed rules, languages, emphasis and properties stand in the report."""
    body = (
        '<sch:title>قواعد</sch:title><sch:pattern id="p"><sch:rule context="/*" id="r">'
        '<sch:assert test="false()" id="a" flag="f" see="s" properties="q">'
        'نص <sch:emph>مهم</sch:emph> <sch:dir value="ltr">x</sch:dir></sch:assert></sch:rule>'
        '<sch:rule context="رسالة"><sch:assert test="true()"/></sch:rule></sch:pattern>'
        '<sch:properties><sch:property id="q" role="n">خ</sch:property></sch:properties>'
    )
    report = etree.fromstring(Schematron.load(schema(body)).svrl(LETTER.encode()))
    assert b"tahqiq" not in etree.tostring(report)
    assert [etree.QName(e).localname for e in report] == [
        "active-pattern",
        "fired-rule",
        "failed-assert",
        "suppressed-rule",
    ]
    failed = report.find(f"{{{SVRL}}}failed-assert")
    assert failed is not None
    assert dict(failed.attrib) == {
        "location": "/Q{}رسالة[1]",
        "test": "false()",
        "id": "a",
        "flag": "f",
        "see": "s",
    }
    assert failed.findtext(f"{{{SVRL}}}property-reference/{{{SVRL}}}text") == "خ"


def test_ten_thousand_findings_among_siblings_take_no_square_of_time() -> None:
    """Each finding has its own line, found without counting siblings."""
    document = "<a>" + "<b/>\n" * 10_000 + "</a>"
    ready = Schematron.load(schema(rule("b", '<sch:assert test="false()">س</sch:assert>')))
    findings = ready.validate(document.encode())
    assert [finding.place.line for finding in findings] == list(range(1, 10_001))
    assert findings[-1].place.xpath == "/Q{}a[1]/Q{}b[10000]"


def test_a_role_that_cannot_be_computed_is_a_finding() -> None:
    """An error in a computed role counts as a test that could not be evaluated."""
    assert found(rule("/*", '<sch:report test="true()" role="{error()}">س</sch:report>'))[
        0
    ].startswith("1:1: error: SCH000")


@pytest.mark.parametrize("binding", ["xslt", "xslt2", "xslt3"])
def test_the_report_names_every_document_of_a_pattern(tmp_path: Path, binding: str) -> None:
    """SVRL lists the subordinate documents, parted by spaces, under every query binding."""
    for name in ("أ.xml", "ب.xml", "c.xml"):
        (tmp_path / name).write_text("<r><f>%D8%A3.xml</f><f>c.xml</f></r>", encoding="utf-8")
    body = '<sch:pattern documents="/r/f"><sch:rule context="/"><sch:report test="true()"/></sch:rule></sch:pattern>'
    loaded = Schematron.load(schema(body, f'queryBinding="{binding}"'))
    path = tmp_path / "ب.xml"
    report = etree.fromstring(loaded.svrl(path.read_bytes(), source_uri=path.as_uri()))
    named = report.find(f"{{{SVRL}}}active-pattern").get("documents").split()
    assert [name.rpartition("/")[2] for name in named] == ["%D8%A3.xml", "c.xml"]
