"""The search index: what is folded, what a unit is, how large the files are."""

import json
from pathlib import Path

import pytest
from lxml import etree

from conftest import missing
from editions import SHARED
from tahqiq import tei
from tahqiq.press.stylesheets import Text
from tahqiq.search import index
from tahqiq.search.folding import folded
from tahqiq.search.units import Span, units

JOURNAL = SHARED / "corpus/al-muqtabas"


def text(body: str, records: str = "") -> etree._Element:
    """Return the root of a resolved text with a body and records."""
    head = "<fileDesc><titleStmt><title>رسالة</title></titleStmt></fileDesc>"
    return etree.fromstring(
        f'<TEI xmlns="{tei.TEI_NS}" xml:id="letter"><teiHeader>{head}</teiHeader>'
        f'<standOff>{records}</standOff><text xml:lang="ar"><body>{body}</body></text></TEI>'
    )


def called(script: bytes) -> dict[str, object]:
    """Return what a file of the index hands over."""
    return json.loads(script.decode().partition("push(")[2].rstrip()[:-1])


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("مُسَبَّقًا", "مسبقا"),
        ("لـ «الثني»", "ل «الثني»"),
        ("أإآٱا", "ااااا"),
        ("مسؤول وهيئة", "مسوول وهييه"),
        ("مدينة على", "مدينه علي"),
        ("١٩٠٦ و۲۱ و3", "1906 و21 و3"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("Ḥaftar al-ʿĀshira", "haftar al-ashira"),
        ("ﻻ", "لا"),
    ],
)
def test_what_readers_do_not_tell_apart_is_folded(written: str, compared: str) -> None:
    """Vowels, tatweel, hamza carriers, ى and ي, ة and ه, digits, case and accents are one."""
    assert folded(written) == compared


def test_a_unit_is_the_reading_text_of_a_paragraph() -> None:
    """Corrections are applied, notes are units of their own, white space is folded."""
    root = text(
        '<p xml:id="p1" n="1">قال <choice><sic>أن</sic><corr>إن</corr></choice>\n  كتابًا<note'
        ' xml:id="n1">عددها 21.</note> و<supplied>صل</supplied>.</p>'
    )
    assert [(unit.anchor, unit.number, unit.part, unit.text) for unit in units(root)] == [
        ("p1", "1", "t", "قال إن كتابًا وصل."),
        ("n1", "", "n", "عددها 21."),
    ]


def test_a_name_keeps_its_place_its_kind_and_its_record() -> None:
    """A span begins after the particle that is joined to the name."""
    root = text(
        '<p xml:id="p1">سافر إلى سرت و<placeName ref="#place-derna">درنة</placeName>.</p>',
        '<listPlace type="places"><place xml:id="place-derna"/></listPlace>',
    )
    assert units(root)[0].spans == [Span(14, 18, "places", "place-derna")]


def test_speech_over_paragraphs_covers_each_of_them() -> None:
    """A stretch of speech that holds whole paragraphs is in every one of them."""
    root = text("<said><p>قال</p><p>وزاد</p></said>")
    assert [(unit.text, unit.spans) for unit in units(root)] == [
        ("قال", [Span(0, 3, "speech", "")]),
        ("وزاد", [Span(0, 4, "speech", "")]),
    ]


def test_a_paragraph_without_an_id_leads_to_what_it_stands_in() -> None:
    """The anchor of a unit without an id is that of its nearest ancestor with one."""
    assert [unit.anchor for unit in units(text('<div xml:id="d1"><p>نص</p></div>'))] == ["d1"]


def test_places_are_counted_as_a_browser_counts() -> None:
    """A letter outside the basic plane counts twice in the index."""
    files = index.index(
        [Text("letter", etree.tostring(text('<p>𐤀 <name type="place">صور</name></p>')))], ["ar"]
    )
    assert called(files["html/search/units-0.js"])["spans"] == "3,3,3"


def test_the_edition_s_entities_are_all_there(site: Path) -> None:
    """Every record of the registers is an entity, with its names in both languages."""
    header = called((site / "search/index.js").read_bytes())["header"]
    haftar = next(one for one in header["entities"] if one[3].endswith("#person-haftar"))
    assert (haftar[0], haftar[1][:2], haftar[2]) == ("persons", ["خليفة حفتر", "Khalifa Haftar"], 4)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Return the index of eight issues of al-Muqtabas."""
    if not JOURNAL.is_dir():
        missing("the corpus al-Muqtabas", "it lies beside the checkout, in ../shared/corpus")
    texts = [
        Text(path.stem, etree.tostring(tei.parse(path).getroot()))
        for path in sorted(JOURNAL.glob("*.xml"))
    ]
    files = index.index(texts, ["ar", "en"])
    return [files[name] for name in sorted(files)]


def test_the_index_is_little_larger_than_the_text(journal: list[bytes]) -> None:
    """On a text of a megabyte the index stays under one and a half times its size."""
    size = sum(len(file) for file in journal)
    words = sum(len(called(file).get("text", "").encode()) for file in journal)
    assert words > 1_000_000
    assert size / words < 1.5


def test_the_index_is_the_same_at_every_build(journal: list[bytes]) -> None:
    """Two builds of one text write the same bytes."""
    path = sorted(JOURNAL.glob("*.xml"))[0]
    made = [Text(path.stem, etree.tostring(tei.parse(path).getroot()))]
    assert index.index(made, ["ar"]) == index.index(made, ["ar"])
