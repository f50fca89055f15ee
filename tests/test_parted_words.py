"""A word that several elements part is one word: in its order, its letters joined, nothing within it."""

import io
import re
import zipfile

import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree

from editions import text
from tahqiq import resources, saxon
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.press.stylesheets import Press, Text
from tahqiq.printing import pdf
from tahqiq.tei import parse

PRESS = Press(("ar", "en"), 72)

# What parts a foreign word, and what it is.
FOREIGN = {
    "Muqta<supplied>bas</supplied>": "Muqtabas",
    "<hi>Leid</hi>en": "Leiden",
    "<hi>Leid</hi><hi>en</hi>": "Leiden",
    "Beir<choice><sic>ot</sic><corr>ut</corr></choice>": "Beirut",
    "H<hi rend='sub'>2</hi>O": "H2O",
    "Or. 12<unclear>34</unclear>": "Or. 1234",
    "Ma<ex>nu</ex>script": "Manuscript",
}


def source(words: str) -> Text:
    """Return a text of one paragraph."""
    return Text("letter", text(f"<p>وفي {words} ما فيه</p>").encode())


def site(words: str) -> etree._Element:
    """Return the paragraph on its page."""
    sheet = resources.stylesheet("html.xsl")
    page = saxon.transform(sheet, source(words).resolved).principal
    return etree.HTML(page).find(".//article//p")


def book(words: str) -> etree._Element:
    """Return the paragraph in its book."""
    content = epub(source(words), PRESS)["epub/letter.epub"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return parse(archive.read("EPUB/text-001.xhtml")).getroot().find(".//{*}section//{*}p")


def document(words: str) -> list[tuple[str, str]]:
    """Return the runs of the paragraph and the direction of each; a note is a star."""
    content = word.docx(source(words), PRESS)["docx/letter.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = parse(archive.read("word/document.xml")).getroot()
    paragraph = next(one for one in root.iter(qn("w:p")) if "وفي" in "".join(one.itertext()))
    return [
        (
            "*" if run.find(qn("w:footnoteReference")) is not None else "".join(run.itertext()),
            "ltr" if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None else "rtl",
        )
        for run in paragraph.iter(qn("w:r"))
    ]


def reading(paragraph: etree._Element) -> str:
    """Return what a reader sees of a paragraph: the markers as stars, nothing of the received text."""
    for one in paragraph.xpath("//*[@data-edition='note']"):
        tail = one.tail
        one.clear()
        one.text, one.tail = "*", tail
    return "".join(
        paragraph.xpath(
            ".//text()[not(ancestor::*[contains(@class, 'sic')] or ancestor::*[@data-edition='number'])]"
        )
    )


@pytest.mark.parametrize(("words", "shown"), FOREIGN.items())
def test_a_page_isolates_a_foreign_word_once(words: str, shown: str) -> None:
    """On the site and in a book its parts stand in one isolate, which runs from the left."""
    for paragraph in (site(words), book(words)):
        found = paragraph.xpath(".//*[local-name()='bdi'][@dir]")
        assert [one.get("dir") for one in found] == ["ltr"]
        assert reading(found[0]).removesuffix("*") == shown


def test_words_with_a_space_between_them_stay_apart() -> None:
    """Two foreign phrases with Arabic between them are two isolates still."""
    assert len(site("<hi>Leiden</hi> و<hi>Paris</hi>").xpath(".//bdi[@dir]")) == 2


def test_cells_are_no_parts_of_a_word() -> None:
    """Foreign words of two cells beside each other stay in their cells."""
    table = "<table><row><cell>Leiden</cell><cell>Paris</cell><cell/></row></table>"
    cells = site(table).xpath(".//*[contains(@class, 'cell')]")
    assert [len(cell.xpath("ancestor::bdi")) for cell in cells] == [0, 0, 0]


@pytest.mark.parametrize(("words", "shown"), FOREIGN.items())
def test_a_printed_line_has_a_foreign_word_in_its_order(words: str, shown: str) -> None:
    """The letters stand on the page from the left, in the order of the word."""
    body = f"<p>وفي {words} ما فيه</p>"
    typst = str(
        saxon.transform(
            resources.stylesheet("print.xsl"), text(body).encode(), params={"parts": "text"}
        ).principal
    )
    with pypdfium2.PdfDocument(pdf.typeset(typst, text_id="x", tei=b"<TEI/>", text=b"")) as made:
        page = made[0].get_textpage()
        letters = [
            (*page.get_charbox(at)[:2], page.get_text_range(at, 1))
            for at in range(page.count_chars())
        ]
    line = max(base for _, base, letter in letters if letter == shown[0])
    seen = "".join(
        letter
        for _, base, letter in sorted(letters)
        if abs(base - line) < 6 and re.match(r"[A-Za-z0-9.]", letter)
    )
    assert seen == shown.replace(" ", "")


@pytest.mark.parametrize(("words", "shown"), FOREIGN.items())
def test_a_document_turns_a_foreign_word_as_a_whole(words: str, shown: str) -> None:
    """In a word processor's file its letters and digits are of one direction."""
    runs = [(run, way) for run, way in document(words) if re.match("[A-Za-z0-9]", run)]
    assert {way for _, way in runs} == {"ltr"}
    assert "".join(run for run, _ in runs) == shown


def test_a_document_has_a_word_in_one_run() -> None:
    """Letters that look alike are no two runs, which a word processor might set apart."""
    assert [run for run, _ in document("ال<hi>كتا</hi>ب")] == ["وفي الكتاب ما فيه"]


# What parts a word, and what is read: each change is a star behind the word.
CHANGED = {
    "ال<supplied>كتا</supplied>ب": "الكتاب*",
    "<choice><sic>الكي</sic><corr>الكتا</corr></choice>ب": "الكتاب*",
    "<supplied>ال</supplied><hi>كتا</hi>ب": "الكتاب*",
    "<supplied>ال</supplied><placeName>بصر</placeName>ة": "البصرة*",
    "<supplied>ال</supplied>كت<supplied>ا</supplied>ب": "الكتاب**",
    "ال<supplied>كتا</supplied><hi rend='bold'>ب</hi>": "الكتاب*",
    "<supplied>ال</supplied><lb break='no'/>كتاب": "الكتاب*",
    "<surplus>و</surplus>الكتاب": "الكتاب*",
    "ا<subst><del>ن</del><add>ل</add></subst><hi>كتاب</hi>": "الكتاب*",
    "<supplied>ال</supplied><gap/>كتاب": "ال*[…]كتاب",
    "<supplied>في</supplied> الكتاب": "في* الكتاب",
    "ا<supplied>ل</supplied><surplus>و</surplus>كتاب": "الكتاب**",
    "<supplied>ال</supplied><fw>رأس</fw>كتاب": "الكتاب*",
    "<choice><sic>ا<space/></sic><corr>ال</corr></choice>كتاب": "الكتاب*",
    "<supplied>في </supplied>الكتاب": "في *الكتاب",
    "<foreign xml:lang='zh'>子曰<supplied>學</supplied>而時習之</foreign>": "子曰學*而時習之",
}


def printed(words: str) -> str:
    """Return the paragraph as it is given to Typst, its strings alone."""
    body = f"<p>وفي {words} ما فيه</p>"
    params = {"parts": "text"}
    typst = saxon.transform(resources.stylesheet("print.xsl"), text(body).encode(), params=params)
    made = str(typst.principal)
    made = made[made.index('#"وفي') :].partition("ما فيه")[0] + 'ما فيه";'
    plain = re.sub(r"#intervention\(.*?\]\]\);", "*", made)
    found = re.findall(r'#"([^"]*)";|(\*)|( )', plain)
    return re.sub("[\u200d\u2066\u2069]", "", "".join("".join(parts) for parts in found))


@pytest.mark.parametrize(("words", "shown"), CHANGED.items())
def test_a_change_within_a_word_is_told_behind_it(words: str, shown: str) -> None:
    """A book's marker, a footnote's number and the letter of print stand where the word ends."""
    expected = f"وفي {shown} ما فيه"
    assert reading(book(words)).strip() == expected
    assert "".join(run for run, _ in document(words)) == expected
    assert printed(words) == expected


def test_a_raised_letter_is_raised_in_a_document() -> None:
    """What stands off the line in the source does so in a word processor."""
    content = word.docx(source("م<hi rend='sup'>ر</hi>"), PRESS)["docx/letter.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = parse(archive.read("word/document.xml")).getroot()
    (run,) = [
        one
        for one in root.iter(qn("w:r"))
        if one.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is not None
    ]
    assert ("".join(run.itertext()), run.find(f".//{qn('w:vertAlign')}").get(qn("w:val"))) == (
        "ر",
        "superscript",
    )


def test_two_changes_in_a_word_are_told_in_their_order() -> None:
    """Both stand behind the word, the first first."""
    content = word.docx(source("ال<supplied>كتا</supplied>ب<supplied>ين</supplied>"), PRESS)
    with zipfile.ZipFile(io.BytesIO(content["docx/letter.docx"])) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    assert re.findall("«([^»]*)»", notes) == ["كتا", "ين"]
