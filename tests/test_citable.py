"""Citable units: what a reference leads to, and what the reference of a place is."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from declared_texts import made, references
from editions import BODY, TEXT, run, write
from editions import text as text_of
from tahqiq import citable
from tahqiq.fidelity import of_element, of_tei

DEEP = Path(__file__).parent / "citable/deep.xml"
TEXT_OF_DEEP = citable.read(DEEP)
REPORT = citable.read(TEXT)


def test_the_report_is_cited_by_its_paragraphs() -> None:
    """Twelve paragraphs, each the element that bears its number."""
    assert [(unit.reference, unit.id) for unit in REPORT.units()] == [
        (str(n), f"airstrikes-p{n}") for n in range(1, 13)
    ]


def test_units_of_any_depth_come_in_the_order_of_the_document() -> None:
    """Prose and verse of one chapter are interleaved as they stand, whatever declares them."""
    assert references(TEXT_OF_DEEP) == (
        "مقدمة 1 1.1 1.1:1 1.1:2 1.1:ب1 1.1:ب2 1.1:3 1.2 1.2:1 2 2.1 2.1:1 2.1:2 2.خاتمة".split()
    )


def test_the_default_tree_comes_first() -> None:
    """It is the one that calls itself so, though another stands before it."""
    assert [(tree.name, tree.default) for tree in TEXT_OF_DEEP.trees] == [
        ("books", True),
        ("pages", False),
    ]


def test_a_milestone_goes_to_the_next_of_its_tree() -> None:
    """A page ends where the next begins, within a word too; a line ends with its page."""
    pages = {
        unit.reference: TEXT_OF_DEEP.resolve(unit.reference, "pages").text()
        for unit in TEXT_OF_DEEP.units("pages")
    }
    assert pages["ص ١"].endswith("ثم نز")
    assert pages["ص ٢"].startswith("لنا بها.")
    assert pages["ص ١/3"] == "نز"
    assert pages["ص ٣"] == "شهرًا.\nالكتاب الثاني\nثم عدنا.\nوكان ذلك 1436.\nتم الكتاب."


def test_pages_and_what_stands_before_them_are_the_whole_text() -> None:
    """Nothing of a text is lost or told twice between milestones."""
    text = TEXT_OF_DEEP.positions.received.text
    pages = [TEXT_OF_DEEP.resolve(one, "pages").text() for one in ("ص ١", "ص ٢", "ص ٣")]
    assert "".join(text.split()).endswith("".join("".join(pages).split()))


def test_a_milestone_ends_with_the_unit_that_it_lies_in() -> None:
    """The last line of a stanza does not run into the next stanza."""
    text = made(
        '<refsDecl><citeStructure match="//lg" use="@n" unit="stanza">'
        '<citeStructure match=".//lb" use="@n" delim="." unit="line"/></citeStructure></refsDecl>',
        '<lg n="1"><ab><lb n="1"/>قفا<lb n="2"/>نبك</ab></lg><lg n="2"><ab><lb n="1"/>من</ab></lg>',
    )
    assert [text.resolve(one).text() for one in ("1.1", "1.2", "2.1")] == ["قفا", "نبك", "من"]


def test_a_milestone_may_say_where_it_ends() -> None:
    """What spanTo names ends it."""
    text = made(
        '<refsDecl><citeStructure match="//milestone" use="@n" unit="theme"/></refsDecl>',
        '<p xml:id="a">قال <milestone n="1" spanTo="#b" unit="theme"/>إن</p><p xml:id="b">الله</p><p>غفور</p>',
    )
    assert text.resolve("1").text() == "إن\nالله"


@pytest.mark.parametrize("reference", ["1.1:2", "١.١:٢", "۱.۱:۲", "\u2067١.١:٢\u2069", " 1.1:2 "])
def test_digits_of_either_script_lead_to_the_same_place(reference: str) -> None:
    """Arabic-Indic, Persian and European digits are equal, and marks of direction are nothing."""
    assert TEXT_OF_DEEP.resolve(reference).first.reference == "1.1:2"


def test_digits_of_either_script_find_numbers_in_either() -> None:
    """The text counts its pages ١ to ٣; 2 finds the second."""
    assert TEXT_OF_DEEP.resolve("ص 2", "pages").reference == "ص ٢"


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("1.1:1-1.2:1", "1.1:1-1.2:1"),
        ("1.1:1–3", "1.1:1-1.1:3"),
        ("١-٢", "1-2"),
        ("1 - 2", "1-2"),
        ("مقدمة-1", "مقدمة-1"),
        ("1.1:1@0-1.1:2@6", "1.1:1@0-1.1:2@6"),
        ("1.1:1@8:14", "1.1:1@8:14"),
        ("1.1:1@٨:١٤", "1.1:1@8:14"),
    ],
)
def test_ranges_and_characters(reference: str, meant: str) -> None:
    """Both ends belong to a range; its end may be shortened; characters are counted from 0."""
    assert TEXT_OF_DEEP.resolve(reference).reference == meant


def test_a_range_has_everything_between_its_ends() -> None:
    """Headings and verses between two paragraphs belong to their range."""
    assert TEXT_OF_DEEP.resolve("1.1:3-1.2:1").text() == "فلما قرأه بكى.\nفي المقام\nأقمنا شهرًا."


def test_an_end_may_leave_out_as_many_levels_as_it_shares() -> None:
    """Of a work that is the first level, urn:w:1.1-2.1 ends in that work, as CTS has it."""
    text = made(
        '<refsDecl><citeStructure match="//body" use="\'urn:w\'"><citeStructure match="div" use="@n" delim=":">'
        '<citeStructure match="p" use="@n" delim="."/></citeStructure></citeStructure></refsDecl>',
        '<div n="1"><p n="1">قال</p></div><div n="2"><p n="1">ثم</p></div>',
    )
    assert text.resolve("urn:w:1.1-2.1").text() == "قال\nثم"


def test_ends_written_out_come_before_a_shortened_one() -> None:
    """1.1-2 goes on to the end of book 2, as CTS has it; the command names the other reading."""
    assert TEXT_OF_DEEP.resolve("1.1-2").last.reference == "2"
    assert TEXT_OF_DEEP.readings("1.1-2") == ["1.1-2", "1.1-1.2"]
    said = run("resolve", "1.1-2", DEEP, "--as", "reference")
    assert (said.stdout, said.stderr) == (
        "1.1-2\n",
        "read as 1.1-2; what else it may mean is written 1.1-1.2\n",
    )


ODD = made(
    '<refsDecl><citeStructure match="//seg" use="@n" unit="seg"/></refsDecl>',
    "<p>"
    + " ".join(
        f'<seg n="{value}">{word}</seg>'
        for value, word in {
            "3": "من",
            "3-5": "إلى",
            "5": "عن",
            "7": "على",
            "7@0:2": "في",
            "#p": "رُبّ",
            "/q": "اللام",
            "@0:2": "الكاف",
            "ب ٢": "الواو",
        }.items()
    )
    + "</p>",
)


@pytest.mark.parametrize("unit", ODD.units(), ids=lambda unit: unit.reference)
def test_a_unit_is_found_by_whatever_it_is_called(unit: citable.Unit) -> None:
    """A value that looks like a range, an id, a path or characters is a value first."""
    assert ODD.resolve(unit.reference).first is unit


@pytest.mark.parametrize(
    ("reference", "text"),
    [("3–5", "من إلى عن"), ("3-5", "إلى"), ("7@0–7@2", "عل"), ("7@0:2", "في")],
)
def test_what_a_unit_is_called_is_written_otherwise(reference: str, text: str) -> None:
    """A range or characters that would be read as a unit are written with an en dash."""
    passage = ODD.resolve(reference)
    assert (passage.text(), passage.reference) == (text, reference)


def test_two_readings_with_equal_right_are_refused() -> None:
    """Where values hold hyphens, 1-2-3 may part in two places: both are said, and both resolve."""
    text = made(
        '<refsDecl><citeStructure match="//seg" use="@n"/></refsDecl>',
        "<p>" + "".join(f'<seg n="{n}">{n}</seg>' for n in ("1", "1-2", "2-3", "3")) + "</p>",
    )
    with pytest.raises(citable.NoSuchPassage, match="several ways; write 1–2-3 or 1-2–3"):
        text.resolve("1-2-3")
    assert [text.resolve(one).last.reference for one in ("1–2-3", "1-2–3")] == ["2-3", "3"]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_range_leads_back(data: st.DataObject) -> None:
    """What a range is cited by resolves to its two units, whatever they are called."""
    text, tree = data.draw(
        st.sampled_from([(TEXT_OF_DEEP, "books"), (TEXT_OF_DEEP, "pages"), (ODD, "1")])
    )
    units = text.units(tree)
    first = data.draw(st.integers(0, len(units) - 1))
    last = data.draw(st.integers(first, len(units) - 1))
    passage = text.passage(units[first], units[last])
    again = text.resolve(passage.reference, tree)
    assert (again.first, again.last) == (units[first], units[last])


@pytest.mark.parametrize(
    "reference", ["13", "", "-", "1-", "2-1", "1.1:1@5:5", "1.1:1@0:999", "#لا", "@9:8", "٣" * 5000]
)
def test_what_is_not_there_is_refused(reference: str) -> None:
    """A reference that leads nowhere is an error of one line."""
    with pytest.raises(citable.NoSuchPassage) as refused:
        TEXT_OF_DEEP.resolve(reference)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("place", "reference"),
    [
        ("@24:30", "1@0:6"),
        ("@٢٤:٣٠", "1@0:6"),
        ("@47:52", "1.1:1@0:5"),
        ("/TEI[1]/text[1]/body[1]/div[2]", "2"),
        ("/TEI/text/body/div[1]/div[1]/lg/l[2]", "1.1:ب2"),
        ("#rihla-b1-c2", "1.2"),
    ],
)
def test_any_place_tells_how_it_is_cited(place: str, reference: str) -> None:
    """Characters of the whole text, paths and ids lead to a reference, and that leads back."""
    passage = TEXT_OF_DEEP.resolve(place)
    assert (passage.reference, TEXT_OF_DEEP.resolve(passage.reference).text()) == (
        reference,
        passage.text(),
    )


@pytest.mark.parametrize(
    "place", ["/TEI[2]", "/", "/TEI/text/body/p", "/TEI/text()[1]", "@9:9", "@0:99999"]
)
def test_no_such_place(place: str) -> None:
    """A path or characters that are not there are refused."""
    with pytest.raises(citable.NoSuchPassage):
        TEXT_OF_DEEP.resolve(place)


def test_text_as_received_and_as_edited() -> None:
    """A passage has what the witness has, or what the editors corrected."""
    passage = TEXT_OF_DEEP.resolve("1.1:1")
    assert passage.text() == "خرجنا من سرت صباحًا، وسرنا إلى درنه ثم نزلنا بها."
    assert passage.text(reading=True) == "خرجنا من سرت صباحًا، وسرنا إلى درنة ثم نزلنا بها."


def test_nodes_are_cut_at_the_ends_of_a_passage() -> None:
    """A page takes with it what of a chapter and a paragraph lies on it."""
    passage = TEXT_OF_DEEP.resolve("ص ١", "pages")
    element = etree.fromstring(f"<x>{passage.xml()}</x>")
    assert [child.tag.rpartition("}")[2] for child in element] == ["pb", "p"]
    assert of_element(element[1], "x").text.endswith("ثم نز")
    assert element[1].findtext(".//{*}corr") == "درنة"


def test_nodes_of_characters_are_cut_within_a_string() -> None:
    """The markup of a passage of characters has these and no others."""
    passage = TEXT_OF_DEEP.resolve("1.1:1@9:16")
    assert (passage.text(), "".join(etree.fromstring(f"<x>{passage.xml()}</x>").itertext())) == (
        "سرت صبا",
        "سرت صبا",
    )


@pytest.mark.parametrize(
    ("path", "books", "pages"),
    [
        (".//{*}hi", "1.1:2", "ص ٢/1-ص ٢/2"),
        (".//{*}l[2]", "1.1:ب2", "ص ٢/2"),
        (".//{*}lg", "1.1:ب1-1.1:ب2", "ص ٢/2"),
        (".//{*}body/{*}div[2]", "2", "ص ٣/1"),
        (".//{*}body/{*}div[2]/{*}head", "2", "ص ٣/1"),
        (".//{*}front/{*}div", "مقدمة", "#rihla-preface"),
        (".//{*}sourceDesc", "#rihla", "#rihla"),
    ],
)
def test_the_reference_of_a_node(path: str, books: str, pages: str) -> None:
    """A node is cited by the deepest units that it begins and ends in, else by the nearest id."""
    element = TEXT_OF_DEEP.document.getroot().find(path)
    assert (TEXT_OF_DEEP.at(element).reference, TEXT_OF_DEEP.at(element, "pages").reference) == (
        books,
        pages,
    )


def test_every_reference_leads_back() -> None:
    """Resolving a unit's reference gives the unit, in every tree."""
    for tree in ("books", "pages"):
        for unit in TEXT_OF_DEEP.units(tree):
            assert TEXT_OF_DEEP.resolve(unit.reference, tree).first is unit


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_stretch_of_characters_leads_back(data: st.DataObject) -> None:
    """The reference of any characters resolves to the same characters, in both trees."""
    letters = TEXT_OF_DEEP.positions.received.text
    start = data.draw(st.integers(0, len(letters) - 2))
    end = data.draw(st.integers(start + 1, len(letters)))
    if not letters[start:end].strip():
        return
    for tree in ("books", "pages"):
        passage = TEXT_OF_DEEP.at_characters(start, end, tree=tree)
        if passage.reference:
            again = TEXT_OF_DEEP.resolve(passage.reference, tree)
            assert again.text().split() == letters[start:end].split()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_every_character_is_found_in_its_string(data: st.DataObject) -> None:
    """A character's place in the document holds that character, and leads back to it."""
    letters = REPORT.positions.received
    offset = data.draw(st.integers(0, len(letters.text) - 1))
    place = letters.place(offset)
    string = (place.element.text if place.part == "text" else place.element.tail) or ""
    if not letters.text[offset].isspace():
        assert string[place.offset] == letters.text[offset]
        assert letters.offset_of(place.element, place.part, place.offset) == offset


def test_the_text_is_that_of_every_other_output() -> None:
    """Both forms are those that the fidelity of all formats is proven by."""
    for text in (TEXT_OF_DEEP, REPORT):
        assert text.positions.received.text == of_tei(text.document, "x").text
        assert text.positions.reading.text == of_tei(text.document, "x", reading=True).text


def test_what_cite_data_says_of_a_unit() -> None:
    """Its values come in the order of the document, as often as they are there."""
    assert TEXT_OF_DEEP.find("1").data == (
        ("http://purl.org/dc/terms/title", "الكتاب الأول"),
        ("http://example.org/place", "سرت"),
        ("http://example.org/place", "تونس"),
    )


def test_the_commands_list_and_resolve(tmp_path: Path) -> None:
    """Data on standard output, errors on the other; 1 for what is not there."""
    listed = run("units", DEEP, "--tree", "pages", "--json")
    units = json.loads(listed.stdout)[0]["units"]
    assert (listed.returncode, units[0]["reference"], units[1]["parent"]) == (0, "ص ١", "ص ١")
    resolved = run("resolve", "١.١:١", DEEP, "--as", "reading")
    assert (resolved.returncode, resolved.stdout[:9]) == (0, "خرجنا من ")
    gone = run("resolve", "7", DEEP)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr == "tahqiq: the text has no 7; the text goes from preface مقدمة to 2\n"
    whole = json.loads(run("resolve", "1.1:1@8:14", DEEP, "--json").stdout)
    assert (whole["start"], whole["end"], whole["received"]) == (8, 14, " سرت ص")


def test_the_texts_of_an_edition_are_looked_in_together(tmp_path: Path) -> None:
    """An id leads to its text; a number that several have must say of which."""
    edition = write(tmp_path, BODY)
    (edition / "texts/other.xml").write_text(
        text_of(BODY, "other").replace("letter-p", "other-p"), encoding="utf-8"
    )
    for path in (edition / "texts").glob("*.xml"):
        declared = path.read_text("utf-8").replace(
            "</fileDesc>",
            '</fileDesc><encodingDesc><refsDecl><citeStructure match="//body/p" use="@n"/></refsDecl></encodingDesc>',
        )
        path.write_text(declared, "utf-8")
    assert run("resolve", "#other-p1", edition).stdout.strip() == "سافر إلى درنة ولسودان."
    assert run("resolve", "letter:2", edition).stdout.strip() == "قال أن 21 كتابًا وصلت"
    both = run("resolve", "2", edition)
    assert (both.returncode, both.stderr) == (
        1,
        "tahqiq: several texts have 2; write one of letter:2, other:2\n",
    )
