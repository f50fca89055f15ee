"""The edition's ODD is the source of its schema: compiled again it gives the committed files."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from jing import complaints
from sampling import Sampler
from tahqiq import odd
from tahqiq.relaxng import Schema

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema"
P5SUBSET = ROOT.parent / "shared" / "tei" / "p5subset.xml"
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"
TEI = "{http://www.tei-c.org/ns/1.0}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

needs_specification = pytest.mark.skipif(
    not P5SUBSET.is_file(), reason="p5subset.xml is not at hand (../shared/tei)"
)


@cache
def made():
    return odd.compile_text(SCHEMA / "edition.odd", P5SUBSET, prose=False)


@cache
def guidelines():
    tree = etree.parse(SCHEMA / "edition.odd")
    tree.xinclude()
    return tree


def refused_by_jing(java, jar, schema, folder, *, seed, count):
    """Return what Jing refuses of documents drawn from the edition's grammar."""
    sampler = Sampler(SCHEMA / "edition.rng", seed=seed)
    paths = [folder / f"{seed}-{number}.xml" for number in range(count)]
    for path in paths:
        path.write_text(sampler.document(), "utf-8")
    return complaints(java, jar, schema, paths)


@needs_specification
@pytest.mark.parametrize("kind", ["rng", "rnc", "sch", "compiled"])
def test_the_committed_schema_is_what_the_odd_says(kind):
    """Grammar, rules and compiled ODD, as committed, are what the ODD compiles to."""
    name = "edition.compiled.xml" if kind == "compiled" else f"edition.{kind}"
    committed = (SCHEMA / name).read_text("utf-8")
    assert getattr(made(), kind) == committed


@needs_specification
def test_the_odd_compiles_without_a_warning():
    """Everything that the ODD names is in the specification."""
    assert made().warnings == ()


def test_every_rule_comes_from_the_odd():
    """The rules of the committed schema are those of the ODD: none removed, none written by hand."""
    said = [
        one.get("ident")
        for one in guidelines().iter(f"{TEI}constraintSpec")
        if one.get("ident").startswith("TQ")
    ]
    rules = [one.get("id") for one in etree.parse(SCHEMA / "edition.sch").iter(f"{SCH}pattern")]
    assert sorted(said) == sorted(rules)


def test_every_rule_says_why_and_links_to_its_prose():
    """Each rule has a reason in both languages, a severity, and a link that ends in its code."""
    wrong = []
    for rule in guidelines().iter(f"{TEI}constraintSpec"):
        if rule.get("ident").startswith("TQ"):
            code = rule.get("ident").partition("-")[0]
            languages = {one.get(LANG) for one in rule.findall(f"{TEI}desc")}
            tests = list(rule.iter(f"{SCH}assert", f"{SCH}report"))
            held = [one.get("role") and one.get("see").endswith(code.lower()) for one in tests]
            if languages != {"ar", "en"} or not all(held):
                wrong.append(code)
    assert wrong == []


def test_the_guidelines_speak_both_languages():
    """What has a description has it in Arabic and in English."""
    kinds = [f"{TEI}{name}" for name in ("elementSpec", "dataSpec", "constraintSpec", "valItem")]
    lacking = [
        f"{one.tag.rpartition('}')[2]} {one.get('ident')}"
        for one in guidelines().iter(*kinds)
        if one.get("mode") != "delete"
        and {d.get(LANG) for d in one.findall(f"{TEI}desc")} not in ({"ar", "en"}, set())
    ]
    assert lacking == []


def test_both_syntaxes_say_the_same():
    """The compact syntax read by our engine accepts and refuses what the XML syntax does."""
    verdicts = []
    for kind in ("rng", "rnc"):
        schema = Schema.load(SCHEMA / f"edition.{kind}")
        files = sorted((ROOT / "tests/schema").glob("*/*.xml"))[:12]
        sampler = Sampler(SCHEMA / "edition.rng", seed=3)
        documents = [path.read_bytes() for path in files]
        documents += [sampler.document().encode() for _ in range(20)]
        documents += [one.replace(b"<p ", b"<div ", 1) for one in documents[:4]]
        verdicts.append([len(list(schema.validate(one))) for one in documents])
    assert verdicts[0] == verdicts[1]


def test_sampled_documents_are_valid_by_their_own_grammar():
    """The sampler draws what the grammar allows: our engine accepts each of its documents."""
    schema = Schema.load(SCHEMA / "edition.rng")
    sampler = Sampler(SCHEMA / "edition.rng", seed=1)
    refused = [
        str(finding)
        for _ in range(40)
        for finding in list(schema.validate(sampler.document().encode()))[:1]
    ]
    assert refused == []


@pytest.mark.oracle
def test_what_the_schema_allows_is_tei(java, jing_jar, tmp_path):
    """Documents drawn from the grammar at random are valid by the TEI's own, as Jing judges."""
    if not TEI_ALL.is_file():
        pytest.skip("tei_all.rng is not at hand (../shared/tei)")
    assert refused_by_jing(java, jing_jar, TEI_ALL, tmp_path, seed=7, count=250) == {}
