"""How much of a text programs can be asked to give back from a PDF's pages, by what the text is.

In: an encoded text. Out: Limits for each extractor. Extractors read the parts of an address in
reverse, and columns one after the other. A text that has none
of these must reach what the first edition reaches; one that has as much of them as a text made for
that trial must reach what that trial does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from tahqiq.fidelity.encoded import of_tei
from tahqiq.languages import direction
from tahqiq.tei import TEI_NS

_FEW = 3
_ROW, _CELL = f"{{{TEI_NS}}}row", f"{{{TEI_NS}}}cell"
_NOTED = [
    f"{{{TEI_NS}}}{name}"
    for name in ("note", "choice", "supplied", "surplus", "del", "add", "app", "expan", "ex")
]
_FROM_RIGHT = re.compile("[\u0590-\u08ff]")
_FOREIGN = re.compile("[A-Za-z0-9\u06f0-\u06f9]")


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters wrong per thousand at the most, and words in order per cent at the least."""

    wrong: float
    words_in_order: float


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something of a text that extractors stumble over, and what is reached where there is much.

    Up to a share of ``slight`` it does not count; from ``full`` on, ``floors`` are what is asked.
    """

    slight: float
    full: float
    floors: Mapping[str, Limits]


# Measured on the report's PDF (Typst 0.15, poppler 22.12, pypdfium2 5.15): no character wrong, all
# words in order. These only rise.
PLAIN = {"pdfium": Limits(1.0, 99.0), "poppler": Limits(1.0, 99.0)}

# The floors are those that tests/test_extraction.py holds, reached by its texts of these shares.
HINDRANCES = {
    "foreign words": Hindrance(
        0.02, 0.16, {"pdfium": Limits(1.0, 92.0), "poppler": Limits(1.0, 99.0)}
    ),
    "columns": Hindrance(0.0, 1.0, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 80.0)}),
    # Where the notes of a page have more letters than its text, poppler turns its lines as theirs.
    "notes against the text": Hindrance(
        0.0, 0.03, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 90.0)}
    ),
    # poppler reads the first lines of all cells of a row, then the next.
    "long cells": Hindrance(0.0, 1.0, {"pdfium": Limits(1.0, 88.0), "poppler": Limits(1.0, 55.0)}),
}
# Letters of a line of a book: cells of a row that have more than their part of it break.
_LINE = 65


def shares(
    words: Sequence[str], *, parallel: bool = False, in_long_cells: int = 0, notes_against: int = 0
) -> dict[str, float]:
    """Return how much of each hindrance a text of these words has.

    ``parallel`` says that the text is set in two columns, ``in_long_cells`` how many of the words
    stand in cells of several lines, ``notes_against`` how many notes and entries of the apparatus
    run against them.
    """
    foreign = sum(1 for word in words if _FOREIGN.search(word))
    return {
        "foreign words": foreign / max(1, len(words)),
        "columns": float(parallel),
        "notes against the text": notes_against / max(1, len(words)),
        "long cells": in_long_cells / max(1, len(words)),
    }


def limits(
    tree: etree._ElementTree, *, parallel: bool = False, language: str = ""
) -> dict[str, Limits]:
    """Return what each extractor must reach on a text; ``language`` is that of its apparatus.

    What each hindrance costs is taken together, but no less is asked than the lowest floor of those
    that the text has. Of a short text a few words are let go besides.
    """
    words = of_tei(tree, "text", reading=True).text.split()
    present = {
        name: min(1.0, share / HINDRANCES[name].full)
        for name, share in shares(
            words,
            parallel=parallel,
            in_long_cells=_in_long_cells(tree),
            notes_against=_notes_against(tree, words, language) if language else 0,
        ).items()
        if share > HINDRANCES[name].slight
    }
    slack = 100 * _FEW / max(_FEW, len(words))
    return {name: _asked(name, plain, present, slack) for name, plain in PLAIN.items()}


def _in_long_cells(tree: etree._ElementTree) -> int:
    rows = ([_words(cell) for cell in row.iter(_CELL)] for row in tree.iter(_ROW))
    return sum(
        len(words) for cells in rows for words in cells if len(" ".join(words)) * len(cells) > _LINE
    )


def _notes_against(tree: etree._ElementTree, words: Sequence[str], language: str) -> int:
    from_right = sum(1 for word in words if _FROM_RIGHT.search(word))
    if (2 * from_right > len(words)) == (direction(language) == "rtl"):
        return 0
    return sum(1 for _ in tree.iter(*_NOTED))


def _words(cell: etree._Element) -> list[str]:
    return "".join(cell.itertext()).split()


def _asked(extractor: str, plain: Limits, present: Mapping[str, float], slack: float) -> Limits:
    floors = {name: HINDRANCES[name].floors[extractor] for name in present}
    wrong = sum(part * (floors[name].wrong - plain.wrong) for name, part in present.items())
    lost = sum(
        part * (plain.words_in_order - floors[name].words_in_order)
        for name, part in present.items()
    )
    every = [plain, *floors.values()]
    least = max(plain.words_in_order - lost, min(one.words_in_order for one in every))
    return Limits(
        min(plain.wrong + wrong, max(one.wrong for one in every)), max(0.0, least - slack)
    )
