"""What the pages say of themselves: to their readers' script, and to Zotero."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from cited_editions import write
from editions import TEXT
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.citation.forms import LINES, STYLES, Target, plain
from tahqiq.citation.targets import Citables
from tahqiq.project import find

TODAY = date(2026, 11, 26)
DAY = {"y": 2026, "m": 11, "d": 26, "iso": "2026-11-26"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of an edition whose header says everything, with an address."""
    folder = write(tmp_path_factory.mktemp("book"))
    report = build(find(folder), Options(("html",), folder / "build", lenient=True), lambda _: None)
    assert report.failures == []
    return folder


@pytest.fixture(scope="module")
def tab(browser) -> object:
    """Open a tab of the system's Chromium."""
    return browser.new_page()


TARGETS = (
    Target("muqaddima", url="https://example.org/a_b#c"),
    Target("muqaddima-p9", "paragraph", "2", "https://example.org/m.html#muqaddima-p9"),
    Target("muqaddima-p2", "paragraphs", "٢–٥", "https://example.org/{x}"),
    Target("muqaddima-note", "note", "١", "", "50% & أكثر_{من} ~ا^ب\\"),
    Target("place-derna", "record", "درنة", "https://example.org/places.html#place-derna"),
    Target("place-derna", "record", "Derna <& sons>", "https://example.org/places.html"),
    Target("muqaddima-q", "quotation", "3", "https://example.org/m.html", 'a "b"  c\nd'),
)


@pytest.mark.oracle
@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("target", TARGETS, ids=lambda one: f"{one.kind or 'work'}-{one.n}")
def test_the_page_says_what_the_command_says(book: Path, tab, target: Target, lang: str) -> None:
    """The script citing.js and tahqiq cite give the same strings, in every style, language and format."""
    page = book / "build/html" / ("" if lang == "ar" else lang) / "muqaddima.html"
    tab.goto(page.as_uri())
    asked = {"id": target.key, "kind": target.kind, "n": target.n, "quote": target.quote}
    said = tab.evaluate(
        """async ([target, url, day]) => {
          await new Promise(window.tahqiq.withCitations);
          const made = window.tahqiq.citations(target, url, day);
          made.text = {};
          for (const [language, styles] of Object.entries(made.styles)) {
            made.text[language] = {};
            for (const [style, html] of Object.entries(styles)) { made.text[language][style] = made.plain(html); }
          }
          return made;
        }""",
        [{key: value for key, value in asked.items() if value}, target.url, DAY],
    )
    citables = Citables(book)
    cited = citables.header(citables.find(), lang)
    forms = {one: {s: cited.form(s, one, target, TODAY) for s in STYLES} for one in ("ar", "en")}
    assert said["styles"] == forms
    assert said["text"] == {
        one: {s: plain(form) for s, form in styles.items()} for one, styles in forms.items()
    }
    assert said["formats"] == {n: cited.lines(n, target, lang, TODAY) for n in LINES}
    assert said["csl"] == cited.csl(target, lang, TODAY)


@pytest.mark.oracle
def test_a_unit_is_named_as_the_command_names_it(book: Path, tab) -> None:
    """A paragraph of a chapter is cited with its chapter, on the page as by the command."""
    tab.goto((book / "build/html/en/muqaddima.html").as_uri())
    said = tab.evaluate(
        """async target => {
          await new Promise(window.tahqiq.withCitations);
          return window.tahqiq.citations(target, "", null).styles;
        }""",
        {"kind": "paragraph", "id": "muqaddima-p2", "n": "2"},
    )
    for lang, words in (("en", "chapter 1, par. 2."), ("ar", "الفصل ١، الفقرة ٢.")):
        citables = Citables(book)
        found = citables.find("1.2")
        cited = citables.header(found, lang)
        target = replace(citables.target(found, cited, lang), url="")
        assert said[lang]["mla"] == cited.form("mla", lang, target)
        assert said[lang]["mla"].endswith(words)


# rdflib 7 warns of its own use of what its version 8 will lack.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_a_page_of_records_is_a_chapter_of_the_book(book: Path) -> None:
    """schema.org says so once, with the address of both; RDF makes one graph of it."""
    page = html.parse(book / "build/html/places.html").getroot()
    said = json.loads(page.findtext(".//script[@type='application/ld+json']"))
    assert "@context" not in said["isPartOf"]
    vocabulary = {**said, "@context": {"@vocab": "https://schema.org/"}}
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=json.dumps(vocabulary), format="json-ld")
    whole = graph.value(rdflib.URIRef(said["@id"]), rdflib.SDO.isPartOf)
    assert (said["@id"].rpartition("/")[2], str(whole).rpartition("/")[2]) == (
        "places.html",
        "index.html",
    )


@pytest.mark.oracle
def test_a_record_is_named_in_the_language_of_each_citation(book: Path, tab) -> None:
    """On the Arabic page, too, the English citation calls it by its English name, as the command does."""
    tab.goto((book / "build/html/places.html").as_uri())
    tab.click("#place-derna button:has-text('استشهد')")
    tab.wait_for_selector("dialog dd")
    said = tab.evaluate("[...document.querySelectorAll('dialog dd')].map(one => one.textContent)")
    assert any("s.v. “Derna,”" in one for one in said)
    assert any("مادة «درنة»" in one for one in said)


def zotero(page: Path) -> dict[str, object]:
    """Return the item that Zotero makes of a page.

    The logic of its translators "Embedded Metadata" and "RDF", as far as pages of ours meet it
    (read and run in November 2026): the item type of ``z:itemType`` goes first, Highwire's people
    drop those of Dublin Core, a name with a comma is divided there unless nothing follows it.
    """
    tree = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    tags: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        tags.setdefault(name, []).append(meta.get("content"))
    assert not tree.xpath("//*[contains(@class, 'Z3988')]")  # COinS would go before all this

    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    return {
        "itemType": first("z:itemType"),
        "title": first("citation_title", "dcterms.title"),
        "bookTitle": first("citation_inbook_title"),
        "creators": [
            *(("author", *person(one)) for one in tags.get("citation_author", [])),
            *(("editor", *person(one)) for one in tags.get("citation_editor", [])),
        ],
        "edition": first("prism.edition"),
        "publisher": first("citation_publisher", "dcterms.publisher"),
        "place": first("eprints.place_of_pub"),
        "date": first("citation_publication_date", "dcterms.issued"),
        "language": first("citation_language", "dcterms.language"),
        "rights": first("dcterms.rights"),
        "DOI": first("citation_doi"),
        "url": first("citation_public_url"),
    }


def person(content: str) -> tuple[str, ...]:
    """Return family and given name, or the whole of one that is not to be divided."""
    assert "،" not in content
    family, _, given = content.rstrip("; ").partition(",")
    return (family.strip(), given.strip()) if given.strip() else (family.strip(),)


def test_zotero_reads_a_book(book: Path) -> None:
    """Type, people by role, version, place, date, language, licence, DOI: nothing is lost."""
    assert zotero(book / "build/html/muqaddima.html") == {
        "itemType": "book", "title": "المقدمة", "bookTitle": "",
        "creators": [("author", "عبد الرحمن ابن خلدون"), ("editor", "ليلى الحسن"), ("editor", "سامي حداد")],
        "edition": "2.1.0", "publisher": "دار الوثائق", "place": "القاهرة", "date": "2025/03/01",
        "language": "ar", "rights": "https://creativecommons.org/licenses/by-sa/4.0/",
        "DOI": "10.5072/tahqiq_1", "url": "https://example.org/muqaddima/muqaddima.html",
    }  # fmt: skip


def test_zotero_divides_latin_names(book: Path) -> None:
    """In English the names that the header divides are divided."""
    assert zotero(book / "build/html/en/muqaddima.html")["creators"] == [
        ("author", "Ibn Khaldun", "Abd al-Rahman"),
        ("editor", "Hasan", "Layla M."),
        ("editor", "Haddad", "Sami"),
    ]


def test_zotero_reads_a_register_as_a_part(book: Path) -> None:
    """A page of records is a part of the book, by its editors and not by its author."""
    item = zotero(book / "build/html/places.html")
    assert (item["itemType"], item["title"], item["bookTitle"]) == (
        "bookSection", "الأماكن", "المقدمة",
    )  # fmt: skip
    assert [one[0] for one in item["creators"]] == ["editor", "editor"]


def test_a_hijri_year_is_in_no_date(tmp_path: Path) -> None:
    """Zotero would read 1375 as a Gregorian year."""
    folder = write(tmp_path, date='<date calendar="#hijri" when-custom="1375">1375</date>')
    build(find(folder), Options(("html",), folder / "build", lenient=True), lambda _: None)
    assert zotero(folder / "build/html/muqaddima.html")["date"] == "1955"


def test_the_page_carries_schema_org(book: Path) -> None:
    """Title in both languages, people by role, version and licence, as JSON-LD of one context."""
    text = (book / "build/html/muqaddima.html").read_text("utf-8")
    (source,) = re.findall(r'<script type="application/ld\+json">(.+?)</script>', text)
    value = json.loads(source)
    assert (value["@context"], value["@type"], value["version"]) == (
        "https://schema.org", "Book", "2.1.0",
    )  # fmt: skip
    assert {one["@language"] for one in value["name"]} == {"ar", "en"}
    assert [one["name"] for one in value["author"]] == ["عبد الرحمن ابن خلدون"]


def test_the_edition_itself_is_read(site: Path) -> None:
    """Our own report is a book of its editors, whose source has no author."""
    item = zotero(site / f"{TEXT.stem}.html")
    assert (item["itemType"], item["creators"]) == ("book", [("editor", "tahqiq maintainers")])
