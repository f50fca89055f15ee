"""Tables in print. In: a table of many columns. Out: letters that keep clear of its rules."""

import pypdfium2
import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.printing import pdf

CELLS = (
    "رقم الحفظ القديم",
    "محمد بن سعيد بن مرشد (ت ٩٨٧ هـ)",
    "ترقيم حديث بخط مغربي",
    "MS Or. 1402/3",
)
LIST = "<list><item>ترقيم حديث</item><item>آثار رطوبة</item></list>"
WIDE = (
    "<row role='label'>" + "".join(f"<cell>{one}</cell>" for one in CELLS * 2) + "</row>"
    "<row>" + "".join(f"<cell>{one}</cell>" for one in (*CELLS, *CELLS[:3], LIST)) + "</row>"
)
NARROW = "<row><cell>ج</cell><cell>محمد بن مرشد</cell></row>" * 3


def crossings(rows: str) -> list[str]:
    """Return the letters of a table that a rule runs through."""
    params = {"parts": "text", "page-format": "book"}
    sheet = resources.stylesheet("print.xsl")
    source = editions.text(f"<table>{rows}</table>").encode()
    made = saxon.transform(sheet, source, params=params).principal
    content = pdf.typeset(made, text_id="x", tei=b"", text=b"")
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        bounds = [one.get_bounds() for one in page.get_objects() if one.type == 2]
        text = page.get_textpage()
        letters = [
            (text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())
        ]
    assert len(bounds) > 4
    return [
        char for char, box in letters if char.strip() and any(_meet(box, rule) for rule in bounds)
    ]


def _meet(box: tuple[float, ...], rule: tuple[float, ...]) -> bool:
    (left, low, right, high), (x, y, x2, y2) = box, rule
    return left < x2 and right > x and low < y2 and high > y


@pytest.mark.parametrize("rows", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_rule_runs_through_a_letter(rows: str) -> None:
    """Neither what hangs below a line nor a list in a narrow cell reaches the rules."""
    assert crossings(rows) == []
