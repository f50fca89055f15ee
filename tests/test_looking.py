"""The pages to look at: what a map, a timeline and a diagram of speech say, without a browser."""

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from editions import REPOSITORY, text
from tahqiq.pages import looking
from tahqiq.press.stylesheets import Press, Text

ENGLISH = "en"


def page(site: Path, name: str) -> html.HtmlElement:
    """Return a page of the site."""
    return html.fromstring((site / name).read_bytes())


def words(element: html.HtmlElement) -> str:
    """Return the words of an element, white space folded."""
    return " ".join(element.text_content().split())


def made(body: str, name: str, language: str = ENGLISH) -> html.HtmlElement:
    """Return a page of a project of one text."""
    source = Text("letter", text(body).encode())
    press = Press((language,), 72, looking=looking.pages([source]))
    return html.fromstring(looking.site([source], press)[f"html/{name}.html"])


def test_every_page_leads_to_the_others(site: Path) -> None:
    """Map, timeline, speech and search are in the head of every page, of texts and registers too."""
    for path in sorted(site.glob("*.html")):
        links = html.parse(str(path)).xpath("//header//a/@href")
        assert {"map.html", "timeline.html", "speech.html", "search.html"} <= set(links), path.name


def test_a_project_has_only_the_pages_that_it_has_matter_for() -> None:
    """Without places, dates or speech there is the search alone."""
    source = Text("letter", text("<p>نص</p>").encode())
    assert looking.pages([source]) == ("search",)


def test_every_place_is_in_the_table_and_only_the_located_on_the_map(site: Path) -> None:
    """Fourteen places, eleven on the map; the three without a source for a position say so."""
    map_page = page(site, "en/map.html")
    rows = map_page.xpath("//tr[@data-record]")
    drawn = map_page.xpath("//*[@id='map-view']//a/@data-record")
    missing = [one.get("data-record") for one in rows if one.xpath(".//span[@class='none']")]
    assert (len(rows), len(drawn)) == (14, 11)
    assert (
        {one.get("data-record") for one in rows} - set(drawn)
        == {
            "place-derna-port",
            "place-egyptian-border",
            "place-north-africa",
        }
        <= set(missing)
    )


def test_the_map_is_labelled_in_the_language_of_the_interface(site: Path) -> None:
    """درنة on the Arabic map, Derna on the English one."""
    path = "//*[@id='on-map-place-derna']/span[@class='label']"
    labels = [words(page(site, name).xpath(path)[0]) for name in ("map.html", "en/map.html")]
    assert labels == ["درنة ٨", "Derna 8"]


def test_a_doubtful_place_is_marked(site: Path) -> None:
    """«تونس» may be Tunis or Tunisia: neither is shown as certain."""
    labels = page(site, "en/map.html").xpath("//a[contains(@class, 'doubtful')]/@data-record")
    assert sorted(labels) == ["place-tunis", "place-tunisia"]


def test_coordinates_are_those_of_the_register(site: Path) -> None:
    """London is told as its record has it, west of Greenwich."""
    row = page(site, "en/map.html").get_element_by_id("row-place-london")
    assert row.xpath("string(td[2]/bdi)") == "51.509° N, 0.126° W"


def test_the_two_times_stand_apart(site: Path) -> None:
    """«Today» of a same-day report and the writing are not among what is told."""
    lanes = page(site, "en/timeline.html").xpath("//section[contains(@class, 'lane')]")
    assert [[words(name) for name in lane.xpath(".//li//a")] for lane in lanes] == [
        [
            "«آنذاك»",
            "Killing of the Egyptian Copts in Libya",
            "«15 فبراير 2015»",
            "«خلال ساعات»",
            "Egyptian air strikes in Libya",
            "«السادس عشر من شهر فبراير من عام 2015»",
            "«عندما بدأ التدخل»",
        ],
        ["«اليوم الإثنين 16 فبراير»", "Date of writing"],
    ]


def test_days_are_given_in_both_calendars(site: Path) -> None:
    """16 February 2015 was a Monday, 27 Rabīʿ al-Thānī 1436 by Umm al-Qurā."""
    row = page(site, "en/timeline.html").get_element_by_id("row-event-airstrikes")
    assert [words(cell) for cell in row.xpath("td")[:2]] == [
        "Monday 16 February 2015",
        "27 Rabīʿ al-Thānī 1436 AH",
    ]


def test_time_runs_as_the_interface_is_read(site: Path) -> None:
    """A day's bar in the Arabic figure is where the English one has it, seen in a mirror."""
    bars = [
        page(site, name).xpath("//li[@data-record='row-event-airstrikes']//*[name()='rect']")[0]
        for name in ("timeline.html", "en/timeline.html")
    ]
    places = [float(bar.get("x")[:-1]) for bar in bars]
    width = float(bars[0].get("width")[:-1])
    assert places[0] == pytest.approx(100 - places[1] - width, abs=0.05)


def test_the_figure_and_the_table_hold_the_same(site: Path) -> None:
    """Each entry of the figure has its row, and each dated row its entry."""
    timeline = page(site, "timeline.html")
    entries = timeline.xpath("//figure//li/@data-record")
    rows = timeline.xpath("//tbody[position() < last()]/tr[@data-record]/@data-record")
    assert entries == rows


def test_many_dates_are_a_histogram() -> None:
    """More than forty dates are counted by stretches of time; the table has each."""
    body = "".join(f'<p><date when="19{year}">{year}</date></p>' for year in range(10, 60))
    timeline = made(body, "timeline")
    bars = timeline.xpath("//*[contains(@class, 'histogram')]/*[name()='rect']")
    assert (len(timeline.xpath("//tr[@data-record]")), len(bars) > 10) == (50, True)


@pytest.mark.parametrize("when", ["1906-02-24", "1850-01-01", "0700-06-15", "1924-07-31"])
def test_days_before_the_tables_are_reckoned(when: str, require_module) -> None:
    """Before 1 August 1924 the arithmetical calendar is used, and named."""
    day = date.fromisoformat(when)
    row = words(
        made(f'<p><date when="{when}">يوم</date></p>', "timeline").xpath("//tr[@data-record]/td")[1]
    )
    assert row.endswith("(reckoned)")
    assert int(row.split()[0]) == reckoned(day)[2]


@pytest.mark.parametrize(
    ("when", "hijri"), [("0622", False), ("0400-05-01", False), ("9758", True)]
)
def test_no_year_is_too_early_or_too_late(when: str, *, hijri: bool) -> None:
    """Years before the Hijra have no Hijrī date, and a slip of ten thousand years is drawn, too."""
    body = f'<p><date when="{when}">عام</date> <date when="1906-02-24">يوم</date></p>'
    rows = made(body, "timeline").xpath("//tr[@data-record]")
    told = next(words(row.xpath("td")[1]) for row in rows if "عام" in words(row))
    assert ("9416" in told) if hijri else told == ""


def reckoned(day: date) -> tuple[int, int, int]:
    """Return the arithmetical Hijrī day, counted year by year from the epoch."""
    left = (day - date(622, 7, 19)).days
    year, month = 1, 1
    while left >= (length := 355 if (11 * year + 14) % 30 < 11 else 354):
        left -= length
        year += 1
    while month < 12 and left >= (length := 30 if month % 2 else 29):
        left -= length
        month += 1
    return year, month, left + 1


def test_what_is_denied_is_drawn_as_denied(site: Path) -> None:
    """Both denials of the prime minister are broken lines, and told so in the table."""
    speech = page(site, "en/speech.html")
    denied = speech.xpath("//*[name()='path'][@class='denied']/@data-speaker")
    rows = speech.xpath("//tr[.//b[@class='denied']]/@data-speaker")
    assert (set(denied), rows) == ({"person-thinni"}, ["person-thinni", "person-thinni"])


def test_every_stretch_of_speech_is_in_the_table(site: Path) -> None:
    """The table has each said of the text once."""
    rows = page(site, "speech.html").xpath(
        "//table[contains(@class, 'speeches')]//tr[@data-speaker]"
    )
    source = (REPOSITORY / "edition/texts/egyptian-airstrikes-2015.xml").read_text("utf-8")
    assert len(rows) == len(re.findall(r"<said\b", source))


def test_competing_figures_stand_together(site: Path) -> None:
    """The 64 dead and the 50 are two counts of the same people by two voices."""
    table = page(site, "en/speech.html").xpath("//tbody[@class='competing']")
    numbers = [words(cell) for body in table for cell in body.xpath(".//td[@class='number']")]
    assert (len(table), numbers) == (1, ["64", "50"])


def test_figures_that_agree_do_not_compete(site: Path) -> None:
    """The twenty-one are counted alike by the text and by al-Jarūshī."""
    rows = page(site, "en/speech.html").xpath("//tbody[@class='agreed']/tr")
    voices = [words(row.xpath("td")[1]) for row in rows if "21" in words(row.xpath("td")[0])]
    assert voices == ["the text itself", "Saqr al-Jarushi"]


def test_speech_without_a_known_voice_is_not_lost() -> None:
    """A said without who is listed under a voice that is not identified."""
    speech = made("<p><said>قال</said></p>", "speech")
    assert words(speech.xpath("//tbody/tr")[0]) == "A voice that is not identified"


def test_pages_that_have_nothing_to_draw_still_stand() -> None:
    """An address that is no coordinate is left off the map, and the page is made."""
    place = (
        '<standOff><listPlace type="places"><place xml:id="place-x"><placeName>س</placeName>'
        "<location><geo>somewhere</geo></location></place></listPlace></standOff><text"
    )
    source = Text(
        "letter",
        text('<p><placeName ref="#place-x">س</placeName></p>').replace("<text", place, 1).encode(),
    )
    press = Press((ENGLISH,), 72, looking=looking.pages([source]))
    drawn = html.fromstring(looking.site([source], press)["html/map.html"])
    assert (drawn.xpath("//figure"), len(drawn.xpath("//tr[@data-record]"))) == ([], 1)
