"""What the finished pages of any book are looked over for. In: TEI and Typst. Out: what the build says of them, and what it mends."""

import random
import re
from pathlib import Path

import pytest
import typst

import editions
import test_type_area
from random_tei import Chance
from tahqiq import fonts, resources, saxon
from tahqiq.printing import pdf

WORDS = re.sub(r"\s+", " ", editions.WITNESS.read_text("utf-8")).split(" ")
ADDRESS = (
    "https://www.example.org/archive/2015/02/16/" + "tripoli" * 12 + "?id=1234567890&amp;lang=ar"
)
LONG = "Rechtsschutzversicherungsgesellschaften"
DATED = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\n'
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


def test_a_program_is_read_from_the_left() -> None:
    """In an Arabic line its brackets and signs stand where they were written."""
    sheet = resources.stylesheet("print.xsl")
    source = editions.text("<p>قال <code>f(x)={1;2}</code> تم</p>").encode()
    made = str(saxon.transform(sheet, source, params={"parts": "text"}).principal)
    assert '#isolate-ltr("f(x)={1;2}");' in made


def rivers(content: bytes) -> int:
    """Count the spaces under which white has run through three lines, as pdfium measures them."""
    found, above, last = 0, [], None
    for line in test_type_area._lines(content):
        follows = last and last.page == line.page and last.height - line.height < 2 * line.size
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


def test_a_river_is_mended_without_breaking_a_line_anew(tmp_path: Path) -> None:
    """Of pages of the report's words the rivers are gone, and the same lines fill the measure."""
    drawn = random.Random(5)
    prose = "\n\n".join(" ".join(drawn.choices(WORDS, k=150)).replace("#", "") for _ in range(14))
    (tmp_path / "main.typ").write_text(made := DATED + FACE + ARABIC + prose, "utf-8")
    faces = [str(fonts.font_file("Regular").parent)]
    before = typst.compile(str(tmp_path / "main.typ"), font_paths=faces, ignore_system_fonts=True)
    after = pdf.typeset(made, text_id="x", tei=b"", text=b"")
    assert (rivers(before), rivers(after)) == (2, 0)
    assert _full(before) == _full(after)


def _full(content: bytes) -> list[tuple[int, float]]:
    """Return page and height of each line that fills the measure."""
    return [(x.page, x.height) for x in test_type_area._lines(content) if x.is_justified]
