"""What the engine reads besides files: trees, inclusions; and how many ids it bears."""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from lxml import etree

from editions import TEXT
from tahqiq.errors import Place
from tahqiq.relaxng import Schema, ids
from tahqiq.relaxng.fingerprints import Fingerprints
from tahqiq.relaxng.id_store import DOUBTED, IdStore

BOOK = b"""
default namespace = "http://example.org/kitab"
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = element kitab { fasl+ }
fasl = element fasl { attribute id { xsd:ID }?, attribute type { xsd:QName }?, (text | fasl)* }
"""
NS = 'xmlns="http://example.org/kitab"'
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'


@pytest.fixture(scope="module")
def book() -> Schema:
    """Load a small schema of a book."""
    return Schema.load(BOOK, compact=True)


def written(folder: Path, name: str, content: str) -> Path:
    """Write a document and return its path."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def codes(schema: Schema, path: Path, **options) -> list[str]:
    """Return the code of each finding with the file and line where it stands."""
    return [
        f"{one.code} {Path(one.place.file).name}:{one.place.line}"
        for one in schema.validate(path, **options)
    ]


def test_a_tree_has_the_findings_of_its_file(tmp_path: Path, book: Schema) -> None:
    """Lines and paths are those of the file; a tree has no columns."""
    path = written(
        tmp_path, "a.xml",
        f'<kitab {NS} xmlns:x="urn:x">\n<!-- قبل --><fasl id="a" type="x:y">نص</fasl>\n<fasl id="a"/><sura/></kitab>',
    )  # fmt: skip
    tree = etree.parse(path, etree.XMLParser(collect_ids=False))
    expected = [(one.code, one.place.line, one.place.xpath) for one in book.validate(path)]
    assert expected == [(one.code, one.place.line, one.place.xpath) for one in book.validate(tree)]
    assert len(expected) == 2


def test_the_edition_as_a_tree_is_valid(shared: Path) -> None:
    """A tree of the report is as valid as its file."""
    schema = Schema.load(shared / "tei/tei_all.rng")
    assert schema.validate(etree.parse(TEXT)) == []


def test_a_prefix_that_a_tree_does_not_declare_is_found(book: Schema) -> None:
    """A qualified name in a value is resolved where it stands."""
    root = etree.fromstring(f'<kitab {NS}><fasl type="q:a"/></kitab>')
    assert [one.code for one in book.validate(root)] == ["RNG007"]


def test_an_inclusion_is_left_to_the_schema(tmp_path: Path, book: Schema) -> None:
    """By default an inclusion is an element like others."""
    path = written(tmp_path, "a.xml", f'<kitab {NS} {XI}><fasl/><xi:include href="b.xml"/></kitab>')
    assert codes(book, path) == ["RNG002 a.xml:1"]


def test_an_inclusion_is_reported(tmp_path: Path, book: Schema) -> None:
    """On demand an inclusion is named and not followed."""
    path = written(
        tmp_path, "a.xml", f'<kitab {NS} {XI}><fasl/>\n<xi:include href="b.xml"/></kitab>'
    )
    assert codes(book, path, xinclude="report") == ["XML006 a.xml:2"]


def test_an_inclusion_is_judged_where_it_stands(tmp_path: Path, book: Schema) -> None:
    """Findings in a file that is included name that file."""
    written(tmp_path, "b.xml", f"<fasl {NS}>\n<fasl/><sura/></fasl>")
    path = written(
        tmp_path, "a.xml",
        f'<kitab {NS} {XI}>\n<xi:include href="b.xml"/>\n<fasl type="xi:a"><xi:include href="c.txt" parse="text"/></fasl>\n<sura/></kitab>',
    )  # fmt: skip
    written(tmp_path, "c.txt", "نص <وهمي>")
    assert codes(book, path, xinclude="resolve") == ["RNG002 b.xml:2", "RNG002 a.xml:4"]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("../out.xml", "outside of the folder"),
        ("http://example.org/a.xml", "only files"),
        ("none.xml", "no such file"),
        ("a.xml", "includes itself"),
        ("a.xml#fasl", "parts of files"),
    ],
)
def test_an_inclusion_that_cannot_be_is_said(
    tmp_path: Path, book: Schema, href: str, reason: str
) -> None:
    """What is outside of the folder, remote, missing, circular or a part is refused."""
    written(tmp_path, "out.xml", f"<fasl {NS}/>")
    folder = tmp_path / "delivery"
    folder.mkdir()
    path = written(folder, "a.xml", f'<kitab {NS} {XI}><fasl/><xi:include href="{href}"/></kitab>')
    found = book.validate(path, xinclude="resolve")
    assert "XML007" in {one.code for one in found}
    assert reason in " ".join(one.message.en for one in found)


def test_a_fallback_stands_for_what_is_missing(tmp_path: Path, book: Schema) -> None:
    """The content of a fallback is judged in the place of what cannot be included."""
    path = written(
        tmp_path, "a.xml",
        f'<kitab {NS} {XI}><xi:include href="none.xml"><xi:fallback><fasl>بدل</fasl></xi:fallback></xi:include></kitab>',
    )  # fmt: skip
    assert codes(book, path, xinclude="resolve") == ["XML007 a.xml:1"]


def test_a_broken_inclusion_stops_there(tmp_path: Path, book: Schema) -> None:
    """An ill-formed file that is included is named; nothing after it is guessed."""
    written(tmp_path, "b.xml", f"<fasl {NS}><fasl></kitab>")
    path = written(tmp_path, "a.xml", f'<kitab {NS} {XI}><xi:include href="b.xml"/><sura/></kitab>')
    assert codes(book, path, xinclude="resolve") == ["XML001 b.xml:1"]


def test_ids_beyond_what_memory_holds_are_still_known() -> None:
    """Past its limit the store goes on in a file, and answers the same."""
    with closing(IdStore(in_memory=4)) as small, closing(IdStore()) as large:
        for store in (small, large):
            for number in range(40):
                assert store.add(f"م{number}", ("a.xml", number + 1, 1)) is None
            store.want("م7", Place("a.xml", 50))
            store.want("م77", Place("a.xml", 51, 3, 900, "/a[1]"))
            store.want("م30", Place("a.xml", 52))
            store.want("م99", Place("a.xml", 53))
        assert small.add("م35", ("a.xml", 60, 1)) == DOUBTED
        assert small.firsts({"م35", "م99"}) == {"م35": ("a.xml", 36, 1)}
        assert list(small.missing()) == list(large.missing())
        assert [name for name, _ in small.missing()] == ["م77", "م99"]


@pytest.mark.parametrize("of_each", [Fingerprints.add, lambda *_: True])
def test_ids_in_a_file_are_judged_as_those_in_memory(
    book: Schema, monkeypatch: pytest.MonkeyPatch, of_each: Callable[[Fingerprints, str], bool]
) -> None:
    """Findings are the same and in the same order, even if every id seems to have come before."""
    fusul = [f'<fasl id="م{number % 70}"/>\n<sura/>' for number in range(100)]
    text = f"<kitab {NS}>{''.join(fusul)}</kitab>".encode()
    in_memory = book.validate(text)
    monkeypatch.setattr(Fingerprints, "add", of_each)
    monkeypatch.setattr(ids, "IdStore", partial(IdStore, in_memory=3))
    assert book.validate(text) == in_memory
    assert [one.code for one in in_memory].count("RNG010") == 30


def test_fingerprints_grow_and_forget_none() -> None:
    """However many tables there are, what came is never taken for new."""
    prints = Fingerprints(size=4)
    assert not prints.may_have("م")
    names = [f"م{number}" for number in range(300)]
    assert sum(map(prints.add, names)) < 5
    assert all(map(prints.may_have, names))


def test_what_the_schema_says_of_a_slip_comes_with_the_finding(shared: Path) -> None:
    """The documentation of the element that was meant stands in the finding."""
    schema = Schema.load(shared / "tei/tei_all.rng")
    text = TEXT.read_text("utf-8").replace("<text", "<txt", 1).replace("</text>", "</txt>", 1)
    slips = [one for one in schema.validate(text.encode()) if one.hint]
    assert slips[0].hint.en == "did you mean text?"
    assert "text" in slips[0].extra["documentation"]
