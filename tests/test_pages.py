"""The pages in a real browser, opened from a folder."""

import subprocess
from pathlib import Path

import pytest

import axe
from editions import TEXT, write
from jvm import BRIEF
from tahqiq import fidelity
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.pages import reading
from tahqiq.project import find
from tahqiq.tei import parse

TEXT_PAGE = f"{TEXT.stem}.html"

THEMES = ("light", "sepia", "dark", "contrast")
KINDS = ("index.html", TEXT_PAGE, f"{TEXT.stem}.about.html", "persons.html", "places.html")

_SELECT = "window.getSelection().selectAllChildren(document.querySelector('article.reading'))"


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
    """In each view what the browser copies of the article is that state of the text."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.check(f"#{control}", force=True)
    tab.evaluate(_SELECT)
    copied = tab.evaluate("""() => {
      const data = new DataTransfer();
      document.querySelector('article.reading').dispatchEvent(
        new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
      return data.getData('text/plain');
    }""")
    assert copied == fidelity.of_tei(parse(TEXT), "t", reading=reading).text


def test_a_table_is_copied_as_the_text_has_it(tmp_path: Path, tab) -> None:
    """Cells stay apart, an empty one too."""
    cells = "<row><cell/><cell>غرام</cell></row><row><cell>خبز</cell><cell>520</cell></row>"
    write(tmp_path, body=f"<table>{cells}</table>", witness="| غرام\nخبز | 520")
    build(find(tmp_path), Options(("html",), tmp_path / "build", lenient=True), lambda _: None)
    tab.goto((tmp_path / "build/html/letter.html").as_uri())
    tab.evaluate(_SELECT)
    copied = tab.evaluate("window.tahqiq.textOf(getSelection().getRangeAt(0)).text")
    assert copied == fidelity.of_tei(parse(tmp_path / "texts/letter.xml"), "t", reading=True).text


@pytest.mark.parametrize(
    ("control", "reading"), [("view-reading", True), ("view-diplomatic", False)]
)
def test_without_scripts_the_selection_is_the_text(
    site: Path, browser, control: str, reading: bool
) -> None:
    """Without JavaScript the views still switch, and what is selected is the text."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / TEXT_PAGE).as_uri())
    page.check(f"#{control}", force=True)
    # The page's own scripts are off; the browser's evaluation is not.
    selected = page.evaluate(f"() => {{ {_SELECT}; return getSelection().toString() }}")
    context.close()
    lines = [line.strip() for line in selected.split("\n") if line.strip()]
    assert "\n".join(lines) == fidelity.of_tei(parse(TEXT), "t", reading=reading).text


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
    """A name opens its card, the card its record, and the record's mention the very word."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.click("article a[href='persons.html#person-haftar'] >> nth=0")
    tab.click("#card a[href='persons.html#person-haftar']")
    assert tab.text_content(":target h3") == "خليفة حفتر"
    tab.click("#person-haftar .mentions a >> nth=0")
    assert tab.text_content("article.reading :target") == "خليفة حفتر"


_COVERED = """() => {
  const meets = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const card = document.querySelector('#card').getBoundingClientRect();
  const text = document.querySelector('article.reading');
  const word = document.querySelector('.on').getBoundingClientRect();
  const line = parseFloat(getComputedStyle(text).lineHeight) / 2;
  const {left, right} = text.getBoundingClientRect();
  const whole = card.top >= 0 && card.bottom <= innerHeight && card.left >= 0 && card.right <= innerWidth;
  return [whole, meets(card, {left, right, top: word.top - line, bottom: word.bottom + line}), meets(card, text.getBoundingClientRect())];
}"""


@pytest.mark.parametrize("width", [360, 768, 1100, 1440, 1920])
def test_a_card_never_covers_what_is_read(site: Path, browser, width: int) -> None:
    """A card lies beside the text, on narrow screens away from the line and those next to it."""
    context = browser.new_context(
        viewport={"width": width, "height": 700}, has_touch=width < 1000, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto((site / TEXT_PAGE).as_uri())
    shown = []
    for what in (".name a", ".change:visible", ".note-marker a", ".voice", ".unit-number"):
        for number in (0, -1):
            target = tab.locator(f"article {what} >> nth={number}")
            target.tap() if width < 1000 else target.click()
            tab.wait_for_selector("#card:not([hidden])")
            shown.append(tab.evaluate(_COVERED))
            tab.keyboard.press("Escape")
    context.close()
    assert [one for one in shown if one[:2] != [True, False]] == []
    assert width < 1056 or [one for one in shown if one[2]] == []


def test_a_card_that_was_asked_for_stays(site: Path, tab) -> None:
    """Another card that is fading away does not take it along."""
    tab.goto((site / TEXT_PAGE).as_uri())
    for number in (0, 1, 2):
        tab.click(f"article .unit-number >> nth={number}")
        tab.wait_for_timeout(500)
        assert tab.is_visible("#card")
        tab.keyboard.press("Escape")


def test_a_change_is_explained_on_focus(site: Path, tab) -> None:
    """A correction that the keyboard reaches says what was received."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.keyboard.press("Tab")
    tab.focus("#airstrikes-p1 .corr a")
    tab.wait_for_selector("#card:not([hidden])")
    assert "الجوية" in tab.inner_text("#card")


def test_arrows_go_from_paragraph_to_paragraph(site: Path, tab) -> None:
    """In a text from right to left the left arrow goes forward."""
    tab.goto((site / TEXT_PAGE).as_uri())
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight"):
        tab.keyboard.press(key)
    assert tab.evaluate("document.activeElement.dataset.unit") == "airstrikes-p2"


def test_the_tei_of_a_paragraph_is_shown_on_demand(site: Path, tab) -> None:
    """The number of a paragraph offers its TEI, also from a folder."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.click("#airstrikes-p4 .unit-number")
    tab.click("#card button >> nth=1")
    assert tab.inner_text("dialog pre").startswith('<p xml:id="airstrikes-p4" n="4">')


def test_choices_of_the_look_are_kept(site: Path, tab) -> None:
    """A theme and a size that a reader chose hold on the next page."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.click("#look summary")
    tab.check("#look input[value=sepia]", force=True)
    tab.check("#look input[value=large]", force=True)
    tab.goto((site / "persons.html").as_uri())
    assert tab.evaluate("({...document.documentElement.dataset})") == {
        "theme": "sepia", "size": "large",
    }  # fmt: skip


_OVER_NOTES = """() => {
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const boxes = chosen => [...document.querySelectorAll(chosen)].flatMap(one => [...one.getClientRects()]);
  const words = boxes(".notes li > span");
  const tools = boxes(".notes li > .tool");
  return [matchMedia("(hover: hover)").matches, tools.length > 9, tools.some(one => words.some(word => meets(one, word)))];
}"""


@pytest.mark.parametrize("width", [390, 1280, 1600])
def test_what_cites_a_note_covers_no_other_under_a_finger(site: Path, browser, width: int) -> None:
    """Where nothing hovers, the button is always there, and stands below its note."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True
    )
    tab = context.new_page()
    tab.goto((site / "en" / TEXT_PAGE).as_uri())
    assert tab.evaluate(_OVER_NOTES) == [False, True, False]
    context.close()


def test_a_kind_that_is_unticked_is_not_marked(site: Path, tab) -> None:
    """The legend hides the marks of a kind, and the letters stay; no key leads to what is hidden."""
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.uncheck("#show-orgs")
    style = "getComputedStyle(document.querySelector('article .orgs > a')).textDecorationLine"
    assert tab.evaluate(style) == "none"
    tab.check("#view-diplomatic")
    shown = "document.querySelector('article .change:empty').getClientRects().length"
    assert tab.evaluate(shown) == 1
    tab.uncheck("#show-changes")
    assert tab.evaluate(shown) == 0


def test_a_passage_is_cited_with_its_address(site: Path, tab) -> None:
    """Citing a paragraph names it in both languages and every form, with its link."""
    tab.goto((site / "en" / TEXT_PAGE).as_uri())
    tab.click("#airstrikes-p3 .unit-number")
    tab.click("#card button >> nth=0")
    said = tab.inner_text("dialog")
    assert all(
        one in said for one in ("par. 3", "الفقرة ٣", "@inbook{", "TY  - CHAP", '"type": "chapter"')
    )
    assert said.count("#airstrikes-p3") >= 9


def test_a_selection_is_a_web_annotation(site: Path, tab) -> None:
    """What is selected has its words and its place, counted in the text of the view."""
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.evaluate("""() => {
      const word = document.querySelector('#airstrikes-p2 .name a').firstChild;
      getSelection().setBaseAndExtent(word, 0, word, 6);
    }""")
    target = tab.evaluate("window.tahqiq.selected()")
    text = fidelity.of_tei(parse(TEXT), "t", reading=True).text
    start = target["start"]
    assert text[start : start + len(target["quote"])] == target["quote"] == "الجولة"


def test_the_address_of_a_record_holds_in_a_divided_register(
    tmp_path: Path, tab, browser, monkeypatch
) -> None:
    """With a script it leads on to the record, without one to its entry, which leads on."""
    monkeypatch.setattr(reading, "_MENTIONS", 2)
    names = (f"<placeName>{name}</placeName>" for name in ("بنغازي", "درنة", "سرت"))
    write(tmp_path, body=f"<p>{' و'.join(names)}</p>", witness="بنغازي ودرنة وسرت")
    build(find(tmp_path), Options(("html",), tmp_path / "build", lenient=True), lambda _: None)
    address = (tmp_path / "build/html/places.html").as_uri() + "#place--سرت"
    tab.goto(address)
    tab.wait_for_selector("article.record:target")
    assert tab.inner_text(":target h3") == "سرت"
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    plain.click("li:target a")
    assert plain.inner_text(":target h3") == "سرت"
    plain.context.close()


def test_the_page_is_light(site: Path) -> None:
    """The text's page, its style and its scripts weigh less than 150 kB."""
    assets = (
        "themes.css",
        "style.css",
        "look.js",
        "reader.js",
        "copying.js",
        "cite.js",
        "search-hit.js",
    )
    sizes = [(site / TEXT_PAGE).stat().st_size]
    sizes += [(site / "assets" / name).stat().st_size for name in assets]
    assert sum(sizes) < 150_000


@pytest.mark.parametrize(
    ("name", "themes"),
    [
        *((kind, THEMES) for kind in KINDS),
        (f"en/{TEXT_PAGE}", THEMES[:1]),
        ("en/orgs.html", THEMES[:1]),
    ],
)
def test_axe_finds_nothing(
    site: Path, tab, require_module, name: str, themes: tuple[str, ...]
) -> None:
    """No page fails WCAG 2.2 AA in any theme.

    What a theme changes is colours alone, and they are the same in both languages.
    """
    require_module("axe_playwright_python")
    tab.goto((site / name).as_uri())
    every = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    colours = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    found = []
    for theme in themes:
        tab.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        found += [
            (theme, one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in axe.violations(tab, every if theme == THEMES[0] else colours)
        ]
    assert found == []


@pytest.mark.parametrize("what", [".name a", ".unit-number", ".pages > summary"])
def test_axe_finds_nothing_in_what_opens(site: Path, tab, require_module, what: str) -> None:
    """Cards, the dialog of citations and the menu of a phone pass as the page does."""
    require_module("axe_playwright_python")
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto((site / TEXT_PAGE).as_uri())
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    tab.click(f"{what} >> nth=0")
    if what == ".unit-number":
        tab.click("#card button >> nth=0")
        tab.wait_for_selector("dialog[open]")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.violations(tab, rules)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


def test_the_nu_checker_finds_nothing(site: Path, java: Path, vnu_jar: Path) -> None:
    """Every page is valid HTML with valid styles."""
    pages = sorted(map(str, site.rglob("*.html")))
    checked = subprocess.run(
        [java, *BRIEF, "-Xss8m", "-jar", vnu_jar, "--format", "gnu", *pages],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    # What the checker says of itself, as of too small a stack, it says elsewhere.
    assert checked.stdout + checked.stderr == ""
