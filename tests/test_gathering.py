"""Names without a record, and places without an address, as the pages of a text need them."""

from lxml import etree

from editions import text, write
from tahqiq import resources, tei
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.pages import reading, unit_sources
from tahqiq.press.stylesheets import Text
from tahqiq.project import find
from tahqiq.saxon import transform


def gathered(body: str) -> etree._Element:
    """Return the root of a text with the given body after the pass."""
    source = text(body).encode()
    made = transform(resources.stylesheet("passes/15-gather.xsl"), source).principal
    return etree.fromstring(made.encode())


def records(root: etree._Element) -> dict[str, list[str]]:
    """Return the names of each gathered record by its id."""
    return {
        record.get(tei.XML_ID, ""): [
            str(name) for name in record.xpath("*[not(self::t:idno)]/text()", namespaces=tei.NS)
        ]
        for record in root.iterfind("t:standOff/*[@subtype='gathered']/*", tei.NS)
    }


def test_names_of_one_spelling_are_one_record() -> None:
    """Names that no record answers for are gathered by their words, whatever their vowels."""
    root = gathered(
        "<p>سافر من <placeName>دمشق</placeName> إلى <placeName>دِمَشق</placeName>"
        " ولقي <persName>محمد كرد علي</persName></p>"
    )
    assert sorted(records(root)) == ["person--محمد-كرد-علي", "place--دمشق"]
    assert {one.get("ref") for one in root.iterfind(".//t:p/t:placeName", tei.NS)} == {
        "#place--دمشق"
    }


def test_names_of_one_authority_are_one_record() -> None:
    """Different spellings of one identifier are one record, which names the identifier."""
    root = gathered(
        '<p><placeName ref="oape:place:226 geon:360630">مصر</placeName>'
        ' و<placeName ref="geon:360630">القاهرة</placeName></p>'
    )
    assert records(root) == {"place--geon-360630": ["مصر", "القاهرة"]}
    ids = [(one.get("type"), one.text) for one in root.iterfind(".//t:idno", tei.NS)]
    assert ids == [("oape", "place:226"), ("GeoNames", "360630")]


def test_a_name_within_a_name_of_its_kind_is_not_another() -> None:
    """What stands in a name that a record answers for is that name."""
    source = text(
        '<p><rs type="person" ref="#p1">الإمام <persName>الغزالي</persName></rs></p>'
    ).replace(
        "<text ",
        '<standOff><listPerson type="persons"><person xml:id="p1"/></listPerson></standOff><text ',
    )
    made = transform(resources.stylesheet("passes/15-gather.xsl"), source.encode()).principal
    assert "gathered" not in made


def test_every_paragraph_and_mention_has_an_address_once() -> None:
    """What has no id gets one by its place, and an id that stands twice is kept by the first."""
    root = gathered(
        '<p xml:id="p-a">أ</p><p>ب <placeName>درنة</placeName></p><p xml:id="p-a">ج</p>'
    )
    assert [one.get(tei.XML_ID) for one in root.iterfind(".//t:body/t:p", tei.NS)] == [
        "p-a",
        "p-2",
        "p-3",
    ]
    name = root.find(".//t:p/t:placeName", tei.NS)
    assert name is not None
    assert name.get(tei.XML_ID) == "p-2-k1"


def test_the_tei_of_a_paragraph_is_that_of_the_file() -> None:
    """Addresses and references of the pages do not show in the TEI that they offer."""
    one = reading.gathered(Text("letter", text("<p>في <placeName>درنة</placeName></p>").encode()))
    assert unit_sources.sources(one.resolved, one.paged) == {
        "p-1": "<p>في <placeName>درنة</placeName></p>"
    }


def test_a_project_without_registers_has_an_index_of_names(tmp_path) -> None:
    """Names alone make a register, each mention leading to the very word."""
    write(tmp_path, body="<p>سافر <persName>أبو بكر</persName>.</p>", witness="سافر أبو بكر.")
    build(find(tmp_path), Options(("html",), tmp_path / "build", lenient=True), lambda _: None)
    page = (tmp_path / "build/html/persons.html").read_text("utf-8")
    assert 'href="letter.html#p-1-k1"' in page
    assert 'id="p-1-k1"' in (tmp_path / "build/html/letter.html").read_text("utf-8")


def test_a_long_register_is_divided(tmp_path, monkeypatch) -> None:
    """Its own page keeps every address and leads to the part where the record stands."""
    monkeypatch.setattr(reading, "_MENTIONS", 2)
    body = (
        "<p>"
        + " و".join(f"<placeName>{name}</placeName>" for name in ("بنغازي", "درنة", "سرت"))
        + "</p>"
    )
    write(tmp_path, body=body, witness="بنغازي ودرنة وسرت")
    build(find(tmp_path), Options(("html",), tmp_path / "build", lenient=True), lambda _: None)
    pages = tmp_path / "build/html"
    assert sorted(path.name for path in pages.glob("places*.html")) == [
        "places.1.html", "places.2.html", "places.3.html", "places.html",
    ]  # fmt: skip
    assert 'id="place--سرت"' in (pages / "places.html").read_text("utf-8")
    assert 'id="place--سرت"' in (pages / "places.3.html").read_text("utf-8")
