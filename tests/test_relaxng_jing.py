"""The same verdicts as Jing, on the same lines: on real files, and on files with one fault each."""

from pathlib import Path

import pytest

from editions import REPOSITORY
from jing import complaints
from mutants import mutants, seeds
from tahqiq.relaxng import Schema

GRAMMARS = {"tei/tei_all.rng": True, "corpus/al-muqtabas/tei_periodical.rng": False}


@pytest.mark.oracle
@pytest.mark.parametrize(("grammar", "edition"), GRAMMARS.items())
def test_every_file_of_the_corpus_has_jings_lines(
    shared: Path, java: Path, jing_jar: Path, grammar: str, edition: bool
) -> None:
    """On the journal, the report and the registers each finding stands on Jing's line."""
    files = sorted((shared / "corpus/al-muqtabas").glob("*.TEIP5.xml"))
    if edition:
        files += sorted((REPOSITORY / "edition").glob("*/*.xml"))
    theirs = complaints(java, jing_jar, shared / grammar, files)
    schema = Schema.load(shared / grammar)
    ours = {path.name: sorted(one.place.line for one in schema.validate(path)) for path in files}
    assert {path.name: sorted(theirs[path.name]) for path in files} == ours


def compare(
    schema: Path, count: int, seed: int, edition: bool, java: Path, jar: Path, folder: Path
) -> tuple[list[str], float, float]:
    """Return the mutants with another verdict, and the shares of equal lines and first lines."""
    documents = seeds(schema.parents[1 if edition else 2], REPOSITORY)
    files = []
    for number, content in enumerate(
        mutants(documents if edition else documents[-4:], count, seed)
    ):
        files.append(folder / f"{number:05}.xml")
        files[-1].write_bytes(content)
    theirs = complaints(java, jar, schema, files)
    loaded = Schema.load(schema)
    differing, invalid, same, first = [], 0, 0, 0
    for path in files:
        lines = sorted(one.place.line for one in loaded.validate(path))
        expected = sorted(theirs[path.name])
        if bool(lines) != bool(expected):
            differing.append(path.read_text("utf-8"))
        elif lines:
            invalid += 1
            same += lines == expected
            first += lines[0] == expected[0]
    return differing, same / invalid, first / invalid


@pytest.mark.oracle
@pytest.mark.parametrize(("grammar", "edition"), GRAMMARS.items())
def test_faulty_documents_have_jings_verdict(
    shared: Path, java: Path, jing_jar: Path, tmp_path: Path, grammar: str, edition: bool
) -> None:
    """A sample of what tests/slow does on thousands."""
    found = compare(shared / grammar, 150, 11, edition, java, jing_jar, tmp_path)
    assert (found[0], found[1] >= 0.95, found[2] >= 0.99) == ([], True, True)
