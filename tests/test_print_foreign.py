"""What other people's TEI has besides, in print. In: bodies of many structures. Out: PDFs, none of whose words is lost."""

import io
import re
import time
import unicodedata
from collections import Counter
from random import Random

import pikepdf
import pypdfium2
import pytest

import editions
from marked_tei import Marked
from random_tei import Chance
from tahqiq import fidelity, resources, saxon, tei
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf
from test_texts_foreign import FOREIGN

WITNESSES = (
    '<listWit><witness xml:id="A"><abbr type="siglum">أ</abbr></witness>'
    '<witness xml:id="B"><abbr type="siglum">ب</abbr></witness><witness xml:id="L"/></listWit>'
)
APPARATUS = {
    '<app><lem wit="#A">الخط</lem><rdg wit="#B #L">القلم</rdg></app>': "في ب، L: «القلم»",
    '<app><lem>رحمه الله</lem><rdg wit="#B">رضي الله عنه</rdg></app>': "[رحمه الله] في ب: «رضي الله عنه»",
    '<app><lem>الخط</lem><rdg wit="#B"/></app>': "ساقط من ب",
    '<app><rdg wit="#A">لسان</rdg><rdg wit="#B">بيان</rdg></app>': "في ب: «بيان»",
    '<app><lem>الخط</lem><rdgGrp wit="#A"><rdg>خط</rdg></rdgGrp><rdg wit="#B">خطوط <gap/></rdg></app>': (
        "في أ: «خط»؛ في ب: «خطوط […]»"
    ),
    '<app><lem>الخط الحسن</lem><rdg wit="#B"><gap/></rdg></app>': "[الخط الحسن] في ب: «[…]»",
    "<del>الكف</del>": "مشطوب في الأصل: «الكف»",
    '<add place="margin">اليد</add>': "مضاف في الأصل، هامش",
    "<subst><del>قيل</del><add>يقال</add></subst>": "مشطوب في الأصل: «قيل»",
    "<choice><sic>هاذا</sic><corr>هذا</corr></choice>": "في الأصل: «هاذا»",
    "<supplied>العلم كله</supplied>": "[العلم كله] زيادة من المحققين",
}
LAYOUTS = ({}, {"parallel": True}, {"facing": True})


def source(body: str) -> str:
    """Return a text with these witnesses."""
    return re.sub("<listWit>.*</listWit>", WITNESSES, editions.text(body))


def typst(body: str, **params: str | bool) -> str:
    """Return the Typst source of a text without title pages."""
    sheet = resources.stylesheet("print.xsl")
    params = {"parts": "text", **params}
    return str(saxon.transform(sheet, source(body).encode(), params=params).principal)


def pages(body: str, **params: str | bool) -> str:
    """Return what pdfium reads on the pages, its marks of pages and notes taken away."""
    content = pdf.typeset(typst(body, **params), text_id="x", tei=b"<TEI/>", text=b"")
    return re.sub(r"\[[٠-٩]+\]|\([٠-٩أ-ي]+\)", " ", "\n".join(extraction._pdfium(content)))


ADDRESSED = (
    "<opener><address><street>درب سعادة</street><postCode>12</postCode></address></opener>"
    '<p>في <locus>1ظ</locus><addSpan spanTo="#z"/> ختم <seal>الواثق</seal>'
    "<anchor xml:id='z'/> <objectName>المصحف</objectName><lacunaStart/></p>"
)


def test_a_strict_build_knows_addresses_leaves_and_spans() -> None:
    """What letters and catalogues have within their lines is there in print as in the plain text."""
    expected = fidelity.of_tei(tei.parse(source(ADDRESSED).encode()), "x", reading=True).text
    plain = saxon.transform(resources.stylesheet("text.xsl"), source(ADDRESSED).encode()).principal
    for made in (pages(ADDRESSED), plain):
        assert words(expected) - words(made) == Counter()


def test_verses_have_their_numbers_in_the_margin() -> None:
    """Each verse of two halves has its number; of lines without halves every fifth, and none in a list."""
    halved = '<lg><l n="1">أ<caesura/>ب</l><l n="2">ج<caesura/>د</l></lg>'
    couplet = '<lg type="bayt" n="3"><l>أ</l><l>ب</l></lg>'
    lines = "<lg>" + "".join(f'<l n="{n}">سطر</l>' for n in range(4, 12)) + "</lg>"
    listed = '<list><item><lg><l n="12">أ<caesura/>ب</l></lg></item></list>'
    made = typst(halved + couplet + lines + listed)
    assert re.findall(r'verse-line\(number: "(.+?)"', made) == ["١", "٢", "٣", "٥", "١٠"]


def test_lost_verses_stand_where_verses_do() -> None:
    """What is missing between two verses is a line of the poem."""
    made = typst("<lg><l>أ<caesura/>ب</l><gap unit='line'/><l>ج<caesura/>د</l></lg>")
    assert '#verse-line([#"[…]";])' in made


def test_only_a_number_that_is_a_word_is_boxed() -> None:
    """A number between Arabic words has a box; what belongs to a date, a time or a share has none."""
    body = "<p>سنة 1906 في (١٩٠٧). ويوم 16/02/2015 و10:30 عند 50% و3<hi>/4</hi> ثم عام 1908<note>انظر 12.</note>.</p>"
    assert re.findall(r'#box\("(.*?)"\)', typst(body)) == ["1906", "١٩٠٧", "1908", "12"]


def entries(body: str, **params: str) -> list[str]:
    """Return the entries of the apparatus as they are written."""
    found = re.findall(r"#in-interface\[(.*?)\]\]\);", typst(f"<p>{body}</p>", **params))
    return [
        " ".join(re.sub(r'#(?:isolate-...\()?"(.*?)"\)?;', r"\1", one).split()) for one in found
    ]


def words(text: str) -> Counter[str]:
    """Count the words of a text without vowel signs and points."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKC", text) if not unicodedata.combining(one)
    )
    return Counter(re.findall(r"[^\W\d]+|\d+", re.sub("[\u200c-\u200f\u2060-\u2069]", "", bare)))


@pytest.mark.parametrize("body", APPARATUS)
def test_the_apparatus_says_what_others_have(body: str) -> None:
    """Sigla are those of the list of witnesses; of several words the entry tells which it is about."""
    assert entries(body) == [APPARATUS[body]]


def test_the_apparatus_speaks_english() -> None:
    """A reading comes behind its siglum, and a mark keeps an Arabic siglum apart from it."""
    body = '<app><lem>خط</lem><rdg wit="#B">قلم</rdg><rdg wit="#L"/></app>'
    assert entries(body, lang="en") == ["ب:\u200e «قلم»; L: omitted"]


def test_a_letter_stands_behind_what_replaces_the_words_struck_out() -> None:
    """Of a substitution the entry stands behind the added words."""
    made = typst("<p><subst><del>قيل</del><add>يقال</add></subst></p>")
    assert made.index('#"يقال"') < made.rindex("#intervention(")


def test_a_letter_stands_behind_the_word_of_which_a_part_was_changed() -> None:
    """Letters that were supplied within a word part it not, and the entry tells which they are."""
    made = typst("<p>بلاد ال<supplied>حب</supplied>شة، ثم <supplied>و</supplied>قال</p>")
    assert re.search('#"حب";#"شة";#intervention.*?#"، ثم"; #"و";#"قال";#intervention', made)
    made = typst("<p>ال<supplied>حب</supplied>شة، ثم قال</p>", facing=True)
    assert re.search('#"حب";#"شة";#intervention.*?#"،"; \\], \\[#"ثم قال"', made)
    assert entries("ال<supplied>حب</supplied>شة") == ["[حب] زيادة من المحققين"]
    assert entries("و<del>لو</del>كان") == ["مشطوب في الأصل: «لو»"]


def test_a_letter_stands_at_the_end_of_a_word_only() -> None:
    """A note or a line ends the word, and it goes on where other elements do."""
    made = typst("<p>ال<supplied>حب</supplied>شة<note>بلد</note> ثم</p>")
    assert re.search('#"حب";#"شة";#intervention.*#explanation', made)
    made = typst("<p>ال<supplied>حب</supplied>شة<lb/>ثم</p>")
    assert re.search('#"حب";#"شة";#intervention.* #"ثم"', made)
    made = typst("<p><seg>ك<supplied>ت</supplied>اب</seg>هم</p>")
    assert re.search('#"ت";#"اب";#"هم";#intervention', made)


@pytest.mark.parametrize("hostile", ["1" * 20_000, "1.2." * 5_000, "1111-" * 4_000])
def test_many_digits_take_no_longer_than_as_many_letters(hostile: str) -> None:
    """Each digit is looked at a few times, however many follow it: squared this takes a minute."""
    began = time.monotonic()
    assert hostile in re.sub('[#";]', "", typst(f"<p>قال a قال {hostile}</p>"))
    assert time.monotonic() - began < 20


def test_an_entry_on_a_part_of_a_word_of_many_elements_is_told() -> None:
    """A word may have a thousand of them, as a long one whose letters are all marked."""
    assert typst(f"<p>{'<c>ب</c>' * 1_000}<supplied>ت</supplied></p>").count("#intervention(") == 1


def test_what_parts_the_halves_of_a_verse_joins_no_letters() -> None:
    """The last letter of a half has its final form, also where no space stands in the file."""
    made = typst("<lg><l>قال <hi rend='bold'>بيت</hi><caesura/>ثم</l></lg>")
    assert '[#"قال"; #bold[#"بيت";];], [#"ثم";], ' in made


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_an_apparatus_without_lemma_keeps_its_words(layout: dict[str, bool]) -> None:
    """The first reading is set, or where the text is as received that of its witness."""
    body = '<p>قال <app><rdg wit="#A">لسان</rdg><rdg wit="#B">بيان</rdg></app> تم</p>'
    assert words(pages(body, **layout))["لسان"] == (2 if layout else 1)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("seed", [1, 9])
def test_no_word_is_lost_or_joined_to_another(seed: int, layout: dict[str, bool]) -> None:
    """Of a text whose every word is its own each stands whole on a page, in the text or at its foot."""
    marked = Marked(Random(seed))
    assert set(marked.ids) - set(words(pages(marked.body, **layout))) == set()


@pytest.mark.parametrize(
    "body", [FOREIGN, *(Chance(seed).body() for seed in (3, 4, 5, 6, 9, 15, 35, 63))]
)
def test_the_reading_text_is_all_there(body: str) -> None:
    """Casts, couplets, spans, apparatus, notes in everything: each word as often as the text has it."""
    tree = tei.parse(source(body).encode())
    expected = words(fidelity.of_tei(tree, "x", reading=True).text)
    assert expected - words(pages(body)) == Counter()


def test_a_page_that_begins_within_a_word_is_told_behind_it() -> None:
    """The letters of a word stay together."""
    made = typst('<p>وكت<pb n="3" break="no"/>ابه هنا</p>')
    assert re.search(r'#"وكت";#"ابه";#text\([^"]*"\[٣\]"\); #"هنا"', made)


def test_a_page_that_begins_before_a_word_is_told_apart_from_it() -> None:
    """Where the source has its space before the break, one stands behind the mark, too."""
    made = typst('<p>وصل الكتاب، <pb n="3"/>فقرأته وقرأ<pb n="4"/> ما فيه كتا<pb n="5"/>بين</p>')
    marks = re.findall(r'"\[(.)\]"\);( ?)', made)
    assert marks == [("٣", " "), ("٤", " "), ("٥", "")]


def test_an_author_on_a_title_page_stands_in_the_line() -> None:
    """What a byline says is one line, in print as in the plain text."""
    front = "<titlePage><byline>تأليف <docAuthor>زيد</docAuthor></byline></titlePage>"
    whole = source("<p>نص</p>").replace("<body>", f"<front>{front}</front><body>")
    plain = saxon.transform(resources.stylesheet("text.xsl"), whole.encode()).principal
    made = saxon.transform(resources.stylesheet("print.xsl"), whole.encode()).principal
    assert "تأليف زيد" in plain.split("\n")
    assert '#line-block(align(center)[#"تأليف"; #"زيد";])' in made


def test_italics_are_of_latin_letters() -> None:
    """A title that is marked so is set in italics, and no Arabic word is."""
    made = typst('<p>انظر <hi rend="italic">Ibāḍism</hi> و<hi rend="italics">هذا</hi></p>')
    assert (made.count("#emph["), '#emph[#isolate-ltr("Ibāḍism");]' in made) == (1, True)


def test_a_heading_without_words_is_none() -> None:
    """One that was struck out leaves its entry, and no empty line in the outline."""
    assert "ملغى" in pages("<div><head><del>ملغى</del></head><p>نص</p></div>")


def test_a_note_in_the_line_has_its_number_as_everywhere() -> None:
    """Within a paragraph it stands at the foot; alone between paragraphs where it is, with its number."""
    made = typst(
        '<p>أ<note place="inline">ب</note></p><note place="inline">ج</note><p>د<note>هـ</note></p>'
    )
    assert re.findall(r'#explanation\("\d+", \d+, "(.)"', made) == ["١", "٣"]
    assert '#text(size: 0.85em)[#"(٢)"; #"ج";]' in made


def test_remarks_in_a_source_do_not_stop_two_columns() -> None:
    """Comments and unknown elements are passed in the text as received as they are in that as read."""
    made = typst("<p>قال <!-- كذا --><other>شيء</other></p>", parallel=True, lenient=True)
    assert made.count('#"شيء"') == 2


def test_a_description_of_a_manuscript_within_a_text_keeps_its_words_apart() -> None:
    """What a catalogue writes as data, without spaces, is words on the page of a lenient build."""
    body = (
        "<listBibl><msDesc><msIdentifier><settlement>نزوى</settlement><repository>خزانة</repository>"
        "</msIdentifier><msContents><msItem><author>الكدمي</author><title>المعتبر</title></msItem></msContents>"
        "<physDesc><objectDesc><supportDesc><extent>ورقة<dimensions><height>215</height><width>155</width>"
        "</dimensions></extent></supportDesc></objectDesc></physDesc></msDesc></listBibl>"
    )
    expected = words("نزوى خزانة الكدمي المعتبر ورقة 215 155")
    assert expected - words(pages(body, lenient=True)) == Counter()


def test_a_title_in_another_direction_is_one_run_of_the_sources() -> None:
    """In an English list of sources an Arabic title keeps its first number at its right."""
    bibl = '<bibl xml:lang="en"><title xml:lang="ar">16 فبراير</title>, afrigatenews.net.</bibl>'
    written = editions.text("<p>نص</p>").replace(
        "<listWit>", f"<listBibl>{bibl}</listBibl><listWit>"
    )
    params = {"parts": "sources", "lang": "en"}
    sheet = resources.stylesheet("print.xsl")
    made = str(saxon.transform(sheet, written.encode(), params=params).principal)
    assert '#line-block[#isolate-rtl("16 فبراير");#", afrigatenews.net.";]' in made


TABLE = (
    '<table><row role="label"><cell>الولاية<note>حاشية الرأس</note></cell></row>'
    + "<row><cell>بيروت</cell></row>" * 60
    + "</table>"
)


@pytest.mark.parametrize("params", [{}, {"facing": True}, {"parallel": True}])
def test_a_header_with_a_note_stands_once(params: dict[str, bool]) -> None:
    """A table over several pages with a note in its header is set, and the note is told once."""
    made = pages(TABLE, **params)
    assert (made.count("حاشية الرأس"), made.count("بيروت")) == (1, 120 if params else 60)


@pytest.mark.parametrize(
    "opening", ["<p>رقم الحفظ", '<p xml:lang="en">Shelfmark', "<table><row><cell>رقم"]
)
@pytest.mark.parametrize("params", [{}, {"parallel": True}])
def test_no_word_runs_over_the_page(opening: str, params: dict[str, bool]) -> None:
    """A hundred letters without a place to end a line at are set in several lines, and all are there."""
    ending = "</cell></row></table>" if "cell" in opening else "</p>"
    word = "0123456789abcdefghij" * 5
    content = pdf.typeset(
        typst(f"{opening} {word}{ending}", **params), text_id="x", tei=b"<TEI/>", text=b""
    )
    document = pypdfium2.PdfDocument(content)
    text = document[0].get_textpage()
    edges = [text.get_charbox(one)[0::2] for one in range(text.count_chars())]
    width = document[0].get_size()[0]
    assert min(left for left, _ in edges) >= 0
    assert max(right for _, right in edges) <= width
    assert text.get_text_range().count("j") == 5 * (2 if params else 1)
    document.close()


def test_a_reference_out_of_the_book_is_a_link() -> None:
    """In the text and in a note, within a word, too; in a heading it is words, since the contents are links."""
    reference = "<ref target='https://{0}.example/ https://other.example/'>{1}</ref>"
    body = (
        f"<div><head>باب {reference.format('head', 'هنا')}</head><p>ال{reference.format('text', 'كتا')}ب"
        f"<note>انظر {reference.format('note', 'موقعًا')}</note></p></div>"
    )
    content = pdf.typeset(typst(body), text_id="x", tei=b"<TEI/>", text=b"")
    with pikepdf.open(io.BytesIO(content)) as document:
        links = [one.A for page in document.pages for one in page.get("/Annots", []) if "/A" in one]
        assert [str(one.URI) for one in links if "/URI" in one] == [
            "https://text.example/",
            "https://note.example/",
        ]


ALONE = (
    "<div><app><lem/><rdg wit='#B'><p>زائدة</p></rdg></app><p>نص</p>"
    "<app><lem><list><item>بند</item></list></lem><rdg wit='#B'/></app></div>"
    "<app><lem><div><head>باب</head><p>فقرة</p></div></lem><rdg wit='#B'/></app>"
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_entry_round_sections_or_on_nothing_is_told(layout: dict[str, bool]) -> None:
    """An omitted paragraph has its letter on a line of its own, a section behind its last word."""
    made = typst(ALONE, **layout)
    assert made.count("#intervention(") == 3
    pdf.typeset(made, text_id="letter", tei=b"<TEI/>", text=b"")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_centred_paragraph_keeps_its_words(layout: dict[str, bool]) -> None:
    """It stands in the middle, with its number and its note, in every layout."""
    body = (
        "<p rend='center'>بسم الله<note>بسملة</note></p>"
        "<p xml:id='a' n='1' rend='text-align: center'>تم</p>"
    )
    found = words(pages(body, **layout))
    assert (found["بسملة"], found["تم"] >= 1) == (1, True)
    assert typst(body).count("#[#set align(center)\n#") == 2


def test_a_poem_is_staggered_by_its_widest_half() -> None:
    """That is not the one with the most letters: no half breaks."""
    widest, longest = "لشمس ومن دانوا الكواكب والدهرا", " ".join(["إلا"] * 8)
    assert len(widest) < len(longest)
    halves = (f"<seg>هدانا به</seg><seg>{one}</seg>" for one in (widest, longest))
    made = pages(f"<lg>{''.join(f'<l>{one}</l>' for one in halves)}</lg>")
    assert any(widest in line for line in made.splitlines())
