"""The links of a page, where a row of its words was moved.

In: a page, the height of the row, the ways of its words. Out: the same page, with the edges of each
link that stands in the row at the words that they stood at.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from tahqiq.textlayer.ways import Ways

# Points that Typst (0.15) lets the box of a link stand beyond its parts.
_BEYOND = 0.001


def move(page: pikepdf.Page, level: float, ways: Ways) -> None:
    """Move the links of a row of words."""
    for link in page.get("/Annots", []):
        if link.get("/Subtype") == "/Link" and float(link.Rect[1]) < level < float(link.Rect[3]):
            _move(link, level, ways)


def _move(link: Any, level: float, ways: Ways) -> None:
    if "/QuadPoints" not in link:
        box = _moved([float(at) for at in link.Rect], ways)
        link.Rect = pikepdf.Array([round(at, 4) for at in box])
        return
    corners = [float(at) for at in link.QuadPoints]
    made: list[float] = []
    for part in (corners[at : at + 8] for at in range(0, len(corners), 8)):
        made += _moved(part, ways) if min(part[1::2]) < level < max(part[1::2]) else part
    link.QuadPoints = pikepdf.Array([round(at, 4) for at in made])
    _, low, _, high = link.Rect
    left, right = min(made[::2]) - _BEYOND, max(made[::2]) + _BEYOND
    link.Rect = pikepdf.Array([round(left, 4), low, round(right, 4), high])


def _moved(corners: list[float], ways: Ways) -> list[float]:
    """Return the corners of a box, each with the edge at which it stands."""
    left, right = min(corners[::2]), max(corners[::2])
    middle = (left + right) / 2
    return [
        at if number % 2 else at + (ways.at(left) if at < middle else ways.of_end(right))
        for number, at in enumerate(corners)
    ]
