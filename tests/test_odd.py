"""The ODD processor: each construct of TEI P5, chapter 22, on a specification of a page."""

import json
import shutil

import pytest

from odd_constructs import ALL, CASES, HI, NAME, NAMED, NS, SPECIFICATION, P, content
from tahqiq import odd
from tahqiq.cli import main
from tahqiq.errors import SourceError, TransformError
from tahqiq.relaxng import Schema


@pytest.fixture
def compiled(tmp_path):
    """Return a function from the inside of a schemaSpec to what it compiles to."""

    def compile_(inside, *, attributes="", beside=""):
        specification = tmp_path / "p5.xml"
        specification.write_text(SPECIFICATION, "utf-8")
        source = tmp_path / "my.odd"
        source.write_text(
            f'<TEI {NS} xmlns:sch="http://purl.oclc.org/dsdl/schematron"><text><body>{beside}'
            f'<schemaSpec ident="my" start="text" {attributes}>{inside}</schemaSpec></body></text></TEI>',
            "utf-8",
        )
        return odd.compile_text(source, specification)

    return compile_


@pytest.fixture
def accepts(compiled, tmp_path):
    """Return a function that tells which documents the schema of an ODD accepts."""

    def judge(inside, *documents, **more):
        made = compiled(inside, **more)
        verdicts = []
        for suffix, grammar in (("rng", made.rng), ("rnc", made.rnc)):
            path = tmp_path / f"made.{suffix}"
            path.write_text(grammar, "utf-8")
            schema = Schema.load(path)
            verdicts.append(
                [
                    not list(schema.validate(f"<text {NS}>{one}</text>".encode()))
                    for one in documents
                ]
            )
        assert verdicts[0] == verdicts[1], "the two syntaxes differ"
        return verdicts[0]

    return judge


@pytest.mark.parametrize("name", CASES)
def test_construct(name, accepts):
    """Both syntaxes accept what the ODD allows and refuse what it does not."""
    inside, right, wrong = CASES[name]
    assert accepts(inside, *right, *wrong) == [True] * len(right) + [False] * len(wrong)


def test_spec_grp_ref_takes_a_group_and_what_it_refers_to(accepts):
    """A specGrpRef gives way to its group, groups in groups too, wherever in the ODD they stand."""
    groups = (
        '<specGrp xml:id="one"><specGrpRef target="#two"/><moduleRef key="tei"/></specGrp>'
        '<specGrp xml:id="two"><moduleRef key="core" include="text p"/></specGrp>'
    )
    found = accepts('<specGrpRef target="#one"/>', "<p>نص</p>", f"<p>{HI}</p>", beside=groups)
    assert found == [True, False]


GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:map"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><ref name="map"/></start>
  <define name="map"><element xmlns:q="urn:map" name="q:map"><attribute name="scale"><data type="integer"/></attribute>
  <ref name="inside"/></element></define><define name="inside"><mixed><zeroOrMore><ref name="map"/>
  </zeroOrMore></mixed></define></grammar>"""
MAPPED = '<classRef key="model.inline"/>'
TAKEN = (
    '<moduleRef url="{}" prefix="m_"><content><define xmlns="http://relaxng.org/ns/structure/1.0"'
    ' name="model.inline" combine="choice"><ref name="m_map"/></define></content></moduleRef>'
)
MAP = '<p><map xmlns="urn:map" scale="{}">خريطة</map></p>'


@pytest.mark.parametrize("address", ["map.rng", "https://example.org/schemas/map.rng"])
def test_a_grammar_of_others_is_taken_in(accepts, tmp_path, address):
    """What a moduleRef names becomes part of the grammar, from the ODD's folder and never from the web."""
    (tmp_path / "map.rng").write_text(GRAMMAR, "utf-8")
    found = accepts(content(MAPPED) + TAKEN.format(address), MAP.format(5), MAP.format("كبير"))
    assert found == [True, False]


def test_content_refers_to_a_grammar_of_others(accepts, tmp_path):
    """An elementRef may name a pattern of a grammar that the schema takes in."""
    (tmp_path / "map.rng").write_text(GRAMMAR, "utf-8")
    found = accepts(
        content('<elementRef key="m_map"/>') + '<moduleRef url="map.rng" prefix="m_"/>',
        MAP.format(5),
        "<p/>",
    )
    assert found == [True, False]


def test_a_grammar_that_is_not_at_hand_is_said(compiled):
    """A grammar on the web that has no copy beside the ODD is left out with a warning."""
    made = compiled(ALL + '<moduleRef url="https://example.org/map.rng"/>')
    assert made.warnings == (
        "odd: the grammar https://example.org/map.rng is not at hand: put a copy beside the ODD",
    )


def test_exceptions_are_named_by_prefixes_of_the_schema(accepts):
    """A name that all anyElement leave out may have a prefix that only schemaSpec declares."""
    found = accepts(
        content("<anyElement/>"),
        '<p><x xmlns="urn:x"/></p>',
        '<p><y xmlns="urn:x"/></p>',
        attributes='xmlns:o="urn:x" defaultExceptions="o:x"',
    )
    assert found == [False, True]


def test_a_group_of_another_file_is_taken(accepts, tmp_path):
    """A specGrpRef may name a file beside the ODD."""
    (tmp_path / "group.xml").write_text(
        f'<div {NS}><specGrp xml:id="g">{ALL}</specGrp></div>', "utf-8"
    )
    assert accepts('<specGrpRef target="group.xml#g"/>', f"<p>{HI}</p>") == [True]


def test_a_file_may_be_one_specification(accepts, tmp_path):
    """A specGrpRef may name a file that holds a specification and nothing round it."""
    change = P.format('<attList><attDef ident="n" mode="delete"/></attList>')
    (tmp_path / "p.xml").write_text(change.replace("<elementSpec", f"<elementSpec {NS}"), "utf-8")
    found = accepts(ALL + '<specGrpRef target="p.xml"/>', '<p rend="x"/>', '<p n="1"/>')
    assert found == [True, False]


def test_an_odd_builds_on_another(accepts, tmp_path):
    """By @source an ODD selects from a local ODD, which is compiled first."""
    (tmp_path / "base.odd").write_text(
        f'<TEI {NS}><text><body><schemaSpec ident="base" start="text">{ALL}'
        '<elementSpec ident="hi" mode="delete"/></schemaSpec></body></text></TEI>',
        "utf-8",
    )
    found = accepts(ALL, f"<p>{NAMED}</p>", f"<p>{HI}</p>", attributes='source="base.odd"')
    assert found == [True, False]


def test_constraints_of_elements_get_their_context(compiled):
    """A bare assertion becomes a rule for the element that it was written for."""
    assert '<sch:rule context="tei:name">' in compiled(ALL).sch


def test_a_constraint_is_deleted(compiled):
    """A rule that a customisation deletes is in the Schematron no more."""
    change = '<constraintSpec ident="short" scheme="schematron" mode="delete"/>'
    assert "Too long" not in compiled(ALL + NAME.format(change)).sch


def test_constraints_of_attributes_classes_and_schema_are_kept(compiled):
    """Constraints stand at attributes, classes and the schema; isoschematron is Schematron."""
    said = '<constraintSpec ident="{0}" scheme="{1}"><constraint><sch:assert test="{0}">x</sch:assert></constraint></constraintSpec>'
    made = compiled(
        ALL
        + P.format(
            f'<attList><attDef ident="k" mode="add">{said.format("atk", "schematron")}</attDef></attList>'
        )
        + f'<classSpec ident="model.inline" type="model" mode="change">{said.format("cls", "isoschematron")}</classSpec>'
        + said.format("top", "schematron")
    )
    found = [f'test="{name}"' in made.sch for name in ("atk", "cls", "top")]
    assert found == [True, True, True]


def test_what_is_not_there_is_said(compiled):
    """Names that the specification does not have are warnings, each with the name."""
    made = compiled(ALL + '<moduleRef key="nowhere"/><elementRef key="ghost"/>')
    assert made.warnings == (
        "odd: elementRef ghost is not in the specification",
        "odd: there is no module nowhere",
    )


def test_a_missing_group_is_an_error(compiled):
    """An ODD that refers to a file that is not there cannot be compiled."""
    with pytest.raises(TransformError, match=r"group\.xml"):
        compiled('<specGrpRef target="group.xml#g"/>')


XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


@pytest.mark.parametrize("pointer", ["g", "element(g)", "element(/1/2)", "xpointer(id('g'))"])
def test_an_inclusion_may_point_into_a_file(compiled, tmp_path, pointer):
    """By an id, or by the way from the root: the group is taken, and nothing else of the file."""
    parts = f'<TEI {NS}><p/><specGrp xml:id="g">{ALL}</specGrp></TEI>'
    (tmp_path / "parts.xml").write_text(parts, "utf-8")
    made = compiled(f'<xi:include {XI} href="parts.xml" xpointer="{pointer}"/>')
    assert made.rng == compiled(ALL).rng


@pytest.mark.parametrize(
    ("inside", "more", "said"),
    [
        (f'<xi:include {XI} href="my.odd"/>', {}, "is within itself"),
        (
            '<specGrpRef target="#a"/>',
            {"beside": '<specGrp xml:id="a"><specGrpRef target="#a"/></specGrp>'},
            "is within itself",
        ),
        ('<moduleRef key="tei"/>', {"attributes": 'source="my.odd"'}, "is a source of itself"),
    ],
)
def test_what_is_within_itself_ends(compiled, tmp_path, inside, more, said):
    """An ODD that includes itself or is its own source is refused, and does not run for ever."""
    with pytest.raises(TransformError, match=said) as caught:
        compiled(inside, **more)
    assert caught.value.place.file == str(tmp_path / "my.odd")


def test_a_missing_specification_is_an_error(tmp_path):
    """Without a specification there is nothing to compile."""
    with pytest.raises(SourceError, match="no such specification"):
        odd.compile_text(tmp_path / "my.odd", tmp_path / "p5.xml")


def test_the_command_writes_four_files(compiled, tmp_path, capsys):
    """``tahqiq odd compile`` writes what it made and says so as JSON."""
    compiled(ALL)
    out = tmp_path / "out"
    arguments = ["odd", "compile", str(tmp_path / "my.odd"), "--tei", str(tmp_path / "p5.xml")]
    code = main([*arguments, "-o", str(out), "--json"])
    said = json.loads(capsys.readouterr().out)
    names = sorted(path.name for path in out.iterdir())
    assert (code, said["warnings"], names) == (
        0,
        [],
        ["my.compiled.xml", "my.rnc", "my.rng", "my.sch"],
    )


def test_a_compiled_odd_is_a_specification(compiled, tmp_path):
    """What was compiled can be compiled again, and gives the same grammar."""
    made = compiled(ALL)
    again = tmp_path / "again.xml"
    again.write_text(made.compiled, "utf-8")
    shutil.copy(tmp_path / "my.odd", tmp_path / "second.odd")
    assert odd.compile_text(tmp_path / "second.odd", again).rng == made.rng
