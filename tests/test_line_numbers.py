"""Numbers of lines in the margin. In: a text of many notes. Out: what each page counts."""

import pypdfium2
import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.printing import pdf

LAYOUTS = ({}, {"parallel": True}, {"facing": True})
NOTE = "<note>" + "حاشية تشرح ذلك. " * 12 + "</note>"


def numbers(**layout: bool) -> list[list[str]]:
    """Return the numbers in the margin of each page, from its head to its foot."""
    body = f"<p>وصل الكتاب{NOTE}</p>" * 24
    params = {"line-numbers": 1, "parts": "text", "lang": "en", "page-format": "a4", **layout}
    sheet = resources.stylesheet("print.xsl")
    made = saxon.transform(sheet, editions.text(body).encode(), params=params).principal
    with pypdfium2.PdfDocument(pdf.typeset(made, text_id="x", tei=b"", text=b"")) as document:
        return [_numbers(page.get_textpage()) for page in document]


def _numbers(page: pypdfium2.PdfTextPage) -> list[str]:
    """Digits left of the measure, those of one line together."""
    lines: dict[int, str] = {}
    for i in range(page.count_chars()):
        (left, bottom, _, _), char = page.get_charbox(i), page.get_text_range(i, 1)
        if char.isdigit() and left < 32 / 25.4 * 72:
            lines[round(bottom)] = lines.get(round(bottom), "") + char
    return [lines[height] for height in sorted(lines, reverse=True)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_each_page_counts_its_lines_from_one(layout: dict[str, bool]) -> None:
    """Lines of a text are counted anew on each page, and those of its notes are not."""
    found = [one for one in numbers(**layout) if one]
    assert len(found) > 2
    assert found == [[str(n) for n in range(1, len(one) + 1)] for one in found]
    assert max(map(len, found)) < 14
