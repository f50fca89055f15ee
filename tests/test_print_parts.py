"""The parts of a book: where each begins, and what its pages say at head and foot."""

import re

import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf

NOTE = '<note xml:lang="ar">ورد النص بلا عنوان.</note>'
SOURCE = '<bibl xml:lang="ar">بيان المؤتمر</bibl>'


def pages(notes: int = 1, sources: int = 1, **params: str | bool) -> list[list[str]]:
    """Return the lines of every page of a book with so many general notes and sources."""
    bibliography = f"<listBibl>{SOURCE * sources}</listBibl>"
    head = f"<notesStmt>{NOTE * notes}</notesStmt><sourceDesc>{bibliography}"
    source = editions.text().replace("<sourceDesc>", head).encode()
    typst = saxon.transform(resources.stylesheet("print.xsl"), source, params=params).principal
    content = pdf.typeset(typst, text_id="letter", tei=source, text=b"")
    return [page.split("\r\n") for page in extraction._pdfium(content)]


def test_a_part_of_one_page_has_its_number() -> None:
    """Introduction, text and colophon are numbered, and the pages left empty between them are not."""
    made = pages(parts="introduction text colophon")
    assert [page[-1] for page in made] == ["١", "", "٣", "", "٥"]


@pytest.mark.parametrize(("notes", "length"), [(19, [19]), (21, [21]), (22, [19, 3])])
def test_few_lines_are_not_left_to_a_page_of_their_own(notes: int, length: list[int]) -> None:
    """An introduction that runs over by two lines is set closer; by more, it goes on."""
    made = pages(notes, parts="introduction")
    assert [n for page in made if (n := sum("ورد" in line for line in page))] == length


def test_what_follows_facing_pages_has_no_head_of_theirs() -> None:
    """“As received” stands over the page that shows it, and over no page of the sources."""
    made = pages(sources=60, parts="text sources", facing=True)
    assert [number for number, page in enumerate(made, 1) if page[0] == "كما ورد"] == [3]
    assert sum("بيان" in "".join(page) for page in made) > 1


WITNESSES = (
    '<listWit><witness xml:id="V"><abbr type="siglum">ف</abbr> مخطوط الفاتيكان</witness>'
    '<witness xml:id="P" n="پ"><desc xml:lang="ar">مخطوط بطرسبرغ</desc>'
    '<desc xml:lang="en">MS Petersburg</desc></witness><witness xml:id="L">مخطوط ليدن</witness></listWit>'
)


def front(published: str, hands: int = 2, **params: str) -> list[list[str]]:
    """Return the lines of the pages of a text with two witnesses in its apparatus, and so many editors."""
    body = '<p>قال <app><lem wit="#V">زيد</lem><rdg wit="#P">عمرو</rdg></app></p>'
    source = editions.text(body).replace("<sourceDesc>", f"<sourceDesc>{WITNESSES}")
    source = source.replace("<p>test</p>", published).replace(
        "</titleStmt>", f"<editor>ليلى</editor>{'<editor>هند</editor>' * (hands - 1)}</titleStmt>"
    )
    sheet = resources.stylesheet("print.xsl")
    typst = saxon.transform(sheet, source.encode(), params=params).principal
    content = pdf.typeset(typst, text_id="letter", tei=b"<TEI/>", text=b"")
    return [page.split("\r\n") for page in extraction._pdfium(content)]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("ar", ["رموز النسخ", "ف مخطوط الفاتيكان", "پ مخطوط بطرسبرغ"]),
        ("en", ["Sigla", "ف مخطوط الفاتيكان", "پ MS Petersburg"]),
    ],
)
def test_the_sigla_of_the_apparatus_are_told(lang: str, told: list[str]) -> None:
    """What each siglum stands for is said before the text, and nothing of witnesses not named."""
    page = front("<p/>", parts="introduction", lang=lang)[0]
    assert [set(line.split()) for line in page[: len(told)]] == [set(x.split()) for x in told]
    assert "ليدن" not in "".join(page)


def test_an_imprint_tells_what_is_known() -> None:
    """Without an edition to cite, publisher, place and year are told; of nothing no page is made."""
    known = "<publisher>دار الثغر</publisher><pubPlace>تونس</pubPlace><date>2024</date>"
    assert front(known, parts="imprint", **{"page-format": "a4"})[0][0] == "دار الثغر، تونس، 2024"
    assert len(front("<p/>", parts="title imprint text", **{"page-format": "a4"})) == 2


def test_a_title_page_says_once_who_edited() -> None:
    """Before the first of the editors stands what they did."""
    (page, *_) = front("<p/>", parts="title text", **{"page-format": "a4"})
    assert [line for line in page if line in ("تحقيق", "ليلى", "هند")] == ["تحقيق", "ليلى", "هند"]


def test_many_hands_find_room_on_a_title_page() -> None:
    """Of eighteen editors none stands on another page."""
    pages_ = front("<p/>", hands=18, parts="title text", **{"page-format": "a4"})
    assert sum(line == "هند" for line in pages_[0]) == 17


def test_a_statement_without_arabic_runs_from_the_left() -> None:
    """The stop of an English licence stands behind its last word, and in an English book's Arabic one."""
    stated = "<availability><licence>Free (CC BY) for all.</licence></availability>"
    typst = front_source(f"<publisher>P</publisher>{stated}")
    assert '#isolate-ltr("Free (CC BY) for all.")' in typst
    stated = "<availability><licence>حر (للجميع).</licence></availability>"
    typst = front_source(f"<publisher>P</publisher>{stated}", lang="en")
    assert '#isolate-rtl("حر (للجميع).")' in typst


def front_source(published: str, lang: str = "ar") -> str:
    """Return the Typst source of an imprint."""
    source = editions.text().replace("<p>test</p>", published)
    params = {"parts": "imprint", "lang": lang, "page-format": "a4"}
    sheet = resources.stylesheet("print.xsl")
    return str(saxon.transform(sheet, source.encode(), params=params).principal)


def test_what_is_as_long_as_a_paragraph_is_no_heading() -> None:
    """It is not in the contents, and the level below it is not left out."""
    head = "باب في ذكر ما كان من ذلك " * 9
    body = f"<div><head>{head}</head><div><head>فصل</head><p>نص</p></div></div>"
    sheet = resources.stylesheet("print.xsl")
    typst = str(
        saxon.transform(sheet, editions.text(body).encode(), params={"parts": "text"}).principal
    )
    assert re.findall(r"#heading\(level: (\d)\)", typst) == ["2"]
    assert pdf.typeset(typst, text_id="x", tei=b"<TEI/>", text=b"")


def test_a_head_that_holds_a_picture_leaves_out_no_level() -> None:
    """It is no heading, and those below it stand where they would without it."""
    head = "<head><figure><head>صورة</head></figure></head>"
    body = f"<div>{head}<div><head>فصل</head><p>نص</p></div></div>"
    typst = saxon.transform(
        resources.stylesheet("print.xsl"),
        editions.text(body).encode(),
        params={"parts": "text", "lenient": True},
    ).principal
    assert re.findall(r"#heading\(level: (\d)\)", str(typst)) == ["2"]
