"""Units and their texts beside dapytains, an implementation of DTS that is not ours."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from conftest import missing
from editions import TEXT
from tahqiq import citable

DEEP = Path(__file__).parent.parent / "citable/deep.xml"
SAYS = Path(__file__).parent / "dapytains_says.py"

# What dapytains does not read, and the tests of test_dts_elsewhere.py defend by the specification.
UNREAD = (
    (' use="@n" delim="ص "', ' use="@n"'),  # a delimiter on the first level
    (r"<citeStructure unit=\"preface\"[^>]*/>", ""),  # a second structure in one refsDecl
    (r"<citeStructure unit=\"line\"[^>]*/>", ""),  # current(), which XSLT adds to XPath
    (r"<citeStructure unit=\"verse\"[^>]*/>", ""),  # a second kind of unit where one has none of it
    (r"<citeStructure unit=\"colophon\"[^>]*/>", ""),
)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with dapytains, and return its Python."""
    folder = tmp_path_factory.mktemp("dapytains")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin/python"
    free = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "dapytains==1.0rc4"],
        env=free, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        missing("dapytains", f"let pip install it: {done.stderr[-200:]}")
    return python


def theirs(python: Path, path: Path) -> dict[str, dict[str, str] | str]:
    """Return what dapytains says of a file."""
    done = subprocess.run(
        [str(python), str(SAYS), str(path)], capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)[str(path)]
    assert isinstance(said, dict)
    return said


def ours(path: Path) -> dict[str, dict[str, str]]:
    """Return the text of every unit of a file, by its tree: all of its markup's characters."""
    text = citable.read(path)
    return {
        tree.name: {
            unit.reference: characters(text.resolve(unit.reference, tree=tree.name).xml())
            for unit in text.units(tree.name)
        }
        for tree in text.trees
    }


def characters(fragment: str) -> str:
    """Return the characters of a piece of TEI, white space as one space."""
    return " ".join("".join(etree.fromstring(f"<x>{fragment}</x>").itertext()).split())


def test_the_report_has_the_same_units_and_texts(python: Path) -> None:
    """Each of its twelve paragraphs, by the same reference, letter for letter."""
    assert [*theirs(python, TEXT).values()] == [*ours(TEXT).values()]


def test_a_deep_text_has_the_same_units_and_texts(python: Path, tmp_path: Path) -> None:
    """Books, chapters, paragraphs and the pages between milestones."""
    deep = DEEP.read_text("utf-8")
    for unread, read in UNREAD:
        deep = re.sub(unread, read, deep)
    path = tmp_path / "deep.xml"
    path.write_text(deep, "utf-8")
    assert theirs(python, path) == ours(path)


def test_what_it_does_not_read_is_known(python: Path) -> None:
    """As soon as it reads the deep text unchanged, the two are to be compared on it."""
    said = theirs(python, DEEP)
    assert "does not match the expected format" in str(said["pages"])
    assert list(said["books"]) == ["مقدمة"]
