"""What is in another language than the text round it, in print. In: bodies. Out: where its words stand."""

import io

import pypdfium2
import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.printing import pdf

FRENCH = "Le texte (<foreign xml:lang='ar'>تخليص</foreign>) parut à Būlāq (1834)."
LAYOUTS = ({}, {"parallel": True}, {"facing": True})


def source(body: str, **params: str | bool) -> str:
    """Return the Typst source of an Arabic text."""
    sheet = resources.stylesheet("print.xsl")
    params = {"parts": "text", **params}
    return str(saxon.transform(sheet, editions.text(body).encode(), params=params).principal)


def made(body: str, **params: str | bool) -> bytes:
    """Return the PDF of an Arabic text."""
    return pdf.typeset(source(body, **params), text_id="letter", tei=b"<TEI/>", text=b"")


def places(content: bytes, *words: str) -> list[tuple[float, float]]:
    """Return where words begin at their left, and end at their right, on the first page that has them."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        for number in range(len(document)):
            page = document[number].get_textpage()
            found = [page.search(word).get_next() for word in words]
            if all(found):
                rects = [
                    [page.get_charbox(i) for i in range(at, at + n)]
                    for at, n in filter(None, found)
                ]
                return [(min(r[0] for r in some), max(r[2] for r in some)) for some in rects]
    finally:
        document.close()
    raise AssertionError(words)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize(
    "body",
    [
        f'<p xml:lang="fr">{FRENCH}</p>',
        f'<div xml:lang="fr"><p>{FRENCH}</p></div>',
        f'<list xml:lang="fr"><item>{FRENCH}</item></list>',
        f'<table><row><cell xml:lang="fr">{FRENCH}</cell><cell>قال</cell></row></table>',
        f'<p>قال <quote xml:lang="fr"><list><item>{FRENCH}</item></list></quote></p>',
    ],
)
def test_a_block_runs_in_the_direction_of_its_language(body: str, layout: dict[str, bool]) -> None:
    """A French paragraph of an Arabic book runs from the left, an Arabic word in it at its place."""
    found = places(made(f"<p>قال</p>{body}", **layout), "Le texte", "parut", "1834")
    assert found == sorted(found)


def test_a_phrase_in_another_language_is_one_run() -> None:
    """What is said to be French keeps its brackets and its marks at their side."""
    content = made(
        '<p>قال <foreign xml:lang="fr">Bonjour <hi>monsieur</hi> (1904)!</foreign> ثم</p>'
    )
    found = places(content, "ثم", "Bonjour", "monsieur", "1904", "!")
    assert found == sorted(found)


def test_a_verse_within_a_quotation_runs_as_the_quotation_does() -> None:
    """An Arabic verse in a French paragraph has its first half at the right."""
    verse = '<lg><l>الخيل<caesura/>والليل <foreign xml:lang="fr">nuit</foreign></l></lg>'
    content = made(f'<p xml:lang="fr">Il dit : <quote xml:lang="ar">{verse}</quote></p>')
    found = places(content, "nuit", "والليل", "الخيل")
    assert found == sorted(found)


def test_a_phrase_that_holds_a_list_is_one_run_before_it_and_one_behind() -> None:
    """Marks stay with the French words at either side, and no run is begun for nothing."""
    items = "<list><item><p>Un</p><p>deux</p></item></list>"
    typst = source(
        f'<p>قال <quote xml:lang="fr"><p>Oui (1)!</p><p>Non.</p>{items}Si.</quote> تم</p>'
    )
    ends = typst[typst.rindex("#numbered-lines") :]
    opened, closed = '#"\u2066";', '#"\u2069";'
    assert f'{opened}#"Oui (1)!";{closed}#linebreak();{opened}#"Non.";{closed}#[' in ends
    assert f'{opened}#"Si.";{closed}' in ends
    assert (ends.count("\u2066"), ends.count("\u2069")) == (3, 3)


def test_an_arabic_note_of_a_foreign_phrase_has_lines_of_its_own() -> None:
    """Its second paragraph begins no run of the phrase's."""
    note = '<note xml:lang="ar"><p>انظر.</p><p>ثم Oui هنا</p></note>'
    typst = source(f'<p>قال <foreign xml:lang="fr">Oui{note}</foreign></p>')
    assert '#"انظر.";#linebreak()#"ثم"' in typst


def test_the_number_of_a_note_between_paragraphs_stands_as_they_do() -> None:
    """A French note before an Arabic paragraph has its number where its lines begin."""
    typst = source('<div><note xml:lang="fr">Oui</note><p>قال</p></div>')
    assert "#[#set text" not in typst[typst.rindex("#numbered-lines") :]


def test_cells_are_in_the_language_of_their_row() -> None:
    """The cells of a French row keep their marks at the side where French has them."""
    content = made('<table><row xml:lang="fr"><cell>Oui (1904)!</cell></row></table>')
    found = places(content, "Oui", "1904", "!")
    assert found == sorted(found)


def test_a_reading_that_is_not_set_parts_no_letters() -> None:
    """What another witness has in French stands at the foot alone: the word goes on in the line."""
    body = '<p><app><lem>كت</lem><rdg xml:lang="fr">Oui</rdg></app>اب</p>'
    assert '#"كت";#"اب";' in source(body)


def test_a_note_in_another_language_is_one_run() -> None:
    """A French note below Arabic ones runs from the left behind its number."""
    content = made('<p>قال<note>انظر.</note> ثم<note xml:lang="fr">Voir پ, puis (1904)!</note></p>')
    found = places(content, "Voir", "puis", "1904", "!")
    assert found == sorted(found)


def test_a_block_begins_where_its_lines_begin() -> None:
    """A paragraph that runs from the left begins at the left of the measure."""
    content = made('<p>قال إن الأمر كذا</p><p xml:lang="fr">Le texte.</p>', **{"page-format": "a4"})
    ((left, _),) = places(content, "Le")
    assert left == pytest.approx(32 / 25.4 * 72, abs=2)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_pages_of_the_contents_stand_below_each_other(lang: str) -> None:
    """Whatever the languages of headings, all page numbers stand where lines of the contents end."""
    body = (
        "<div><head>الباب الأول</head><p>نص</p></div>"
        '<div xml:lang="fr"><head>Chapitre (1900).</head><p>Texte</p></div>'
        "<div><head>الباب الثاني</head><p>نص</p></div>"
    )
    document = pypdfium2.PdfDocument(made(body, lang=lang, parts="contents text"))
    page = document[0].get_textpage()
    chars = [(page.get_text_range(i, 1), page.get_charbox(i)[0]) for i in range(page.count_chars())]
    document.close()
    numbers = [left for char, left in chars if char in "3٣"]
    assert (len(numbers), max(numbers) - min(numbers)) == (4, pytest.approx(0, abs=1))


def test_the_number_of_a_turned_paragraph_stands_in_the_same_margin() -> None:
    """A paragraph that begins at the left has its number at the right as the others have."""
    body = '<p xml:id="a" n="11">قال</p><p xml:id="b" n="22" xml:lang="fr">Le texte.</p>'
    content = made(body, lang="en")
    ((first, _), (second, _)) = places(content, "11", "22")
    assert second == pytest.approx(first, abs=2)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ('<p>قال X<hi rend="sup">yz</hi> ثم</p>', ("X", "yz")),
        ("<p>قال f<add>o</add>x ثم</p>", ("f", "o", "x")),
        ('<p>ماء H<hi rend="sub">2</hi>O ثم</p>', ("H", "2", "O")),
        ('<p>قال fo<pb n="2" break="no"/>x ثم</p>', ("fo", "x")),
        ('<p xml:lang="en">said <hi>كت</hi>اب then</p>', ("said", "اب", "كت", "then")),
    ],
)
def test_a_foreign_word_of_several_elements_is_one(body: str, parts: tuple[str, ...]) -> None:
    """Its parts stand as its letters run, and not as the words of the line do."""
    found = places(made(body), *parts)
    assert found == sorted(found)


REFERENCE = (
    "<p>انظر: <bibl><author>Wensinck</author>, <title>Concordance</title> I (Leiden: <publisher>Brill</publisher>,"
    " <date>1943</date>), <biblScope>pp. 12</biblScope></bibl>، <hi>Paris</hi>، <hi>London</hi> ثم</p>"
)


def test_a_reference_of_several_elements_is_one_run() -> None:
    """Author, title, place and pages follow each other as in Latin lines, up to an Arabic comma."""
    found = places(made(REFERENCE), "Wensinck", "Concordance", "Leiden", "Brill", "1943", "pp")
    assert found == sorted(found)
    assert places(made(REFERENCE), "London") < places(made(REFERENCE), "Paris")


def test_the_space_before_a_foreign_line_of_an_address_stands_before_it() -> None:
    """Where the file has none, the space is none of the foreign phrase, whose letters would touch the line's."""
    body = '<p><address><addrLine>شارع 12</addrLine><addrLine xml:lang="fr">Le Caire</addrLine></address></p>'
    assert '"شارع 12"; #"\u2066";#"Le Caire"' in source(body)


@pytest.mark.parametrize(("more", "beside"), [("", True), (" كان زمانا طويلا لا ينقضي", False)])
def test_halves_that_find_no_room_beside_each_other_are_staggered(more: str, beside: bool) -> None:
    """Where one half of a poem is too long for its column, all its verses have their halves on two lines."""
    body = (
        f"<lg><l><seg>إذا أقسم الأبطال يوما بسيفهم{more}</seg><seg>وعدوه مما يكسب المجد والكرم</seg></l>"
        '<l n="2"><seg>صدر</seg><seg>عجز</seg></l></lg>'
    )
    document = pypdfium2.PdfDocument(made(body))
    lines = [
        line for line in document[0].get_textpage().get_text_range().splitlines() if line.strip()
    ]
    together = [line for line in lines if "صدر" in line and "عجز" in line]
    assert bool(together) is beside
    assert len(lines) == (4 if beside else 6)
