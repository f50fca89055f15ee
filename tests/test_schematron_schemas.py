"""How Schematron schemas are put together, where they stand, and which are refused."""

from pathlib import Path

import pytest

from rules import LETTER, SCH, XSL, rule, schema
from tahqiq.errors import SchemaError
from tahqiq.schematron import Schematron


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


def test_a_schema_becomes_the_same_stylesheet_each_time(tmp_path: Path) -> None:
    """The transpiler is deterministic, so that what is kept can be trusted."""
    body = schema(rule("/*", '<sch:assert test="false()">س</sch:assert>'))
    assert Schematron.load(body).stylesheet("#ALL") == Schematron.load(body).stylesheet("#ALL")
