"""What stands where it should not in a layout whose lines are followed.

In: the lines of a book. Out: faults, as assets/book/faults.typ tells them of other books: notes on
other pages than their markers, lines that stand alone, headings below all that they head.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tahqiq.printing.flow import Flow, Line

Fault = dict[str, Any]
"""A page, what is wrong there, and the key of what may be told to mend it."""


def faults(flow: Flow) -> list[Fault]:
    """Return what stands where it should not."""
    lost = [
        {"page": line.page, "key": note.key, "what": "note"}
        for line in flow.lines
        for note in line.notes
        if note.astray
    ]
    return [*lost, *_alone(flow)]


def _alone(flow: Flow) -> Iterator[Fault]:
    for run, after in pairwise([*flow.runs(), []]):
        first, last = run[0], run[-1]
        if first.is_heading and after and after[0].page != last.page:
            yield _of(first, "heading", first.page)
        elif first.begins and not first.is_heading and len(run) > 1:
            if first.page != run[1].page and _is_known(first, run[1]):
                yield _of(first, "line", first.page)
            if last.page != run[-2].page and _is_known(first, last):
                yield _of(first, "line", last.page)


def _is_known(first: Line, line: Line) -> bool:
    """Return whether a line surely belongs to the paragraph that begins with another."""
    return bool(first.key) or line.gap is not None


def _of(line: Line, what: str, page: int) -> Fault:
    return {"page": page, "key": line.key, "what": what}
