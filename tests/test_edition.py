"""The edition itself: the report, its encoding and its registers, as they really are."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from editions import REPOSITORY, TEXT, WITNESS
from jvm import BRIEF
from tahqiq import fidelity
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find
from tahqiq.tei import NS, XML_ID, parse
from tahqiq.verify import verify

REGISTERS = sorted((REPOSITORY / "edition/registers").glob("*.xml"))


@pytest.fixture(scope="module")
def tree() -> etree._ElementTree:
    """The text."""
    return parse(TEXT)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole edition, built in every format."""
    out = tmp_path_factory.mktemp("build")
    report = build(find(REPOSITORY), Options(("tei", "html", "pdf", "text"), out), lambda _: None)
    assert report.exit_code == 0
    return out


def test_the_text_is_the_witness_character_for_character(tree: etree._ElementTree) -> None:
    """The diplomatic text, with no white space folded, is the witness."""
    assert fidelity.of_tei(tree, "t", exact=True).text == WITNESS.read_text("utf-8")


def test_no_line_break_stands_in_a_paragraph(tree: etree._ElementTree) -> None:
    """Lines of the file are broken inside tags, so that the text needs no rule for white space."""
    assert [
        p.get("n") for p in tree.iterfind(".//t:body/t:p", NS) if "\n" in "".join(p.itertext())
    ] == []


def test_the_witness_is_as_received(shared: Path) -> None:
    """The witness in the edition is the file that was received, byte for byte."""
    assert WITNESS.read_bytes() == (shared / "report.txt").read_bytes()


def test_every_phenomenon_is_tagged_as_often_as_it_occurs(tree: etree._ElementTree) -> None:
    """What was counted in the text is what is tagged: nothing forgotten, nothing invented."""
    body = tree.find(".//t:body", NS)
    count = Counter(re.sub(r"\{.*\}", "", str(one.tag)) for one in body.iter("{*}*"))
    kinds = Counter(one.get("type") for one in body.iterfind(".//t:rs", NS))
    expected = {
        "persName": 10,
        "placeName": 33,
        "said": 23,
        "quote": 5,
        "choice": 16,
        "soCalled": 1,
    }
    assert {name: count[name] for name in expected} == expected
    assert (kinds["personGrp"], kinds["event"]) == (31, 29)
    assert len(body.xpath('.//t:said[@direct="true"]', namespaces=NS)) == 3
    assert len(body.xpath('.//t:said[@ana="#denied"]', namespaces=NS)) == 2


def test_only_verified_identifiers_stand_in_the_registers() -> None:
    """The identifiers are those that were verified, and no other."""
    found = {
        f"{one.get('type')} {one.text}"
        for path in REGISTERS
        for one in parse(path).iterfind(".//t:standOff//t:idno", NS)
    }
    assert found == {
        *(f"Wikidata {one}" for one in ["Q211866", "Q162413", "Q3572", "Q84", "Q1016", "Q79", "Q948", "Q858", "Q796", "Q1049", "Q1025", "Q27381", "Q2429253", "Q7172"]),
        *(f"GeoNames {one}" for one in ["87205", "2210554", "2464470", "2643743", "2215636", "357994", "2464461", "163843", "99237", "366755", "2378080"]),
        *(f"LCNAF {one}" for one in ["n79066419", "n80061791", "n79065220", "n80061798", "n79077342", "n79022301", "n79061287"]),
        *(f"ISO-3166-1 {one}" for one in ["LY", "EG", "TN", "SY", "IQ", "SD", "MR"]),
        "UN-M49 015",
    }  # fmt: skip


def test_every_record_has_names_and_a_sourced_description_in_both_languages() -> None:
    """Each record: a name in Arabic, English and romanised, and a sentence in both with its source."""
    for path in REGISTERS:
        for record in parse(path).iterfind(".//t:standOff/*/*", NS):
            names = {
                one.get("{http://www.w3.org/XML/1998/namespace}lang")
                for one in record.xpath("*[@type='main']")
            }
            notes = record.xpath("t:note[@type='description'][@source]", namespaces=NS)
            assert names == {"ar", "en", "ar-Latn-x-ijmes"}, record.get(XML_ID)
            assert len(notes) == 2, record.get(XML_ID)


def test_jing_finds_every_file_valid_as_tei(
    shared: Path, java: Path, jing_jar: Path, built: Path
) -> None:
    """Text, registers and the self-contained TEI are valid by the TEI's own schema."""
    files = [TEXT, *REGISTERS, *(built / "tei").glob("*.xml")]
    command = [java, *BRIEF, "-jar", jing_jar, shared / "tei/tei_all.rng", *files]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""


def test_every_proof_of_the_edition_holds(built: Path) -> None:
    """Every format carries the text, and the PDF gives its pages back as well as was measured."""
    proofs = verify(find(REPOSITORY), built)
    assert [str(proof) for proof in proofs if not proof.holds] == []
    words = [
        float(re.search(r"([\d.]+) % of", one.detail)[1]) for one in proofs if "pages" in one.claim
    ]
    assert words[0] >= 96.0


def test_no_page_asks_another_host_for_anything(built: Path) -> None:
    """No page loads a script, image, font or style from elsewhere."""
    for page in (built / "html").rglob("*.html"):
        loads = re.findall(
            r'(?:src|srcset)="((?:\w+:)?//[^"]+)"'
            # Links of metadata, such as the licence's, are not followed by a browser.
            r'|<link rel="(?:stylesheet|icon|\w*preload|prefetch|manifest)"[^>]+href="(https?:[^"]+)"',
            page.read_text("utf-8"),
        )
        assert loads == [], page
    for style in (built / "html/assets").glob("*.css"):
        assert not re.search(r"@import|url\(\W*(?:\w+:)?//", style.read_text("utf-8")), style


def test_every_link_within_the_site_leads_somewhere(built: Path) -> None:
    """Every relative link of every page names a file, and its fragment an id in it."""
    ids: dict[Path, set[str]] = {}
    pages = sorted((built / "html").rglob("*.html"))
    for page in pages:
        ids[page.resolve()] = set(re.findall(r'\bid="([^"]+)"', page.read_text("utf-8")))
    for page in pages:
        found = re.findall(r'\bid="([^"]+)"', page.read_text("utf-8"))
        assert len(found) == len(set(found)), f"{page.name}: an id twice"
        for link in set(re.findall(r'href="([^"]+)"', page.read_text("utf-8"))):
            if not link.startswith(("http", "data:")):
                name, _, fragment = link.partition("#")
                target = (page.parent / name).resolve() if name else page.resolve()
                assert target.is_file(), f"{page.name}: {link}"
                assert not fragment or fragment in ids[target], f"{page.name}: {link}"
