"""Entries of an apparatus round paragraphs and couplets, wherever those stand; and what such places lost."""

import io
import re
import zipfile

import pytest

from tahqiq import resources, saxon
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.press.stylesheets import Press, Text
from tahqiq.printing import pdf
from test_print_foreign import source, typst
from test_texts import written

PRESS = Press(("ar", "en"), 0)
ENTRY = '<app><lem wit="#A"><p>نص</p></lem><rdg wit="#B"><p>غيره</p></rdg></app>'
COUPLET = '<app><lem wit="#A"><lg type="bayt"><l>صدر</l><l>عجز</l></lg></lem><rdg wit="#B"><l>غيره</l></rdg></app>'


def book(body: str) -> Text:
    """Return a text with witnesses."""
    return Text("letter", source(body).encode())


def part(content: bytes, name: str) -> str:
    """Return a part of a book."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize(
    "body",
    [
        f"<list><item>{ENTRY}</item></list>",
        f"<quote>{ENTRY}</quote>",
        f"<table><row><cell>{ENTRY}</cell></row></table>",
        COUPLET,
    ],
    ids=["item", "quote", "cell", "couplet"],
)
def test_an_entry_of_a_block_is_told_in_every_book(body: str) -> None:
    """In print, in a word processor's file and in an EPUB what another witness has is told once."""
    told = "في ب: «غيره»"
    assert "في ب" in typst(body)
    assert (
        part(word.docx(book(body), PRESS)["docx/letter.docx"], "word/footnotes.xml").count(told)
        == 1
    )
    assert part(epub(book(body), PRESS)["epub/letter.epub"], "EPUB/text-001.xhtml").count(told) == 1


def test_a_formula_keeps_its_correction_and_its_exponent() -> None:
    """In a DOCX a formula is one run from the left, with what it has of its own."""
    body = (
        '<p>في <formula>E=mc<hi rend="sup">2</hi></formula> و'
        "<formula><choice><sic>a+c</sic><corr>a+b</corr></choice></formula></p>"
    )
    made = word.docx(book(body), PRESS)["docx/letter.docx"]
    document = part(made, "word/document.xml")
    assert ("superscript" in document, "a+ca+b" in document) == (True, False)
    assert "a+c" in part(made, "word/footnotes.xml")


def test_a_long_head_of_a_text_within_a_text_leaves_out_no_level() -> None:
    """What is no heading has no level below it."""
    body = (
        f"<div><head>باب</head><floatingText><body><head>{'كلمة ' * 50}</head><p>ن</p>"
        "<div><head>فصل</head><p>ن</p></div></body></floatingText></div>"
    )
    assert pdf.typeset(typst(body), text_id="x", tei=b"<TEI/>", text=b"")


def test_a_note_right_behind_data_is_set() -> None:
    """Nothing but an element stands before it, and no white space."""
    assert "حاشية" in typst("<msDesc><physDesc><p>نص</p><note>حاشية</note></physDesc></msDesc>")


def test_a_line_behind_a_gap_begins_a_word() -> None:
    """What is lost ends before the line does."""
    assert '#"[…]"; #"كلمة";' in typst('<ab><gap reason="lost"/><lb n="2"/>كلمة</ab>')


def test_a_page_number_in_brackets_parts_no_word() -> None:
    """It stands behind the word, whatever its number is written in."""
    text = written(source('<p>كت<pb n="[12]" break="no"/>اب</p>'), "plain")[0].decode()
    assert "كتاب [ص\u00a0[١٢]]" in text


def test_a_program_in_a_foreign_phrase_is_isolated_once() -> None:
    """No mark of an enclosed run is left in a plain text."""
    body = (
        '<p xml:lang="en">said <foreign xml:lang="ar">اكتب <code>ls -l</code> ثم</foreign> ok</p>'
    )
    text = written(source(body), "plain")[0].decode()
    assert re.findall("[\ue000-\ue00f]", text) == []
    assert text.endswith("said \u2067اكتب ls -l ثم\u2069 ok\n")


def test_an_example_of_markup_is_no_entry_of_the_text() -> None:
    """What an egXML holds bears names of TEI, but is shown as the words that it has."""
    example = "<egXML xmlns='http://www.tei-c.org/ns/Examples'><entry><form>كلمة</form></entry><listPrefixDef><p>بيان</p></listPrefixDef></egXML>"
    body = source(f"<p>مثال: {example} ثم</p>").encode()
    made = saxon.transform(
        resources.stylesheet("text.xsl"), body, params={"form": "diplomatic", "lenient": True}
    ).principal
    words = re.sub("<[^>]+>", "", str(made)).split()
    assert ("كلمة" in "".join(words), "بيان" in "".join(words)) == (True, True)
