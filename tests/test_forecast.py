"""Pages told before they are set. In: lines with notes, whole books. Out: what asks for room, and by how much."""

import re
from pathlib import Path

import pypdfium2

import editions
import set_lines
from tahqiq import fonts, resources, saxon
from tahqiq.printing import astray, forecast, pdf, typesetting
from tahqiq.printing.feet import Note
from tahqiq.printing.flow import Flow, Line
from test_notes_on_page import heavy

# A page of ten lines of 10 points, with room for fewer where there are notes.
PITCH, LINES, CLEARANCE = 10.0, 10, 5.0


def note(high: float, least: float | None = None) -> Note:
    """Return a note, of which the least may stand on its page."""
    return Note(high, high if least is None else least, pitch=5, key="note", holds=True)


def paragraph(key: str, *notes: float, heading: bool = False) -> list[Line]:
    """Return the lines of a paragraph, each with a note of some height, if any."""
    made = [Line(PITCH, PITCH, notes=[note(high)] if high else []) for high in notes]
    made[0].begins, made[0].key, made[-1].ends = True, key, not heading
    for line in made:
        line.is_heading = heading
    return made


def told(*paragraphs: list[Line]) -> forecast.Told:
    """Return what is told of a book of some paragraphs."""
    lines = [line for one in paragraphs for line in one]
    return forecast.told(Flow(lines, PITCH * LINES, CLEARANCE, PITCH * LINES / 2, PITCH))


def test_what_typst_moves_by_itself_asks_for_nothing() -> None:
    """Without notes, two lines that stay together find no room, and Typst moves both."""
    assert told(paragraph("a", *[0] * 9), paragraph("b", *[0] * 9)) == ({}, {}, {})


def test_a_line_whose_neighbour_has_a_note_takes_it_along() -> None:
    """Where the note of a second line finds no room, its paragraph asks for what is left."""
    asked = told(paragraph("a", *[0] * 7), paragraph("b", 0, 20, 0, 0))
    assert (set(asked.above), asked.below) == ({"b"}, {})
    assert 30 < asked.above["b"] < 40


def test_the_end_of_a_paragraph_asks_below_itself() -> None:
    """Where the note of the last line finds no room, the two last lines move."""
    asked = told(paragraph("a", *[0] * 8, 30))
    assert (asked.above, set(asked.below)) == ({}, {"a"})


def test_a_line_moves_for_its_own_note() -> None:
    """A line within its paragraph whose note finds no room is moved by Typst."""
    assert told(paragraph("a", *[0] * 6, 0, 60, *[0] * 6)) == ({}, {}, {})


def test_a_heading_asks_for_what_it_heads() -> None:
    """Typst moves lines for a note, and leaves their heading behind."""
    head = paragraph("heading-1", 0, heading=True)
    asked = told(paragraph("a", *[0] * 7), head, paragraph("b", 30, 0, 0, 0))
    assert (set(asked.above), asked.below) == ({"heading-1"}, {})


def test_what_cannot_ask_is_kept_off_by_room_at_the_foot() -> None:
    """Lines of no paragraph with notes, as of a list, leave a page on which another note stands."""
    lines = paragraph("", 0, 20, 0, 0)
    before = paragraph("a", 5, *[0] * 5)
    assert set(told(before, lines).room) == {"note"}


def test_a_note_that_goes_on_takes_its_foot() -> None:
    """A long note keeps its line where two lines of it find room, and fills the foot of the next."""
    first = paragraph("a", *[0] * 7, 0)
    first[-1].notes = [note(200, 10)]
    asked = told(first, paragraph("b", 0, 20, 0, 0))
    assert asked == ({}, {}, {})


def test_faults_are_told_of_lines() -> None:
    """Lines that stand alone, headings left behind and notes astray are told with their pages."""
    head, text = paragraph("heading-1", 0, heading=True), paragraph("a", 0, 0, 0, 9)
    lines = [*head, *text, *paragraph("b", 0, 0, 0)]
    for line, page in zip(lines, (1, 2, 3, 3, 3, 4, 4, 5), strict=True):
        line.page = page
    text[-1].notes[0].astray = True
    found = astray.faults(Flow(lines, 100))
    assert [(one["page"], one["what"]) for one in found] == [
        (3, "note"),
        (1, "heading"),
        (2, "line"),
        (5, "line"),
    ]


def test_a_book_of_many_notes_is_right_at_once(tmp_path: Path) -> None:
    """What a first layout shows is enough to set every line and note where it should stand."""
    source = heavy(55).encode()
    made = saxon.transform(resources.stylesheet("print.xsl"), source).principal
    (tmp_path / "main.typ").write_text(made, "utf-8")
    found = typesetting.run(tmp_path, {}, [fonts.font_file("Regular").parent])
    assert (found.rounds <= 4, found.left) == (True, ())
    assert set_lines.faults(found.content) == []


def test_lines_keep_their_numbers() -> None:
    """A book whose lines are followed still counts every fifth of them in the margin."""
    params = {"line-numbers": 5, "parts": "text", "lang": "en"}
    made = saxon.transform(resources.stylesheet("print.xsl"), heavy(3).encode(), params=params)
    assert "#let followed = true" in made.principal
    content = pdf.typeset(made.principal, text_id="x", tei=b"<TEI/>", text=b"")
    with pypdfium2.PdfDocument(content) as document:
        shown = [page.get_textpage().get_text_range().split() for page in document]
    numbers = {int(word) for words in shown for word in words if re.fullmatch("[0-9]+", word)}
    assert {5, 10}.issubset(numbers)


def test_a_book_of_few_notes_is_not_followed() -> None:
    """Marks on all lines would cost more than they bring."""
    plain = editions.text("<p>" + "كتب " * 400 + "<note>قال</note></p>")
    made = saxon.transform(resources.stylesheet("print.xsl"), plain.encode()).principal
    assert "#let followed = false" in made
