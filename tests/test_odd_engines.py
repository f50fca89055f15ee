"""Three engines on the schema that the ODD compiles to, and one rule at a time taken out of it."""

import random
from pathlib import Path

import pytest
from lxml import etree

from jing import complaints
from mutants import mutants
from sampling import Sampler
from tahqiq.relaxng import Schema
from tahqiq.schematron import Schematron

ROOT = Path(__file__).parent.parent
GRAMMAR = ROOT / "schema/edition.rng"
RULES = ROOT / "schema/edition.sch"
INVALID = sorted((ROOT / "tests/schema/invalid").glob("*.xml"))
PARSER = etree.XMLParser(collect_ids=False)


def documents() -> list[bytes]:
    """Return documents that the grammar allows, and as many with one fault each."""
    sampler = Sampler(GRAMMAR, seed=41)
    drawn = [sampler.document().encode() for _ in range(60)]
    real = [path.read_bytes() for path in sorted((ROOT / "edition").glob("*/*.xml"))]
    trees = [etree.fromstring(one, PARSER) for one in (*real, *drawn)]
    return [*drawn, *real, *mutants(trees, 180, seed=17)]


@pytest.mark.oracle
def test_the_engines_agree(java: Path, jing_jar: Path, tmp_path: Path) -> None:
    """Jing, libxml2 and our engine accept and refuse the same documents."""
    paths = []
    for number, content in enumerate(documents()):
        paths.append(tmp_path / f"{number:03}.xml")
        paths[-1].write_bytes(content)
    schema, libxml2 = Schema.load(GRAMMAR), etree.RelaxNG(etree.parse(GRAMMAR))
    jing = complaints(java, jing_jar, GRAMMAR, paths)
    verdicts = {
        path.name: (
            path.name not in jing,
            libxml2.validate(etree.parse(path, PARSER)),
            not schema.validate(path),
        )
        for path in paths
    }
    assert {name: said for name, said in verdicts.items() if len(set(said)) > 1} == {}
    assert len({said[0] for said in verdicts.values()}) == 2


def test_sampled_documents_use_every_element_and_attribute() -> None:
    """The documents drawn from the grammar leave out nothing that it allows."""
    grammar = etree.parse(GRAMMAR)
    allowed = {
        (one.tag.rpartition("}")[2], one.get("name"))
        for one in grammar.iter("{*}element", "{*}attribute")
    }
    sampler, seen = Sampler(GRAMMAR, seed=2), set()
    for _ in range(250):
        for one in etree.fromstring(sampler.document().encode(), PARSER).iter("{*}*"):
            seen.add(("element", etree.QName(one).localname))
            seen |= {("attribute", _attribute(name)) for name in one.attrib}
    assert sorted(allowed - seen) == []


def _attribute(name: str) -> str:
    return name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")


def test_no_rule_is_idle(tmp_path: Path) -> None:
    """Without its rule the invalid fixture of each rule passes: nothing else finds its fault."""
    source = RULES.read_text("utf-8")
    sample = random.Random(5).sample(INVALID, 6)
    assert [path.stem for path in sample if _codes(source, path, tmp_path)] == []


def _codes(source: str, fixture: Path, folder: Path) -> list[str]:
    """Return what the rules say of a fixture when its own rule is taken away."""
    tree = etree.fromstring(source.encode())
    for pattern in list(tree.iter("{*}pattern")):
        if pattern.get("id") == fixture.stem:
            tree.remove(pattern)
    path = folder / "without.sch"
    path.write_bytes(etree.tostring(tree))
    found = Schematron.load(path).validate(fixture.read_bytes(), file=str(fixture))
    return [one.code for one in found]
