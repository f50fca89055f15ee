"""The text of a PDF's pages, as the programs that read PDFs give it back.

In: a PDF and the text that its body should carry. Out: for each extractor how many characters were
lost or strange and how many words stand in order. No extractor gives Arabic back whole (false
spaces, mirrored brackets), so this is held by limits (see thresholds); what is exact is the files
that the PDF embeds.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tahqiq.fidelity import sequences
from tahqiq.fidelity.thresholds import Limits

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670\u0640])*")
_EASTERN_DIGITS = re.compile("[\u0660-\u0669]")
# A vowel sign never begins a word: poppler and pdfium put a space before one that is drawn apart.
_DETACHED = re.compile(r"[^\S\n]+(?=[\u064b-\u0652])")
_ISOLATES = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Measure:
    """What one extractor gave back of an expected text."""

    extractor: str
    characters: int
    wrong: int
    words_in_order: float

    def holds(self, limits: Limits) -> bool:
        """Return whether both figures reach what is asked."""
        return (
            self.wrong * 1000 <= limits.wrong * self.characters
            and self.words_in_order >= limits.words_in_order
        )

    def __str__(self) -> str:
        """Return the figures in words."""
        return (
            f"{self.wrong} of {self.characters} characters wrong,"
            f" {self.words_in_order:.1f} % of the words in order"
        )


def measure(pdf: bytes, expected: str) -> Iterator[Measure]:
    """Yield what pdfium, and poppler where it is installed, give back of ``expected``."""
    yield _measured("pdfium", "\n".join(_pdfium(pdf)), expected)
    if shutil.which("pdftotext"):
        yield _measured("poppler", _poppler(pdf), expected)


def _measured(extractor: str, found: str, expected: str) -> Measure:
    wanted, got = _words(expected), _words(found)
    in_order = sequences.in_order(wanted, got)
    wrong = sum((Counter("".join(wanted)) - Counter("".join(got))).values())
    characters = sum(len(word) for word in wanted)
    return Measure(extractor, characters, wrong, 100 * in_order / max(1, len(wanted)))


def _words(text: str) -> list[str]:
    # Presentation forms are letters again; controls that only guide the display are none.
    # Arabic-Indic digits are left out on both sides: the pages' own numbers are written in them.
    plain = _DETACHED.sub("", _ISOLATES.sub("", unicodedata.normalize("NFKC", text)))
    return _WORD.findall(_EASTERN_DIGITS.sub(" ", plain))


def _pdfium(pdf: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text_page = page.get_textpage()
            yield text_page.get_text_range()
            text_page.close()
            page.close()
    finally:
        document.close()


def _poppler(pdf: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
        )
    return done.stdout.decode("utf-8")


def embedded_files(pdf: bytes) -> dict[str, bytes]:
    """Return the files that a PDF carries, by name."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        # By the names of the files themselves: Typst (0.15) writes the index's keys as raw UTF-8.
        return {
            attachment.filename: bytes(attachment.get_file().read_bytes())
            for attachment in document.attachments.values()
        }
