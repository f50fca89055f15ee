"""Schematron schemas on small Arabic documents: what is found, where, in which words."""

from pathlib import Path

import pytest
from lxml import etree

from tahqiq.errors import SchemaError, SourceError
from tahqiq.findings import Severity
from tahqiq.schematron import SVRL, Schematron

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
LETTER = '<رسالة تاريخ="١٤٣٦">\n  <مرسل>ابن خلدون</مرسل>\n  <مرسل>ابن <b>رشد</b></مرسل>\n</رسالة>'


def schema(body: str, attributes: str = 'queryBinding="xslt3"') -> bytes:
    """Return a schema around ``body``."""
    return (
        f'<sch:schema xmlns:sch="{SCH}" xmlns:xsl="{XSL}" {attributes}>{body}</sch:schema>'.encode()
    )


def rule(context: str, body: str, attributes: str = "") -> str:
    """Return a pattern with one rule."""
    return (
        f'<sch:pattern {attributes}><sch:rule context="{context}">{body}</sch:rule></sch:pattern>'
    )


def found(body: str, document: str = LETTER, attributes: str = 'queryBinding="xslt3"') -> list[str]:
    """Return the findings' lines, without the file."""
    findings = Schematron.load(schema(body, attributes)).validate(document.encode(), file="r.xml")
    return [finding.line().removeprefix("r.xml:") for finding in findings]


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


def test_an_abstract_pattern_takes_its_parameters_everywhere() -> None:
    """Parameters reach contexts, tests, messages and diagnostics, whole names only."""
    body = (
        '<sch:pattern abstract="true" id="مجرد"><sch:param name="علامة" value="x"/>'
        '<sch:rule context="$من"><sch:let name="منه" value="1"/>'
        '<sch:assert test="$علامة and $منه = 1" diagnostics="d">'
        '<sch:value-of select="count($من/node())"/></sch:assert></sch:rule></sch:pattern>'
        '<sch:pattern is-a="مجرد"><sch:param name="من" value="b"/></sch:pattern>'
        '<sch:diagnostics><sch:diagnostic id="d" xml:lang="ar"><sch:value-of select="name(/*[.//$من])"/>'
        "</sch:diagnostic></sch:diagnostics>"
    )
    (finding,) = Schematron.load(schema(body)).validate(LETTER.encode())
    assert (finding.message.en, finding.message.ar) == ("0", "رسالة")


def test_user_functions_keys_and_accumulators_work(tmp_path: Path) -> None:
    """What the query language declares is used, also from a stylesheet that the schema includes."""
    (tmp_path / "دوال عامة.xsl").write_text(
        f'<xsl:stylesheet version="3.0" xmlns:xsl="{XSL}" xmlns:f="f">'
        '<xsl:function name="f:first"><xsl:param name="n"/>'
        '<xsl:sequence select="tokenize($n)[1]"/></xsl:function></xsl:stylesheet>',
        encoding="utf-8",
    )
    body = (
        '<sch:ns prefix="f" uri="f"/><xsl:include href="دوال عامة.xsl"/>'
        '<xsl:key name="k" match="مرسل" use="f:first(.)" xmlns:f="f"/>'
        '<xsl:accumulator name="n" initial-value="0">'
        '<xsl:accumulator-rule match="مرسل" select="$value + 1"/></xsl:accumulator>'
    ) + rule(
        "/*", "<sch:report test=\"count(key('k', 'ابن')) = accumulator-after('n')\">س</sch:report>"
    )
    path = tmp_path / "s.sch"
    path.write_bytes(schema(body))
    assert len(Schematron.load(path).validate(LETTER.encode())) == 1


def test_included_parts_keep_their_own_prefixes_and_places(tmp_path: Path) -> None:
    """A part of another file binds prefixes as that file does, and its faults are named there."""
    folder = tmp_path / "أجزاء"
    folder.mkdir()
    part = '<sch:ns prefix="p" uri="urn:in"/>' + rule(
        "p:x", '<sch:report test="true()">د</sch:report>'
    )
    (folder / "جزء 1.sch").write_bytes(schema(part.replace("<sch:pattern", '<sch:pattern id="z"')))
    body = '<sch:ns prefix="p" uri="urn:out"/><sch:include href="أجزاء/جزء 1.sch#z"/>'
    path = tmp_path / "s.sch"
    path.write_bytes(schema(body + rule("p:x", '<sch:report test="true()">خ</sch:report>')))
    findings = Schematron.load(path).validate(b'<a><x xmlns="urn:in"/><x xmlns="urn:out"/></a>')
    assert [finding.message.ar for finding in findings] == ["د", "خ"]


def test_a_fault_in_an_included_file_is_named_there(tmp_path: Path) -> None:
    """The place of an expression that does not compile is in the file that holds it."""
    (tmp_path / "جزء.sch").write_bytes(schema("\n" + rule("/*", '<sch:assert test="1 +"/>')))
    path = tmp_path / "s.sch"
    path.write_bytes(schema('<sch:extends href="جزء.sch"/>'))
    with pytest.raises(SchemaError) as error:
        Schematron.load(path)
    assert str(error.value).startswith(f"{tmp_path / 'جزء.sch'}:2:")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("\n<sch:patern/>", "2:1: Schematron has no element 'patern'"),
        ("\n<sch:pattern><sch:rule/></sch:pattern>", "2:14: <sch:rule> lacks context"),
        ('\n<sch:include href="nowhere.sch"/>', "2: nowhere.sch cannot be included"),
        ('\n<sch:include href="http://x/y.sch"/>', "2: http://x/y.sch is not a local file"),
        ('\n<sch:include href="s.sch"/>', "2:1: s.sch includes itself"),
        ('\n<sch:pattern is-a="no"/>', "2:1: there is no abstract pattern 'no'"),
        (
            "\n" + rule("/*", '\n<sch:assert test="1 +"/>'),
            "3:13: XPST0003",
        ),
        (
            "\n"
            + rule("/*", '<sch:assert test="1">\nا <sch:value-of select="$u"/> ب</sch:assert>'),
            "3:17: XPST0008 Variable $u has not been declared",
        ),
        ("\n" + rule("/*[", '<sch:assert test="1"/>'), "2:25: XTSE0340"),
        ('\n<sch:let name="ا" value="1 +"/>', "2:19: XPST0003"),
        (
            "\n" + rule("/*", '\n<sch:assert test="true()" diagnostics="d"/>'),
            "3:1: there is no diagnostic or property 'd'",
        ),
        (
            '\n<sch:pattern>\n<sch:assert test="true()"/></sch:pattern>',
            "3:1: <sch:assert> cannot stand in a pattern, only in a rule",
        ),
        ('\n<sch:let name="a" value="1"/>\n<sch:let name="a" value="1"/>', "3:1: the variable 'a'"),
    ],
)
def test_a_fault_of_the_schema_is_named_at_its_place(tmp_path: Path, body: str, text: str) -> None:
    """What is wrong in a schema is one line with file, line and, where it can be, column."""
    path = tmp_path / "s.sch"
    path.write_bytes(schema(body))
    with pytest.raises(SchemaError) as error:
        Schematron.load(path)
    assert str(error.value).startswith(f"{path}:{text}")


@pytest.mark.parametrize(
    ("attributes", "phase", "text"),
    [
        ('queryBinding="xquery"', "#ALL", "the query binding 'xquery' is not known"),
        ("", "لا", "there is no phase 'لا'"),
    ],
)
def test_an_unknown_phase_or_binding_is_refused(attributes: str, phase: str, text: str) -> None:
    """The message names what is known."""
    with pytest.raises(SchemaError, match=text):
        Schematron.load(schema("<sch:pattern/>", attributes), phase=phase)


def test_rules_embedded_in_relax_ng_are_found() -> None:
    """Patterns, rules and bare assertions of a grammar make one schema."""
    grammar = f"""<element name="رسالة" xmlns="http://relaxng.org/ns/structure/1.0" xmlns:sch="{SCH}">
      <sch:assert test="مرسل[3]">ا</sch:assert>
      <sch:rule context="b"><sch:report test="true()">ب</sch:report></sch:rule>
      <sch:pattern><sch:rule context="مرسل"><sch:assert test="b">ج</sch:assert></sch:rule></sch:pattern>
      <text/></element>"""
    findings = Schematron.load(grammar.encode()).validate(LETTER.encode())
    assert [(f.place.line, f.message.ar) for f in findings] == [(1, "ا"), (2, "ج"), (3, "ب")]


def test_constraints_of_an_odd_are_found() -> None:
    """Bare assertions belong to the element or attribute specified around them."""
    odd = f"""<schemaSpec ident="x" xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="{SCH}">
      <elementSpec ident="p"><constraintSpec ident="full" scheme="schematron"><constraint>
        <sch:assert test="text()">فارغ</sch:assert></constraint></constraintSpec>
        <attList><attDef ident="n"><constraintSpec ident="digit" scheme="schematron"><constraint>
          <sch:assert test="matches(., '^[٠-٩]+$')">رقم</sch:assert></constraint></constraintSpec>
        </attDef></attList></elementSpec>
      <elementSpec ident="ab" mode="delete"><constraintSpec ident="no" scheme="schematron">
        <constraint><sch:assert test="false()">محذوف</sch:assert></constraint></constraintSpec>
      </elementSpec></schemaSpec>"""
    document = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p n="2"/><ab/></TEI>'
    findings = Schematron.load(odd.encode()).validate(document.encode())
    assert [(f.place.column, f.slug, f.message.ar) for f in findings] == [
        (42, "p-full-1", "فارغ"),
        (45, "p-digit-2", "رقم"),
    ]


def test_a_pattern_looks_at_the_documents_that_it_names(tmp_path: Path) -> None:
    """Findings in another document carry its path; one that is missing is a finding."""
    (tmp_path / "ملحق 1.xml").write_text("<a>\n<b/></a>", encoding="utf-8")
    body = rule("b", '<sch:report test="true()">ب</sch:report>', 'documents="/*/@مع"')
    document = tmp_path / "r.xml"
    document.write_text('<رسالة مع="ملحق%201.xml ضائع.xml"/>', encoding="utf-8")
    findings = Schematron.load(schema(body)).validate(document)
    assert [(Path(f.place.file).name, f.place.line, f.code) for f in findings] == [
        ("r.xml", 0, "SCH001"),
        ("ملحق 1.xml", 2, "SCH"),
    ]


def test_rules_read_only_where_they_may(tmp_path: Path) -> None:
    """A document beside the delivery is read, one outside it is not, whatever its path says."""
    inside = tmp_path / "delivery"
    inside.mkdir()
    (inside / "register.xml").write_text("<a/>", encoding="utf-8")
    (tmp_path / "secret.xml").write_text("<a/>", encoding="utf-8")
    (inside / "link.xml").symlink_to(tmp_path / "secret.xml")
    body = rule(
        "x", '<sch:assert test="doc-available(string(resolve-uri(., base-uri(.))))">لا</sch:assert>'
    )
    document = inside / "r.xml"
    document.write_text(
        "<a><x>register.xml</x>\n<x>../secret.xml</x>\n<x>link.xml</x>\n<x>http://127.0.0.1:9/</x></a>",
        encoding="utf-8",
    )
    findings = Schematron.load(schema(body), reads=[inside]).validate(document)
    assert [finding.place.line for finding in findings] == [2, 3, 4]


@pytest.mark.parametrize(
    "test",
    [
        "unparsed-text('file:///etc/passwd')",
        "exists(Q{http://www.w3.org/2005/xpath-functions}doc('file:///etc/passwd'))",
        "exists(collection('file:///etc'))",
        "string(environment-variable('PATH'))",
        "exists(function-lookup(xs:QName('fn:doc'), 1)('file:///etc/passwd'))",
        "exists(transform(map{'stylesheet-location': 'file:///etc/passwd'})?output)",
    ],
)
def test_no_other_door_is_open(test: str) -> None:
    """Files, folders and the environment are out of reach of a schema."""
    lines = found(rule("/*", f'<sch:report test="{test}">مفتوح</sch:report>'))
    assert not any("مفتوح" in line for line in lines)


def test_a_document_beyond_the_limits_is_one_error() -> None:
    """More attributes than SaxonC 13 reads (12 has no limit) are an error of the file, no crash."""
    attributes = " ".join(f'a{n}="1"' for n in range(300))
    ready = Schematron.load(schema(rule("/*", '<sch:assert test="true()"/>')))
    try:
        assert ready.validate(f"<a {attributes}/>".encode(), file="r.xml") == []
    except SourceError as error:
        assert str(error).startswith("r.xml: is beyond the limits")  # noqa: PT017


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


def test_a_schema_becomes_the_same_stylesheet_each_time(tmp_path: Path) -> None:
    """The transpiler is deterministic, so that what is kept can be trusted."""
    body = schema(rule("/*", '<sch:assert test="false()">س</sch:assert>'))
    assert Schematron.load(body).stylesheet("#ALL") == Schematron.load(body).stylesheet("#ALL")


def test_ten_thousand_findings_among_siblings_take_no_square_of_time() -> None:
    """Each finding has its own line, found without counting siblings."""
    document = "<a>" + "<b/>\n" * 10_000 + "</a>"
    ready = Schematron.load(schema(rule("b", '<sch:assert test="false()">س</sch:assert>')))
    findings = ready.validate(document.encode())
    assert [finding.place.line for finding in findings] == list(range(1, 10_001))
    assert findings[-1].place.xpath == "/Q{}a[1]/Q{}b[10000]"


def test_braces_in_names_compute_nothing() -> None:
    """Ids, phases and languages are data: a schema cannot hide a call in them."""
    body = (
        "<sch:pattern id=\"p{doc('x')}\" role=\"{doc('x')}\"><sch:rule context='/*' id='r{1+1}' flag='{1+1}'>"
        "<sch:report test='true()' id='a{1+1}' see='{1+1}'>س</sch:report></sch:rule></sch:pattern>"
    )
    report = etree.fromstring(Schematron.load(schema(body)).svrl(LETTER.encode()))
    written = [value for element in report.iter() for value in element.attrib.values()]
    assert {"r{1+1}", "{1+1}", "a{1+1}"} <= set(written)


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


def test_a_schema_includes_only_what_it_may(tmp_path: Path) -> None:
    """With folders named, an inclusion of another place is an error at its line."""
    (tmp_path / "in").mkdir()
    (tmp_path / "p.sch").write_bytes(schema("").replace(b"schema", b"pattern"))
    path = tmp_path / "in/r.sch"
    path.write_bytes(schema('\n<sch:include href="../p.sch"/>'))
    Schematron.load(path)
    with pytest.raises(SchemaError, match=r"r\.sch:2.*outside"):
        Schematron.load(path, within=[tmp_path / "in"])
