"""The documentation itself, built in both languages: complete, linked, usable by everyone."""

import re
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

import axe

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

COMPLETE = """
index tutorial rules glossary howto/encode-a-paragraph howto/add-a-text howto/add-a-record
howto/document-a-project howto/format-files reference/sphinx reference/attributes reference/values
reference/classes explanation/encoding explanation/fidelity guidelines/structure
guidelines/transcription guidelines/names guidelines/dates guidelines/speech guidelines/registers
guidelines/header
""".split()
"""The pages without which an editor who reads Arabic alone cannot work."""

JUDGED = """
howto/encode-a-paragraph guidelines/names rules reference/commands reference/texts glossary search
""".split()
COLOURED = ("howto/encode-a-paragraph", "guidelines/names", "search")
"""Prose, code and tables, and what a script adds: the colours of every page."""


# As "python -m sphinx", but that it looks for no cycles among its objects: a quarter of the time.
_SPHINX = """
import gc, sys
gc.disable()
from sphinx.cmd.build import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, require_module) -> Path:
    """Build both languages; every warning is an error."""
    require_module("furo")
    out = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-c", _SPHINX, "-n", "-W", "--keep-going", "-q"]
    for language, folder in (("en", out), ("ar", out / "ar")):
        made = subprocess.run(
            [*command, "-D", f"language={language}", str(DOCS), str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (made.returncode, made.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    """Read every page."""
    return {
        path: html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_every_link_leads_somewhere(site: Path, pages) -> None:
    """Every link within the documentation names a page that is there, and an id that it has."""
    ids = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in set(page.xpath("//a/@href | //img/@src")):
            if re.match(r"[a-z]+:", link) or link in ("#", ""):
                continue
            address, fragment = urldefrag(link)
            target = (
                (path.parent / unquote(address.partition("?")[0])).resolve() if address else path
            )
            if not target.is_file() or (
                fragment and unquote(fragment) not in ids.get(target, {unquote(fragment)})
            ):
                dead.append(f"{path.relative_to(site)}: {link}")
    assert sorted(dead) == []


def test_each_page_has_its_other_language(site: Path, pages) -> None:
    """Every page leads to itself in the other language, with language and direction named."""
    lost = [
        path.relative_to(site).as_posix()
        for path, page in pages.items()
        if not page.xpath("//a[@hreflang and @dir]")
    ]
    assert lost == []


def test_arabic_pages_run_right_to_left(site: Path, pages) -> None:
    """The root of each page says its language and direction."""
    told = {
        (page.get("lang"), page.get("dir"), "ar" in path.relative_to(site).parts[:1])
        for path, page in pages.items()
    }
    assert told == {("ar", "rtl", True), ("en", None, False)}


@pytest.mark.parametrize("name", COMPLETE)
def test_the_pages_of_an_editor_are_translated(pages, site: Path, name: str) -> None:
    """What an editor needs is whole in Arabic."""
    page = pages[site / f"ar/{name}.html"]
    left = [one.text_content() for one in page.xpath("//*[contains(@class, 'untranslated')]")]
    assert [text for text in left if text.strip()] == []


def test_the_inventory_names_the_encoding(site: Path) -> None:
    """Other projects find elements, attributes, rules, stylesheets and options by intersphinx."""
    content = (site / "objects.inv").read_bytes()
    lines = zlib.decompress(content.split(b"\n", 4)[4]).decode("utf-8").splitlines()
    names = {" ".join(line.split(" ")[:2]) for line in lines}
    wanted = {
        "persName tei:elem",
        "persName@ref tei:att",
        "ref tei:att",
        "persName@type=main tei:val",
        "att.global tei:class",
        "edition.record tei:data",
        "TQ114 tei:rule",
        "witness tei:term",
        "xslt/html.xsl xslt:sheet",
    }
    assert wanted - names == set()


def test_every_rule_shows_a_wrong_and_a_right_case(pages, site: Path) -> None:
    """Each rule has its two examples on its page, and its address is its code."""
    page = pages[site / "rules.html"]
    codes = {path.name.partition("-")[0] for path in (ROOT / "tests/schema/invalid").glob("*.xml")}
    shown = {
        one.xpath("./dt/@id")[0]: len(one.xpath(".//div[contains(@class, 'highlight-xml')]"))
        for one in page.xpath("//dl[contains(@class, 'tei-rule')]")
    }
    assert shown == {code.lower(): 2 for code in codes}


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize("name", JUDGED)
def test_axe_finds_nothing_serious(site: Path, tab, require_module, language, name) -> None:
    """No page has what keeps somebody out, and none scrolls sideways, at a desk or on a phone.

    The two languages of a page are made alike: one is judged at a desk, the other on a phone, and
    the colours of all in a few.
    """
    require_module("axe_playwright_python")
    found = []
    is_coloured = language == "" and name in COLOURED
    tab.goto((site / f"{language}{name}.html").as_uri())
    tab.evaluate("document.fonts.ready.then(() => true)")
    for width, is_judged in ((1300, language == ""), (390, language == "ar/")):
        tab.set_viewport_size({"width": width, "height": 900})
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{width}: scrolls sideways")
        found += [
            f"{width}: {one['id']}: {one['nodes'][0]['target']}"
            for one in (axe.violations(tab, contrast=is_coloured) if is_judged else [])
            if one["impact"] in ("serious", "critical")
        ]
    assert found == []


def test_code_in_arabic_is_one_run(site: Path, tab) -> None:
    """The parts of a reference in Arabic stand from right to left, on an English page too."""
    tab.goto((site / "howto/cite-passages.html").as_uri())
    lefts = tab.eval_on_selector_all(
        "p code .pre",
        "all => all.filter(one => /^[ص٢]$/.test(one.textContent))"
        ".map(one => one.getBoundingClientRect().left)",
    )
    assert len(lefts) == 2
    assert lefts[0] > lefts[1]


@pytest.mark.parametrize("word", ["تنظيم", "التنظيم", "مَكان", "السجلات"])
def test_the_search_finds_arabic_with_what_is_joined_to_it(site: Path, tab, word: str) -> None:
    """A word is found under its particles, article and vowels, from a folder without a server."""
    tab.goto((site / "ar/search.html").as_uri() + f"?q={word}")
    # Sphinx shows one result after the other.
    found = tab.wait_for_selector("#search-results li a[href*='guidelines/names.html']")
    assert found is not None
