"""What other people's TEI has besides, in the plain texts and the books: nothing is glued or gone."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from editions import text
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.fidelity import Forms, books, of_tei
from tahqiq.plaintext import editions
from tahqiq.press import records
from tahqiq.press.stylesheets import Press, Text
from tahqiq.tei import TEI_NS, main_titles, parse
from test_texts import made, written

FOREIGN = """
<list rend="numbered"><item>واحد</item><item n="7">سبعة</item></list>
<list type="gloss"><label>قلم</label><item>ما يكتب به</item></list>
<table><row><cell cols="2">ممتد</cell><cell rows="2">طويل</cell></row><row><cell>أ</cell><cell>ب</cell></row></table>
<lg type="bayt"><l>صدر البيت</l><l>عجزه</l></lg>
<cit><quote>شاهد</quote><bibl>المصدر</bibl></cit>
<listBibl><head>مراجع</head><biblStruct><monogr><author>فلان</author><imprint><pubPlace>ليدن</pubPlace></imprint></monogr></biblStruct></listBibl>
<p n="3">قال<space/>ثم <app><lem>متن</lem><rdg wit="#ب">نص</rdg></app> و<app><rdg wit="#أ">هذا</rdg><rdg wit="#ب">ذاك</rdg></app>
<del>شطب</del> <surplus>زائد</surplus> <choice><unclear>نور</unclear><unclear>نار</unclear></choice>.</p>
<castList><castItem>زيد</castItem><castItem>عمرو</castItem></castList>
<set><head>المكان</head><p>دار في درنة</p></set>
<listPerson><person><persName>علي</persName><birth><date>1900</date><settlement>درنة</settlement></birth></person><person><persName>زينب</persName></person></listPerson>
"""
SHOWN = {
    "plain": """١. واحد
٧. سبعة
• قلم
  ما يكتب به
| ممتد | \u00a0 | طويل
| أ | ب | \u00a0
    صدر البيت ٭ عجزه
  شاهد المصدر
مراجع
• فلان ليدن
¶٣ قال ثم متن وهذا نور[؟].
• زيد
• عمرو
المكان
دار في درنة
• علي 1900 درنة
• زينب
¶٣ متن (في ب: «نص»)
¶٣ هذا (في ب: «ذاك»)
¶٣ (مشطوب في الأصل: «شطب»)
¶٣ (زائد في الأصل: «زائد»)
¶٣ نور (قراءة أخرى: «نار»)""",
    "diplomatic": """واحد
سبعة
قلم
ما يكتب به
ممتد | طويل
أ | ب
صدر البيت عجزه
شاهد المصدر
مراجع
فلان ليدن
قال ثم متن وهذا شطب زائد نور.
زيد
عمرو
المكان
دار في درنة
علي 1900 درنة
زينب""",
    "markdown": """1. واحد
7. سبعة
- قلم\\
  ما يكتب به
|     |     |     |
| --- | --- | --- |
| ممتد | \u00a0 | طويل |
| أ | ب | \u00a0 |
صدر البيت ٭ عجزه
> شاهد المصدر
مراجع
- فلان ليدن
¶٣ قال ثم متن وهذا نور\\[؟\\].
- زيد
- عمرو
المكان
دار في درنة
- علي 1900 درنة
- زينب
- ¶٣ متن (في ب: «نص»)
- ¶٣ هذا (في ب: «ذاك»)
- ¶٣ (مشطوب في الأصل: «شطب»)
- ¶٣ (زائد في الأصل: «زائد»)
- ¶٣ نور (قراءة أخرى: «نار»)""",
    "openiti": """# ١. واحد
# ٧. سبعة
# - قلم
# ما يكتب به
# ممتد | \u00a0 | طويل
# أ | ب | \u00a0
# صدر البيت %~% عجزه
# شاهد المصدر
# مراجع
# - فلان ليدن
# قال ثم متن وهذا نور[؟].
# - زيد
# - عمرو
# المكان
# دار في درنة
# - علي 1900 درنة
# - زينب
# ¶٣ متن (في ب: «نص»)
# ¶٣ هذا (في ب: «ذاك»)
# ¶٣ (مشطوب في الأصل: «شطب»)
# ¶٣ (زائد في الأصل: «زائد»)
# ¶٣ نور (قراءة أخرى: «نار»)""",
}


def book_text(body: str) -> str:
    """Return the chapters of a body's EPUB as a reader sees them, without tags."""
    files = epub(Text("letter", text(body).encode()), Press(("ar", "en"), 72))
    with zipfile.ZipFile(io.BytesIO(files["epub/letter.epub"])) as archive:
        chapters = [archive.read(one) for one in archive.namelist() if "/text-" in one]
    return " ".join(re.sub(r"<[^>]*>", "", one.decode()) for one in chapters)


@pytest.mark.parametrize("form", SHOWN)
def test_structures_of_others_have_their_form(form: str) -> None:
    """Numbered and glossed lists, spans, couplets, data without spaces, an apparatus, a cast, records."""
    content, origins = made(FOREIGN, form, isolates=False)
    lines = content.decode().split("\n")
    shown = [
        line.rstrip(" ")
        for line, origin in zip(lines, origins, strict=False)
        if origin.part not in ("header", "blank") and not line.startswith(("─", "* * *"))
    ]
    assert shown == SHOWN[form].split("\n")


PICTURES = {
    "plain": "قبل [صورة:\u00a0map%201.png] بعد [صورة:\u00a0y.png] ذلك.\n[صورة] رسم الثغر",
    "diplomatic": "قبل  بعد ذلك.\nرسم الثغر",
    "markdown": "قبل ![map%201.png](<img/map%201.png>) بعد ![y.png](<y.png>) ذلك.\n![رسم\u00a0الثغر](<x.png>) رسم الثغر",
    "openiti": "# قبل [صورة:\u00a0map%201.png] بعد [صورة:\u00a0y.png] ذلك.\n# [صورة] رسم الثغر",
}


@pytest.mark.parametrize("form", PICTURES)
def test_a_picture_leaves_its_place(form: str) -> None:
    """What describes a picture stands beside its mark; without that its file is told."""
    body = (
        '<p>قبل <graphic url="img/map 1.png"/> بعد<graphic url="y.png"/> ذلك.</p>'
        '<figure><graphic url="x.png"/><figDesc>رسم الثغر</figDesc></figure>'
    )
    content, origins = made(body, form, isolates=False)
    lines = zip(content.decode().split("\n"), origins, strict=False)
    shown = [line.strip(" ") for line, origin in lines if origin.part in ("p", "figure")]
    assert shown == PICTURES[form].split("\n")


@pytest.mark.parametrize("form", PICTURES)
def test_what_a_gap_says_of_itself_is_no_text(form: str) -> None:
    """The description within a gap is neither in a text nor expected of one."""
    body = '<p xml:id="g">سقط <gap><desc>ثلاث كلمات</desc></gap> من الأصل</p>'
    content, _ = made(body, form, isolates=False)
    expected = of_tei(parse(text(body).encode()), "x", reading=form != "diplomatic").text
    assert "ثلاث" not in content.decode() + expected
    assert "سقط […] من الأصل" in expected


def test_a_text_is_called_by_its_own_title() -> None:
    """Neither its series nor a date that is marked as a title comes before what the text is called."""
    titles = '<title level="s">رسائل</title><title type="iso-date">1896</title><title level="a">'
    source = re.sub(r"<title\b[^>]*>", titles, text("<p>نص</p>"), count=1).encode()
    made = editions.plain(Text("letter", source), Press(("ar", "en"), 72))["text/letter.txt"]
    called = "".join(main_titles(parse(source).getroot())[0].itertext())
    assert (made.decode().split("\n")[0].strip("\u2066\u2069"), called) == ("رسالة", "رسالة")


def test_what_was_replaced_is_marked_behind_what_replaced_it() -> None:
    """The marker of a substitution stands after the words that were added."""
    assert "عمرو٭١ ثم" in book_text("<p>قال <subst><del>زيد</del><add>عمرو</add></subst> ثم</p>")


def test_the_received_text_is_that_of_its_witness() -> None:
    """Of several readings the diplomatic text has the one of the witness that the text is made of."""
    body = '<p>قال <app><lem wit="#أ">متن</lem><rdg wit="#ب">نص</rdg></app></p>'
    source = text(body).replace("<witness>", '<witness xml:id="ب">').encode()
    tree = parse(source)
    assert of_tei(tree, "x").text == "قال نص"
    assert of_tei(tree, "x", reading=True).text == "قال متن"


def test_the_books_have_the_same_text() -> None:
    """EPUB and DOCX carry what the TEI has."""
    source = Text("letter", text(FOREIGN).encode())
    tree, press = parse(source.resolved), Press(("ar", "en"), 72)
    unclear = Forms(unclear="[؟]")
    found = [
        books.of_epub(epub(source, press)["epub/letter.epub"], "x").text,
        books.of_docx(word.docx(source, press)["docx/letter.docx"], "x").text,
    ]
    assert found == [
        of_tei(tree, "x", reading=True).text,
        of_tei(tree, "x", reading=True, forms=unclear).text,
    ]


def test_a_book_puts_no_names_into_its_text() -> None:
    """Who speaks is told beside a page of the site; a book's sentences have nothing between them."""
    body = '<p xml:id="p1">وقال<lb/>إن <said>الأمر</said> <quote>كذا</quote></p>'
    assert "وقال إن الأمر كذا" in book_text(body)
    assert "¶" not in book_text(body)


def test_a_numbered_list_counts_for_itself() -> None:
    """Each list of a DOCX begins with its own number, and goes on after a gap with the next told."""
    body = '<list rend="numbered"><item>أ</item><item>ب</item><item n="9">ج</item></list>' * 2
    source = Text("letter", text(body).encode())
    document = Document(io.BytesIO(word.docx(source, Press(("ar", "en"), 72))["docx/letter.docx"]))
    numbered = [one for one in document.paragraphs if one.style.name == "List Number"]
    numbers = [one._p.find(f".//{qn('w:numId')}").get(qn("w:val")) for one in numbered]
    assert [numbers[0] == numbers[1], len(set(numbers))] == [True, 4]


def test_a_note_keeps_its_paragraphs() -> None:
    """Each paragraph of a note is one in its footnote."""
    body = "<p>متن<note><p>أولى</p><p>ثانية</p></note></p>"
    source = Text("letter", text(body).encode())
    files = word.docx(source, Press(("ar", "en"), 72))
    notes = Document(io.BytesIO(files["docx/letter.docx"])).part.package
    part = next(one for one in notes.iter_parts() if str(one.partname) == "/word/footnotes.xml")
    assert [len(note) for note in parse(part.blob).getroot()][-1] == 2


RECORD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="or12"><teiHeader><fileDesc><titleStmt>
<title>مجموع</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><msDesc xml:id="ms" xml:lang="en">
<msIdentifier><settlement>القاهرة</settlement><repository>دار الكتب</repository><idno>أدب 12</idno></msIdentifier>
<msContents><msItem n="1"><locus>ff. 1r-59v</locus><title>كتاب *الأدب*</title><incipit>الحمد لله</incipit></msItem>
<msItem n="2"><title>رسالة</title></msItem></msContents><physDesc><objectDesc><supportDesc><extent>149 ff.<dimensions
unit="mm"><height>181</height><width>110</width></dimensions></extent></supportDesc></objectDesc>
<bindingDesc><p>Red leather.</p></bindingDesc></physDesc></msDesc></sourceDesc></fileDesc></teiHeader>
<text xml:lang="ar"><body><p/></body></text></TEI>"""
STATED = {
    "plain": """§ القاهرة، دار الكتب، أدب 12
العمل ١: \u2066ff. 1r-59v\u2069
  العنوان: كتاب *الأدب*
  أوله: الحمد لله
العمل ٢
  العنوان: رسالة
الحجم: \u2066149 ff. (181 × 110 mm)\u2069
التجليد: \u2066Red leather.\u2069""",
    "markdown": """## القاهرة، دار الكتب، أدب 12
- **العمل ١** \u2066ff. 1r-59v\u2069
  - **العنوان** كتاب \\*الأدب\\*
  - **أوله** الحمد لله
- **العمل ٢**
  - **العنوان** رسالة
- **الحجم** \u2066149 ff. (181 × 110 mm)\u2069
- **التجليد** \u2066Red leather.\u2069""",
    "openiti": """### | القاهرة، دار الكتب، أدب 12
# العمل ١: ff. 1r-59v
# العنوان: كتاب *الأدب*
# أوله: الحمد لله
# العمل ٢
# العنوان: رسالة
# الحجم: 149 ff. (181 × 110 mm)
# التجليد: Red leather.""",
    "diplomatic": "",
}


@pytest.mark.parametrize("form", STATED)
def test_a_catalogue_record_without_a_text_is_told(form: str) -> None:
    """Where there is only a manuscript's description, the texts say what it says."""
    content, origins = written(RECORD, form)
    lines = zip(content.decode().replace("\u00a0", " ").split("\n"), origins, strict=False)
    assert "\n".join(line for line, origin in lines if origin.part == "record") == STATED[form]


def test_a_catalogue_record_is_a_text_for_its_books() -> None:
    """Where there is only a manuscript's description, the books have what the plain text says."""
    made = parse(records.told(Text("or12", RECORD.encode()), Press(("ar",), 72))).find(
        f".//{{{TEI_NS}}}body"
    )
    assert made is not None
    words = " ".join(map(str, made.itertext())).replace("\u00a0", " ").split()
    assert words == STATED["plain"].removeprefix("§ ").split()


def test_a_catalogue_record_is_no_text_of_the_sources() -> None:
    """What a book tells of a manuscript is not read back as the text that it carries."""
    source = Text("or12", RECORD.encode())
    press = Press(("ar",), 72)
    assert books.of_epub(epub(source, press)["epub/or12.epub"], "or12.epub").text == ""
    assert books.of_docx(word.docx(source, press)["docx/or12.docx"], "or12.docx").text == ""


def test_a_described_manuscript_with_its_text_is_left_as_it_is() -> None:
    """A text of words is not replaced by what its header says of a manuscript."""
    whole = RECORD.replace("<p/></body>", "<p>الحمد لله</p></body>").encode()
    assert records.told(Text("or12", whole), Press(("ar",), 72)) == whole


def test_a_cell_of_a_book_has_its_language() -> None:
    """A French cell of an Arabic table runs from the left in an EPUB, too."""
    body = '<table><row><cell>نص</cell><cell xml:lang="fr">Texte (1).</cell></row></table>'
    files = epub(Text("letter", text(body).encode()), Press(("ar", "en"), 72))
    with zipfile.ZipFile(io.BytesIO(files["epub/letter.epub"])) as archive:
        chapter = archive.read("EPUB/text-001.xhtml").decode()
    assert re.search('<td (?=[^>]*lang="fr")(?=[^>]*dir="ltr")[^>]*>Texte', chapter)


def test_a_phrase_in_another_language_is_one_run_of_a_plain_text() -> None:
    """What says its language is isolated as a whole, with its marks, digits and brackets, and what it holds."""
    body = (
        '<p>نص <foreign xml:lang="en">book; letter (pl. <hi>kutub</hi>) 12</foreign> ثم'
        ' <foreign xml:lang="syc">ܟܬܒ</foreign>.</p>'
        '<p xml:lang="en">said (<foreign xml:lang="ar">كتاب رقم ٣/٥!</foreign>) then.</p>'
    )
    said = made(body, "plain", isolates=True)[0].decode()
    assert "نص \u2066book; letter (pl. kutub) 12\u2069 ثم ܟܬܒ." in said
    assert "said (\u2067كتاب رقم ٣/٥!\u2069) then." in said
    assert "book; letter (pl. kutub) 12 ثم" in made(body, "plain", isolates=False)[0].decode()


@pytest.mark.parametrize("form", ["plain", "markdown", "openiti"])
def test_an_utterance_says_who_speaks(form: str) -> None:
    """By name where a person is described, in brackets that are none of the text."""
    people = '<particDesc><listPerson><person xml:id="Z"><persName>زيد بن علي</persName></person></listPerson></particDesc>'
    body = '<div><u who="#Z">أهلا</u><u who="#Z #Y">سلام</u></div>'
    source = text(body).replace("</teiHeader>", f"<profileDesc>{people}</profileDesc></teiHeader>")
    content = re.sub("[\u2066-\u2069]", "", written(source, form)[0].decode())
    assert "(زيد\u00a0بن\u00a0علي)\u00a0أهلا" in content
    assert "(زيد\u00a0بن\u00a0علي،\u00a0Y)\u00a0سلام" in content
