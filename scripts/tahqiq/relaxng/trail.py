"""The elements that are open while a document is read, with their positions.

In: each start and end. Out: the path of the innermost one, as ``/TEI[1]/text[1]/body[1]``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tahqiq.relaxng.names import Name

_STEPS = 60


class Trail:
    """The way from the root to the element that is open."""

    __slots__ = ("_counts", "_names", "_top")

    def __init__(self) -> None:
        self._names: list[Name] = []
        # Of the children of each open element, how many of each name there were; made when the
        # first comes, since most elements have none.
        self._counts: list[dict[Name, int] | None] = []
        self._top: dict[Name, int] = {}

    def __len__(self) -> int:
        """Return how many elements are open."""
        return len(self._names)

    def enter(self, name: Name) -> None:
        """Open an element."""
        if self._counts:
            counts = self._counts[-1]
            if counts is None:
                self._counts[-1] = {name: 1}
            else:
                counts[name] = counts.get(name, 0) + 1
        else:
            self._top[name] = 1
        self._names.append(name)
        self._counts.append(None)

    def leave(self) -> None:
        """Close the innermost element."""
        self._names.pop()
        self._counts.pop()

    @property
    def name(self) -> Name:
        """Return the name of the innermost element."""
        return self._names[-1] if self._names else ("", "")

    def xpath(self) -> str:
        """Return the path of the innermost element, with positions.

        Of one that is very deep only the ends are written, with ``//`` between.
        """
        names = self._names
        levels: Sequence[int] = range(len(names))
        if len(names) > _STEPS:
            levels = [*range(_STEPS // 2), *range(len(names) - _STEPS // 2, len(names))]
        steps = []
        for level in levels:
            counts = (self._counts[level - 1] if level else self._top) or {}
            gap = "/" if level and level == len(names) - _STEPS // 2 else ""
            steps.append(f"{gap}{names[level][1]}[{counts.get(names[level], 1)}]")
        return "/" + "/".join(steps)
