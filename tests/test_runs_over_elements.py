"""A foreign run that goes on over several elements: a reference, a name of parts, a shelfmark."""

import io
import re
import zipfile

import pypdfium2
import pytest
from docx.oxml.ns import qn

from editions import text
from tahqiq import resources, saxon
from tahqiq.books import word
from tahqiq.press.stylesheets import Press, Text
from tahqiq.printing import pdf
from tahqiq.tei import parse

# What an encoder writes, and the runs from the left that a line has.
WRITTEN = {
    "انظر <author>Wensinck</author> (<pubPlace>Leiden</pubPlace>) ثم": ["Wensinck (Leiden)"],
    "انظر Wensinck, <title>Concordance</title>, I, 407a ثم عاد": ["Wensinck, Concordance, I, 407a"],
    "قال <forename>Arent</forename> <surname>Wensinck</surname> ذلك": ["Arent Wensinck"],
    "رأى Paris، London ثم Wensinck, <title>Handbook</title>": [
        "Paris",
        "London",
        "Wensinck, Handbook",
    ],
}


def in_document(body: str) -> list[str]:
    """Return the runs from the left of a paragraph in a DOCX, without marks of direction."""
    source = Text("letter", text(f"<p>{body}</p>").encode())
    content = word.docx(source, Press(("ar", "en"), 72))["docx/letter.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = parse(archive.read("word/document.xml")).getroot()
    return [
        run.findtext(qn("w:t"), "")
        for run in root.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None
        and run.findtext(qn("w:t"), "").strip("\u200e")
    ]


def on_page(body: str) -> str:
    """Return the Latin letters and the marks of a printed line from the left; brackets, which may be mirrored, as one sign."""
    sheet = resources.stylesheet("print.xsl")
    made = saxon.transform(
        sheet, text(f"<p>{body}</p>").encode(), params={"parts": "text"}
    ).principal
    with pypdfium2.PdfDocument(
        pdf.typeset(str(made), text_id="x", tei=b"<TEI/>", text=b"")
    ) as set_:
        page = set_[0].get_textpage()
        boxes = [
            (*page.get_charbox(at)[:2], page.get_text_range(at, 1))
            for at in range(page.count_chars())
        ]
    line = max(base for _, base, letter in boxes if letter in "WAP")
    letters = [letter for _, base, letter in sorted(boxes) if abs(base - line) < 8]
    return pressed("".join(letters))


def pressed(words: str) -> str:
    """Return words without spaces and Arabic letters, their brackets as one sign."""
    return re.sub("[()]", "|", re.sub("[^!-~]+", "", words))


@pytest.mark.parametrize(("body", "runs"), WRITTEN.items())
def test_its_words_are_one_run_of_a_document(body: str, runs: list[str]) -> None:
    """With the marks and brackets between them, and without other runs of the line."""
    assert in_document(body) == runs


@pytest.mark.parametrize(("body", "runs"), WRITTEN.items())
def test_its_words_stand_from_the_left_on_a_page(body: str, runs: list[str]) -> None:
    """Each run reads from the left, and the runs of a line follow each other from the right."""
    line = on_page(body)
    places = [line.find(pressed(run)) for run in runs]
    assert -1 not in places, line
    assert places == sorted(places, reverse=True)
