"""What an edition names as data, read back by the library of each format."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from editions import REPOSITORY, run, write
from tahqiq.citation.targets import Citables
from tahqiq.errors import ToolMissing
from tahqiq.export import FORMATS, Exported, export, web_annotations
from tahqiq.export.entities import Data
from tahqiq.export.gathering import read
from tahqiq.export.tokens import layers, sequences, tokenised

# Names joined to particles, one within another, one across two paragraphs' bound, one denied.
BODY = (
    '<p xml:id="letter-p1" n="1">سافر وب<placeName ref="../registers/places.xml#place-derna">مدينة '
    '<placeName ref="../registers/places.xml#place-sudan">السودان</placeName></placeName>ية'
    '<note xml:id="letter-note-1">عند <placeName ref="../registers/places.xml#place-derna">درنة</placeName>.</note>، '
    '<date when="1951-12-24">24 ديسمبر</date>.</p>\n'
    '<p xml:id="letter-p2" n="2">قال <said who="#x" ana="#denied">إنه في ل<placeName '
    'ref="../registers/places.xml#place-sudan">لسودان</placeName></said> و<persName ref="https://viaf.org/viaf/1">زيد</persName>.</p>'
)
WITNESSED = "سافر وبمدينة السودانية، 24 ديسمبر.\nقال إنه في للسودان وزيد."


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an edition with joined, nested and denied names."""
    folder = write(tmp_path_factory.mktemp("letter"), BODY, WITNESSED)
    path = folder / "texts/letter.xml"
    declared = (
        '</fileDesc><encodingDesc><refsDecl><citeStructure unit="paragraph" match="/TEI/text/body/p"'
        ' use="@n"/></refsDecl></encodingDesc></teiHeader>'
    )
    path.write_text(path.read_text("utf-8").replace("</fileDesc></teiHeader>", declared), "utf-8")
    return folder


@pytest.fixture(scope="module")
def data(letter: Path) -> Data:
    """Return what the letter names."""
    return read(Citables(letter))


@pytest.fixture(scope="module")
def report_data() -> Data:
    """Return what our own edition names."""
    return read(Citables(REPOSITORY))


@pytest.fixture(scope="module")
def exported() -> Exported:
    """Export our own edition."""
    pytest.importorskip("spacy")
    return export(Citables(REPOSITORY))


def test_mentions_are_counted_in_the_reading_text(data: Data) -> None:
    """A mention has its words, its characters, its unit, its record, its speaker."""
    assert [(one.surface, one.kind, one.entity, one.unit, one.denied) for one in data.mentions] == [
        ("مدينة السودان", "place", "place-derna", "1", False),
        ("السودان", "place", "place-sudan", "1", False),
        ("24 ديسمبر", "date", "", "1", False),
        ("لسودان", "place", "place-sudan", "2", True),
        ("زيد", "person", "", "2", False),
    ]


@pytest.mark.parametrize("which", ["data", "report_data"])
def test_every_mention_stands_where_it_is_said(which: str, request) -> None:
    """The characters of text and unit lead to the words."""
    found: Data = request.getfixturevalue(which)
    for text in found.texts:
        units = {one.reference: text.text[one.start : one.end] for one in text.units}
        for one in found.mentions:
            assert text.text[one.start : one.end] == one.surface
            assert units[one.unit][one.unit_start : one.unit_end] == one.surface


def test_the_report_names_what_was_counted(report_data: Data) -> None:
    """About as many as the editors counted by hand, and every reference to a record is there."""
    source = (REPOSITORY / "edition/texts/egyptian-airstrikes-2015.xml").read_text("utf-8")
    body = source.split("<body>")[1]
    named = [one for one in report_data.mentions if one.entity]
    assert len(named) == body.count('ref="../registers/')


def test_csv_is_read_back(exported: Exported, report_data: Data) -> None:
    """Every record and mention is a line, with as many cells as columns."""
    for name, count in (
        ("entities", len(report_data.entities)),
        ("mentions", len(report_data.mentions)),
    ):
        rows = list(
            csv.DictReader(io.StringIO(exported.files[f"{name}.csv"].decode()), strict=True)
        )
        assert len(rows) == count
        assert all(None not in row and None not in row.values() for row in rows)
    derna = next(row for row in csv.DictReader(io.StringIO(exported.files["entities.csv"].decode())) if row["id"] == "place-derna")  # fmt: skip
    assert (derna["name_ar"], derna["wikidata"], derna["geonames"], derna["latitude"]) == (
        "درنة", "Q211866", "87205", "32.76704",
    )  # fmt: skip


def test_json_lines_keep_lists(exported: Exported) -> None:
    """Names keep their languages, descriptions theirs."""
    rows = [json.loads(line) for line in exported.files["entities.jsonl"].decode().splitlines()]
    haftar = next(row for row in rows if row["id"] == "person-haftar")
    assert {one["lang"]: one["text"] for one in haftar["names"]} == {
        "ar": "خليفة حفتر", "ar-Latn-x-ijmes": "Khalīfa Ḥaftar", "en": "Khalifa Haftar",
    }  # fmt: skip


def test_parquet_is_read_back(exported: Exported) -> None:
    """Pyarrow reads the rows of the CSV, typed."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(exported.files["mentions.parquet"]))
    rows = list(csv.DictReader(io.StringIO(exported.files["mentions.csv"].decode())))
    assert table.num_rows == len(rows)
    assert [str(one) for one in table.column("surface")] == [row["surface"] for row in rows]
    assert (str(table.schema.field("start").type), str(table.schema.field("denied").type)) == (
        "int32", "bool",
    )  # fmt: skip


def test_places_keep_the_linked_places_format(exported: Exported) -> None:
    """Version 1.3: id, title, class, time, a cited name; GeoJSON with longitude first."""
    value = json.loads(exported.files["places.geojson"])
    assert (value["type"], "linkedplaces" in value["@context"]) == ("FeatureCollection", True)
    for one in value["features"]:
        assert one["type"] == "Feature"
        assert one["@id"]
        assert one["properties"]["title"]
        assert set(one["properties"]["fclasses"]) <= set("AHLPRST")
        assert all("start" in span for span in one["when"]["timespans"])
        assert one["when"]["timespans"]
        assert any(name.get("citations") for name in one["names"])
        assert "geometry" in one
        assert all(link["type"] in {"exactMatch", "closeMatch"} for link in one.get("links", []))
    derna = next(one for one in value["features"] if one["@id"].endswith("place-derna"))
    assert derna["geometry"] == {"type": "Point", "coordinates": [22.63669, 32.76704]}
    assert {one["identifier"] for one in derna["links"]} == {
        "http://www.wikidata.org/entity/Q211866", "https://sws.geonames.org/87205/",
    }  # fmt: skip


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
[] a sh:NodeShape ; sh:targetClass crm:E21_Person, crm:E74_Group, crm:E53_Place, crm:E5_Event, crm:E73_Information_Object ;
  sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:uniqueLang true ] ;
  sh:property [ sh:path crm:P1_is_identified_by ; sh:minCount 1 ;
    sh:or ( [ sh:class crm:E41_Appellation ] [ sh:class crm:E42_Identifier ] ) ] .
[] a sh:NodeShape ; sh:targetClass crm:E41_Appellation ;
  sh:property [ sh:path crm:P190_has_symbolic_content ; sh:minCount 1 ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass crm:E52_Time-Span ;
  sh:property [ sh:path [ sh:alternativePath ( crm:P82a_begin_of_the_begin crm:P82b_end_of_the_end ) ] ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetSubjectsOf crm:P67_refers_to ; sh:class crm:E33_Linguistic_Object ;
  sh:property [ sh:path crm:P67_refers_to ; sh:nodeKind sh:IRI ;
    sh:or ( [ sh:class crm:E21_Person ] [ sh:class crm:E74_Group ] [ sh:class crm:E53_Place ]
            [ sh:class crm:E5_Event ] [ sh:class crm:E73_Information_Object ] ) ] .
"""


# rdflib 7 warns of its own use of what its version 8 will lack.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_the_graph_is_one_in_two_syntaxes(exported: Exported) -> None:
    """Rdflib reads the same triples from Turtle and from JSON-LD, without a network."""
    rdflib = pytest.importorskip("rdflib")
    turtle = rdflib.Graph().parse(data=exported.files["entities.ttl"], format="turtle")
    linked = rdflib.Graph().parse(data=exported.files["entities.jsonld"], format="json-ld")
    assert len(turtle) > 1000
    assert set(turtle) == set(linked)


def test_the_graph_keeps_its_shapes(exported: Exported, report_data: Data) -> None:
    """What refers, refers to what is described; every thing has names; SHACL finds no fault."""
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=exported.files["entities.ttl"], format="turtle")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, said
    crm = rdflib.Namespace("http://www.cidoc-crm.org/cidoc-crm/")
    assert len(set(graph.subjects(crm.P1_is_identified_by))) == len(report_data.entities)


def test_an_authority_without_a_record_is_kept(data: Data) -> None:
    """What an element refers to elsewhere is in the table, and identifies in the annotation."""
    assert data.mentions[-1].pointer == "https://viaf.org/viaf/1"
    page = json.loads(web_annotations.page(data)["annotations.jsonld"])
    assert page["items"][-1]["body"][0]["source"] == "https://viaf.org/viaf/1"


def test_web_annotations_lead_to_their_words(exported: Exported, report_data: Data) -> None:
    """Every annotation has its context, body, target; quotation and position agree."""
    value = json.loads(exported.files["annotations.jsonld"])
    assert (value["@context"], value["type"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationPage",
    )
    text = report_data.texts[0].text
    assert len({one["id"] for one in value["items"]}) == len(report_data.mentions)
    for one in value["items"]:
        selectors = {item["type"]: item for item in one["target"]["selector"]}
        quote, place = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert text[: place["start"]].endswith(quote["prefix"])
        assert text[place["end"] :].startswith(quote["suffix"])
        assert one["type"] == "Annotation"
        assert {body["purpose"] for body in one["body"]} <= {"identifying", "tagging"}


@pytest.mark.parametrize("which", ["data", "report_data"])
def test_tokens_give_the_text_back(which: str, request) -> None:
    """Tokens and spaces are the text, character for character, and every mention is whole tokens."""
    found: Data = request.getfixturevalue(which)
    for source in found.texts:
        own = [one for one in found.mentions if one.text == source.id]
        units, lost = sequences(source, own, "tokens")
        assert lost == []
        for unit in units:
            text = "".join(one.text + " " * one.space for one in unit.tokens)
            assert text == source.text[unit.tokens[0].start : unit.tokens[-1].end]
            for mention, start, end in unit.mentions:
                assert unit.tokens[start].start == mention.start
                assert unit.tokens[end - 1].end == mention.end
        assert sum(len(unit.mentions) for unit in units) == len(own)


def test_a_tag_inside_a_word_bounds_a_token() -> None:
    """Particles before a name and endings after it are tokens of their own."""
    tokens = tokenised("وبالقاهرةية.", 0, 12, {2, 9})
    assert [one.text for one in tokens] == ["وب", "القاهرة", "ية", "."]
    assert [one.space for one in tokens] == [False] * 4


def test_a_name_within_a_name_has_a_layer_of_its_own(data: Data) -> None:
    """The longest mention is in the first layer, what lies in it in the second."""
    unit = sequences(data.texts[0], data.mentions, "tokens")[0][0]
    first, second = layers(unit)
    assert [one[0].surface for one in first] == ["مدينة السودان", "24 ديسمبر"]
    assert [one[0].surface for one in second] == ["السودان"]


def test_iob2_is_sound_and_says_what_it_lost(letter: Path) -> None:
    """No I without its B; what lies in a longer mention is named, and CoNLL-U Plus has it."""
    made = export(Citables(letter), ("tokens",))
    lines = made.files["tokens/letter.iob2"].decode().splitlines()
    rows = [line.split("\t") for line in lines if line]
    before = "O"
    for _, tag in rows:
        assert tag[0] in "BO" or before[1:] == tag[1:]
        before = tag
    assert ["مدينة", "B-LOC"] in rows
    assert ["السودان", "I-LOC"] in rows
    assert [(one.format, one.surface) for one in made.lost] == [("iob2", "السودان")]
    conll = made.files["tokens/letter.conllup"].decode()
    assert conll.startswith("# global.columns = ID FORM MISC START END TAHQIQ:NER1 ")
    assert "I-LOC\tplace-derna\tB-LOC\tplace-sudan" in conll


def test_spacy_reads_every_mention(exported: Exported, report_data: Data) -> None:
    """A DocBin that spaCy reads; entities without overlap, and every mention in the group."""
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    vocab = spacy.blank("ar").vocab
    docs = list(DocBin().from_bytes(exported.files["mentions.spacy"]).get_docs(vocab))
    assert [doc.user_data["unit"] for doc in docs] == [str(n) for n in range(1, 13)]
    spans = [span for doc in docs for span in doc.spans["mentions"]]
    assert sorted((one.text, one.kb_id_) for one in spans) == sorted(
        (one.surface, one.entity) for one in report_data.mentions
    )
    units = {
        one.reference: report_data.texts[0].text[one.start : one.end]
        for one in report_data.texts[0].units
    }
    assert [doc.text for doc in docs] == [units[doc.user_data["unit"]] for doc in docs]
    assert sum(len(doc.ents) for doc in docs) == len(spans) - len([one for one in exported.lost if one.format == "iob2"])  # fmt: skip


def test_the_card_says_what_it_holds(exported: Exported) -> None:
    """A head in YAML, the numbers, every file, the losses, licence and citation."""
    card = exported.files["README.md"].decode()
    assert card.startswith("---\npretty_name: ")
    assert 'license: "cc-by-4.0"' in card
    assert "| place | 14 | " in card
    assert all(f"| `{name}` | " in card for name in exported.files if name != "README.md")
    assert "@book{egyptian-airstrikes-2015," in card


def test_the_bytes_are_the_same_in_every_process(tmp_path: Path) -> None:
    """Whatever Python's hashes are, an export has the same bytes."""
    pytest.importorskip("spacy")
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "tahqiq", "export", "-o", out], cwd=REPOSITORY, check=True,
            capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        made.append({path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def test_what_is_not_installed_is_said(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for, Parquet without pyarrow is an error that says what to install; else it is left out."""
    monkeypatch.setattr("tahqiq.export.find_spec", lambda _: None)
    with pytest.raises(ToolMissing, match=r"tahqiq\[export\]"):
        export(Citables(letter), ("parquet",))
    assert export(Citables(letter)).missing == ["parquet", "spacy"]


def test_the_command_exports(letter: Path, tmp_path: Path) -> None:
    """Data on standard output, losses on standard error, 2 for a format that there is not."""
    made = run("export", "csv", "tokens", "-p", letter, "-o", tmp_path / "out", "--json")
    value = json.loads(made.stdout)
    assert (made.returncode, value["counts"]["mentions"], len(value["lost"])) == (0, 5, 1)
    assert run("export", "xlsx", "-p", letter).returncode == 2
    assert set(FORMATS) > {"csv", "tokens"}
