"""What four programs read on our pages. In: texts of many kinds. Out: how much of them comes back.

Floors are what was reached (poppler 22.12, pdfium of pypdfium2 5, pdf.js 5, pypdf 6), less a little;
they only rise.
"""

import io
import json
import logging
import random
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest

import editions
import varied
from tahqiq import fidelity, resources, saxon, tei
from tahqiq.fidelity import extraction, sequences
from tahqiq.printing import pdf

# Words in order, per cent: pdfium, poppler, pdf.js, pypdf. poppler reads the first lines of all cells
# of a row, then the next. What pdfium lacks are the parts of an
# address; pdf.js tells letters apart that Amiri draws higher, pypdf words beside a guillemet.
FLOORS = {
    "verse": (99, 99, 99, 99),
    "vowelled": (99, 99, 99, 99),
    "letter": (99, 99, 99, 96),
    "catalogue": (92, 99, 99, 94),
    "Persian": (99, 99, 97, 97),
    "table": (99, 99, 99, 99),
    "cells": (99, 70, 96, 99),
    "notes": (99, 99, 99, 99),
    "English": (98, 99, 96, 99),
}
PROGRAMS = ("pdfium", "poppler", "pdf.js", "pypdf")


@pytest.fixture(scope="module")
def pdfjs(require_tool: Callable[..., Path]) -> Iterator[Callable[[bytes, Path], str]]:
    """Return a function from a PDF to what pdf.js reads, which is started once."""
    node = require_tool("node", remedy="apt install nodejs")
    if not (editions.REPOSITORY / "node_modules/pdfjs-dist").is_dir():
        from conftest import missing

        missing("pdfjs-dist", "npm install --no-save pdfjs-dist")
    running = subprocess.Popen(
        [str(node), str(Path(__file__).with_name("pdfjs.mjs"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    asked, answers = running.stdin, running.stdout

    def read(content: bytes, path: Path) -> str:
        path.write_bytes(content)
        asked.write(f"{path}\n")
        asked.flush()
        return str(json.loads(answers.readline()))

    with running:
        yield read
        asked.close()


def made(body: str) -> tuple[bytes, str]:
    """Return the PDF of a body, and its reading text."""
    source = editions.text(body).encode()
    typst = saxon.transform(resources.stylesheet("print.xsl"), source).principal
    content = pdf.typeset(typst, text_id="letter", tei=source, text=b"")
    return content, fidelity.of_tei(tei.parse(source), "x", reading=True).text


def read(content: bytes, pdfjs: Callable[[bytes, Path], str], folder: Path) -> Iterator[str]:
    """Yield what each program reads."""
    yield "\n".join(extraction._pdfium(content))
    yield extraction._poppler(content)
    yield pdfjs(content, folder / "x.pdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    yield "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.oracle
@pytest.mark.parametrize("kind", FLOORS)
def test_a_text_comes_back(kind: str, pdfjs, pdftotext: Path, tmp_path: Path) -> None:
    """Of every kind of text, each program gives back the letters and most words in their order."""
    content, expected = made(varied.ALL[kind])
    found = {
        name: extraction._measured(name, text, expected)
        for name, text in zip(PROGRAMS, read(content, pdfjs, tmp_path), strict=True)
    }
    low = [
        f"{name}: {found[name]}"
        for name, floor in zip(PROGRAMS, FLOORS[kind], strict=True)
        if found[name].words_in_order < floor or found[name].wrong * 1000 > found[name].characters
    ]
    assert low == []


@pytest.mark.oracle
def test_points_and_signs_stay_at_their_words(pdfjs, pdftotext: Path, tmp_path: Path) -> None:
    """Between spaces stands what the text has there: no comma goes astray, no last sign."""
    content, expected = made(varied.VOWELLED)
    wanted = unicodedata.normalize("NFC", expected).split()
    lost = {
        name: len(wanted) - sequences.in_order(wanted, _between_spaces(text))
        for name, text in zip(PROGRAMS, read(content, pdfjs, tmp_path), strict=True)
    }
    assert lost == dict.fromkeys(PROGRAMS, 0)


@pytest.mark.oracle
def test_words_before_kaf_are_words_of_their_own_in_narrow_lines(
    pdfjs, pdftotext: Path, tmp_path: Path
) -> None:
    """A full line may have less room for its spaces than what Amiri takes across them."""
    chance = random.Random(3)
    names = ["الأهلية", "جريدة", "والإباحة", "يقتضيه", "في", "حزب", "مرتين", "كذا", "كمال", "كانا"]
    words = [chance.choice(names) for _ in range(1_200)]
    content, expected = made(f"<p>{' '.join(words)}</p>")
    for text in read(content, pdfjs, tmp_path):
        assert extraction._measured("", text, expected).words_in_order > 99.9


@pytest.mark.oracle
def test_staggered_verse_is_read_verse_by_verse(pdfjs, pdftotext: Path, tmp_path: Path) -> None:
    """Halves one below the other are no columns."""
    halves = [
        "هدانا به والناس ما بين عابد",
        "لشمس ومن دانوا الكواكب والدهرا",
        "ومن عبد الأصنام أو عبد الشعرى",
    ]
    verses = [(one, other) for one in halves for other in halves for _ in range(2)]
    body = "".join(f"<l><seg>{one}</seg><seg>{other}</seg></l>" for one, other in verses)
    content, expected = made(f"<lg>{body}</lg>")
    for text in read(content, pdfjs, tmp_path):
        assert extraction._measured("", text, expected).words_in_order > 99


@pytest.mark.oracle
def test_bold_words_keep_their_signs(pdfjs, pdftotext: Path, tmp_path: Path) -> None:
    """Amiri's bold sukun stands a hair above its line, which must not part it from its word."""
    content, _ = made("<p>قال <hi rend='bold'>كُشْكٌ وكُرْسِيّ</hi> ثم</p>")
    for text in read(content, pdfjs, tmp_path):
        assert {"كُشْكٌ", "وكُرْسِيّ"} <= set(_between_spaces(text))


@pytest.mark.oracle
@pytest.mark.parametrize(
    "words", ["حياة كريم ونزهة كتابه", "حياةُ كَريمٍ ونُزهةُ كُتّابِه", "وجه كل منه كثير"]
)
def test_a_space_that_a_font_narrows_is_one(
    words: str, pdfjs, pdftotext: Path, tmp_path: Path
) -> None:
    """Amiri draws ك nearer to ه and ة across the space, and no program joins the words."""
    content, _ = made(f"<p>{words}</p>")
    for text in read(content, pdfjs, tmp_path):
        assert set(words.split()) <= set(_between_spaces(text))


def _between_spaces(text: str) -> list[str]:
    return extraction._ISOLATES.sub("", unicodedata.normalize("NFC", text)).split()
