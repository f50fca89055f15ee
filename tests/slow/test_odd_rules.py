"""Each rule taken out of the ODD in turn: its fixture then passes, so that its test fails."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from tahqiq import odd
from tahqiq.schematron import Schematron

ROOT = Path(__file__).parent.parent.parent
P5SUBSET = ROOT.parent / "shared/tei/p5subset.xml"
INVALID = sorted((ROOT / "tests/schema/invalid").glob("*.xml"))


@pytest.mark.parametrize("fixture", INVALID, ids=lambda path: path.stem)
def test_a_rule_that_is_removed_is_missed(fixture: Path, tmp_path: Path) -> None:
    """Compiled without the rule, the schema says nothing of the file that breaks it."""
    if not P5SUBSET.is_file():
        pytest.skip("p5subset.xml is not at hand (../shared/tei)")
    schema = shutil.copytree(ROOT / "schema", tmp_path / "schema")
    removed = 0
    for path in schema.glob("specs/*.xml"):
        tree = etree.parse(path)
        for one in tree.xpath(
            "//*[local-name() = 'constraintSpec'][@ident = $it]", it=fixture.stem
        ):
            one.getparent().remove(one)
            removed += 1
        tree.write(path, encoding="utf-8")
    made = odd.compile_text(schema / "edition.odd", P5SUBSET, prose=False)
    (tmp_path / "without.sch").write_text(made.sch, "utf-8")
    found = Schematron.load(tmp_path / "without.sch").validate(
        fixture.read_bytes(), file=str(fixture)
    )
    assert (removed, [one.code for one in found]) == (1, [])
