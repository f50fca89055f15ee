"""Notes of a set book. In: the edition's own text. Out: where its notes stand, and by what names."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import editions
import report_pages
import set_lines
from drawn import Drawn, drawn
from random_tei import Chance
from tahqiq import fonts, resources, saxon, tei
from tahqiq.printing import pdf, typesetting


def links(content: bytes) -> list[tuple[int, int]]:
    """Return every link within the file, as the pages that it leads from and to."""
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        return [
            (number, pages[note.Dest[0].objgen])
            for number, page in enumerate(document.pages, 1)
            for note in page.get("/Annots", [])
            if isinstance(note.get("/Dest"), pikepdf.Array)
        ]


Report = Callable[..., bytes]
WORDS = re.sub(r"\s+", " ", editions.WITNESS.read_text("utf-8")).split(" ")


def heavy(paragraphs: int) -> str:
    """Return a text with a note or a correction in every seventh word, some notes of several lines."""
    body = []
    for n in range(paragraphs):
        words = [WORDS[(53 * n + i) % len(WORDS)] for i in range(60 + 37 * n % 90)]
        for i in range(3, len(words), 7):
            said = " ".join(WORDS[i : i + (4, 9, 30, 60)[(n + i) % 4]])
            words[i] = (
                f"<choice><sic>{words[i]}ه</sic><corr>{words[i]}</corr></choice>"
                if (n + i) % 3
                else f"{words[i]}<note>{said}.</note>"
            )
        body.append(f'<p n="{n + 1}" xml:id="p{n + 1}">{" ".join(words)}.</p>')
    return editions.text("".join(body))


@cache
def of_text(source: str, parts: str = "") -> Drawn:
    """Return a text, or those parts of it, in print."""
    sheet, chosen = resources.stylesheet("print.xsl"), {"parts": parts} if parts else {}
    made = saxon.transform(sheet, source.encode(), params=chosen).principal
    return drawn(made, source.encode())


def test_notes_of_one_line_stand_on_its_page() -> None:
    """Where several notes share the last line of a page, all of them stand at its foot."""
    found = links(of_text(heavy(40)).content)
    assert len(found) > 1000
    assert [(start, end) for start, end in found if end != start] == []


def test_a_heading_that_moves_on_takes_its_note_along() -> None:
    """A heading with a note and others below it stands on one page with its note, wherever it comes."""
    heads = "<div><head>باب<note>حاشية</note></head><div><head>فصل</head><div><head>مسألة</head>{}</div></div></div>"
    body = [heads.format(f"<p>{' '.join(WORDS[: 12 * n])}</p><p>وصل</p>") for n in range(5, 45)]
    found = links(of_text(editions.text("".join(body)), "text").content)
    assert len(found) == 80
    assert [(start, end) for start, end in found if end != start] == []


@pytest.mark.parametrize("form", ["book", "a4", "screen"])
def test_every_note_stands_below_its_marker(report: Report, form: str) -> None:
    """No link leads forward: a marker and its note lead to each other, the register leads back."""
    found = links(report(**{"page-format": form}))
    assert len(found) > 80
    assert [(start, end) for start, end in found if end > start] == []


@pytest.mark.parametrize(
    "params",
    [
        *({"page-format": form} for form in ("book", "a4", "screen")),
        {"facing": True},
        {"lang": "en", "line-numbers": 5},
    ],
    ids=str,
)
def test_no_line_of_the_report_stands_alone(
    report: Report, params: dict[str, str | bool | int]
) -> None:
    """No page begins with the last line of a paragraph, or ends with its first or with a heading."""
    assert set_lines.faults(report(**params)) == []


def test_no_line_of_a_text_of_many_notes_stands_alone() -> None:
    """Where every line has notes, it takes its neighbour with it to the next page."""
    content = of_text(heavy(40)).content
    assert sum(len(block.lines) > 1 for block in set_lines.blocks(content)) > 10
    assert set_lines.faults(content) == []


def test_a_text_of_many_notes_is_right_at_once() -> None:
    """What a first layout shows is enough to set every line and note where it should stand."""
    found = of_text(heavy(40)).by_typst
    assert (found.rounds <= 4, found.left) == (True, ())


def test_no_line_of_a_structure_stands_alone() -> None:
    """Many structures of a hundred kinds follow each other, with notes in all, and no line is left alone."""
    body = "".join(Chance(seed).body() for seed in range(0, 120, 5))
    content = of_text(editions.text(f"<div>{body}</div>")).content
    assert set_lines.faults(content) == []


def test_no_line_stands_above_the_type_area(report: Report) -> None:
    """What was moved to the next page begins where its lines do."""
    top = (240 - 25) * 72 / 25.4
    pages = report(**{"page-format": "book"}), of_text(heavy(40)).content
    assert max(map(set_lines.highest, pages)) < top


def test_lines_that_stand_alone_are_found() -> None:
    """Where a page breaks within a paragraph as it comes, what stands alone there is told."""
    date = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))'
    page = "#set page(width: 60mm, height: 60mm, margin: 10mm)"
    text = '#set text(font: "Amiri", lang: "ar", costs: (widow: 0%, orphan: 0%))'
    pages = (f'#v({lines}em)\n#("وصل الكتاب إلى الثغر " * 9)' for lines in range(12))
    made = "\n".join((date, page, text, "#pagebreak()\n".join(pages)))
    found = set_lines.faults(pdf.typeset(made, text_id="x", tei=b"", text=b""))
    assert {re.sub(r" \d+", "", fault) for fault in found} == {
        "page begins with the last line of a paragraph",
        "page ends with the first line of a paragraph",
    }


def test_explanations_have_the_numbers_of_every_format() -> None:
    """Interventions have letters and take no number from the explanatory notes."""
    source = report_pages.typst()
    notes = (
        tei.parse(editions.TEXT).getroot().findall(f".//{{{tei.TEI_NS}}}text//{{{tei.TEI_NS}}}note")
    )
    assert source.count("#explanation(") == len(notes)
    assert '"أ", [' in source
    assert '"ب", [' in source


def test_letters_follow_abjad_and_begin_anew() -> None:
    """The fifth is written apart, the twenty-ninth doubled, and the fifty-seventh is the first again."""
    entries = "<choice><sic>كتابه</sic><corr>كتابة</corr></choice> " * 58
    made = saxon.transform(
        resources.stylesheet("print.xsl"), editions.text(f"<p>{entries}</p>").encode()
    ).principal
    letters = re.findall(r'#intervention\("\d+", \d+, "(.+?)"', made)
    assert [letters[n - 1] for n in (1, 4, 5, 6, 28, 29, 33, 56, 57)] == [
        *("أ", "د", "هـ", "و", "غ", "أأ", "هه", "غغ", "أ")
    ]


def heights(content: bytes, page: int, words: str) -> list[float]:
    """Return how high on a page, from below, each occurrence of some words is drawn."""
    document = pypdfium2.PdfDocument(content)
    text = document[page].get_textpage()
    found, search = [], text.search(words)
    while at := search.get_next():
        found.append(text.get_charbox(at[0])[1])
    document.close()
    return found


def test_the_apparatus_stands_above_the_notes(report: Report) -> None:
    """On a page of both, every entry of the apparatus is drawn above every note."""
    content = report(**{"page-format": "book"})
    readings = heights(content, 7, "في الأصل:")
    (note,) = heights(content, 7, "لا يذكر النص الجهة")
    assert len(readings) > 2
    assert min(readings) > note


def test_a_layout_in_a_process_of_its_own_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book that takes much memory is laid out again in another process, to the same bytes."""
    (tmp_path / "main.typ").write_text(report_pages.typst(**{"page-format": "screen"}), "utf-8")
    faces = [fonts.font_file("Regular").parent]
    whole = typesetting.run(tmp_path, {}, faces)
    monkeypatch.setattr(typesetting, "_ENOUGH", 0)
    monkeypatch.setattr(typesetting, "_in_a_process", typesetting._set)
    again = typesetting.run(tmp_path, {}, faces)
    assert (again.rounds > 1, again.rounds, again.content == whole.content) == (
        True,
        whole.rounds,
        True,
    )


def test_no_text_ends_with_a_line_on_a_page_of_its_own(report: Report) -> None:
    """The last words of the report stand below a page of others."""
    content = report(**{"page-format": "book"})
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    (last,) = (page for page in pages if "صفاً واحداً" in page)
    assert "وطالب" in last
