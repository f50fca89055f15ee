"""Tables, right to left where the text is.

In: rows of cells as docx.xsl gives them. Out: a ``w:tbl``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from tahqiq.books.word.content import Look
from tahqiq.books.word.inline import groups, pieces

if TYPE_CHECKING:
    from tahqiq.books.word.paragraphs import Writer


Style = Callable[[Any, etree._Element, bool], None]
"""Gives a ``w:p`` the style of a block, of which something stood before or not."""


def add_table(
    document: Any, rows: list[etree._Element], writer: Writer, is_rtl: bool, style: Style
) -> None:
    """Add a table of some rows; cells that span columns or rows are merged."""
    grid = _grid(rows)
    height = max(row for row, _ in grid) + 1
    width = max(column for _, column in grid) + 1
    table = document.add_table(height, width, style="Table Grid")
    if is_rtl:
        table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))
    for row, source in zip(table.rows, rows, strict=False):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if source.get("labels") == "true":
            properties.append(OxmlElement("w:tblHeader"))
    firsts = {cell: place for place, cell in sorted(grid.items(), key=_place, reverse=True)}
    lasts = {cell: place for place, cell in sorted(grid.items(), key=_place)}
    for cell, place in sorted(firsts.items(), key=lambda entry: entry[1]):
        target = table.cell(*place)
        if lasts[cell] != place:
            target = target.merge(table.cell(*lasts[cell]))
        _fill(target, cell, writer, style)
    ends = _ends(grid)
    for number, row in enumerate(table.rows):
        _shorten(row._tr, width - 1 - ends[number])


def _shorten(row: Any, missing: int) -> None:
    """Take from a row the cells at its end that its source does not have."""
    if missing:
        for cell in row.tc_lst[-missing:]:
            row.remove(cell)
        after = OxmlElement("w:gridAfter")
        after.set(qn("w:val"), str(missing))
        row.get_or_add_trPr().insert(0, after)


def _grid(rows: list[etree._Element]) -> dict[tuple[int, int], etree._Element]:
    """Return which cell stands at each place of the grid (HTML's algorithm for tables)."""
    grid: dict[tuple[int, int], etree._Element] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.findall("cell"):
            while (number, column) in grid:
                column += 1
            deep = min(int(cell.get("rows", "1")), len(rows) - number)
            wide = int(cell.get("columns", "1"))
            for place in ((number + y, column + x) for y in range(deep) for x in range(wide)):
                grid.setdefault(place, cell)
            column += wide
    return _closed(grid) or {(0, 0): etree.Element("cell")}


def _closed(
    grid: dict[tuple[int, int], etree._Element],
) -> dict[tuple[int, int], etree._Element]:
    """Return a grid where a cell goes on to the next of its row: a row that is short has gaps."""
    ends, rows = _ends(grid), {cell: row for (row, _), cell in sorted(grid.items(), key=_place)}
    tops = {cell: row for (row, _), cell in sorted(grid.items(), key=_place, reverse=True)}
    for (row, column), cell in list(grid.items()):
        for after in range(column + 1, ends[row] if rows[cell] == tops[cell] else 0):
            if (row, after) in grid:
                break
            grid[row, after] = cell
    return grid


def _ends(grid: dict[tuple[int, int], etree._Element]) -> dict[int, int]:
    """Return the last column of each row."""
    return dict(sorted(grid))


def _place(entry: tuple[tuple[int, int], etree._Element]) -> tuple[int, int]:
    return entry[0]


def _fill(target: Any, cell: etree._Element, writer: Writer, style: Style) -> None:
    look = Look(cell.get("dir", "rtl"), bold=cell.get("heads") == "true")
    first = target.paragraphs[0]
    begun: set[etree._Element] = set()
    for block, nodes in groups(cell):
        found = pieces(nodes, look)
        if found:
            paragraph = first if first is not None else target.add_paragraph()
            if block is not cell:
                style(paragraph._p, block, block in begun)
            begun.add(block)
            writer.fill(paragraph._p, found, look)
            first = None
