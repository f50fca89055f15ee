"""The elements that are open while a document is read, with their positions.

In: each start and end, which the validator writes down itself. Out: the path of the innermost one,
as ``/TEI[1]/text[1]/body[1]``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tahqiq.relaxng.names import Name

_STEPS = 60


class Trail:
    """The way from the root to the element that is open."""

    __slots__ = ("counts", "names")

    def __init__(self) -> None:
        self.names: list[Name] = []
        # Of the children of the document and of each open element, how many of each name there
        # were; made when the first comes, since most elements have none.
        self.counts: list[dict[Name, int] | None] = [None]

    def __len__(self) -> int:
        """Return how many elements are open."""
        return len(self.names)

    def name(self, above: int = 0) -> Name:
        """Return the name of the innermost element, or of one so many levels above."""
        return self.names[-1 - above] if len(self.names) > above else ("", "")

    def xpath(self) -> str:
        """Return the path of the innermost element, with positions.

        Of one that is very deep only the ends are written, with ``//`` between.
        """
        names = self.names
        levels: Sequence[int] = range(len(names))
        if len(names) > _STEPS:
            levels = [*range(_STEPS // 2), *range(len(names) - _STEPS // 2, len(names))]
        steps = []
        for level in levels:
            counts = self.counts[level] or {}
            gap = "/" if level and level == len(names) - _STEPS // 2 else ""
            steps.append(f"{gap}{names[level][1]}[{counts.get(names[level], 1)}]")
        return "/" + "/".join(steps)
