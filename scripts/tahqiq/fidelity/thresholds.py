"""How much of a text programs can be asked to give back from a PDF's pages, by what the text is.

In: an encoded text. Out: Limits for each extractor. Extractors lose vowel signs that are drawn
apart, read hemistichs and columns one after the other, put spaces into words, and stumble over runs
of another direction and pages that are mostly notes. A text that has none of these must reach what
the first edition reaches; one that has as much of them as a text made for that trial must reach
what that trial does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from tahqiq import tei
from tahqiq.fidelity.encoded import of_tei

_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")
_SIGN = re.compile("[\u064b-\u0652\u0670]")
_FOREIGN = re.compile("[A-Za-z0-9]")
# poppler takes the gap that the font leaves between these letters and yāʾ for a space.
_PARTED = re.compile("[\u0648\u0631\u0632]\u064a")


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


# Measured on the report's PDF (Typst 0.15, poppler 22.12, pypdfium2 5.15): no character wrong, 99.7
# and 90.9 % of the words in order. These only rise.
PLAIN = {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 90.0)}

# The floors are those that tests/test_extraction.py holds, reached by its texts of these shares.
HINDRANCES = {
    "vowel signs": Hindrance(
        0.02, 0.2, {"pdfium": Limits(20.0, 85.0), "poppler": Limits(1.0, 76.0)}
    ),
    "verse": Hindrance(0.0, 0.95, {"pdfium": Limits(3.0, 96.0), "poppler": Limits(1.0, 40.0)}),
    "tables": Hindrance(0.0, 0.45, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 84.0)}),
    "parted letters": Hindrance(
        0.095, 0.4, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 60.0)}
    ),
    "foreign words": Hindrance(
        0.03, 0.2, {"pdfium": Limits(1.0, 85.0), "poppler": Limits(1.0, 64.0)}
    ),
    "notes": Hindrance(1.2, 4.5, {"pdfium": Limits(1.0, 83.0), "poppler": Limits(1.0, 83.0)}),
    "columns": Hindrance(0.0, 1.0, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 74.0)}),
}


def shares(tree: etree._ElementTree, *, parallel: bool = False) -> dict[str, float]:
    """Return how much of each hindrance a text has.

    Vowel signs are counted to a letter, notes to a character of the text; of the others it is the
    share of words. ``parallel`` says that the text is set in two columns.
    """
    read = of_tei(tree, "text", reading=True).text
    words = read.split()
    every = max(1, len(words))
    verse, tables, notes = (
        [" ".join(str(one) for one in block.itertext()) for block in _blocks(tree, path)]
        for path in (".//t:l[t:seg[2]]", ".//t:table", ".//t:note")
    )
    return {
        "vowel signs": len(_SIGN.findall(read)) / max(1, len(_LETTER.findall(read))),
        "verse": sum(len(text.split()) for text in verse) / every,
        "tables": sum(len(text.split()) for text in tables) / every,
        "parted letters": sum(1 for word in words if _PARTED.search(word)) / every,
        "foreign words": sum(1 for word in words if _FOREIGN.search(word)) / every,
        "notes": sum(len(text) for text in notes) / max(1, len(read)),
        "columns": float(parallel),
    }


def _blocks(tree: etree._ElementTree, path: str) -> list[etree._Element]:
    body = tree.getroot().find("t:text", tei.NS)
    return [] if body is None else cast(list[etree._Element], body.xpath(path, namespaces=tei.NS))


def limits(tree: etree._ElementTree, *, parallel: bool = False) -> dict[str, Limits]:
    """Return what each extractor must reach on a text.

    What each hindrance costs is taken together, but no less is asked than the lowest floor of those
    that the text has.
    """
    present = {
        name: min(1.0, share / HINDRANCES[name].full)
        for name, share in shares(tree, parallel=parallel).items()
        if share > HINDRANCES[name].slight
    }
    return {extractor: _asked(extractor, plain, present) for extractor, plain in PLAIN.items()}


def _asked(extractor: str, plain: Limits, present: Mapping[str, float]) -> Limits:
    floors = {name: HINDRANCES[name].floors[extractor] for name in present}
    wrong = sum(part * (floors[name].wrong - plain.wrong) for name, part in present.items())
    lost = sum(
        part * (plain.words_in_order - floors[name].words_in_order)
        for name, part in present.items()
    )
    every = [plain, *floors.values()]
    return Limits(
        min(plain.wrong + wrong, max(one.wrong for one in every)),
        max(plain.words_in_order - lost, min(one.words_in_order for one in every)),
    )
