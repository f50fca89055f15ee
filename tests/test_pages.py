"""The pages in a real browser, opened from a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from editions import REPOSITORY, TEXT
from tahqiq import fidelity
from tahqiq.build import Options, build
from tahqiq.project import find
from tahqiq.tei import parse

TEXT_PAGE = f"{TEXT.stem}.html"

# What a reader copies: the article without the marks that cannot be selected.
_SELECTED = """() => {
  const selection = window.getSelection();
  selection.selectAllChildren(document.querySelector('main > article'));
  return selection.toString();
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the edition's site."""
    out = tmp_path_factory.mktemp("build")
    build(find(REPOSITORY), Options(("html",), out), lambda _: None)
    return out / "html"


@pytest.fixture(scope="module")
def browser(chromium: Path, require_module) -> Iterator[object]:
    """Start the system's Chromium without a screen."""
    require_module("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=str(chromium),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        running.close()


@pytest.fixture
def tab(browser) -> Iterator[object]:
    """Open a tab that remembers what went wrong and what it asked for."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.errors, page.requests = [], []
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda asked: page.errors.append(asked.url))
    page.on("request", lambda asked: page.requests.append(asked.url))
    yield page
    page.close()


def test_no_page_errs_or_asks_elsewhere(site: Path, tab) -> None:
    """Every page loads from the folder alone, without an error."""
    for path in sorted(site.rglob("*.html")):
        tab.goto(path.as_uri())
        tab.evaluate("document.fonts.ready.then(() => true)")
    assert (tab.errors, [url for url in tab.requests if not url.startswith("file:")]) == ([], [])


def test_the_page_is_set_in_its_own_font(site: Path, tab) -> None:
    """Amiri is loaded from the site and used for the article."""
    tab.goto((site / TEXT_PAGE).as_uri())
    assert tab.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px Amiri', 'مصر'))"
    )


@pytest.mark.parametrize(
    ("control", "reading"), [("view-reading", True), ("view-diplomatic", False)]
)
def test_what_a_reader_copies_is_the_text(site: Path, tab, control: str, reading: bool) -> None:
    """In each view the article, selected and copied, is that state of the text."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.check(f"#{control}")
    tab.add_style_tag(content="[data-edition] { display: none }")
    copied = "\n".join(line for line in tab.evaluate(_SELECTED).split("\n") if line)
    assert copied == fidelity.of_tei(parse(TEXT), "t", reading=reading).text


@pytest.mark.parametrize("width", [360, 768, 1920])
@pytest.mark.parametrize(
    "name", [TEXT_PAGE, "places.html", f"{TEXT.stem}.about.html", "en/orgs.html"]
)
def test_nothing_sticks_out_sideways(site: Path, tab, name: str, width: int) -> None:
    """From a phone to a wide desk no page scrolls sideways."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto((site / name).as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mention_leads_to_its_record_and_back(site: Path, tab) -> None:
    """A name in the text leads to its record, and the record's mention back to the very word."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.click("article a[href='persons.html#person-haftar'] >> nth=0")
    assert tab.evaluate("document.querySelector(':target h2').textContent") == "خليفة حفتر"
    tab.click("#person-haftar .mentions a >> nth=0")
    assert tab.evaluate("document.querySelector(':target').textContent") == "خليفة حفتر"
