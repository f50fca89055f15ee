"""What a project adds to its site without touching ours, and what a build leaves as it is."""

from pathlib import Path

import pytest
from lxml import html

from editions import BODY, REPOSITORY, WITNESSED, text, write
from tahqiq.building.report import Options, Report
from tahqiq.building.run import build
from tahqiq.errors import ProjectError
from tahqiq.pages import assets
from tahqiq.project import find

EXAMPLE = REPOSITORY / "docs/examples/site"
LINES = ('"use strict";', "function load() {", 'var key = "tahqiq";')


def make(folder: Path) -> Report:
    """Build the pages of an edition."""
    return build(find(folder), Options(("html",), folder / "build"), lambda _: None)


def add_second(folder: Path) -> None:
    """Add a second text, which says what the first does."""
    second = text(name="second").replace("letter-", "second-")
    (folder / "texts/second.xml").write_text(second, encoding="utf-8")
    (folder / "witnesses/second.txt").write_text(WITNESSED, encoding="utf-8")


def page(folder: Path, name: str):
    """Return a built page, parsed."""
    return html.document_fromstring((folder / "build/html" / name).read_bytes())


@pytest.fixture
def dressed(tmp_path: Path) -> Path:
    """Return an edition with the example of the documentation as its site, built."""
    write(tmp_path)
    for source in EXAMPLE.rglob("*"):
        if source.is_file():
            target = tmp_path / "site" / source.relative_to(EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    assert make(tmp_path).exit_code == 0
    return tmp_path


def test_the_projects_style_comes_after_ours(dressed: Path) -> None:
    """A project's variables win, since its sheet is the last."""
    sheets = page(dressed, "letter.html").xpath("//link[@rel='stylesheet']/@href")
    assert sheets == ["assets/themes.css", "assets/style.css", "assets/site.css"]


def test_the_projects_logo_stands_in_the_masthead(dressed: Path) -> None:
    """The logo is taken into the site and shown on every page."""
    assert page(dressed, "en/letter.html").xpath("//header//img/@src") == ["../assets/logo.svg"]


def test_the_projects_words_replace_ours(dressed: Path) -> None:
    """A label of the project's locale goes before ours; the others stay."""
    home = page(dressed, "index.html")
    assert (
        home.xpath("string(//h2[@id='texts'])"),
        home.xpath("string(//h2[@id='registers'])"),
    ) == (
        "الرسائل",
        "السجلات",
    )


def test_a_rule_of_the_project_builds_on_ours(dressed: Path) -> None:
    """A template of the project goes first, and next-match finds ours."""
    (name,) = page(dressed, "letter.html").xpath("//article//b[@class='shelf']")
    assert name.xpath("string(.//a[contains(@href, 'places.html')])") == "درنة"


def test_a_page_in_markdown_stands_in_the_frame(dressed: Path) -> None:
    """A Markdown page has masthead, title and link in each language."""
    made = page(dressed, "en/team.html")
    assert made.xpath("string(//main//h1)") == "The team"
    assert made.xpath("//nav//a[@href='team.html']/@aria-current") == ["page"]
    assert page(dressed, "team.html").xpath("string(//main//h1)") == "فريق العمل"


def test_a_page_in_tei_stands_in_the_frame(dressed: Path) -> None:
    """A TEI page has the title of its header, its text, and its link in the masthead."""
    made = page(dressed, "en/script.html")
    (article,) = made.xpath("//main//article")
    assert (made.xpath("string(//main//h1)").strip(), "بخط الرقعة" in article.text_content()) == (
        "الرسم",
        True,
    )
    assert article.xpath(".//a[@href='https://www.tei-c.org/']")
    assert made.xpath("//nav//a[@href='script.html']/text()") == ["الرسم"]


def test_raw_html_in_a_page_is_text(tmp_path: Path) -> None:
    """A page brings no markup of its own: tags are shown, not run."""
    write(tmp_path)
    (tmp_path / "site/pages").mkdir(parents=True)
    (tmp_path / "site/pages/team.md").write_text("# فريق\n\n<script>1</script>\n", encoding="utf-8")
    make(tmp_path)
    assert page(tmp_path, "team.html").xpath("//main//script") == []


def test_a_page_whose_name_is_no_address_is_refused(tmp_path: Path) -> None:
    """A name that no address can be made of is an error with its file."""
    write(tmp_path)
    (tmp_path / "site/pages").mkdir(parents=True)
    (tmp_path / "site/pages/فريق.md").write_text("# فريق\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="small Latin letters"):
        make(tmp_path)


def test_a_new_language_is_one_file(tmp_path: Path) -> None:
    """A locale in the project's folder makes a third language of the interface."""
    write(tmp_path)
    (tmp_path / "edition.toml").write_text('languages = ["ar", "fr"]\n', encoding="utf-8")
    (tmp_path / "site/locale").mkdir(parents=True)
    english = (REPOSITORY / "xslt/locale/en.xml").read_text("utf-8")
    french = english.replace('xml:lang="en"', 'xml:lang="fr"').replace(">Texts<", ">Textes<")
    (tmp_path / "site/locale/fr.xml").write_text(french, encoding="utf-8")
    make(tmp_path)
    made = page(tmp_path, "fr/index.html")
    assert (made.get("lang"), made.xpath("string(//h2[@id='texts'])")) == ("fr", "Textes")


def test_what_is_served_is_what_is_written_without_its_comments() -> None:
    """Style sheets and scripts lose comments and indentation, and nothing else."""
    source = (REPOSITORY / "xslt/assets/look.js").read_text("utf-8")
    kept = [line.strip() for line in source.splitlines() if line.strip() in LINES]
    assert [line for line in assets.asset("look.js").decode().splitlines() if line in LINES] == kept
    assert assets.asset("style.css").count(b"{") == (
        (REPOSITORY / "xslt/assets/style.css").read_text("utf-8").count("{")
    )


def test_only_the_pages_of_the_changed_text_are_remade(tmp_path: Path) -> None:
    """Of two texts the one that did not change keeps its pages as they are."""
    write(tmp_path)
    add_second(tmp_path)
    make(tmp_path)
    write(tmp_path, BODY.replace("عددها", "والعدد"))
    made = make(tmp_path).made
    assert ([name for name in made if "second" in name], "html/letter.html" in made) == ([], True)


def test_several_texts_share_their_registers(tmp_path: Path) -> None:
    """A record's mentions stand under the title of each text that has them."""
    write(tmp_path)
    add_second(tmp_path)
    make(tmp_path)
    links = page(tmp_path, "places.html").xpath(
        "//*[@id='place-derna']//*[@class='context']/a/@href"
    )
    assert links == ["letter.html#letter-p1-m1", "second.html#second-p1-m1"]
