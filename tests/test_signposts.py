"""What a site says to machines: Signposting, link sets, the list of pages, robots."""

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from lxml import etree

from cited_editions import write
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find

TYPES = {
    ".linkset.json": "application/linkset+json",
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".datacite.json": "application/vnd.datacite.datacite+json",
    ".datacite.xml": "application/vnd.datacite.datacite+xml",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".jsonld": "application/ld+json",
    ".xml": "application/tei+xml",
    ".html": "text/html",
}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


class Host(http.server.SimpleHTTPRequestHandler):
    """A host that knows the media types of what the site holds."""

    def guess_type(self, path: object) -> str:
        """Return the type by the ending."""
        return next((kind for end, kind in TYPES.items() if str(path).endswith(end)), "text/plain")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve the site of an edition, under the address that it claims."""
    folder = tmp_path_factory.mktemp("book")
    pages = folder / "build/html"
    pages.mkdir(parents=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(pages)))
    base = f"http://127.0.0.1:{server.server_port}/"
    write(folder, base=base)
    report = build(find(folder), Options(("html",), folder / "build", lenient=True), lambda _: None)
    assert report.failures == []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield base, pages
    server.shutdown()
    server.server_close()


@pytest.fixture
def signposting(require_module) -> object:
    """Return the library that finds signposts."""
    require_module("signposting")
    import signposting

    return signposting


def test_a_page_has_its_signposts(site: tuple[str, Path], signposting) -> None:
    """The landing page names what to cite, its authors, its licence, its items and metadata."""
    base, _ = site
    found = signposting.find_signposting_html(f"{base}muqaddima.html")
    assert found.citeAs.target == "https://doi.org/10.5072/tahqiq_1"
    assert found.license.target == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert [str(one.target) for one in found.authors] == ["https://orcid.org/0000-0002-1825-0097"]
    assert {str(one.target): str(one.type) for one in found.items} == {
        f"{base}tei/muqaddima.xml": "application/tei+xml"
    }
    assert {str(one.target) for one in found.types} == {
        "https://schema.org/AboutPage", "https://schema.org/Book",
    }  # fmt: skip
    assert len(found.describedBy) == 6
    assert [str(one.type) for one in found.linksets] == ["application/linkset+json"]


def test_every_page_has_its_licence(site: tuple[str, Path], signposting) -> None:
    """Registers and home page, too, say what may be done with what they show."""
    base, _ = site
    for page in ("places.html", "index.html", "en/muqaddima.about.html"):
        found = signposting.find_signposting_html(f"{base}{page}")
        assert found.license.target == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_what_a_page_points_to_is_there(site: tuple[str, Path], signposting) -> None:
    """Every item and every description is served, in the type that is said."""
    from urllib.request import urlopen

    base, _ = site
    found = signposting.find_signposting_html(f"{base}muqaddima.html")
    for one in [*found.items, *found.describedBy, *found.linksets]:
        with urlopen(str(one.target)) as answer:
            assert answer.headers.get_content_type() == str(one.type)


def test_the_link_set_says_the_same(site: tuple[str, Path], signposting) -> None:
    """Level 2: the link set holds the page's signposts, and the way back from what has no head."""
    base, _ = site
    page = signposting.find_signposting_html(f"{base}muqaddima.html")
    links = signposting.find_signposting_linkset(f"{base}cite/muqaddima.linkset.json")
    said = links.for_context(f"{base}muqaddima.html")
    for name in ("citeAs", "license"):
        assert getattr(said, name).target == getattr(page, name).target
    for name in ("authors", "items", "types", "describedBy"):
        assert {str(one.target) for one in getattr(said, name)} == {
            str(one.target) for one in getattr(page, name)
        }
    back = links.for_context(f"{base}tei/muqaddima.xml")
    assert str(back.collection.target) == f"{base}muqaddima.html"


def test_the_list_of_pages_is_whole(site: tuple[str, Path]) -> None:
    """The sitemap names every page once, with its other language and the day of the edition."""
    base, pages = site
    tree = etree.parse(pages / "sitemap.xml")
    listed = tree.xpath("//s:loc/text()", namespaces=SITEMAP)
    made = {f"{base}{path.relative_to(pages).as_posix()}" for path in pages.rglob("*.html")}
    assert sorted(listed) == sorted(made)
    entry = tree.xpath(f"//s:url[s:loc = '{base}muqaddima.html']", namespaces=SITEMAP)[0]
    assert entry.xpath("string(s:lastmod)", namespaces=SITEMAP) == "2025-03-01"
    assert entry.xpath("x:link/@hreflang", namespaces=SITEMAP) == ["ar", "en"]
    assert f"Sitemap: {base}sitemap.xml" in (pages / "robots.txt").read_text("utf-8")


def test_a_site_without_an_address_claims_none(tmp_path: Path) -> None:
    """No link set, no list of pages, nothing to cite as; the citations are there all the same."""
    folder = write(tmp_path, base="", date="")
    text = (folder / "texts/muqaddima.xml").read_text("utf-8")
    (folder / "texts/muqaddima.xml").write_text(
        text.replace('<idno type="DOI">https://doi.org/10.5072/tahqiq_1</idno>', ""), "utf-8"
    )
    build(find(folder), Options(("html",), folder / "build", lenient=True), lambda _: None)
    pages = folder / "build/html"
    assert not (pages / "sitemap.xml").exists()
    assert sorted(path.name for path in (pages / "cite").iterdir()) == [
        "muqaddima.ar.js", "muqaddima.bib", "muqaddima.csl.json", "muqaddima.en.js",
        "muqaddima.jsonld", "muqaddima.ris",
    ]  # fmt: skip
    head = (pages / "muqaddima.html").read_text("utf-8")
    assert 'rel="cite-as"' not in head
    assert "datacite" not in head


def test_files_of_a_citation_are_those_of_the_command(site: tuple[str, Path]) -> None:
    """What the page offers is what 'tahqiq cite' prints."""
    from tahqiq.citation.targets import Citables
    from tahqiq.citation.writing import Choices, cite

    _, pages = site
    citables = Citables(pages.parent.parent)
    made = (pages / "cite/muqaddima.datacite.json").read_text("utf-8")
    assert json.loads(made) == json.loads(cite(citables, "", Choices(format="datacite")))
    assert (pages / "cite/muqaddima.ris").read_text("utf-8") == (
        cite(citables, "", Choices(format="ris")) + "\n"
    )
