"""The functions that every format shares: direction, sorting, dates, numbers."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hijridate import Gregorian

from editions import REPOSITORY, text
from tahqiq.saxon import transform

_SHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="https://tahqiq.example/ns/functions">
<xsl:include href="{modules}/errors.xsl"/><xsl:include href="{modules}/i18n.xsl"/>
<xsl:include href="{modules}/functions.xsl"/><xsl:include href="{modules}/dates.xsl"/>
<xsl:output method="text"/><xsl:mode use-accumulators="#all"/>
<xsl:template match="/"><xsl:value-of select="{expression}" separator="&#10;"/></xsl:template>
</xsl:stylesheet>"""


@pytest.fixture
def evaluate(tmp_path: Path):
    """Return a function from an XPath expression to its value, one line for each item."""

    def run(expression: str, source: str = text(), **params: str) -> list[str]:
        path = tmp_path / f"{abs(hash(expression))}.xsl"
        modules = (REPOSITORY / "xslt/modules").as_uri()
        path.write_text(_SHEET.format(modules=modules, expression=expression), encoding="utf-8")
        return transform(path, source.encode(), params=params).principal.split("\n")

    return run


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("ar-Latn-x-ijmes", "ltr"),
        ("ota", "rtl"),
        ("ckb", "rtl"),
        ("tr", "ltr"),
        ("az-Arab", "rtl"),
        ("ota-Latn", "ltr"),
        ("he", "rtl"),
        ("syr", "rtl"),
        ("syc", "rtl"),
        ("jrb-Hebr", "rtl"),
        ("jrb-Latn", "ltr"),
        ("chg", "rtl"),
        ("arc-Palm", "rtl"),
        ("xsa", "rtl"),
        ("en", "ltr"),
        ("ara", "rtl"),
        ("per-Latn", "ltr"),
        ("urd", "rtl"),
    ],
)
def test_direction_follows_the_script_and_then_the_language(
    evaluate, tag: str, direction: str
) -> None:
    """The script subtag decides; without one the language does."""
    assert evaluate(f"f:direction('{tag}')") == [direction]


@pytest.mark.parametrize(
    ("declared", "words", "lang"),
    [
        ("", "أجتاز العشبة", "ar"),
        ("", "Now is the winter", "und"),
        ("<language ident='en'/>", "Now is the winter", "en"),
        ("<language ident='en'/><language ident='ota'/>", "بهار آمد", "ota"),
        ("", "", "ar"),
    ],
)
def test_a_text_that_names_no_language_is_read_by_its_letters(
    evaluate, declared: str, words: str, lang: str
) -> None:
    """Without @xml:lang the language is one that the header declares, of the direction of the letters."""
    source = (
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><profileDesc><langUsage>"
        f"{declared}</langUsage></profileDesc></teiHeader><text><body><p>{words}</p></body></text></TEI>"
    )
    assert evaluate("f:lang((//*:p)[1])", source) == [lang]


@pytest.mark.parametrize(
    ("tag", "lang"),
    [("ara-EG", "ar-EG"), ("lat", "la"), ("grc", "grc"), ("per", "fa"), ("ar", "ar")],
)
def test_a_language_has_its_shortest_code(evaluate, tag: str, lang: str) -> None:
    """Codes of three letters, as catalogues have them, become those that browsers know."""
    source = f"<p xmlns='http://www.tei-c.org/ns/1.0' xml:lang='{tag}'/>"
    assert evaluate("f:lang((//*:p)[1])", source) == [lang]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("الإسكندرية", "اسكندريه"),
        ("أَحْمَد", "احمد"),
        ("مـــصر", "مصر"),
        ("ليلى", "ليلي"),
        ("al-Thinnī", "thinni"),
        ("ʿAbd Allāh", "abd allah"),
    ],
)
def test_a_sort_key_ignores_what_an_arabic_index_ignores(evaluate, name: str, key: str) -> None:
    """Article, vowels, tatweel and the carriers of hamza do not count."""
    assert evaluate(f"f:sort-key('{name}')") == [key]


def test_every_day_has_the_hijri_date_of_umm_al_qura(evaluate) -> None:
    """Each eleventh day of the tables is the same day in the package hijridate."""
    days = [date(1924, 8, 1) + timedelta(days=n) for n in range(0, 55_990, 11)]
    dates = ", ".join(f"'{day.isoformat()}'" for day in days)
    found = evaluate(f"({dates}) ! string-join(f:hijri(xs:date(.)), '-')")
    assert found == [
        "-".join(map(str, Gregorian.fromdate(day).to_hijri().datetuple())) for day in days
    ]


def test_a_date_outside_the_tables_has_no_hijri_date(evaluate) -> None:
    """What the tables do not hold is left out and not guessed."""
    assert evaluate("count(f:hijri(xs:date('1850-01-01')))") == ["0"]


def test_a_date_is_told_in_both_calendars(evaluate) -> None:
    """A full date has its weekday and its Hijrī equivalent."""
    expected = "الإثنين ١٦ فبراير ٢٠١٥ (الموافق ٢٧ ربيع الثاني ١٤٣٦ هـ)"
    assert evaluate("f:date('2015-02-16')") == [expected]
    assert evaluate("f:date('2015-02-16')", lang="en") == [
        "Monday 16 February 2015 (27 Rabīʿ al-Thānī 1436 AH)"
    ]


@pytest.mark.parametrize("form", ["2015", "2015-02", "--02-16", "1436-04", "السنة"])
def test_a_date_that_is_no_full_date_stays_readable(evaluate, form: str) -> None:
    """A partial or strange date is shown and never an error."""
    assert evaluate(f"f:date('{form}')") != [""]


def test_a_missing_label_stops_the_transform(evaluate) -> None:
    """A key that the locale lacks is an error that names it."""
    with pytest.raises(Exception, match=r"missing-label no\.such\.key ar"):
        evaluate("f:label('no.such.key')")


def test_numbers_that_are_made_are_arabic_indic_and_those_with_letters_stay(evaluate) -> None:
    """A paragraph's number is written in Arabic-Indic digits; a shelfmark stays as it is."""
    assert evaluate("f:digits('12'), f:digits('p12-n8')") == ["١٢", "p12-n8"]
