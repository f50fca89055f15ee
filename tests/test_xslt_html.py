"""The page: what becomes of TEI in HTML."""

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
    article = made.find(".//main/article")
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
    assert made.xpath("//script") == []
