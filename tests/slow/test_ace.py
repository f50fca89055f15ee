"""Ace by DAISY: what it finds wrong with the books for readers who do not see them."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from editions import REPOSITORY, SHARED
from tahqiq.books.epub import epub
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.press.stylesheets import Press, Text
from tahqiq.project import find
from test_epub import book
from test_texts import STRUCTURES
from test_texts_foreign import FOREIGN

JOURNAL = SHARED / "corpus/al-muqtabas/oclc_4770057679-i_1.TEIP5.xml"
REMEDY = "ELECTRON_SKIP_BINARY_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 npm install -g @daisy/ace"


@pytest.fixture(scope="module")
def ace(require_tool, chromium: Path):
    """Return a function from a book to what Ace finds, counted by rule."""
    program = require_tool("ace-puppeteer", remedy=REMEDY)

    def check(path: Path, out: Path) -> Counter[str]:
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(chromium)}
        command = [program, "--silent", "--force", "--outdir", out, path]
        subprocess.run(command, env=environment, check=True, timeout=600, capture_output=True)
        report = json.loads((out / "report.json").read_text("utf-8"))
        return Counter(
            one["earl:test"]["dct:title"]
            for document in report["assertions"]
            for one in document["assertions"]
        )

    return check


@pytest.mark.oracle
def test_ace_finds_nothing_in_a_book_of_every_structure(ace, tmp_path: Path) -> None:
    """Chapters, verses, tables, notes and pages are open to every reader."""
    (tmp_path / "letter.epub").write_bytes(book(STRUCTURES + FOREIGN))
    assert ace(tmp_path / "letter.epub", tmp_path / "out") == {}


@pytest.mark.oracle
@pytest.mark.skipif(not JOURNAL.is_file(), reason="the journal al-Muqtabas is not here")
def test_ace_finds_nothing_in_a_journal(ace, tmp_path: Path) -> None:
    """An issue of al-Muqtabas, another project's TEI, is open to every reader."""
    source = Text("journal", JOURNAL.read_bytes())
    files = epub(source, Press(("ar", "en"), 72, lenient=True))
    (tmp_path / "journal.epub").write_bytes(files["epub/journal.epub"])
    assert ace(tmp_path / "journal.epub", tmp_path / "out") == {}


@pytest.mark.oracle
def test_ace_finds_nothing_in_the_edition(ace, tmp_path: Path) -> None:
    """The book of the report is without a finding."""
    build(find(REPOSITORY), Options(("epub",), tmp_path), lambda _: None)
    for path in sorted((tmp_path / "epub").glob("*.epub")):
        assert ace(path, tmp_path / "out") == {}
