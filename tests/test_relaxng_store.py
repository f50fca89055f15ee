"""The compiled schema on disk: the same verdicts, and nothing believed that is not ours."""

import json
from pathlib import Path

import pytest

from editions import REPOSITORY
from mutants import mutants, seeds
from tahqiq.errors import UsageError
from tahqiq.relaxng import Schema, disk
from tahqiq.relaxng.patterns import Builder
from tahqiq.relaxng.store import FORMAT, Loaded, NotOursError

FILLER = "# حشو\n" * 3_000


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is compiled in a folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(disk, "folder", lambda: folder)
    return folder


def kept_files(cache: Path) -> list[Path]:
    """Return what lies in the cache."""
    return sorted(cache.glob("*"))


def lines(schema: Schema, document: bytes) -> list[str]:
    """Return everything that the findings on a document say."""
    return [str(one.as_json("ar")) for one in schema.validate(document, file="a.xml")]


@pytest.mark.parametrize("grammar", ["tei/tei_all.rng", "corpus/al-muqtabas/tei_periodical.rng"])
def test_a_kept_schema_says_the_same(shared: Path, cache: Path, grammar: str) -> None:
    """On faulty documents a schema from the disk says word for word what the compiled one does."""
    path = shared / grammar
    compiled, kept = Schema.load(path), Schema.load(path)
    assert len(kept_files(cache)) == 1
    for document in mutants(seeds(shared, REPOSITORY), 60, seed=3):
        assert lines(compiled, document) == lines(kept, document)


def test_a_schema_that_changed_is_compiled_again(tmp_path: Path, cache: Path) -> None:
    """The content of a schema and of what it includes is the key of the cache."""
    part, main = tmp_path / "part.rnc", tmp_path / "main.rnc"
    part.write_text("start = element kitab { text }", encoding="utf-8")
    main.write_text(FILLER + 'include "part.rnc"', encoding="utf-8")
    assert Schema.load(main).validate("<kitab>نص</kitab>".encode()) == []
    part.write_text("start = element kitab { empty }", encoding="utf-8")
    assert [one.code for one in Schema.load(main).validate("<kitab>نص</kitab>".encode())] == [
        "RNG008"
    ]


@pytest.mark.parametrize("harm", ["truncated", "altered", "emptied"])
def test_a_harmed_file_is_compiled_again(tmp_path: Path, cache: Path, harm: str) -> None:
    """A file of the cache that is cut or altered is not believed."""
    main = tmp_path / "main.rnc"
    main.write_text(FILLER + "start = element kitab { text }", encoding="utf-8")
    Schema.load(main)
    (file,) = kept_files(cache)
    content = file.read_bytes()
    harmed = {
        "truncated": content[:-9],
        "altered": content.replace(b"kitab", b"sura_"),
        "emptied": b"",
    }
    file.write_bytes(harmed[harm])
    assert Schema.load(main).validate(b"<kitab/>") == []
    assert file.read_bytes() == content


SOUND = {
    "format": FORMAT,
    "sha256": "",
    "read": {},
    "start": 0,
    "contents": [],
    "ids": [],
    "last": 0,
    "blocks": [[1, 15]],
}
EMPTY = "[[0,0,[],null]]"


@pytest.mark.parametrize(
    ("change", "pattern"),
    [
        ({"format": 0}, EMPTY),
        ({"start": 10_000}, EMPTY),
        ({"contents": [[["", "a"], 0]]}, EMPTY),
        ({"ids": [1]}, EMPTY),
        ({"last": "لا شيء"}, EMPTY),
        ({"blocks": [1]}, EMPTY),
        ({}, "[[3,4,[0,0],null]]"),
        ({}, "لا شيء"),
        ({}, '[[1,9,[],["","string"]]]'),
    ],
)
def test_what_does_not_read_as_ours_is_refused(change: dict[str, object], pattern: str) -> None:
    """Whatever stands in the file, it is read or refused; nothing in it is executed."""
    Loaded(f"{json.dumps(SOUND)}\n{EMPTY}".encode(), Builder())
    with pytest.raises(NotOursError):
        Loaded(f"{json.dumps(SOUND | change)}\n{pattern}".encode(), Builder())


def test_a_small_schema_is_not_kept(tmp_path: Path, cache: Path) -> None:
    """What compiles at once leaves nothing behind."""
    Schema.load(b"start = element kitab { text }", compact=True)
    assert kept_files(cache) == []


def test_a_cache_that_cannot_be_written_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder to keep it in, the schema is compiled and used."""
    barred = tmp_path / "file"
    barred.write_text("")
    monkeypatch.setattr(disk, "folder", lambda: barred / "below")
    made = Schema.load((FILLER + "start = element kitab { text }").encode(), compact=True)
    assert made.validate(b"<kitab/>") == []


def test_a_schema_explains_a_place(shared: Path) -> None:
    """What may stand in an element is told with what the schema says of it."""
    told = Schema.load(shared / "tei/tei_all.rng").explain("/TEI/text/body/div/p/date")
    attributes = {one.name: one for one in told.attributes}
    assert "when" in attributes
    assert "date" in told.documentation
    assert told.has_text
    assert "persName" in {one.name for one in told.children}
    assert {"high", "medium", "low", "unknown"} <= set(attributes["cert"].values)


def test_an_explanation_of_no_place_says_what_there_is() -> None:
    """A path that the schema does not have is refused with the names that it has there."""
    schema = Schema.load(
        b"start = element kitab { element fasl { text }, attribute a { text } }", compact=True
    )
    assert [one.name for one in schema.explain("/").children] == ["kitab"]
    assert schema.explain("/kitab").attributes[0].required
    with pytest.raises(UsageError, match="here may stand fasl"):
        schema.explain("/kitab/bab")
