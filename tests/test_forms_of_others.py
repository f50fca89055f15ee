"""What editors of other kinds of text encode: inscriptions, dictionaries, files.

In: bodies of their TEI. Out: every form that the build makes of them, none of whose words is lost.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from functools import cache
from itertools import product
from pathlib import Path

import pytest

import editions
from forms import READING, form_of, is_proved
from jvm import BRIEF
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.fidelity import further
from tahqiq.plaintext.editions import plain
from tahqiq.press.stylesheets import Press, Text
from test_print_foreign import source, typst


@pytest.mark.parametrize("form", ["epub", "docx"])
def test_a_reference_of_several_elements_is_one_run_of_a_book(form: str) -> None:
    """In an EPUB the bidirectional algorithm joins its parts, in a DOCX all of them run from the left."""
    body = "<p>انظر: <author>Wensinck</author>, <title>Concordance</title>, I, 407a.</p>"
    text, press = Text("letter", source(body).encode()), Press(("ar", "en"), 0)
    if form == "epub":
        with zipfile.ZipFile(io.BytesIO(epub(text, press)["epub/letter.epub"])) as archive:
            assert (
                b"<bdi" not in archive.read("EPUB/text-001.xhtml").partition(b"Wensinck")[0][-99:]
            )
        return
    runs = books_runs(word.docx(text, press)["docx/letter.docx"])
    assert [(text, rtl) for text, rtl in runs if re.search("[A-Za-z,]", text)] == [
        ("Wensinck, Concordance, I, 407a", False)
    ]


def books_runs(content: bytes) -> list[tuple[str, bool]]:
    """Return the runs of a DOCX and whether each runs from the right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    runs = re.findall(r"<w:r>(.*?)</w:r>", xml, re.S)
    return [("".join(re.findall(r"<w:t[^>]*>([^<]*)", run)), "<w:rtl/>" in run) for run in runs]


DICTIONARY = """
<div><head>باب الكاف</head><superEntry><form type="root"><orth>ك ت ب</orth></form>
<entry xml:id="ktb"><form><orth>كَتَبَ</orth><pron>kataba</pron><form type="masdar"><orth>كَتْبًا</orth><pc>،</pc><orth>كِتابة</orth></form></form><gramGrp><pos>فعل</pos></gramGrp>
<sense n="1"><def>خطَّ الحروف.</def><cit><quote>كتب الرجل</quote><bibl>الأساس</bibl></cit></sense><sense n="2"><def>فرض.</def><note>كثير</note><sense n="أ"><def>ألزم.</def></sense></sense>
<etym>أصله الجمع.</etym><xr><lbl>انظر</lbl><ref target="#ktn">كتن</ref></xr><re><form><orth>اكتتب</orth></form><sense><def>استملى.</def></sense></re></entry></superEntry>
<entry xml:id="ktn"><form><orth>كَتَّان</orth></form><sense><def>نبات.</def></sense><sense><def>نسيج.</def></sense></entry><entryFree><orth>كرسي</orth>، <def>ما يُقعد عليه</def>.</entryFree></div>
"""
ENTRIES = {
    "plain": (
        "§ باب الكاف ك ت ب كَتَبَ kataba كَتْبًا، كِتابة فعل (١) خطَّ الحروف. كتب الرجل الأساس (٢) فرض.[١] (أ) ألزم."
        " أصله الجمع. انظر كتن اكتتب استملى. كَتَّان (١) نبات. (٢) نسيج. كرسي، ما يُقعد عليه."
    ),
    "diplomatic": (
        "باب الكاف ك ت ب كَتَبَ kataba كَتْبًا، كِتابة فعل خطَّ الحروف. كتب الرجل الأساس فرض. ألزم."
        " أصله الجمع. انظر كتن اكتتب استملى. كَتَّان نبات. نسيج. كرسي، ما يُقعد عليه."
    ),
}


@pytest.mark.parametrize("form", ENTRIES)
def test_an_entry_of_a_dictionary_has_its_form(form: str) -> None:
    """A root and each entry begin a line, senses have their numbers, and no two parts are glued."""
    assert ENTRIES[form] in form_of(form, DICTIONARY)


def test_headwords_of_a_dictionary_are_set_apart() -> None:
    """A headword is bold in a PDF, and an entry's further lines are indented."""
    assert '#list-item(none)[#bold[#"كَتَّان";]; #"(١)"; #"نبات."' in typst(DICTIONARY)


CATALOGUE = """
<div><head>فهرس</head><msDesc><msIdentifier><settlement>القاهرة</settlement><repository>الدار</repository><idno>12</idno></msIdentifier>
<msContents><msItem><locus>1–20</locus><author>فلان</author><title>كتاب</title><incipit>الحمد لله</incipit></msItem></msContents>
<physDesc><objectDesc><supportDesc><support>ورق</support><extent>20 ورقة<dimensions><height>20</height><width>15</width></dimensions></extent></supportDesc></objectDesc><handDesc><handNote>نسخ</handNote></handDesc></physDesc>
<history><origin><p>دمشق</p></origin></history></msDesc><u who="#A">قال المتكلم</u><listWit n="1"><witness xml:id="Z">نسخة</witness></listWit></div>
<p>قال <ruby><rb>كلمة</rb><rt>شرح</rt></ruby> <mod>ثم</mod><certainty locus="value" match=".."/> <secl>زائد</secl> <biblStruct><monogr><title>عنوان</title><imprint><date>1999</date></imprint></monogr></biblStruct>.</p>
<figure><graphic url=""/></figure>
<p>قبل <graphic url=""/> بعد</p>
"""


def test_elements_of_further_modules_lose_no_word(tmp_path: Path) -> None:
    """What verify holds of all forms it holds of dictionaries, descriptions of manuscripts and speech."""
    assert is_proved(DICTIONARY + CATALOGUE, tmp_path) == []


@pytest.mark.parametrize("form", READING)
def test_statements_of_a_description_stand_apart(form: str) -> None:
    """A manuscript that is described within a text is told line by line, each statement a word apart."""
    said = form_of(form, CATALOGUE)
    assert "القاهرة الدار 12" in said
    assert re.search("فلان كتاب الحمد لله[ #]+ورق[ #]+20 ورقة 20 15[ #]+نسخ[ #]+دمشق", said)
    assert "كلمة (شرح) ثم" in said


FURTHER = sorted(further.GROUPS | further.LINES | further.SILENT)
# A word for each, of which none begins another.
NAMED = {
    name: f"خزف{first}{second}"
    for name, (first, second) in zip(FURTHER, product("ابتثجحخدذر", repeat=2), strict=False)
}


@cache
def of_further(form: str) -> str:
    """Return what a form says of all elements of further modules, each with its word."""
    bodies = (
        f"<div><p>قبل</p><{name} n='1'>{'' if name in further.SILENT else f'<p>{word}</p>'}</{name}><p>بعد</p></div>"
        for name, word in NAMED.items()
    )
    return form_of(form, "".join(bodies))


@pytest.mark.parametrize("name", FURTHER)
def test_no_element_of_further_modules_stops_a_strict_build(name: str) -> None:
    """Each has its form in print, in plain text and in the books."""
    for form in ("plain", "epub", "docx", "print"):
        assert (NAMED[name] in of_further(form)) is (name not in further.SILENT), form


def test_a_line_above_letters_raises_none_of_them() -> None:
    """A stroke above letters, as papyri have it, is a stroke and no superscript."""
    assert "#overline[" in typst('<p><hi rend="supraline">كتب</hi></p>')


WITHIN = """
<div type="part"><div><head>باب</head>
<p xml:id="w1">قال: <quote>شعر <lg><l><seg>صدر</seg><seg>عجز</seg></l></lg></quote> ثم <floatingText><body><head>إعلان</head><p>نص</p></body></floatingText> وختم.</p>
<entry><form><orth>كتب</orth></form><sense><cit><quote><lg><l>بيت</l></lg></quote></cit></sense></entry>
<app><lem><p>أول</p><lg><l>بيت</l></lg></lem><rdg><p>آخر</p></rdg></app></div></div>
"""


def test_blocks_within_phrases_are_valid_pages(tmp_path: Path, java: Path, vnu_jar: Path) -> None:
    """A poem in a quotation, a text in a sentence and an entry over paragraphs are no blocks in a phrase."""
    editions.write(tmp_path, WITHIN)
    (tmp_path / "witnesses/letter.txt").unlink()
    (tmp_path / "texts/letter.xml").write_text(source(WITHIN), encoding="utf-8")
    editions.run("build", tmp_path, "-f", "html", "-o", tmp_path / "build")
    pages = [tmp_path / "build/html/letter.html", tmp_path / "build/html/en/letter.html"]
    done = subprocess.run(
        [java, *BRIEF, "-Xss8m", "-jar", vnu_jar, "--errors-only", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (pages[0].is_file(), done.stdout + done.stderr) == (True, "")


def test_sections_of_a_group_of_texts_have_ids_of_their_own(tmp_path: Path) -> None:
    """The first divisions of two texts of a group are told apart."""
    inner = "<text><body><div><head>باب</head><p>نص</p></div></body></text>"
    made = re.sub(
        "<body>.*</body>", lambda _: f"<group>{inner * 2}</group>", source("<p/>"), flags=re.S
    )
    editions.write(tmp_path)
    (tmp_path / "witnesses/letter.txt").unlink()
    (tmp_path / "texts/letter.xml").write_text(made, encoding="utf-8")
    editions.run("build", tmp_path, "-f", "html", "-o", tmp_path / "build")
    ids = re.findall(
        r' id="(section-[^"]*)"', (tmp_path / "build/html/letter.html").read_text("utf-8")
    )
    assert (len(ids), len(set(ids))) == (2, 2)


INSCRIPTION = (
    '<div type="edition"><ab><lb n="1"/>بسم الله <lb n="2"/>هذا القبر الحج<lb n="3" break="no"/>ري اللهم</ab></div>'
    '<p>نص <lb n="4"/>آخر</p>'
)
NUMBERED = {
    "plain": "[س ١] بسم الله [س ٢] هذا القبر الحجري [س ٣] اللهم نص آخر",
    "markdown": "\\[س ١\\] بسم الله \\[س ٢\\] هذا القبر الحجري \\[س ٣\\] اللهم نص آخر",
    "openiti": "# بسم الله هذا القبر الحجري اللهم # نص آخر",
    "diplomatic": "بسم الله هذا القبر الحجري اللهم نص آخر",
    "docx": "[س ١] بسم الله [س ٢] هذا القبر الحجري [س ٣] اللهم نص آخر",
    "epub": "|١ بسم الله |٢ هذا القبر الحج|٣ ري اللهم",
    "print": "|١ بسم الله |٢ هذا القبر الحجري |٣ اللهم نص آخر",
}


@pytest.mark.parametrize("form", NUMBERED)
def test_lines_of_an_inscription_are_told_by_their_numbers(form: str) -> None:
    """What is cited by line shows its lines; one that begins within a word is told behind it, where it can."""
    assert NUMBERED[form] in form_of(form, INSCRIPTION)


def test_an_inscription_with_numbered_lines_is_proved(tmp_path: Path) -> None:
    """The numbers of lines are in no form a part of the text."""
    assert is_proved(INSCRIPTION, tmp_path) == []


def test_a_number_of_a_line_in_english_is_one_run() -> None:
    """The mark of a line or page within an Arabic line has no isolate in its middle."""
    assert "[l. 1] بسم الله" in form_of("plain", INSCRIPTION, language="en")
    text, press = Text("letter", source(INSCRIPTION).encode()), Press(("en", "ar"), 0)
    assert "[l.\u00a01]" in plain(text, press)["text/letter.txt"].decode()


FORMULA = "<p>وحسبنا <formula>i = (h - b) / L</formula>، ومنه <formula>س = ٢ص</formula>.</p>"


def test_a_formula_is_one_run_of_the_texts_and_books() -> None:
    """Its signs and brackets stay in the order of its letters; one of Arabic letters runs as its line."""
    text, press = Text("letter", source(FORMULA).encode()), Press(("ar", "en"), 0)
    assert "\u2066i = (h - b) / L\u2069، ومنه س" in plain(text, press)["text/letter.txt"].decode()
    with zipfile.ZipFile(io.BytesIO(epub(text, press)["epub/letter.epub"])) as archive:
        page = archive.read("EPUB/text-001.xhtml").decode()
    assert re.search('<bdi dir="ltr"[^>]*><span class="formula">', page)
    assert ("i = (h - b) / L", False) in books_runs(word.docx(text, press)["docx/letter.docx"])


def test_the_number_of_an_item_stands_in_the_line_of_its_paragraph() -> None:
    """A paragraph that begins an item or a note begins no line of its own in a book."""
    body = '<list rend="numbered"><item><p>أول</p><p>ثان</p></item></list><p>قال<note><p>أول</p></note></p>'
    text = Text("letter", source(body).encode())
    with zipfile.ZipFile(
        io.BytesIO(epub(text, Press(("ar", "en"), 0))["epub/letter.epub"])
    ) as archive:
        page = archive.read("EPUB/text-001.xhtml").decode()
    assert re.findall('class="(p|block)"[^>]*>(أول|ثان)<', page) == [
        ("p", "أول"), ("block", "ثان"), ("p", "أول"),
    ]  # fmt: skip


def test_items_and_formulas_are_proved(tmp_path: Path) -> None:
    """What verify holds of all forms it holds of them."""
    body = (
        FORMULA
        + "<list><item><p>أول</p><list><item>فرع</item></list></item><item><p>ثان</p> بعده</item></list>"
    )
    assert is_proved(body, tmp_path) == []


def test_the_heading_of_a_text_within_a_text_is_below_that_round_it() -> None:
    """A poster within a letter is no letter: its heading is one level below, in no running head."""
    inner = "<floatingText><body><head>إعلان</head><p>نص</p></body></floatingText>"
    body = f"<div><head>كتاب</head><p>قبل</p>{inner}</div>"
    assert re.findall(r"#heading\(level: (\d)\)", typst(body)) == ["2", "3"]
    assert "§§ إعلان" in form_of("plain", body)
    text = Text("letter", source(body).encode())
    with zipfile.ZipFile(
        io.BytesIO(epub(text, Press(("ar", "en"), 0))["epub/letter.epub"])
    ) as archive:
        assert re.findall("<h([1-6])", archive.read("EPUB/text-001.xhtml").decode()) == ["1", "2"]


def test_a_note_behind_a_paragraph_has_its_number_at_its_end() -> None:
    """What an editor wrote between two paragraphs is no line of a single number, nor on another page."""
    body = "<div><p>قبل</p>\n<note>أولى</note><note><p>ثانية</p></note><p>بعد<note>ثالثة</note></p><note place='inline'>رابعة</note></div>"
    content = typst(body)
    assert re.search(
        r'#begins\(1, 2\)#"قبل";#explanation\("1".*?#explanation\("2".*?#ends\(1\)\]', content
    )
    assert re.findall(r"#noted\((\d), (\d)\)", content) == [("1", "2"), ("3", "3")]
    assert content.count("#explanation(") == 3
