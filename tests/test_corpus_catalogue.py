"""A catalogue of a collection, the questions that it answers, and its page."""

import doctest
import re
from pathlib import Path

import pytest
from lxml import html

import axe
import corpora
from editions import REPOSITORY
from tahqiq.corpus.facts import of_file, target
from tahqiq.corpus.language_names import language_name
from tahqiq.corpus.overview import page
from tahqiq.corpus.timelines import decades, window
from tahqiq.deliveries import Item

PLACES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPlace>
<place xml:id="place-derna"><placeName type="main" xml:lang="ar">درنة</placeName>
<placeName type="main" xml:lang="en">Derna</placeName>
<location><geo>32.76 22.64</geo></location></place></listPlace></standOff></TEI>"""
DOCS = REPOSITORY / "docs/howto/ask-a-catalogue.rst"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the catalogue of twelve documents, in the folder that the examples name."""
    for name in ("pyarrow", "duckdb", "babel"):
        pytest.importorskip(name)
    folder = tmp_path_factory.mktemp("فهرس")
    corpora.write(folder / "texts", 12)
    (folder / "places.xml").write_text(PLACES, "utf-8")
    made = folder / "catalogue"
    corpora.run("index", folder / "texts", "-o", made, "--registers", folder / "places.xml")
    return made


def asked(catalogue: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query, asked in the folder above the catalogue."""
    import duckdb

    return duckdb.sql(query.replace("'catalogue/", f"'{catalogue}/")).fetchall()


def blocks(language: str) -> list[str]:
    """Return the examples of the documentation in a language."""
    found = re.findall(rf"code-block:: {language}\n\n((?:   .*\n|\n)+)", DOCS.read_text("utf-8"))
    return [re.sub(r"(?m)^   ", "", one) for one in found]


def test_a_mention_is_joined_to_its_record(catalogue: Path) -> None:
    """Every mention of Derna leads to the record of the register, which has its coordinates."""
    rows = asked(
        catalogue,
        "SELECT DISTINCT surface, name_en, latitude FROM 'catalogue/mentions.parquet' "
        "JOIN 'catalogue/entities.parquet' USING (entity)",
    )
    assert rows == [("درنة", "Derna", 32.76)]


def test_languages_and_years_are_counted(catalogue: Path) -> None:
    """The French words of a text are French, and the year of a date is a number."""
    rows = asked(
        catalogue,
        "SELECT DISTINCT language FROM 'catalogue/languages.parquet' UNION ALL "
        "SELECT DISTINCT year::TEXT FROM 'catalogue/dates.parquet' ORDER BY 1",
    )
    assert rows == [("1908",), ("ar",), ("fr",)]


def test_a_broken_document_is_in_the_catalogue(catalogue: Path) -> None:
    """What is not well-formed has its finding and no words."""
    query = "SELECT document, status, words FROM 'catalogue/documents.parquet' WHERE words IS NULL"
    assert asked(catalogue, query) == [("مجلد-0/نص-00007.xml", "invalid", None)]


def test_authors_are_all_named_without_their_identifiers(tmp_path: Path) -> None:
    """Two authors stand beside each other, and an idno within a name is no part of it."""
    path = tmp_path / "نص.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>رحلة</title>'
        "<author>محمد كرد علي<idno>Q1</idno></author><author>طاهر الجزائري</author>"
        "</titleStmt></fileDesc></teiHeader></TEI>",
        "utf-8",
    )
    header = of_file(Item("نص.xml", path, tmp_path))["header"]
    assert header["author"] == "محمد كرد علي | طاهر الجزائري"


@pytest.mark.parametrize("query", blocks("sql"))
def test_the_examples_in_sql_answer(catalogue: Path, query: str) -> None:
    """Each query of the documentation has an answer."""
    assert asked(catalogue, query) != []


def test_the_example_in_pandas_answers(
    catalogue: Path, require_module, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program of the documentation runs, and finds the documents without a name."""
    require_module("pandas")
    monkeypatch.chdir(catalogue.parent)
    names: dict[str, object] = {}
    exec(compile(blocks("python")[0], str(DOCS), "exec"), names)
    assert set(names["named"].index) == {"org", "person", "place"}
    assert isinstance(names["untouched"], list)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_needs_nothing(catalogue: Path, lang: str, direction: str) -> None:
    """The page has its direction, no script and no address; every plot has a name, every table a title."""
    whole = page(catalogue, lang)
    tree = html.document_fromstring(whole)
    plots = tree.xpath("//*[@role='img']")
    assert (tree.get("dir"), tree.findall(".//script")) == (direction, [])
    assert not re.findall(r"(?:src|href)=", whole)
    assert len(plots) >= 5
    assert all(one.get("aria-label") for one in plots)
    assert all(one.findtext("caption") for one in tree.iter("table"))
    assert page(catalogue, lang) == whole


@pytest.mark.parametrize(("lang", "width", "scheme"), [("ar", 375, "dark"), ("en", 1200, "light")])
def test_the_page_is_whole_on_phone_and_desk(
    catalogue: Path, tmp_path: Path, browser, require_module, lang: str, width: int, scheme: str
) -> None:
    """Axe finds nothing, and the page is no wider than its window."""
    require_module("axe_playwright_python")

    (tmp_path / "page.html").write_text(page(catalogue, lang), "utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    shown = context.new_page()
    shown.goto((tmp_path / "page.html").as_uri())
    found = [one["id"] for one in axe.violations(shown)]
    wide = shown.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert (found, wide) == ([], width)


def test_what_lies_apart_is_not_drawn() -> None:
    """Dates in two centuries are drawn, one that is wrong by millennia is told."""
    rows = [(1320, 4), (1890, 3), (1900, 9), (7760, 1)]
    assert window(rows) == (rows[:3], [], [(7760, 1)])
    assert decades([(1890, 3), (1910, 9)]) == [("1890", 3), ("1900", 0), ("1910", 9)]


def test_the_catalogue_has_no_clock(catalogue: Path, tmp_path: Path) -> None:
    """A second run elsewhere, with two processes, makes the same tables byte for byte."""
    above = catalogue.parent
    arguments = ("index", above / "texts", "-o", tmp_path, "--registers", above / "places.xml")
    corpora.run(*arguments, "--jobs", 2)
    assert corpora.made(tmp_path) == corpora.made(catalogue)


DESCRIPTION = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>فهرس</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><msDesc>
<msContents><msItem><author key="person_1"><persName>ابن سينا <date from="0980" to="1037"/></persName>
</author><textLang mainLang="ar">Arabic</textLang></msItem></msContents><history><origin>
<origDate calendar="#Hijri-qamari" when="1715-10-20">1127</origDate></origin></history></msDesc>
</sourceDesc></fileDesc></teiHeader><text><body><p><!-- فارغ --></p></body></text></TEI>"""


def test_a_manuscript_is_catalogued_by_its_description(tmp_path: Path) -> None:
    """Where there is no text, names, dates and language are those of the description."""
    path = tmp_path / "MS_Marsh_536.xml"
    path.write_text(DESCRIPTION, "utf-8")
    made = of_file(Item(path.name, path, tmp_path, packed=False))
    assert (made["header"]["source_date"], made["header"]["language"]) == ("1715-10-20", "ar")
    assert [(one["surface"], one["entity"]) for one in made["mentions"]] == [
        ("ابن سينا", "person_1")
    ]
    assert [one["year"] for one in made["dates"]] == [980, 1715]
    assert made["header"]["words"] == 4


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("#p1", "أ/رسالة.xml#p1"),
        ("../registers/places.xml#x", "registers/places.xml#x"),
        ("http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q1"),
        ("psn:a", "psn:a"),
        ("", ""),
    ],
)
def test_a_pointer_names_a_record(ref: str, found: str) -> None:
    """A pointer is read from where its document lies; what is no pointer stays as it is."""
    assert target(ref, "أ/رسالة.xml") == found


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ota-Latn-TR", "التركية العثمانية"),
        ("ara", "العربية"),
        ("fr-Arab-145", "الفرنسية"),
        ("لا وسم", ""),
    ],
)
def test_a_language_has_its_name_in_arabic(tag: str, name: str) -> None:
    """A tag is called after its language, whatever stands behind it; what is no tag has no name."""
    pytest.importorskip("babel")
    assert language_name(tag, "ar") == name


def test_what_is_no_catalogue_is_said(tmp_path: Path) -> None:
    """A folder without tables ends with 2 and one line that says what to do."""
    pytest.importorskip("duckdb")
    refused = corpora.run("report", tmp_path, "-o", tmp_path / "page.html")
    assert (refused.returncode, "tahqiq corpus index" in refused.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_hours_that_are_told_are_computed() -> None:
    """What the documentation says of hours and memory is what its formulas give."""
    path = REPOSITORY / "docs/explanation/corpora.rst"
    assert doctest.testfile(str(path), module_relative=False) == (0, 4)
