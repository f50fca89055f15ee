"""The page: what becomes of TEI in HTML."""

import json
import re

import pytest
from lxml import html

from editions import BODY, text
from tahqiq import resources
from tahqiq.saxon import transform

RECORDS = """<standOff><listPlace type="places"><place xml:id="place-derna">
<placeName type="main" xml:lang="ar">درنة</placeName><placeName type="main" xml:lang="en">Derna</placeName>
<idno type="Wikidata">Q211866</idno></place></listPlace>
<listOrg type="orgs"><org xml:id="org-council"><orgName type="main" xml:lang="ar">مجلس درنة</orgName></org></listOrg></standOff>"""


def page(body: str, **params: str | bool):
    """Return the parsed page of a text with the given body and a few records."""
    source = text(body).replace("<text ", f"{RECORDS}<text ")
    made = transform(resources.stylesheet("html.xsl"), source.encode(), params=params).principal
    return html.document_fromstring(made)


@pytest.mark.parametrize(
    ("tag", "words", "lang", "direction"),
    [
        ("ar", "mənu hāḏa", "ar-Latn", "ltr"),
        ("ar-acm-x-baghdad", "mənu hāḏa", "ar-acm-Latn-x-baghdad", "ltr"),
        ("ar", "hāḏa هذا", "ar", "rtl"),
        ("ar", "Paris", "ar", "rtl"),
        ("ar-Arab", "hāḏa", "ar-Arab", "rtl"),
    ],
)
def test_a_transcription_runs_from_the_left(
    tag: str, words: str, lang: str, direction: str
) -> None:
    """What is said to be Arabic, and has no letters but those of a transcription, is one."""
    (phrase,) = page(f"<p>قال <foreign xml:lang='{tag}'>{words}</foreign></p>").xpath(
        "//article//span"
    )
    assert (phrase.get("lang"), phrase.get("dir")) == (lang, direction)


def test_of_several_pointers_a_link_leads_to_the_first() -> None:
    """An address has no space: what follows one is another."""
    links = page("<p><ref target='https://a.example/ https://b.example/'>هنا</ref></p>").xpath(
        "//article//a/@href"
    )
    assert "https://a.example/" in links


def test_readings_of_other_witnesses_stand_below_the_text() -> None:
    """What an entry is about leads to them: the words, or a star where they cannot be a link."""
    made = page(
        "<p>قال <app><lem>الأمير</lem><rdg source='#B'>الوزير</rdg></app> و<app><lem/><rdg>قد</rdg></app>"
        "<app><lem>مضى <note>سنة</note></lem><rdg/></app></p>"
    )
    links = made.xpath("//article//a[contains(@class, 'variant')]")
    assert [(one.text_content(), "starred" in one.get("class")) for one in links] == [
        ("الأمير", False),
        ("", False),
        ("", True),
    ]
    told = [
        " ".join(made.get_element_by_id(one.get("href")[1:]).text_content().split())
        for one in links
    ]
    assert told == ["الأمير ] في B: «الوزير»", "قراءة أخرى: «قد»", "مضى ] قراءة أخرى: محذوف"]


def test_an_entry_within_a_reading_of_others_is_told_with_it() -> None:
    """It stands nowhere in the text, from where no link could lead to it."""
    made = page(
        "<p><app><lem>في</lem><rdg wit='#B'>من<app><lem>ا</lem><rdg wit='#C'>ب</rdg></app></rdg></app></p>"
    )
    told = made.xpath("//section[@class='apparatus']//li")
    assert [" ".join(one.text_content().split()) for one in told] == [
        "في ] في B: «منا» (في C: «ب»)"
    ]


@pytest.mark.parametrize(
    "inner",
    [
        "<app><lem>في</lem><rdg wit='#B'>من</rdg></app>",
        "<app><lem/><rdg wit='#B'>من</rdg></app>",
        "<supplied>في</supplied>",
        "<choice><sic>من</sic><corr>في</corr></choice>",
        "<note>حاشية</note>",
    ],
)
@pytest.mark.parametrize(
    "outer",
    [
        "<ref target='https://a.example/'>نص {}</ref>",
        "<supplied>نص {}</supplied>",
        "<choice><sic>نص</sic><corr>نص {}</corr></choice>",
        "<app><lem>نص {}</lem><rdg wit='#B'>نص</rdg></app>",
    ],
)
def test_no_link_stands_within_another(outer: str, inner: str) -> None:
    """What holds a link is none itself; of a reference its own words are, so that all lead somewhere."""
    made = str(
        transform(
            resources.stylesheet("html.xsl"), text(f"<p>{outer.format(inner)}</p>").encode()
        ).principal
    )
    tags = re.findall(r"<(/?)a\b", made)
    assert tags == ["", "/"] * (len(tags) // 2)
    if "<ref" in outer:
        assert '<a href="https://a.example/">نص </a>' in made


def test_a_heading_of_nothing_is_none() -> None:
    """A screen reader does not stop at it."""
    assert len(page("<div><head/><p>نص</p></div>").xpath("//article//h2")) == 0


def test_what_an_abbreviation_leaves_out_is_not_received() -> None:
    """The letters of an expansion are hidden where the page is shown as received."""
    (letters,) = page("<p><expan>رح<ex>مه الله</ex></expan></p>").xpath(
        "//article//span[text()='مه الله']"
    )
    assert "supplied" in letters.get("class").split()


def test_a_name_links_to_its_record() -> None:
    """The letters of a name are a link to its record, and the particle before it is not."""
    made = page('<p>ب<placeName ref="#place-derna">درنة</placeName></p>')
    (link,) = made.xpath('//article//a[@href="places.html#place-derna"]')
    assert (link.text, made.xpath("string(//article/div//p)")) == ("درنة", "بدرنة")


def test_a_name_in_a_name_links_to_the_inner_one() -> None:
    """Links never nest: each letter links to the innermost record."""
    made = page(
        '<p><orgName ref="#org-council">مجلس <placeName ref="#place-derna">درنة</placeName></orgName></p>'
    )
    links = [(one.text, one.get("href")) for one in made.xpath("//article//a")]
    assert links == [("مجلس ", "orgs.html#org-council"), ("درنة", "places.html#place-derna")]


def test_a_foreign_run_is_isolated() -> None:
    """Latin in Arabic stands in an isolating element of its own direction."""
    (run,) = page("<p>انظر masress.com/algareda/333796 أيضًا</p>").xpath("//article//bdi")
    assert (run.text, run.get("dir")) == ("masress.com/algareda/333796", "ltr")


def test_both_states_of_a_correction_stand_in_the_page() -> None:
    """What was received and what is read stand side by side for the reader's choice."""
    made = page("<p>قال <choice><sic>أن</sic><corr>إن</corr></choice></p>")
    states = [made.xpath(f"string(//span[@class='{one}'])") for one in ("sic", "corr")]
    assert states == ["أن", "إن"]


def test_what_has_no_id_is_numbered_within_its_paragraph_or_else_the_text() -> None:
    """Speech, quotations and mentions count from one in each paragraph; outside of any, through the text."""
    made = page(
        '<p xml:id="p1"><quote>أ</quote> <said>ب <quote>ج</quote></said></p><p xml:id="p2"><quote>د</quote> '
        '<name ref="#org-council">ه</name> <name ref="#place-derna">و</name></p>'
        "<lg><seg><quote>ز</quote></seg></lg>"
    )
    names = ("p1-", "p2-", "text-")
    given = [one for one in made.xpath("//article//@id") if one.startswith(names)]
    assert given == ["p1-q1", "p1-s1", "p1-q2", "p2-q1", "p2-m1", "p2-m2", "text-q4"]


def test_a_denial_is_flagged() -> None:
    """What a speaker denies carries a flag, which is the edition's and not the text's."""
    made = page('<p>نفى <said direct="false" ana="#denied">ذلك</said></p>')
    (flag,) = made.xpath("//article//*[@data-edition='flag']")
    assert flag.text == "منفي"


def test_a_note_and_its_marker_lead_to_each_other() -> None:
    """The marker links to the note, the note back to the marker."""
    made = page(BODY)
    marker, back = made.xpath("//sup/a")[0], made.xpath("//section[@role='doc-endnotes']//li/a")[0]
    assert (marker.get("href"), back.get("href")) == ("#letter-note-1", "#to-letter-note-1")
    assert marker.get("id") == "to-letter-note-1"


def test_the_page_says_its_language_and_direction() -> None:
    """The English page is left to right, its Arabic article right to left."""
    made = page(BODY, lang="en", root="../")
    article = made.find(".//main//article")
    assert (made.get("lang"), made.get("dir"), article.get("lang"), article.get("dir")) == (
        "en", "ltr", "ar", "rtl",
    )  # fmt: skip


def test_a_date_tells_both_calendars() -> None:
    """A date carries its machine form and both calendars in words."""
    (made,) = page('<p><date when="2015-02-16">اليوم</date></p>').xpath("//article//time")
    assert (made.get("datetime"), "ربيع الثاني" in made.get("title")) == ("2015-02-16", True)


def test_text_that_looks_like_markup_stays_text() -> None:
    """Angle brackets and ampersands of the text are shown as such."""
    made = page("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>")
    assert made.xpath("string(//article//p)") == "<script>alert(1)</script> &amp;"
    assert made.xpath("//article//script") == []


def test_a_speaker_stands_in_the_margin_and_is_not_text() -> None:
    """Who speaks is said beside the speech, in an element that a reader does not copy."""
    made = page('<p>قال <said direct="false" who="#org-council">إنه بخير</said></p>')
    (voice,) = made.xpath("//article//a[@data-edition='voice']")
    assert (voice.text_content(), voice.get("href")) == ("مجلس درنة", "#text-s1")


def test_an_omitted_word_still_has_its_place() -> None:
    """A state without letters is a link that says so."""
    made = page("<p>في <choice><sic>في</sic><corr/></choice> البيت</p>")
    (omitted,) = made.xpath("//span[@class='corr']/a")
    assert (omitted.text_content(), omitted.get("aria-label")) == ("", "محذوف")


def test_the_legend_counts_what_is_tagged() -> None:
    """Each kind of thing has a box with its count, in the interface's digits."""
    made = page(
        '<p><placeName ref="#place-derna">درنة</placeName> و<persName>فلان</persName>'
        ' و<placeName ref="#place-derna">درنة</placeName></p>'
    )
    counts = {
        box.get("id"): box.xpath("string(../span[@class='count'])")
        for box in made.xpath("//*[@class='legend']//input")
    }
    assert counts == {"show-persons": "١", "show-places": "٢"}


def test_the_page_carries_its_citation_as_data() -> None:
    """The forms of every style in both languages stand in one block of the page."""
    data = json.loads(page(BODY).xpath("string(//script[@id='data'])"))["citation"]
    assert sorted(data["forms"]) == ["ar", "en"]
    assert data["forms"]["en"]["mla"] == (
        "<i>A Letter</i>.⟦ ¦where¦⟧⟦\u2063, ¦url¦⟧⟦¦stop¦⟧⟦ Accessed ¦accessed¦.⟧"
    )


def test_issues_of_a_journal_are_told_apart() -> None:
    """A text that is part of a series says which part, in the digits of the interface."""
    issue = "<bibl><title>المقتبس</title><biblScope unit='volume' from='1' to='1'/><biblScope unit='issue' from='2' to='2'/></bibl>"
    source = re.sub(
        "<sourceDesc>.*</sourceDesc>", f"<sourceDesc>{issue}</sourceDesc>", text(BODY), flags=re.S
    )
    made = html.document_fromstring(
        transform(resources.stylesheet("html.xsl"), source.encode()).principal
    )
    assert made.xpath("string(//*[@class='of-series'])") == "المجلد ١، العدد ٢"


def test_a_paragraph_without_a_number_has_a_mark() -> None:
    """What has an address can be cited, numbered or not."""
    (mark,) = page('<p xml:id="p7">سافر.</p>').xpath("//article//a[@data-edition='number']")
    assert (mark.text, mark.get("href"), mark.get("aria-label")) == ("¶", "#p7", "موضع الفقرة")


def test_an_office_relates_its_holder_to_what_it_is_held_in() -> None:
    """A title beside a person's name leads from the person to the organisation, and back."""
    records = (
        '<listOrg type="orgs"><org xml:id="o1"><orgName xml:lang="ar">الحكومة</orgName></org></listOrg>'
        '<listPerson type="persons"><person xml:id="p1"><persName xml:lang="ar">الثني</persName></person></listPerson>'
    )
    body = (
        '<p>رفض <roleName>رئيس <orgName ref="#o1">الحكومة</orgName></roleName>'
        ' <persName ref="#p1">الثني</persName> ذلك</p>'
    )
    source = text(body).replace("<text ", f"<standOff>{records}</standOff><text ").encode()
    shown = {
        name: [
            (one.getprevious().text, one.text_content())
            for one in html.document_fromstring(
                transform(resources.stylesheet("html.xsl"), source, params={"page": name}).principal
            ).xpath("//dd[@class='related']")
        ]
        for name in ("persons", "orgs")
    }
    assert shown == {
        "persons": [("منصبه في", "الحكومة")],
        "orgs": [("أصحاب المناصب فيه", "الثني")],
    }


def test_people_are_filed_by_what_follows_ibn() -> None:
    """Articles, ابن, أبو and أم do not count in the order of a register."""
    names = ["أبو بكر الرازي", "الشافعي", "ابن خلدون", "أم كلثوم", "أحمد أمين"]
    people = "".join(
        f'<person xml:id="p{i}"><persName xml:lang="ar">{name}</persName></person>'
        for i, name in enumerate(names)
    )
    source = text(BODY).replace(
        "<text ", f'<standOff><listPerson type="persons">{people}</listPerson></standOff><text '
    )
    made = html.document_fromstring(
        transform(
            resources.stylesheet("html.xsl"), source.encode(), params={"page": "persons"}
        ).principal
    )
    assert [one.text_content() for one in made.xpath("//h3")] == [
        "أحمد أمين", "أبو بكر الرازي", "ابن خلدون", "الشافعي", "أم كلثوم",
    ]  # fmt: skip


def test_a_record_shows_the_sentence_of_each_mention() -> None:
    """A mention stands in its own sentence, not in its whole paragraph."""
    made = page(
        '<p n="1">سكت. ثم سافر إلى <placeName ref="#place-derna">درنة</placeName> وحده. وعاد.</p>',
        page="places",
    )
    (context,) = made.xpath("//*[@class='context']")
    assert context.text_content().strip() == "ثم سافر إلى درنة وحده."


def test_a_file_of_records_alone_has_its_page() -> None:
    """TEI with a standOff and no text, as lists of persons are, has a page with its title."""
    source = re.sub("(?s)<text .*</text>", RECORDS, text("<p/>"))
    made = transform(resources.stylesheet("html.xsl"), source.encode()).principal
    assert html.document_fromstring(made).xpath("string(//h1)") == "رسالة"


def test_an_edition_is_its_number_where_its_statement_is_in_another_language() -> None:
    """The Arabic page about the edition has the number, the English one the statement."""
    stated = '<editionStmt><edition n="2" xml:lang="en">Second</edition></editionStmt>'
    source = text().replace("<publicationStmt>", f"{stated}<publicationStmt>").encode()
    sheet = resources.stylesheet("html.xsl")
    made = [
        html.fromstring(transform(sheet, source, params={"page": "about", "lang": lang}).principal)
        for lang in ("ar", "en")
    ]
    found = [one.xpath("string(//dt[. = 'النشرة' or . = 'Edition']/following::dd)") for one in made]
    assert found == ["2", "Second"]
