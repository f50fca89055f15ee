"""Hundreds of structures that nobody would write, in print. In: seeds. Out: PDFs, all of which Typst sets."""

import pytest

import editions
import set_lines
from random_tei import Chance
from tahqiq import resources, saxon
from tahqiq.printing import pdf


@pytest.mark.parametrize("start", range(0, 400, 20))
def test_no_structure_stops_a_book_or_leaves_a_line_alone(start: int) -> None:
    """Each is set as PDF/A and PDF/UA want it, and no paragraph leaves a line alone."""
    found = {}
    for seed in range(start, start + 20):
        source = editions.text(Chance(seed).body()).encode()
        sheet = resources.stylesheet("print.xsl")
        typst = saxon.transform(sheet, source, params={"parts": "text"}).principal
        content = pdf.typeset(typst, text_id="x", tei=source, text=b"")
        found[seed] = [one for one in set_lines.faults(content) if "paragraph" in one]
    assert {seed: faults for seed, faults in found.items() if faults} == {}


@pytest.mark.parametrize("layout", ["parallel", "facing"])
@pytest.mark.parametrize("start", range(0, 100, 20))
def test_no_structure_stops_a_book_of_two_states(start: int, layout: str) -> None:
    """In two columns and on facing pages each is set, too."""
    for seed in range(start, start + 20):
        source = editions.text(Chance(seed).body()).encode()
        sheet = resources.stylesheet("print.xsl")
        typst = saxon.transform(sheet, source, params={"parts": "text", layout: True}).principal
        assert pdf.typeset(typst, text_id="x", tei=source, text=b"")[:5] == b"%PDF-"
