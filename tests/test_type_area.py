"""The type area of the report's pages, as pdfium measures it.

In: the PDF. Out: what stands beyond the measure, the widest space of a justified line, the longest
river. Bounds are what is reached.
"""

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tahqiq.printing import pdf

MM = 72 / 25.4
# The page "book": the margin at the back, and the one that bears the numbers.
INSIDE, OUTSIDE = 21 * MM, 28 * MM
TEXT, NOTE, INTRODUCTION = 14.0, 10.0, 13.3
BODY = (TEXT, NOTE, INTRODUCTION)
# Typst hangs marks at the ends of lines into the margin; the tail of a letter may reach there a little.
HANGING = "..،؛:!؟)»”\"'-–"
TAIL, MARK = 1.3, 4.0
# The widest word space of a justified line, in em: of one line, and of all others.
WIDEST = 0.5
USUAL = 0.45
# A river: spaces under each other by half their width at least, through so many lines.
RIVER = 4

Box = tuple[float, float, str]


@dataclass(frozen=True)
class Line:
    """A line of one page: its size of type and what stands in it, from left to right."""

    page: int
    height: float
    size: float
    boxes: tuple[Box, ...]
    left: float
    right: float

    @property
    def words(self) -> list[tuple[float, float]]:
        """Return the runs of ink within the measure, joined where no space parts them."""
        runs: list[tuple[float, float]] = []
        for left, right, _ in self.within:
            if runs and left <= runs[-1][1] + 0.3:
                runs[-1] = (runs[-1][0], max(runs[-1][1], right))
            else:
                runs.append((left, right))
        return runs

    @property
    def within(self) -> list[Box]:
        """Return what is not wholly in the margin, where numbers of paragraphs stand."""
        return [one for one in self.boxes if one[1] > self.left + 0.5 and one[0] < self.right - 0.5]

    @property
    def spaces(self) -> list[tuple[float, float]]:
        """Return the spaces between words."""
        return [(one[1], other[0]) for one, other in pairwise(self.words)]

    @property
    def is_justified(self) -> bool:
        """Return whether the line fills the measure; a ك that begins it takes less room than it has."""
        words = self.words
        return bool(words) and words[0][0] < self.left + 1 and words[-1][1] > self.right - 2.5


@pytest.fixture(scope="module")
def lines(report: Callable[..., bytes]) -> tuple[Line, ...]:
    """Return the lines of the report's PDF, page by page from the top."""
    return tuple(_lines(report()))


def _lines(content: bytes) -> Iterator[Line]:
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document, 1):
        width = page.get_size()[0]
        left, right = (OUTSIDE, INSIDE) if number % 2 else (INSIDE, OUTSIDE)
        for height, boxes in sorted(_boxes(page).items(), reverse=True):
            found = tuple(sorted((start, end, char) for start, end, char, _ in boxes))
            size = max(size for *_, size in boxes)
            yield Line(number, height, round(size, 1), found, left, width - right)
    document.close()


def _boxes(page: pypdfium2.PdfPage) -> dict[float, list[tuple[float, float, str, float]]]:
    """Return the characters of a page with ink, by the height of their base line."""
    text = page.get_textpage()
    found = defaultdict(list)
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for place in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, place))
        if char.isspace() or pdfium.FPDFText_IsGenerated(text, place):
            continue
        pdfium.FPDFText_GetCharOrigin(text, place, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, place, box)
        if box.right > box.left:
            size = pdfium.FPDFText_GetFontSize(text, place)
            found[round(y.value, 1)].append((box.left, box.right, char, size))
    text.close()
    return found


def _beyond(line: Line) -> Iterator[str]:
    """Yield what of a line stands farther out than it may."""
    for left, right, char in line.within:
        allowed = MARK if char in HANGING else TAIL
        if max(line.left - left, right - line.right) > allowed:
            yield f"page {line.page}, {line.height:.0f} pt: {char!r}"


def _rivers(found: tuple[Line, ...]) -> Iterator[tuple[int, Line]]:
    """Yield for each line through how many lines the longest river has come to it."""
    above: list[tuple[float, float, int]] = []
    last = None
    for line in found:
        follows = last and last.page == line.page and last.height - line.height < 2 * line.size
        here = []
        for left, right in line.spaces:
            half = (right - left) / 2
            over = [
                n
                for start, end, n in above
                if follows and min(end, right) - max(start, left) >= half
            ]
            here.append((left, right, max(over, default=0) + 1))
        if here:
            yield max(n for *_, n in here), line
        above, last = here, line


def test_no_line_stands_beyond_the_measure(lines: tuple[Line, ...]) -> None:
    """Nothing leaves the type area but marks that hang, and only numbers stand in the margins."""
    assert [one for line in lines for one in _beyond(line)] == []
    margin = {
        char for line in lines for box in line.boxes if box not in line.within for char in box[2]
    }
    assert margin <= set("٠١٢٣٤٥٦٧٨٩")


def test_no_justified_line_is_loose(lines: tuple[Line, ...]) -> None:
    """The widest space is under half an em in one line, and under 0.45 in all others."""
    widest = [
        (max(right - left for left, right in line.spaces) / line.size, line)
        for line in lines
        if line.size in BODY and line.is_justified and line.spaces
    ]
    assert len(widest) > 50
    assert [f"{em:.2f} on page {line.page}" for em, line in widest if em > WIDEST] == []
    assert sum(em > USUAL for em, _ in widest) <= 1


def test_no_river_runs_through_the_text(lines: tuple[Line, ...]) -> None:
    """No chain of spaces under each other goes through more than a few lines of the text."""
    body = tuple(line for line in lines if line.size in BODY)
    assert [f"{n} lines, page {one.page}" for n, one in _rivers(body) if n > RIVER] == []


def test_the_measure_finds_what_is_wrong() -> None:
    """A word that no line can hold is found beyond the measure, and a stretched line is found loose."""
    page = "#set page(width: 170mm, height: 240mm, margin: (left: 28mm, right: 21mm))"
    date = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))'
    face = '#set text(size: 14pt, font: "Amiri", lang: "ar")'
    wide = f"#box(width: 130mm)[{'ب' * 110}]"
    loose = "#par(justify: true)[قال الراوي #linebreak(justify: true) بعد]"
    made = "\n\n".join((date, page, face, wide, loose))
    found = tuple(_lines(pdf.typeset(made, text_id="x", tei=b"", text=b"")))
    assert any(list(_beyond(line)) for line in found)
    assert any(
        right - left > WIDEST * line.size
        for line in found
        if line.is_justified
        for left, right in line.spaces
    )
