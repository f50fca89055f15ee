"""What the finished pages of any book are looked over for. In: TEI and Typst. Out: what the build says of them, and what it mends."""

import io
import random
import re
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

import editions
import test_type_area
from drawn import drawn
from random_tei import Chance
from tahqiq import resources, saxon
from tahqiq.printing import pdf

WORDS = re.sub(r"\s+", " ", editions.WITNESS.read_text("utf-8")).split(" ")
ADDRESS = (
    "https://www.example.org/archive/2015/02/16/" + "tripoli" * 12 + "?id=1234567890&amp;lang=ar"
)
LONG = "Rechtsschutzversicherungsgesellschaften"
DATED = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\n'
# Points: the type of a note's number is smaller.
SMALL = 12
# Of the size of type: the lines of a paragraph stand nearer than two paragraphs do.
PITCH = 1.65
FACE = "#set page(width: 170mm, height: 240mm, binding: right, margin: (inside: 21mm, outside: 28mm))\n"
ARABIC = (
    '#set text(size: 14pt, font: "Amiri", lang: "ar")\n#set par(justify: true, leading: 0.95em)\n'
)


def said(body: str, **params: str | bool) -> list[str]:
    """Return what the build says of the pages of a text."""
    sheet = resources.stylesheet("print.xsl")
    source = editions.text(body).encode()
    made = saxon.transform(sheet, source, params={"parts": "text", **params}).principal
    found: list[str] = []
    pdf.typeset(made, text_id="x", tei=b"<TEI/>", text=b"", warn=found.append)
    return found


def table(columns: int, cell: str) -> str:
    """Return a table of three rows of equal cells."""
    row = f"<row>{f'<cell>{cell}</cell>' * columns}</row>"
    return f"<table>{row * 3}</table>"


FITTING = {
    "address": f"<p>انظر {ADDRESS} وما بعده</p>",
    "address in a note": f"<p>انظر<note>{ADDRESS}</note></p>",
    "address in a cell": table(3, ADDRESS),
    "address in a verse": f"<lg><l><seg>{ADDRESS}</seg><seg>{LONG}</seg></l></lg>",
    "program": "<p>قال <code>for(i=0;i&lt;10;i++){document.getElementById('archive').value=i}</code></p>",
    "shelfmark": f"<p>رقم الحفظ MS.Ar.{'1234567890' * 6}/A</p>",
    "compound": f'<p xml:lang="de">{LONG * 3}</p>',
    "many cells": table(9, "في القسطنطينية"),
    "foreign cells": table(6, LONG),
}


@pytest.mark.parametrize("params", [{}, {"page-format": "screen", "text-size": "20pt"}], ids=str)
def test_what_is_long_stays_within_the_measure(params: dict[str, str]) -> None:
    """Addresses, shelfmarks, programs, compounds and wide tables, on a usual page and a narrow one."""
    assert said("".join(FITTING.values()), **params) == []


def test_what_nothing_mends_is_named_with_its_page() -> None:
    """An Arabic word that no line can hold, and a table that no page can."""
    assert said(f"<p>{'البرتقال' * 16}</p>") == ["page 1: a line stands beyond the measure"]
    assert said(table(30, "القسطنطينية")) == [
        "page 1: words stand over what is set beside them",
        "page 1: a line stands beyond the measure",
    ]


@pytest.mark.parametrize("seed", [2, 413])
def test_blanks_alone_are_no_words(seed: int) -> None:
    """Structures that leave blanks by themselves in a line are looked over like any other."""
    assert [one for one in said(Chance(seed).body()) if "note" not in one] == []


def test_what_stands_in_columns_is_no_river() -> None:
    """The marks of a list and what is parted by more than a space run through no paragraph."""
    verses = "<l><seg>كتب التاجر إلى</seg><seg>صاحبه في طرابلس</seg></l>" * 6
    assert said(f"<list>{'<item>كتاب التاجر</item>' * 8}</list><lg>{verses}</lg>") == []


def test_full_cells_beside_each_other_are_left_as_they_stand() -> None:
    """The white between two columns of a table is no river, and no word moves into it."""
    cells = [f"<cell>{' '.join(WORDS[n : n + 60])}</cell>" for n in range(60)]
    table = "".join(f"<row>{a}{b}</row>" for a, b in pairwise(cells))
    # As a project's styles may have it: cells of ours are not filled.
    filled = typst_of(f"<table>{table}</table>").replace(
        "set par(justify: false)\n  let form", "let form"
    )
    before, after, said = left(filled)
    assert said == []
    assert _full(before) == _full(after)


def test_a_program_is_read_from_the_left() -> None:
    """In an Arabic line its brackets and signs stand where they were written."""
    sheet = resources.stylesheet("print.xsl")
    source = editions.text("<p>قال <code>f(x)={1;2}</code> تم</p>").encode()
    made = str(saxon.transform(sheet, source, params={"parts": "text"}).principal)
    assert '#isolate-ltr("f(x)={1;2}");' in made


def rivers(content: bytes) -> int:
    """Count where white has run through four lines of a paragraph, as pdfium measures them."""
    found, above, last = 0, [], None
    for line in test_type_area._lines(content):
        follows = last and last.page == line.page and last.height - line.height < PITCH * line.size
        above = [
            (
                left,
                right,
                1
                + max(
                    (n for a, b, n in above if follows and _shared(a, b, left, right)), default=0
                ),
            )
            for left, right in line.spaces[1:-1]
        ]
        found += sum(n == 4 for *_, n in above)
        last = line
    return found


def _shared(start: float, end: float, left: float, right: float) -> bool:
    return min(end, right) - max(start, left) >= (right - left) / 2


def test_a_river_is_mended_without_breaking_a_line_anew() -> None:
    """Of pages of the report's words the rivers are gone, and the same lines fill the measure."""
    chance = random.Random(5)
    prose = "\n\n".join(" ".join(chance.choices(WORDS, k=150)).replace("#", "") for _ in range(14))
    before, after, _ = left(DATED + FACE + ARABIC + prose)
    assert (rivers(before), rivers(after)) == (2, 0)
    assert _full(before) == _full(after)


def test_a_river_is_mended_in_lines_of_notes_numbers_and_foreign_words() -> None:
    """No line is of plain words alone; each keeps its words, each link its note's number."""
    before, after, said = pages(11, {5: "{}<note>نص</note>", 9: "{} 1906 Or. 12"})
    assert (rivers(before), rivers(after), said) == (6, 0, [])
    assert _full(before) == _full(after)
    assert (beside(before), beside(after)) == ([], [])


def test_a_river_is_mended_in_the_first_and_last_lines_of_paragraphs() -> None:
    """Paragraphs of five lines, the first with a number in the margin, the last shorter."""
    chance = random.Random(6)
    texts = [" ".join(chance.choices(WORDS, k=58)) for _ in range(120)]
    body = "".join(f'<p xml:id="p{n}" n="{n}">{text}</p>' for n, text in enumerate(texts, 1))
    before, after, said = left(typst_of(body))
    assert (rivers(before), rivers(after), said) == (4, 0, [])
    assert _full(before) == _full(after)


def test_words_under_which_a_line_is_drawn_are_not_moved() -> None:
    """Letters that are not sure are underlined; a river through such lines is told."""
    before, after, said = pages(0, {5: "<unclear>{}</unclear>"})
    assert rivers(before) == rivers(after) == len(said) == 6


def pages(seed: int, every: dict[int, str]) -> tuple[bytes, bytes, list[str]]:
    """Return pages of words drawn from the report's, ``every`` so many of which stand in a form."""
    chance = random.Random(seed)
    prose = ""
    for _ in range(25):
        words = chance.choices(WORDS, k=150)
        for step, form in every.items():
            words[step - 1 :: step] = map(form.format, words[step - 1 :: step])
        prose += f"<p>{' '.join(words)}</p>"
    return left(typst_of(prose))


def typst_of(body: str) -> str:
    """Return the Typst source of a text."""
    sheet = resources.stylesheet("print.xsl")
    source = editions.text(body).encode()
    return str(saxon.transform(sheet, source, params={"parts": "text"}).principal)


def left(made: str) -> tuple[bytes, bytes, list[str]]:
    """Return the pages of a document as Typst and as we leave them, and what is said of them."""
    found = drawn(made)
    return found.by_typst.content, found.content, found.said


def beside(content: bytes) -> list[str]:
    """Return the links that begin or end elsewhere than the number of the note that they lead to."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as file:
        document = pypdfium2.PdfDocument(content)
        for page, drawn in zip(file.pages, document, strict=True):
            numbers = [
                (height, left, right)
                for height, boxes in test_type_area._boxes(drawn).items()
                for left, right, _, size in boxes
                if size < SMALL
            ]
            for left, low, right, high in (one.Rect for one in page.get("/Annots", [])):
                own = [
                    (start, end)
                    for height, start, end in numbers
                    if low < height < high and left < (start + end) / 2 < right
                ]
                edges = min(start for start, _ in own), max(end for _, end in own)
                if abs(edges[0] - float(left)) > 0.1 or abs(edges[1] - float(right)) > 0.1:
                    found.append(f"page {page.index + 1}: {left} to {right}, not {edges}")
        document.close()
    return found


def _full(content: bytes) -> list[tuple[int, float]]:
    """Return page and height of each line that fills the measure."""
    return [(x.page, x.height) for x in test_type_area._lines(content) if x.is_justified]
