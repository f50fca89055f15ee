"""Map, timeline, diagram and search in a real browser: by mouse, keys and touch, without a server."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import etree

from conftest import missing
from editions import REPOSITORY, SHARED, TEXT
from tahqiq import tei
from tahqiq.pages import assets, looking
from tahqiq.press.stylesheets import Press, Text

JOURNAL = SHARED / "corpus/al-muqtabas"
PAGES = ("map.html", "timeline.html", "speech.html", "search.html")
BOTH = [*PAGES, *(f"en/{name}" for name in PAGES)]


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Serve the site by HTTP, as a plain web server does."""

    class Quiet(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer; a browser also asks for an icon that no page names."""
            if self.path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser, tab) -> Iterator[object]:
    """Return a function that opens a tab of some size, or one that can do more or less; close it after."""
    contexts = []

    def open_tab(viewport: dict[str, int] | None = None, **options: object) -> object:
        if not options:
            tab.set_viewport_size(viewport or {"width": 1200, "height": 900})
            return tab
        context = browser.new_context(
            viewport=viewport or {"width": 1200, "height": 900}, **options
        )
        contexts.append(context)
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


def asked(tab, site: Path, question: str, page: str = "search.html") -> None:
    """Open the search with a question in its address, and wait for the answer."""
    tab.goto("about:blank")
    tab.goto(f"{(site / page).as_uri()}#{question}")
    tab.wait_for_selector("#results[data-all]", state="attached")


def found(tab) -> list[str]:
    """Return the words that the results mark."""
    return tab.eval_on_selector_all("#results mark", "marks => marks.map(one => one.textContent)")


@pytest.mark.parametrize("way", ["file", "http"])
def test_pages_ask_nobody_else_and_do_not_err(site: Path, served: str, opened, way: str) -> None:
    """From a folder and from a server every page loads what it needs from the site alone."""
    tab = opened()
    base = site.as_uri() + "/" if way == "file" else served
    for path in sorted(site.rglob("*.html")):
        tab.goto(base + path.relative_to(site).as_posix())
        tab.wait_for_load_state()
    assert (tab.errors, [url for url in tab.requests if not url.startswith(base)]) == ([], [])


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_sticks_out_sideways(site: Path, opened, width: int) -> None:
    """From a phone to a wide desk no page scrolls sideways."""
    tab = opened(viewport={"width": width, "height": 800})
    wide = []
    for name in BOTH:
        tab.goto((site / name).as_uri() + ("#q=داعش" if "search" in name else ""))
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    assert wide == []


def test_without_scripts_the_figures_are_there(site: Path, opened) -> None:
    """Map, timeline and diagram are drawn, and what only a script does is not offered."""
    tab = opened(java_script_enabled=False)
    shown = {}
    for name in PAGES:
        tab.goto((site / name).as_uri())
        shown[name] = (
            tab.locator("main svg path:visible, main svg rect:visible").count() > 5,
            tab.locator("main button:visible").count(),
        )
    assert shown == {name: (name != "search.html", 0) for name in PAGES}
    assert "JavaScript" in tab.inner_text("noscript")


def box(tab) -> list[float]:
    """Return what the map shows."""
    return [float(one) for one in tab.get_attribute("#map-view svg", "viewBox").split()]


def test_the_map_moves_by_keys(site: Path, opened) -> None:
    """Plus, minus, the arrows and nought do what the buttons do."""
    tab = opened()
    tab.goto((site / "map.html").as_uri())
    home = box(tab)
    tab.focus("#map-view")
    tab.keyboard.press("+")
    near = box(tab)
    tab.keyboard.press("ArrowRight")
    right = box(tab)
    tab.keyboard.press("0")
    assert (near[2] < home[2], right[0] > near[0], right[2] == near[2], box(tab)) == (
        True,
        True,
        True,
        home,
    )


def test_the_map_moves_by_mouse(site: Path, opened) -> None:
    """A button zooms, dragging pans, and the wheel zooms only with Ctrl."""
    tab = opened()
    tab.goto((site / "map.html").as_uri())
    home = box(tab)
    tab.click("button[data-do='in']")
    near = box(tab)
    tab.hover("#map-view", position={"x": 60, "y": 60})
    tab.mouse.down()
    tab.mouse.move(300, 400, steps=4)
    tab.mouse.up()
    dragged = box(tab)
    tab.mouse.wheel(0, 50)
    still = box(tab)
    assert near[2] < home[2]
    assert dragged[:2] != near[:2]
    assert still == dragged


def test_the_map_zooms_by_two_fingers(site: Path, opened) -> None:
    """Two fingers that part zoom; one finger leaves the map where it is."""
    tab = opened(has_touch=True, viewport={"width": 400, "height": 800})
    tab.goto((site / "map.html").as_uri())
    home = box(tab)
    frame = tab.locator("#map-view").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    send = tab.context.new_cdp_session(tab).send

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": one, "y": two, "id": i} for i, (one, two) in enumerate(points)]
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (x, y))
    touch("touchMove", (x + 40, y))
    touch("touchEnd")
    one = box(tab)
    touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 50, 80):
        touch("touchMove", (x - apart, y), (x + apart, y))
    touch("touchEnd")
    assert (one, box(tab)[2] < home[2]) == (home, True)


def test_a_place_leads_to_its_row_and_the_row_back(site: Path, opened) -> None:
    """By keys alone: from the label to the table, and from the table to the label in view."""
    tab = opened()
    tab.goto((site / "en/map.html").as_uri())
    tab.focus("#on-map-place-derna")
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#row-place-derna")
    tab.focus("#row-place-sirte a.to-map")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "on-map-place-sirte"


def test_names_on_the_map_do_not_cover_each_other(site: Path, opened) -> None:
    """At each width no shown name lies on another."""
    tab = opened()
    for width in (360, 768, 1400):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto((site / "map.html").as_uri())
        tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        covered = tab.evaluate("""() => {
          const boxes = [...document.querySelectorAll('.map-view a:not(.is-crowded, .is-covered) .label')].map(one => one.getBoundingClientRect());
          return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top));
        }""")
        assert (width, covered) == (width, False)


def test_a_voice_is_followed_through_the_diagram(site: Path, opened) -> None:
    """The focus on a speaker lights the curves of that speaker and no other."""
    tab = opened()
    tab.goto((site / "speech.html").as_uri())
    tab.focus("a[data-speaker='person-thinni']")
    lit = tab.eval_on_selector_all(
        "path.is-lit", "all => [...new Set(all.map(one => one.dataset.speaker))]"
    )
    assert lit == ["person-thinni"]


def test_the_elided_article_is_found(site: Path, opened) -> None:
    """«التنظيم» finds «للتنظيم», which has no alif."""
    tab = opened()
    asked(tab, site, "q=التنظيم&kind=text")
    assert found(tab) == ["للتنظيم"]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("q=مصر&kind=places", ["مصر"] * 3),
        ("q=الارهابى&kind=text", ["الإرهابي"] * 3),
        ("q=مدينه&kind=text", ["المدينة", "بمدينة", "بمدينة", "مدينة"]),
        ("q=٦٤&kind=groups", ["64"]),
        ("q=«القوات الجوية المصرية»&kind=orgs", ["القوات الجوية المصرية"] * 3),
        ("q=تسيء", ["تسيء"]),
        ("q=تسئ&kind=text", ["تسيء"]),
        ("q=تنظيم&match=word&kind=heading", []),
        ("q=رهاب&match=part&kind=persons", []),
        ("q=داعش&kind=quotation", []),
        ("q=الهجوم", []),
    ],
)
def test_words_are_found_as_readers_write_them(
    site: Path, opened, question: str, marked: list[str]
) -> None:
    """Folding, clitics, phrases and kinds, each hit marked as it stands in the text."""
    tab = opened()
    asked(tab, site, question)
    assert sorted(found(tab)) == sorted(marked)


def test_what_is_joined_is_taken_off_where_the_word_does_not_occur(site: Path, opened) -> None:
    """«كالتنظيم» does not occur; its word is looked for, and that is said."""
    tab = opened()
    asked(tab, site, "q=كالتنظيم")
    tab.wait_for_function("document.querySelectorAll('#results li').length > 0")
    assert "تنظيم" in " ".join(found(tab))
    assert "كالتنظيم" in tab.inner_text("#status")


def test_an_entity_without_words_gives_all_its_mentions(site: Path, opened) -> None:
    """Choosing a person lists every place where the person is named."""
    tab = opened()
    tab.goto((site / "search.html").as_uri())
    tab.select_option("#entity", label="خليفة حفتر (٤)")
    tab.wait_for_selector("#results[data-all]", state="attached")
    assert found(tab) == ["خليفة حفتر", "حفتر", "حفتر", "حفتر"]


def test_results_are_counted_and_the_count_is_announced(site: Path, opened) -> None:
    """The status tells hits and passages in the interface's own digits."""
    tab = opened()
    asked(tab, site, "q=حفتر&kind=persons")
    assert tab.inner_text("#status").strip() == "الإصابات: ٤، والمواضع: ٣"


def test_a_result_opens_at_the_hit(site: Path, opened) -> None:
    """The second hit of a paragraph is the one that is marked there, and it is in view."""
    tab = opened()
    asked(tab, site, "q=درنة&kind=text")
    links = tab.eval_on_selector_all("#results a", "all => all.map(one => one.href)")
    tab.goto(links[-1])
    tab.wait_for_function("document.documentElement.dataset.hit")
    top, text, unit = tab.evaluate("""() => {
      const range = [...CSS.highlights.get('search-hit')][0];
      return [range.getBoundingClientRect().top, range.toString(), range.startContainer.parentElement.closest('p').id];
    }""")
    assert (text, unit, 0 < top < 900) == ("درنة", "airstrikes-p12", True)


def test_the_mark_leaves_the_text_as_it_is(site: Path, opened) -> None:
    """A hit is marked without an element of its own: the text that is copied stays the text."""
    tab = opened()
    plain = (site / f"{TEXT.stem}.html").as_uri()
    tab.goto(plain)
    before = tab.inner_html("main > article, main article")
    tab.goto(f"{plain}?hit=0~~%D9%81%D9%8A#airstrikes-p1")
    tab.wait_for_function("document.documentElement.dataset.hit")
    assert tab.inner_html("main > article, main article") == before


def test_the_search_works_by_keys_alone(site: Path, opened) -> None:
    """One types, goes on with Tab, and opens a result with Enter."""
    tab = opened()
    tab.goto((site / "en/search.html").as_uri())
    tab.keyboard.type("الثني")
    tab.wait_for_function("decodeURIComponent(location.hash) === '#q=الثني'")
    tab.wait_for_selector("#results[data-all] a")
    tab.focus("#results a")
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.documentElement.dataset.hit")
    assert "الثني" in tab.evaluate("document.documentElement.dataset.hit")


def test_folding_in_the_browser_is_folding_at_the_build(site: Path, opened) -> None:
    """The table that the index carries makes of a text what Python makes of it."""
    from tahqiq.search.folding import folded, pairs

    text = (REPOSITORY / "edition/witnesses/report.txt").read_text(
        "utf-8"
    ) + "مُسَبَّقًا ـ ٱ ﷺ ﻻ ۲٣ Ḥaftar"
    tab = opened()
    tab.goto("about:blank")
    table = {letter: result for result, letters in pairs() for letter in letters}
    made = tab.evaluate(
        "([text, table]) => [...text].map(one => table[one] ?? one).join('')", [text, table]
    )
    assert made == folded(text)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the search of eight issues of al-Muqtabas, each twice: a text of two megabytes."""
    if not JOURNAL.is_dir():
        missing("the corpus al-Muqtabas", "it lies beside the checkout, in ../shared/corpus")
    issues = [
        (path.stem, etree.tostring(tei.parse(path).getroot()))
        for path in sorted(JOURNAL.glob("*.xml"))
    ]
    texts = [Text(copy + name, content) for copy in "ab" for name, content in issues]
    press = Press(("ar",), 72, lenient=True, looking=("search",))
    home = tmp_path_factory.mktemp("journal")
    for name, content in (looking.site(texts, press) | assets.of_reading()).items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    return home / "html"


def test_nothing_is_missed_in_a_large_text(journal: Path, opened) -> None:
    """As many hits of a word as a plain count over the units gives."""
    import json
    import re

    tab = opened()
    asked(tab, journal, "q=دمشق&match=word")
    hits = int(re.sub(r"\D", "", tab.inner_text("#status").split("،")[0]))
    count = 0
    for path in (journal / "search").glob("units-*.js"):
        text = json.loads(path.read_text("utf-8").partition("push(")[2].rstrip()[:-1])["text"]
        count += len(re.findall(r"(?<!\w)دمشق(?!\w)", re.sub("[\u064b-\u0652ـ]", "", text)))
    assert hits == count
