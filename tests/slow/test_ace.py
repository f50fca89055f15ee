"""Ace by DAISY: what it finds wrong with the books for readers who do not see them."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from editions import REPOSITORY
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find
from test_epub import book

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
    (tmp_path / "letter.epub").write_bytes(book())
    assert ace(tmp_path / "letter.epub", tmp_path / "out") == {}


@pytest.mark.oracle
def test_ace_finds_nothing_in_the_edition(ace, tmp_path: Path) -> None:
    """The book of the report is without a finding."""
    build(find(REPOSITORY), Options(("epub",), tmp_path), lambda _: None)
    for path in sorted((tmp_path / "epub").glob("*.epub")):
        assert ace(path, tmp_path / "out") == {}
