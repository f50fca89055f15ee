"""The DOCX: right to left throughout, named styles, real footnotes, contents, the same bytes."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from editions import BODY, text
from tahqiq import fonts
from tahqiq.books import word
from tahqiq.errors import SourceError
from tahqiq.fidelity import Forms, books, of_tei
from tahqiq.press.stylesheets import Press, Text
from tahqiq.tei import parse
from test_texts import STRUCTURES

TABLE = """<table><row role="label"><cell cols="2">اسم</cell><cell>عدد</cell></row>
<row><cell rows="2">خبز</cell><cell>أ</cell><cell>ب</cell></row><row><cell><p>ج</p><p>د</p></cell></row></table>"""


def made(body: str = STRUCTURES) -> bytes:
    """Return the DOCX of a body."""
    source = Text("letter", text(body).encode())
    return word.docx(source, Press(("ar", "en"), 72))["docx/letter.docx"]


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return a part of a document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return parse(archive.read(name)).getroot()


@pytest.fixture(scope="module")
def document() -> bytes:
    """A document of every structure."""
    return made()


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Return the style and the text of each paragraph, as the library reads them."""
    return [(one.style.name, one.text) for one in Document(io.BytesIO(content)).paragraphs]


def test_the_same_text_gives_the_same_bytes(document: bytes) -> None:
    """Two documents of one text are one."""
    assert made() == document


def test_structures_have_styles_by_name(document: bytes) -> None:
    """What a reader can select by style is what the TEI tells apart."""
    told = [one for one in paragraphs(document) if one[1]]
    assert told == [
        ("Title", "رسالة"),
        ("TOC Heading", "المحتويات"),
        ("toc 1", "باب الكتب"),
        ("Body Text", "[ص\u00a0١]"),
        ("Heading 1", "باب الكتب"),
        ("Body Text", "بسم [ص\u00a0٢] الله وكتابه [ص\u00a0٣] نصٌّ[؟] […]."),
        ("Verse", "قفا نبك\tمن ذكرى"),
        ("Verse", "بسقط اللوى\tبين الدخول"),
        ("Verse", "فحومل"),
        ("List Bullet", "الأول"),
        ("List Bullet 2", "فرع"),
        ("List Bullet", "الثاني"),
        ("Quote", "قال: «لا»."),
        ("Salutation", "سلام عليكم"),
        ("Body Text", "أما بعد."),
        ("Signature", "محمد"),
        ("Body Text", "- *ليس* [قائمة] TEI_P5 &amp; وفي الموقع."),
    ]


def test_everything_arabic_goes_right_to_left(document: bytes) -> None:
    """Every paragraph, table, section and run of Arabic says so; Latin runs do not."""
    body = part(document)
    filled = [one for one in body.iter(qn("w:p")) if one.find(f".//{qn('w:t')}") is not None]
    assert [one for one in filled if one.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is None] == []
    assert body.find(f".//{qn('w:tblPr')}/{qn('w:bidiVisual')}") is not None
    assert body.find(f".//{qn('w:sectPr')}/{qn('w:bidi')}") is not None
    runs = {
        one.findtext(qn("w:t")): one.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
        for one in body.iter(qn("w:r"))
    }
    latin = [turned for letters, turned in runs.items() if "TEI_P5" in (letters or "")]
    assert (runs["محمد"], latin) == (True, [False])


def test_notes_are_real_footnotes() -> None:
    """Each reference in the text has its footnote, and corrections have one too."""
    content = made(BODY)
    called = [one.get(qn("w:id")) for one in part(content).iter(qn("w:footnoteReference"))]
    notes = {
        one.get(qn("w:id")): "".join(word.text for word in one.iter(qn("w:t"))).strip()
        for one in part(content, "word/footnotes.xml")
        if one.get(qn("w:type")) is None
    }
    assert [notes[number] for number in called] == [
        "في الأصل: «أن»",
        "عددها 21.",
        "زيادة من المحققين: «.»",
    ]


def test_the_contents_are_a_field_that_is_filled(document: bytes) -> None:
    """A word processor can renew the contents, and each entry leads to its heading."""
    body = part(document)
    assert [one.text.split()[0] for one in body.iter(qn("w:instrText"))] == ["TOC"]
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert set(filter(None, links)) <= marks


def test_a_paragraph_is_reached_by_its_id(document: bytes) -> None:
    """Every id of the TEI that holds text is a bookmark."""
    marks = {one.get(qn("w:name")) for one in part(document).iter(qn("w:bookmarkStart"))}
    assert {"id_p1", "id_l1", "id_d1", "id_i1", "id_p9"} <= marks


def test_cells_that_span_are_merged() -> None:
    """A cell over two columns or two rows is one cell, and none is invented."""
    read = books.of_docx(made(TABLE), "x").text
    table = Document(io.BytesIO(made(TABLE))).tables[0]
    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert read.split("\n")[:2] == ["اسم | عدد", "خبز | أ | ب"]


def test_a_document_carries_the_reading_text(document: bytes) -> None:
    """Read back from its paragraphs, it is the source's text."""
    forms = Forms(unclear="[؟]")
    expected = of_tei(parse(text(STRUCTURES).encode()), "x", reading=True, forms=forms).text
    assert books.of_docx(document, "x").text == expected


def test_the_font_comes_with_it(document: bytes) -> None:
    """The embedded font, its key taken off, is Amiri."""
    table = part(document, "word/fontTable.xml")
    key = table.find(f".//{qn('w:embedRegular')}").get(qn("w:fontKey")).strip("{}")
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        hidden = archive.read("word/fonts/font1.odttf")
    shown = bytes(a ^ b for a, b in zip(hidden, mask, strict=False)) + hidden[32:]
    assert shown == fonts.font_file("Regular").read_bytes()


def test_what_is_no_document_is_said_so() -> None:
    """A file that is no DOCX is an error, not a crash."""
    with pytest.raises(SourceError, match="is no DOCX"):
        books.of_docx(b"PK", "letter.docx")


def test_what_is_in_another_language_runs_its_own_way() -> None:
    """A French phrase is one run from the left with its brackets; so are the lines of a French cell."""
    body = (
        '<p>قال <foreign xml:lang="fr">Oui <hi>(1904)</hi>!</foreign> ثم</p>'
        '<table><row><cell>نص</cell><cell xml:lang="fr">Texte (1).</cell></row></table>'
    )
    root = part(made(body))
    turned = [
        "".join(run.itertext())
        for run in root.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is None and "".join(run.itertext()).strip()
    ]
    assert {"Oui (1904)!", "Texte (1)."}.issubset(turned)
    (cell,) = [one for one in root.iter(qn("w:tc")) if "Texte" in "".join(one.itertext())]
    bidi = cell.find(f".//{qn('w:bidi')}")
    assert bidi is None or bidi.get(qn("w:val")) == "0"


def test_the_ends_of_a_turned_run_keep_its_direction() -> None:
    """A mark stands where it begins with a digit or ends with a sign, for LibreOffice's sake."""
    body = (
        "<p>بين 24°C و</p><p>لغة C++ ثم Or. 12 ثم</p>"
        '<p xml:lang="fr">il dit : <quote xml:lang="ar">فيها ٣ جسور.</quote></p>'
    )
    shown = [text for style, text in paragraphs(made(body)) if style == "Body Text" and text]
    assert shown == [
        "بين \u200e24°C و",
        "لغة C++\u200e ثم Or. 12 ثم",
        "il dit : فيها ٣ جسور.\u200f",
    ]


def test_marks_of_direction_are_none_of_the_text() -> None:
    """What is read back from a document has those of the source and no others."""
    body = "<p>بين 24°C و\u200eC++\u200e ثم</p>"
    read = books.of_docx(made(body), "letter.docx").text
    assert read == "بين 24°C و\u200eC++\u200e ثم"


def test_arabic_words_of_a_french_book_are_said_to_be_arabic() -> None:
    """Their language is not the book's."""
    source = Text(
        "letter", text("<p>il dit : نعم</p>").replace('xml:lang="ar"', 'xml:lang="fr"').encode()
    )
    content = word.docx(source, Press(("ar", "en"), 72))["docx/letter.docx"]
    languages = {one.get(qn("w:bidi")) for one in part(content).iter(qn("w:lang"))}
    assert languages == {"ar"}


def test_items_in_a_cell_leave_room_for_their_words() -> None:
    """They stand nearer to its edge than those of the text, by their depth."""
    listing = "<list><item>ترقيم<list><item>آثار رطوبة</item></list></item></list>"
    root = part(made(f"<table><row><cell>{listing}</cell></row></table>{listing}"))
    indents = [one.get(qn("w:left")) for one in root.iter(qn("w:ind"))]
    assert indents == ["320", "580"]
