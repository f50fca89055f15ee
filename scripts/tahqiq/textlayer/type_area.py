"""What of a page's rows stands where it should not.

In: rows, and between which edges they may stand. Out: which pages have a line beyond the measure,
words over others, or white through a paragraph that was not mended (see ``rivers``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf

from tahqiq.textlayer import links, rivers
from tahqiq.textlayer.faces import Face
from tahqiq.textlayer.page_objects import Object, Reader
from tahqiq.textlayer.rows import Edges, Row, Rows
from tahqiq.textlayer.structure import Structure

# What is said of a fault that nothing mended.
LEFT = {
    "measure": "a line stands beyond the measure",
    "over": "words stand over what is set beside them",
    "river": f"white runs through {rivers.LONG} lines or more of a paragraph",
}
# Parts of the size of type: so far may the marks at a line's ends hang into the margin, and a word
# stand over its neighbour, as ك does under the last letter before it.
_HANGING = 0.35
_OVER = 0.5


@dataclass(slots=True)
class TypeArea:
    """What looks over the pages of a book; ``edges`` are those of odd and of even pages, if known.

    ``faults`` are the pages that have any, each with what it is: ``measure``, ``over``, ``river``.
    """

    reader: Reader
    structure: Structure
    edges: Sequence[Edges]
    faults: list[tuple[int, str]] = field(default_factory=list)
    rows: Rows = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no font known."""
        self.rows = Rows(self.reader)

    def look_over(
        self, number: int, page: pikepdf.Page, objects: list[Object], named: Mapping[bytes, Face]
    ) -> None:
        """Look for faults on a page, and mend its rivers; its fonts are ``named``."""
        edges = self.edges[1 - number % 2] if self.edges else None
        rows = self.rows.of_page(objects, named, edges)
        found = ["river"] * rivers.mend(rows, lambda row: self._is_of_one(page, row))
        for row in rows:
            for ways in row.moves:
                links.move(page, row.level, ways)
            found += _over(row)
            if edges:
                found += _beyond(row, *edges)
        self.faults += ((number, what) for what in dict.fromkeys(found))

    def _is_of_one(self, page: pikepdf.Page, row: Row) -> bool:
        """Return whether a row is of one paragraph, and not of cells beside each other."""
        return self.structure.are_of_one(page, [run.shown for run in row.runs])


def _beyond(row: Row, left: float, right: float) -> Iterator[str]:
    """Yield a fault where a row leaves the measure; what stands in the margin alone is a number.

    Words from the right leave it at the left, wherever they should end.
    """
    hanging = _HANGING * row.size
    for run in row.runs:
        if run.x < left - hanging:
            if run.end() > left:
                yield "measure"
        elif run.chunks and run.x < right < run.end() - hanging:
            yield "measure"


def _over(row: Row) -> Iterator[str]:
    """Yield a fault where words of a row stand over others; a sign alone stands over its letter."""
    if len(row.runs) > 1:
        over = _OVER * row.size
        places = sorted((run.x, run.end()) for run in row.runs)
        words = [place for place in places if place[1] - place[0] > row.size]
        for (_, end), (start, _) in pairwise(words):
            if start < end - over:
                yield "over"
                return
