"""An ODD that others wrote: what we compile of it judges as the schema that they compiled of it."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from editions import REPOSITORY, SHARED
from mutants import mutants, seeds
from tahqiq import odd
from tahqiq.relaxng import Schema

JOURNAL = SHARED / "corpus/al-muqtabas"
P5SUBSET = SHARED / "tei/p5subset.xml"

pytestmark = pytest.mark.skipif(
    not (P5SUBSET.is_file() and JOURNAL.is_dir()),
    reason="the journal or p5subset.xml is not at hand (../shared)",
)

# What the two must differ in, since the journal's schema was made of P5 3.5.0 by the tools of
# its time, ours of 4.9.0.
# Each is the finding that one of the two has, and why.
KNOWN = {
    r"<choice> is incomplete": "an empty choice was allowed by P5 3.5, and is not by 4.9",
    r"of the attribute type of <l>; expected bayt": (
        "the Stylesheets passed over a closed list without @mode (TEIC/TEI#2128, Stylesheets#699)"
    ),
    r"must not have the attribute calendar;": "of what is datable only dates have a calendar in P5 4.9",
    r"<editor> must not have the attribute (when|from|to|not\w+)": "since P5 4.2 an editor is datable",
}


@cache
def theirs() -> Schema:
    return Schema.load(JOURNAL / "tei_periodical.rng")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("journal") / "tei_periodical.rng"
    made = odd.compile_text(JOURNAL / "tei_periodical.odd", P5SUBSET, prose=False)
    path.write_text(made.rng, "utf-8")
    return Schema.load(path)


def unknown(messages: Iterable[str]) -> list[str]:
    """Return the messages that no known difference explains."""
    return [one for one in messages if not any(re.search(pattern, one) for pattern in KNOWN)]


def places(schema: Schema, document: Path) -> dict[tuple[int, str], str]:
    """Return what a schema says of a document, by line and code."""
    return {(one.place.line, one.code): one.message.en for one in schema.validate(document)}


@pytest.mark.parametrize("number", range(1, 9))
def test_the_issues_of_the_journal(ours: Schema, number: int) -> None:
    """On each issue both schemas have the same findings, but for what the TEI changed meanwhile."""
    path = JOURNAL / f"oclc_4770057679-i_{number}.TEIP5.xml"
    mine, other = places(ours, path), places(theirs(), path)
    differing = mine.keys() ^ other.keys()
    assert unknown((mine | other)[one] for one in sorted(differing)) == []


def test_faulty_issues(ours: Schema) -> None:
    """On pieces of the journal with one fault each both schemas have the same verdict."""
    documents = seeds(SHARED, REPOSITORY)[-4:]
    differing = []
    for content in mutants(documents, 400, seed=23):
        mine, other = ours.validate(content), theirs().validate(content)
        if bool(mine) != bool(other):
            differing.append((mine or other)[0].message.en)
    assert unknown(differing) == []
