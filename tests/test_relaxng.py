"""The engine: places, recovery, messages, ids, streams and hostile documents."""

import io
from pathlib import Path

import pytest

from tahqiq.errors import SchemaError, SourceError
from tahqiq.relaxng import Schema
from tahqiq.relaxng.xsd_regex import compiled

BOOK = b"""
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = element kitab { attribute lugha { "ar" | "fa" }?, element unwan { text }, fasl+ }
fasl = element fasl { attribute id { xsd:ID }?, attribute raqm { xsd:positiveInteger }, (matn | bayt)* }
matn = element matn { attribute ihala { xsd:IDREF }?, text }
bayt = element bayt { element shatr { text }, element shatr { text } }
"""


@pytest.fixture(scope="module")
def book() -> Schema:
    """Load a small schema of a book."""
    return Schema.load(BOOK, compact=True)


def found(schema: Schema, document: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each finding."""
    return [
        (one.code, one.place.line, one.place.column) for one in schema.validate(document.encode())
    ]


def test_a_valid_document_has_no_findings(book: Schema) -> None:
    """What the schema allows is silent."""
    document = '<kitab lugha="ar"><unwan>كتاب</unwan><fasl raqm="1"><matn>نص</matn></fasl></kitab>'
    assert found(book, document) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('<kitab>\n<unwan/><fasl raqm="1"/>\n <sura/></kitab>', [("RNG002", 3, 2)]),
        ('<kitab>\n<unwan/>\n<unwan/><fasl raqm="1"/></kitab>', [("RNG001", 3, 1)]),
        ('<kitab>\n<fasl raqm="1"/></kitab>', [("RNG003", 2, 1)]),
        ("<kitab><unwan/>\n</kitab>", [("RNG004", 2, 1)]),
        ('<kitab lugha="ar" x="1"><unwan/><fasl raqm="1"/></kitab>', [("RNG005", 1, 1)]),
        ("<kitab><unwan/>\n<fasl/></kitab>", [("RNG006", 2, 1)]),
        ('<kitab lugha="tr"><unwan/><fasl raqm="1"/></kitab>', [("RNG007", 1, 1)]),
        ('<kitab><unwan/>زيادة\n<fasl raqm="1"/></kitab>', [("RNG008", 2, 1)]),
    ],
    ids=[
        "unknown",
        "misplaced",
        "missing before",
        "incomplete",
        "attribute",
        "lacking",
        "value",
        "text",
    ],
)
def test_one_mistake_is_one_finding(
    book: Schema, document: str, expected: list[tuple[str, int, int]]
) -> None:
    """Each mistake is said once, at the tag where it shows, and nothing follows from it."""
    assert found(book, document) == expected


def test_mistakes_after_a_mistake_are_found(book: Schema) -> None:
    """After an unknown element and a wrong value the rest of the document is judged as before."""
    document = '<kitab><unwan/>\n<sura/>\n<fasl raqm="0"/>\n<fasl raqm="1"><bayt><shatr/></bayt></fasl></kitab>'
    assert [code for code, _, _ in found(book, document)] == ["RNG002", "RNG007", "RNG004"]


def test_a_finding_says_what_was_expected_in_both_languages(book: Schema) -> None:
    """The message names what stands there and what may; a slip is guessed."""
    (finding,) = book.validate(b'<kitab><unwam/><fasl raqm="1"/></kitab>')[:1]
    assert (finding.found, finding.expected) == ("unwam", ("unwan",))
    assert finding.hint.text("en") == "did you mean unwan?"
    assert "لا يعرف المخطط العنصر <unwam>" in finding.message.text("ar")


def test_an_id_twice_and_a_reference_to_none(book: Schema) -> None:
    """A second id names the first; a reference that leads nowhere is found at its place."""
    document = '<kitab><unwan/><fasl id="a" raqm="1"/>\n<fasl id="a" raqm="2">\n<matn ihala="b"/></fasl></kitab>'
    findings = book.validate(document.encode())
    assert [(one.code, one.place.line) for one in findings] == [("RNG010", 2), ("RNG011", 3)]
    assert findings[0].related[0].line == 1
    assert book.validate(document.encode(), check_ids=False) == []


def test_a_path_has_positions(book: Schema) -> None:
    """The finding's path leads to the element among its twins."""
    (finding,) = book.validate(b'<kitab><unwan/><fasl raqm="1"/><fasl raqm="x"/></kitab>')
    assert finding.place.xpath == "/kitab[1]/fasl[2]"


def test_a_broken_document_says_what_came_before(book: Schema) -> None:
    """Findings before the break are said, and then the break with its place."""
    assert found(book, "<kitab><sura/>\n<unwan>") == [("RNG002", 1, 8), ("XML001", 2, 8)]


def test_a_line_past_65535_has_its_column(book: Schema) -> None:
    """Lines past sixteen bits are counted right."""
    document = "<kitab><unwan/>" + "\n" * 70_000 + ' <fasl raqm="x"/></kitab>'
    assert found(book, document) == [("RNG007", 70_001, 2)]


def test_an_external_entity_is_named_and_not_read(book: Schema, tmp_path: Path) -> None:
    """An external entity and an external DTD are findings; nothing of them is read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("<sura/>", encoding="utf-8")
    document = (
        f'<!DOCTYPE kitab SYSTEM "{secret.as_uri()}" [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        '<kitab><unwan>&s;</unwan><fasl raqm="1"/></kitab>'
    )
    codes = {one.code for one in book.validate(document.encode())}
    assert codes == {"XML004", "XML005"}


def test_an_entity_bomb_is_refused(book: Schema) -> None:
    """Entities that multiply end the reading with a finding."""
    lines = ['<!ENTITY e0 "ها">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    document = f"<!DOCTYPE kitab [{''.join(lines)}]><kitab><unwan>&e11;</unwan></kitab>"
    assert "XML001" in [one.code for one in book.validate(document.encode())]


def test_a_million_attributes_are_refused(book: Schema) -> None:
    """An element with so many attributes is one finding, not one for each."""
    document = "<kitab " + " ".join(f'sifa{number}=""' for number in range(1_000_000)) + "/>"
    assert [one.code for one in book.validate(document.encode())] == ["XML009"]


def test_a_million_levels_are_refused(book: Schema) -> None:
    """Depth without end is one finding, and no crash."""
    document = b"<kitab>" * 1_000_000
    assert [one.code for one in book.validate(document)][-1] == "XML003"


def test_a_huge_attribute_is_read_in_time(book: Schema) -> None:
    """An attribute of twenty megabytes, read in pieces, takes no quadratic time."""
    document = b'<kitab lugha="' + b"x" * 20_000_000 + b'"><unwan/><fasl raqm="1"/></kitab>'
    assert [one.code for one in book.validate(io.BytesIO(document))] == ["RNG007"]


def test_many_attributes_are_judged(book: Schema) -> None:
    """Twenty thousand attributes that must not be there are as many findings."""
    attributes = " ".join(f'a{n}="x"' for n in range(20_000))
    document = f'<kitab {attributes}><unwan/><fasl raqm="1"/></kitab>'
    count = sum(1 for _ in book.iter_findings(document.encode()))
    assert count == 20_000


def test_a_stream_and_bytes_give_the_same(book: Schema, tmp_path: Path) -> None:
    """A path, a file object and bytes are judged alike."""
    document = b'<kitab><unwan/><sura/><fasl raqm="1"/></kitab>'
    path = tmp_path / "كتاب.xml"
    path.write_bytes(document)
    codes = [
        [one.code for one in book.validate(source)]
        for source in (document, io.BytesIO(document), path)
    ]
    assert codes == [["RNG002"]] * 3


def test_a_missing_file_is_an_error(book: Schema, tmp_path: Path) -> None:
    """A path that cannot be read is an error with its name."""
    with pytest.raises(SourceError, match="غائب"):
        book.validate(tmp_path / "غائب.xml")


def test_an_incorrect_schema_names_file_line_and_section(tmp_path: Path) -> None:
    """A schema that breaks a restriction says where and which."""
    path = tmp_path / "s.rnc"
    path.write_text(
        "start =\n  element a { attribute b { text }, attribute b { text } }\n", "utf-8"
    )
    with pytest.raises(SchemaError, match=r"s\.rnc:2.*7\.3"):
        Schema.load(path)


def test_what_is_replaced_must_be_there(tmp_path: Path) -> None:
    """A replaced definition that refers to a missing file makes the schema incorrect, as in Jing."""
    (tmp_path / "kitab.rnc").write_text('start = element kitab { fasl }\nfasl = external "f.rnc"')
    path = tmp_path / "mine.rnc"
    path.write_text('include "kitab.rnc" { fasl = text }')
    with pytest.raises(SchemaError, match=r"kitab\.rnc:2.*f\.rnc cannot be read"):
        Schema.load(path)
    (tmp_path / "f.rnc").write_text("element fasl { text }")
    assert Schema.load(path).validate(b"<kitab/>") == []


def test_a_schema_is_never_fetched(tmp_path: Path) -> None:
    """A reference to another host is an incorrect schema, not a request."""
    path = tmp_path / "s.rnc"
    path.write_text('start = external "http://127.0.0.1:9/x.rnc"', encoding="utf-8")
    with pytest.raises(SchemaError, match="nothing from the network"):
        Schema.load(path)


def test_a_wide_interleave_is_no_explosion() -> None:
    """Thirty elements in any order, each once, are judged in a moment."""
    names = [f"e{n}" for n in range(30)]
    parts = " & ".join(f"element {name} {{ empty }}" for name in names)
    schema = Schema.load(f"start = element a {{ {parts} }}".encode(), compact=True)
    document = "<a>" + "".join(f"<{name}/>" for name in reversed(names)) + "</a>"
    assert schema.validate(document.encode()) == []


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (r"\p{IsArabic}+", "مصر", "Egypt"),
        (r"[^\p{C}\p{Z}]+", "درنة", "مدينة درنة"),
        (r"[\i-[:]][\c-[:]]*", "اسم-1", "1اسم"),
        (r"^a$", "^a$", "a"),
        (r"\d{2}", "٢١", "2"),
        (r"a|b{2,}", "bbb", "b"),
    ],
)
def test_a_pattern_means_what_xml_schema_says(pattern: str, yes: str, no: str) -> None:
    """Categories, blocks, subtraction, letters of names; anchors are letters."""
    expression = compiled(pattern)
    assert (bool(expression.fullmatch(yes)), bool(expression.fullmatch(no))) == (True, False)


@pytest.mark.parametrize("pattern", ["ا{3000000000}", "(ا{1000}){1000}", "ا{0,200000}"])
def test_a_pattern_that_repeats_without_measure_is_refused(pattern: str) -> None:
    """What would fill the memory with its repetitions is no schema."""
    with pytest.raises(ValueError, match="repeats more than"):
        compiled(pattern)
