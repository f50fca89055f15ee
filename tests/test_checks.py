"""Checks that no schema language makes, on Arabic documents."""

from pathlib import Path

import pytest

from tahqiq.checks import check
from tahqiq.checks.dates import fault_of

TEI = "http://www.tei-c.org/ns/1.0"
CITABLE = Path(__file__).parent / "citable"


def found(body: str) -> list[str]:
    """Return place and code of each finding in a text of three lines, ``body`` the second."""
    source = f'<TEI xmlns="{TEI}" xml:lang="ar">\n{body}\n</TEI>'
    return [
        f"{f.place.line}:{f.place.column} {f.code}" for f in check(source.encode(), file="r.xml")
    ]


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("<p>قال ابن خلدون</p>", []),
        ("<p>قال\u202bابن\u202c</p>", ["2:7 TQ203", "2:11 TQ203"]),
        ("<p>قال <hi>\u2067ابن\u2069</hi></p>", []),
        ("<p>قا\u0644ا\u0653</p>", ["2:7 TQ201"]),
        ("<p>\ufefb \ufdfa \ufd3e</p>", ["2:4 TQ204"]),
        ("<p>قال\x85 \x9f</p>", ["2:9 TQ202"]),
        ("<p>کتاب</p>", ["2:4 TQ205"]),
        ('<p xml:lang="fa">کتاب</p>', []),
        (
            "<p>قـال <persName>ابـن <forename>خلـدون</forename></persName></p>",
            ["2:21 TQ206", "2:36 TQ206"],
        ),
        ("<p>قال&amp;\u202aس</p>", ["2:4 TQ203"]),
        ("<p>قال<!-- س -->ابن\u202aس</p>", ["2:20 TQ203"]),
    ],
)
def test_characters_are_found_where_they_stand(body: str, findings: list[str]) -> None:
    """Each character is named by line and column; letters of other languages are left alone."""
    assert found(body) == findings


@pytest.mark.parametrize(
    ("tag", "codes"),
    [
        ("ar", []),
        ("ar-Latn-x-ijmes", []),
        ("ar-EG", []),
        ("ota", []),
        ("und-Arab", []),
        ("x-private", []),
        ("de-CH-1996", []),
        ("ar_EG", ["2:4 TQ211"]),
        ("arabic language", ["2:4 TQ211"]),
        ("xx", ["2:4 TQ212"]),
        ("ar-Zyyz", ["2:4 TQ212"]),
    ],
)
def test_language_tags_follow_bcp_47(tag: str, codes: list[str]) -> None:
    """A tag is well formed, and a code of two letters names a language."""
    assert found(f'<p xml:lang="{tag}"/>') == codes


@pytest.mark.parametrize(
    ("value", "exists"),
    [
        ("2015", True),
        ("2015-02", True),
        ("2015-02-28", True),
        ("2016-02-29", True),
        ("-0044-03-15", True),
        ("2015-02-16T09:30:00+02:00", True),
        ("--02-29", True),
        ("---31", True),
        ("09:30", True),
        ("P1Y", True),
        ("2015-02-16/2015-02-17", True),
        ("2015-02-29", False),
        ("2015-13", False),
        ("15", False),
        ("16/02/2015", False),
        ("2015-W07-1", True),
        ("2015-02-16/P1D", True),
        ("٢٠١٥", False),
        ("2015-2-16", False),
        ("2015-02-16T25:00", False),
    ],
)
def test_a_date_must_exist(value: str, exists: bool) -> None:
    """Forms of W3C and ISO 8601, with the days that their month has."""
    assert (fault_of(value) is None) == exists


def test_a_date_that_does_not_exist_is_found_at_its_attribute() -> None:
    """The place is that of the attribute; a span that ends before it begins names both."""
    assert found(
        '<p><date when="2015-02-30">س</date>'
        '<date notBefore="2015-03" notAfter="2015-02-16"/><date from="2015" to="2015-01"/>'
        '<span from="#a" to="#b"/><biblScope from="1" to="2"/><date when-custom="1436-13-40"/></p>'
    ) == ["2:10 TQ221", "2:62 TQ222"]


@pytest.mark.parametrize(
    ("hijri", "gregorian", "codes"),
    [
        ("1436-04-27", "2015-02-16", []),
        ("1324-02-01", "1906-03-27", []),
        ("1436-04-28", "2015-02-16", []),
        ("1436-05-27", "2015-02-16", ["2:53 TQ223"]),
        ("1436-13-27", "2015-02-16", ["2:53 TQ221"]),
    ],
)
def test_a_hijri_day_agrees_with_its_gregorian_one(
    hijri: str, gregorian: str, codes: list[str]
) -> None:
    """Two days apart are the moon's or the court's; more is a mistake."""
    date = f'<date when="{gregorian}" datingMethod="#cal_islamic" when-custom="{hijri}"/>'
    assert found(date) == codes


def test_hijri_days_are_those_of_an_independent_calendar() -> None:
    """Over 150 years no day is further than two from Umm al-Qura."""
    hijridate = pytest.importorskip("hijridate", reason="hijridate is not installed")
    far = []
    for year in range(1343, 1500):
        for month in range(1, 13):
            when = hijridate.Hijri(year, month, 1).to_gregorian().isoformat()
            far += found(
                f'<date when="{when}" calendar="#hijri" when-custom="{year}-{month:02}-01"/>'
            )
    assert far == []


LETTER = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><witness><ptr target="a.txt"/></witness></teiHeader><text>{}</text></TEI>'


def codes_of(body: str, witness: str | None = None) -> list[str]:
    """Return the code of each finding on a small text."""
    return [
        one.code
        for one in check(LETTER.format(body).encode(), file="a.xml", read=lambda _: witness)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<date when="2015-02-16">الاثنين 16 فبراير</date>', []),
        ('<date when="2015-02-16">يومَ الثُّلاثاء</date>', ["TQ224"]),
        ('<date when="2015-02-16">on Tuesday</date>', ["TQ224"]),
        ('<date when="2015-02-16">بين الأحد والاثنين</date>', ["TQ224"]),
        ("<placeName> درنة</placeName>", ["TQ231"]),
        ("<placeName>درنة\u00a0</placeName>", ["TQ231"]),
        ("<persName>\n <forename>عبد</forename>\n</persName>", []),
        ('<placeName ref="#d">ودرنة</placeName><placeName ref="#d">درنة</placeName>', ["TQ232"]),
        ('<placeName ref="#s">للسودان</placeName><placeName ref="#s">السودان</placeName>', ["TQ232"]),
        ('<persName ref="#w">وليد</persName><persName ref="#l">ليد</persName>', []),
    ],
)  # fmt: skip
def test_weekdays_and_bounds(body: str, expected: list[str]) -> None:
    """Days, spaces and particles; a letter of the name itself is left alone."""
    assert codes_of(body) == expected


@pytest.mark.parametrize(
    ("witness", "expected"),
    [
        ("قال أن\nكتابًا", []),
        ("قال إن كتابًا", ["TQ241"]),
        ("قال أن كتابًا وصل", ["TQ241"]),
        (None, []),
    ],
)
def test_the_text_as_received_is_its_witness(witness: str | None, expected: list[str]) -> None:
    """Corrections, notes and line breaks do not count; every letter of the witness does."""
    body = "<p>قال <choice><sic>أن</sic><corr>إن</corr></choice>\n كتابًا<note>حاشية</note></p>"
    assert codes_of(body, witness) == expected


@pytest.mark.parametrize("path", sorted((CITABLE / "valid").glob("*.xml")), ids=lambda p: p.stem)
def test_a_sound_declaration_is_passed(path: Path) -> None:
    """What each page of the documentation recommends is found right."""
    assert check(path.read_bytes(), file=path.name) == []


@pytest.mark.parametrize("path", sorted((CITABLE / "invalid").glob("*.xml")), ids=lambda p: p.stem)
def test_a_faulty_declaration_is_found(path: Path) -> None:
    """A tree of citation that leads astray is found, by the code and the name of its file."""
    found = check(path.read_bytes(), file=path.name)
    assert [f"{one.code}-{one.slug}" for one in found] == [path.stem]
    assert all(one.place.line > 1 and one.message.ar for one in found)
