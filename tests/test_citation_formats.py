"""What reference managers read of ours, by their own parsers and by what they are known to do."""

import calendar
import json
import re
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
import rispy
from pybtex.database import parse_string

from cited_editions import write
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite

TODAY = date(2026, 11, 26)
ADDRESS = "https://example.org/muqaddima/muqaddima.html"
REFERENCES = {"": "work", "1.2": "passage", "place-derna": "record"}

MONTHS = {name[:3].lower(): name for name in calendar.month_name if name}

# CSL 1.0.2, csl-data.json: the variables that an item of ours may have, and their types.
CSL_TYPES = {"book", "chapter", "entry-encyclopedia"}
CSL_NAMES = {"author", "editor", "translator"}
CSL_DATES = {"issued", "accessed"}
CSL_STRINGS = {
    "id", "type", "title", "container-title", "edition", "publisher", "publisher-place", "language",
    "DOI", "URL", "note",
}  # fmt: skip


@pytest.fixture(scope="module")
def citables(tmp_path_factory: pytest.TempPathFactory) -> Citables:
    """Return an edition whose header says everything."""
    return Citables(write(tmp_path_factory.mktemp("book")))


def made(citables: Citables, reference: str, form: str, lang: str = "ar", **more: object) -> str:
    """Return a citation in a format."""
    return cite(citables, reference, Choices(format=form, lang=lang, accessed=TODAY, **more))


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_bibtex_is_read_alike_by_two_parsers(
    citables: Citables, form: str, reference: str, lang: str
) -> None:
    """Two parsers, bibtexparser and pybtex find one entry with the same fields."""
    text = made(citables, reference, form, lang)
    library = bibtexparser.parse_string(text)
    (entry,) = library.entries
    (other,) = parse_string(text, "bibtex").entries.values()
    assert library.failed_blocks == []
    assert entry.entry_type == other.type
    fields = {field.key: field.value for field in entry.fields}
    fields["month"] = MONTHS.get(fields.get("month", ""), "")  # a name that every style defines
    kept = {name: value for name, value in fields.items() if name not in CSL_NAMES and value}
    bare = {key: re.sub(r"^\{|\}$", "", value) for key, value in kept.items()}
    assert {key: re.sub(r"^\{|\}$", "", value) for key, value in other.fields.items()} == bare


def test_the_day_of_publication_is_told(citables: Citables) -> None:
    """BibTeX has month and day beside the year, BibLaTeX the whole date."""
    assert "year = {2025},\n  month = mar,\n  day = {1}," in made(citables, "", "bibtex")
    assert "date = {2025-03-01}," in made(citables, "", "biblatex")


@pytest.mark.parametrize(
    ("reference", "form", "kind"),
    [
        ("", "bibtex", "book"),
        ("1.2", "bibtex", "incollection"),
        ("place-derna", "bibtex", "incollection"),
        ("1.2", "biblatex", "inbook"),
        ("place-derna", "biblatex", "inreference"),
    ],
)
def test_bibtex_types(citables: Citables, reference: str, form: str, kind: str) -> None:
    """A book, a part of one, an entry of a work of reference."""
    (entry,) = parse_string(made(citables, reference, form), "bibtex").entries.values()
    assert entry.type == kind


def test_bibtex_names_are_whole(citables: Citables) -> None:
    """A name of Arabic script is one literal; a Latin one has its family name."""
    (arabic,) = parse_string(made(citables, "", "bibtex"), "bibtex").entries.values()
    (latin,) = parse_string(made(citables, "", "bibtex", "en"), "bibtex").entries.values()
    assert [str(one) for one in arabic.persons["author"]] == ["{عبد الرحمن ابن خلدون}"]
    assert [str(one) for one in arabic.persons["editor"]] == ["{ليلى الحسن}", "{سامي حداد}"]
    (author,) = latin.persons["author"]
    assert (author.last_names, author.first_names + author.middle_names) == (
        ["Ibn", "Khaldun"],
        ["Abd", "al-Rahman"],
    )


def test_bibtex_says_all(citables: Citables) -> None:
    """Nothing of what the header says of the work is lost."""
    (entry,) = parse_string(made(citables, "", "biblatex"), "bibtex").entries.values()
    assert dict(entry.fields) == {
        "title": "{المقدمة}", "edition": "2.1.0", "publisher": "{دار الوثائق}", "location": "القاهرة",
        "date": "2025-03-01", "language": "ar", "langid": "arabic", "doi": "10.5072/tahqiq_1",
        "url": ADDRESS, "urldate": "2026-11-26",
    }  # fmt: skip


def test_bibtex_escapes_what_tex_reads(citables: Citables) -> None:
    """A quotation with a per cent sign and an ampersand stays text."""
    (entry,) = parse_string(made(citables, "1.2", "bibtex", quote=True), "bibtex").entries.values()
    assert entry.fields["note"] == r"قال: 50\% \& أكثر."


def test_bibtex_braces_close(tmp_path: Path) -> None:
    """A brace that nothing closes does not swallow the entry, and ⟨ is itself."""
    title = "<title>كتاب ⟨الـ⟩عبر { والخبر</title>"
    made_of = made(Citables(write(tmp_path, titles=title)), "", "bibtex")
    (entry,) = parse_string(made_of, "bibtex").entries.values()
    assert entry.fields["title"] == r"{كتاب ⟨الـ⟩عبر \textbraceleft{} والخبر}"


@pytest.mark.parametrize(
    ("reference", "kind", "title"),
    [
        ("", "BOOK", "المقدمة"),
        ("1.2", "CHAP", "الفصل ١، الفقرة ٢"),
        ("place-derna", "ENCYC", "درنة"),
    ],
)
def test_ris_is_read_whole(citables: Citables, reference: str, kind: str, title: str) -> None:
    """The parser rispy finds type, title, people by role, version, date, publisher, address."""
    (entry,) = rispy.loads(made(citables, reference, "ris"))
    assert (entry["type_of_reference"], entry["title"]) == (kind, title)
    # ED is what Zotero takes for editors; A2 it takes for series.
    assert entry["unknown_tag"]["ED"] == ["ليلى الحسن", "سامي حداد"]
    assert entry.get("authors", []) == (
        [] if reference == "place-derna" else ["عبد الرحمن ابن خلدون"]
    )
    assert (entry["edition"], entry["year"], entry["date"]) == ("2.1.0", "2025", "2025/03/01")
    assert (entry["publisher"], entry["place_published"]) == ("دار الوثائق", "القاهرة")
    assert entry["urls"] == [
        {"": ADDRESS, "1.2": f"{ADDRESS}#muqaddima-p2",
         "place-derna": "https://example.org/muqaddima/places.html#place-derna"}[reference]
    ]  # fmt: skip
    assert entry.get("secondary_title") == (None if not reference else "المقدمة")


def test_endnote_names_are_not_divided(citables: Citables) -> None:
    """A whole name ends in a comma, which stops EndNote from dividing it."""
    lines = made(citables, "", "endnote").split("\n")
    assert lines[:4] == ["%0 Book", "%A عبد الرحمن ابن خلدون,", "%E ليلى الحسن,", "%E سامي حداد,"]


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("reference", REFERENCES)
def test_csl_json_keeps_its_schema(citables: Citables, reference: str, lang: str) -> None:
    """Every variable is one of CSL 1.0.2, of its type; no version, which makes a book a program."""
    (item,) = json.loads(made(citables, reference, "csl-json", lang, quote=True))
    assert item["type"] in CSL_TYPES
    assert set(item) <= CSL_NAMES | CSL_DATES | CSL_STRINGS
    assert all(isinstance(item[key], str) for key in CSL_STRINGS & set(item))
    for name in (one for key in CSL_NAMES & set(item) for one in item[key]):
        assert set(name) in ({"literal"}, {"family", "given"})
    for key in CSL_DATES & set(item):
        assert all(isinstance(part, int) for part in item[key]["date-parts"][0])


def test_csl_json_people_by_role(citables: Citables) -> None:
    """The author of the source and the editors keep their roles; Arabic names are literals."""
    (arabic,) = json.loads(made(citables, "1.2", "csl-json"))
    (english,) = json.loads(made(citables, "1.2", "csl-json", "en"))
    assert arabic["author"] == [{"literal": "عبد الرحمن ابن خلدون"}]
    assert arabic["editor"] == [{"literal": "ليلى الحسن"}, {"literal": "سامي حداد"}]
    assert english["author"] == [{"family": "Ibn Khaldun", "given": "Abd al-Rahman"}]
    assert (english["title"], english["container-title"]) == (
        "Chapter 1, par. 2",
        "The Introduction",
    )


def test_a_hijri_year_is_told_in_a_note(tmp_path: Path) -> None:
    """Machines get the Gregorian years that the Hijrī one touches, and the year itself in words."""
    hijri = '<date calendar="#hijri" when-custom="1375">1375</date>'
    book = Citables(write(tmp_path, date=hijri))
    (item,) = json.loads(made(book, "", "csl-json"))
    assert (item["issued"], item["note"]) == ({"date-parts": [[1955], [1956]]}, "1375هـ")
    (entry,) = parse_string(made(book, "", "biblatex"), "bibtex").entries.values()
    assert (entry.fields["date"], entry.fields["note"]) == ("1955/1956", "1375هـ")
    (ris,) = rispy.loads(made(book, "", "ris"))
    assert (ris["year"], ris["notes"]) == ("1955", ["1375هـ"])
