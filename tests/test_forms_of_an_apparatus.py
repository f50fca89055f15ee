"""A critical apparatus and the states of a text. In: bodies. Out: every form of them, no reading lost."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from forms import READING, bare, form_of, is_proved
from tahqiq import resources, saxon
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.press.stylesheets import Press, Text
from test_print_foreign import source, typst

RESTORED = "<p>على أن <restore><del>يرد</del></restore> الإيصال <del>إلينا</del> غدًا</p>"


@pytest.mark.parametrize("form", [*READING, "diplomatic"])
def test_what_was_struck_out_and_restored_is_read(form: str) -> None:
    """A deletion that the scribe took back stands in the text, and is told nowhere as one."""
    said = form_of(form, RESTORED)
    assert "على أن يرد الإيصال" in said
    assert "«يرد»" not in said


def test_expanded_letters_of_an_inscription_are_not_received(tmp_path: Path) -> None:
    """What an expansion wrote out is in no form the received text, nor in the page's diplomatic view."""
    body = "<ab>بسم <expan>م<ex>يل</ex></expan> ثم قا<ex>ل</ex> " + RESTORED[3:-4] + "</ab>"
    assert is_proved(body, tmp_path) == []


# Entries that stand behind the words that they are about, or in a list, say again what the text has.
POINTING = """
<p n="1">القلم<anchor xml:id="a1"/> أنف الضمير<anchor xml:id="a2"/> إذا رعف.<app from="#a1" to="#a2"><lem>أنف الضمير</lem><rdg wit="#B">لسان الضمير</rdg></app></p>
<div type="apparatus"><head>فروق النسخ</head><listApp><app loc="1"><lem>رعف</lem><rdg wit="#B">سال<note>كذا</note></rdg></app>
<app loc="1"><rdg wit="#A #B">كتب</rdg></app></listApp><p><app loc="1"><lem>القلم</lem><rdg wit="#A">الخط</rdg></app></p></div>
"""
LISTED = ("١: [رعف] في ب: «سال» (كذا)", "١: في أ، ب: «كتب»", "١: [القلم] في أ: «الخط»")


@pytest.mark.parametrize("form", [*READING, "diplomatic"])
def test_an_entry_repeats_no_words_of_the_text_that_it_points_at(form: str) -> None:
    """Words that an entry points at stand once in the text; its readings are told all the same."""
    said = re.sub(r"\\(?=[\[\]])", "", form_of(form, POINTING))
    assert said.count("أنف الضمير") == (1 if form == "diplomatic" else 2)
    assert ("[أنف الضمير] في ب: «لسان الضمير»" in said) is (form != "diplomatic")
    assert [one in said for one in LISTED] == [form != "diplomatic"] * 3


SPREAD = """
<app><lem wit="#A"><p n="1">أول الفصل.</p><p n="2">آخر الفصل.</p></lem><rdg wit="#B"><p>فصل آخر.</p></rdg></app>
<lg><l><app><lem wit="#A"><seg>هو الناطق</seg></lem><rdg wit="#B"><seg>هو الصامت</seg></rdg></app><seg>بلا لسان</seg></l>
<app><lem wit="#A"><l><seg>صدر البيت</seg><seg>عجز البيت</seg></l></lem><rdg wit="#B"><l>بيت آخر</l></rdg></app></lg>
"""


@pytest.mark.parametrize("form", READING)
def test_an_entry_holds_paragraphs_and_verses(form: str) -> None:
    """What other witnesses have instead of whole paragraphs, verses or halves is told, and no word is glued."""
    said = form_of(form, SPREAD)
    for words in ("«فصل آخر.»", "«هو الصامت»", "«بيت آخر»"):
        assert words in said
    assert not re.search("الفصل[.]آخر|الناطقبلا|البيتعجز", said)


def test_the_letter_of_an_entry_stands_at_the_end_of_what_it_holds() -> None:
    """Behind the last word of its last paragraph or line, and not on a line of its own."""
    content = typst(SPREAD)
    assert re.search(r'آخر الفصل[.]";#intervention\(', content)
    assert re.search(r'عجز البيت";#intervention\(', content)


def test_the_letters_of_a_page_follow_each_other() -> None:
    """An entry within another has its letter before it, since it ends before it."""
    body = '<p><app><lem>ال<app><lem>بيان</lem><rdg wit="#A">تبيان</rdg></app> كله</lem><rdg wit="#B">الكلام</rdg></app></p>'
    assert re.findall(r'#intervention\("(\d)", \d+, "(.)"', typst(body)) == [("1", "أ"), ("2", "ب")]


REMARKS = {
    '<app><lem wit="#A">نص</lem><rdg wit="#B">نصه<note>سهو</note></rdg></app>': "في ب: «نصه» (سهو)",
    '<app><lem wit="#A">نص</lem><rdg wit="#A #B">ذا <app><rdg wit="#A">شطر</rdg><rdg wit="#B">قسم</rdg></app></rdg></app>': (
        "في أ، ب: «ذا شطر» (في ب: «قسم»)"
    ),
    '<app><lem wit="#A">نص</lem><rdg wit="#B"><ptr target="#letter-p1"/><ptr target="#letter-p1"/></rdg></app>': "في ب: تقديم وتأخير",
    '<app><lem wit="#A">نص</lem><rdg wit="#B">نصه</rdg><witDetail wit="#A">خرم في الورقة</witDetail></app>': (
        "في ب: «نصه»؛ في أ: خرم في الورقة"
    ),
}


@pytest.mark.parametrize("form", READING)
def test_nothing_that_is_said_of_a_reading_is_lost(form: str) -> None:
    """Notes and entries within a reading, that it stands elsewhere, and what its witness is like are told with it."""
    body = "<p xml:id='letter-p1'>" + " ثم ".join(REMARKS) + "<note>آخر</note></p>"
    said = form_of(form, body)
    assert [told for told in REMARKS.values() if told not in said] == []
    assert "نص ثم نص ثم نص ثم نص" in re.sub(r"\^?\[[^\]]*\]|٭.|\s*\([^)]\)", "", said) or form in (
        "docx",
        "epub",
        "print",
    )


def test_notes_are_numbered_without_those_on_other_readings() -> None:
    """No number is left out where a note on a reading that the text does not have is told with it."""
    body = "<p xml:id='letter-p1'>" + " ثم ".join(REMARKS) + "<note>آخر</note></p>"
    assert "[١] آخر" in form_of("plain", body)


def test_every_form_of_an_apparatus_is_proved(tmp_path: Path) -> None:
    """What verify holds of all forms it holds of entries that point, that hold verses and that say more."""
    body = f"{POINTING}{SPREAD}<p xml:id='letter-p1'>{' ثم '.join(REMARKS)}</p>"
    assert is_proved(body, tmp_path) == []


def test_a_change_of_a_verse_is_not_told_to_be_of_a_paragraph() -> None:
    """The sign of a paragraph stands before the numbers of paragraphs alone."""
    body = '<lg><l n="3">صدر <supplied>العجز</supplied></l></lg><list><item n="2"><supplied>بند</supplied></item></list>'
    assert "¶" not in form_of("plain", body)


def test_the_sigla_tell_a_manuscript_in_words_apart() -> None:
    """The place, the house and the number of a witness are not glued where the file has no space between."""
    identified = "<msDesc><msIdentifier><settlement>القاهرة</settlement><repository>الدار</repository></msIdentifier></msDesc>"
    body = '<p><app><lem wit="#A">نص</lem><rdg wit="#L">غيره</rdg></app></p>'
    made = source(body).replace(
        '<witness xml:id="L"/>', f'<witness xml:id="L">{identified}</witness>'
    )
    sheet = resources.stylesheet("print.xsl")
    printed = saxon.transform(sheet, made.encode(), params={"parts": "introduction"}).principal
    assert "القاهرة، الدار" in str(printed)


def test_the_note_on_whole_paragraphs_stands_in_the_last_of_them() -> None:
    """In the books its marker follows the last word, and no line holds it alone."""
    text, press = Text("letter", source(SPREAD).encode()), Press(("ar", "en"), 0)
    with zipfile.ZipFile(io.BytesIO(epub(text, press)["epub/letter.epub"])) as archive:
        page = archive.read("EPUB/text-001.xhtml").decode()
    assert re.search("آخر الفصل[.]<sup", page)
    with zipfile.ZipFile(io.BytesIO(word.docx(text, press)["docx/letter.docx"])) as archive:
        document = archive.read("word/document.xml").decode()
    lines = re.findall("<w:p>.*?</w:p>", document, re.S)
    noted = [bare(line).strip() for line in lines if "footnoteReference" in line]
    assert noted == ["٢\u00a0آخر الفصل.", "هو الناطقبلا لسان", "صدر البيتعجز البيت"]
