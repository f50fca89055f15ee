"""The elements that are open while a document is read, with their positions.

In: each start and end, which the validator writes down itself. Out: the path of the innermost one,
as ``/TEI[1]/text[1]/body[1]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tahqiq.relaxng.names import Name

_STEPS = 60

# Of an open element: what the validator goes on with after it, in two parts; of its parent's
# children how many of each name there were; and its name. Names are written as expat does.
Level = tuple[Any, Any, dict[str, int], str]


class Trail:
    """The way from the root to the element that is open."""

    __slots__ = ("levels",)

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def __len__(self) -> int:
        """Return how many elements are open."""
        return len(self.levels)

    def name(self, above: int = 0) -> Name:
        """Return the name of the innermost element, or of one so many levels above."""
        if len(self.levels) <= above:
            return ("", "")
        uri, _, local = self.levels[-1 - above][3].rpartition(" ")
        return (uri, local)

    def xpath(self) -> str:
        """Return the path of the innermost element, with positions.

        Of one that is very deep only the ends are written, with ``//`` between.
        """
        levels: Sequence[Level] = self.levels
        cut = -1
        if len(levels) > _STEPS:
            cut = _STEPS // 2
            levels = [*levels[:cut], *levels[-cut:]]
        steps = []
        for number, (_, _, siblings, written) in enumerate(levels):
            gap = "/" if number == cut else ""
            steps.append(f"{gap}{written.rpartition(' ')[2]}[{siblings[written]}]")
        return "/" + "/".join(steps)
