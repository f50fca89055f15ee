"""How much of a text programs can be asked to give back from a PDF's pages, by what the text is.

In: an encoded text. Out: Limits for each extractor. Extractors lose vowel signs that are drawn
apart, read hemistichs and columns one after the other, and stumble over runs of another direction
and pages that are mostly notes. A text that has none of these must reach what the first edition
reaches; one that has them as much as a text made for that trial, what that trial reaches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from tahqiq import fidelity, tei

_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]")
_SIGN = re.compile("[\u064b-\u0652\u0670]")
_FOREIGN = re.compile("[A-Za-z0-9]")


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
        0.02, 0.85, {"pdfium": Limits(20.0, 85.0), "poppler": Limits(1.0, 76.0)}
    ),
    "verse": Hindrance(0.0, 0.95, {"pdfium": Limits(3.0, 96.0), "poppler": Limits(1.0, 40.0)}),
    "tables": Hindrance(0.0, 0.45, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 84.0)}),
    "foreign words": Hindrance(
        0.03, 0.3, {"pdfium": Limits(1.0, 85.0), "poppler": Limits(1.0, 64.0)}
    ),
    "notes": Hindrance(1.2, 4.5, {"pdfium": Limits(1.0, 83.0), "poppler": Limits(1.0, 83.0)}),
    "columns": Hindrance(0.0, 1.0, {"pdfium": Limits(1.0, 98.0), "poppler": Limits(1.0, 74.0)}),
}


def shares(tree: etree._ElementTree, *, parallel: bool = False) -> dict[str, float]:
    """Return how much of each hindrance a text has.

    Vowel signs are counted to a letter, notes to a character of the text; of the others it is the
    share of words. ``parallel`` says that the text is set in two columns.
    """
    read = fidelity.of_tei(tree, "text", reading=True).text
    words = read.split()
    every = max(1, len(words))
    within = {"verse": "t:l[t:seg[2]]", "tables": "t:table", "notes": "t:note"}
    verse, tables, notes = (
        [" ".join(str(one) for one in block.itertext()) for block in _blocks(tree, path)]
        for path in (".//t:l[t:seg[2]]", ".//t:table", ".//t:note")
    )
    return {
        "vowel signs": len(_SIGN.findall(read)) / max(1, len(_LETTER.findall(read))),
        "verse": sum(len(text.split()) for text in verse) / every,
        "tables": sum(len(text.split()) for text in tables) / every,
        "foreign words": sum(1 for word in words if _FOREIGN.search(word)) / every,
        "notes": sum(len(text) for text in notes) / max(1, len(read)),
        "columns": float(parallel),
    }


def _blocks(tree: etree._ElementTree, path: str) -> list[etree._Element]:
    body = tree.getroot().find("t:text", tei.NS)
    return [] if body is None else cast(list[etree._Element], body.xpath(path, namespaces=tei.NS))


def limits(tree: etree._ElementTree, *, parallel: bool = False) -> dict[str, Limits]:
    """Return what each extractor must reach: the least that one of the hindrances asks."""
    present = shares(tree, parallel=parallel)
    return {
        extractor: _least([_asked(extractor, name, share) for name, share in present.items()])
        for extractor in PLAIN
    }


def _asked(extractor: str, name: str, share: float) -> Limits:
    hindrance = HINDRANCES[name]
    plain, floor = PLAIN[extractor], hindrance.floors[extractor]
    part = 0.0 if share <= hindrance.slight else min(1.0, share / hindrance.full)
    return Limits(
        plain.wrong + part * (floor.wrong - plain.wrong),
        plain.words_in_order + part * (floor.words_in_order - plain.words_in_order),
    )


def _least(asked: list[Limits]) -> Limits:
    return Limits(max(one.wrong for one in asked), min(one.words_in_order for one in asked))
