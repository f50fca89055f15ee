"""The text that a file carries, as one string with its places.

In: pieces of text in their order. Out: a Flow: the characters, and for any of them its place in the
file. Two flows are compared character by character, white space by runs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """A text as a reader of one file gets it; ``marks`` are offsets with the line they stand in."""

    text: str
    name: str
    marks: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> str:
        """Return ``file:line`` for a character."""
        position = bisect_right(self.marks, (offset, 1 << 60)) - 1
        return f"{self.name}:{self.marks[position][1]}" if position >= 0 else self.name

    def around(self, offset: int) -> str:
        """Return the character and a few on either side, with the control ones made visible."""
        return repr(self.text[max(0, offset - 15) : offset + 15])


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two flows part."""

    expected: str
    actual: str
    expected_place: str
    actual_place: str

    def __str__(self) -> str:
        """Return both places and what stands there."""
        return f"{self.expected_place} has {self.expected}, {self.actual_place} has {self.actual}"


_GAP_EDGE = re.compile(r"(?<=\[…\])\s(?=\[…\])")


def compare(expected: Flow, actual: Flow) -> Difference | None:
    """Return the first difference between two flows, or None where they are equal.

    How gaps that follow each other stand apart says nothing of the text: a format may
    tell between them where a page begins.
    """
    if expected.text == actual.text:
        return None
    expected, actual = _with_gaps_joined(expected), _with_gaps_joined(actual)
    if expected.text == actual.text:
        return None
    length = min(len(expected.text), len(actual.text))
    offset = next((i for i in range(length) if expected.text[i] != actual.text[i]), length)
    return Difference(
        expected.around(offset), actual.around(offset), expected.place(offset), actual.place(offset)
    )


def _with_gaps_joined(flow: Flow) -> Flow:
    edges = [edge.start() for edge in _GAP_EDGE.finditer(flow.text)]
    marks = tuple((offset - bisect_left(edges, offset), line) for offset, line in flow.marks)
    return Flow(_GAP_EDGE.sub("", flow.text), flow.name, marks)


class Collector:
    """Joins pieces of text; white space becomes one space, block edges one newline."""

    def __init__(self, name: str, *, exact: bool) -> None:
        self.name = name
        self.exact = exact
        self.parts: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.length = 0
        self.edge = False

    def add(self, text: str | None, line: int) -> None:
        """Take a piece of text that stands in a line of the file."""
        if not text:
            return
        if not self.exact:
            text = re.sub(r"\s+", " ", text)
            if not self.parts or self.edge or self.parts[-1].endswith((" ", "\n")):
                text = text.removeprefix(" ")
            if not text:
                return
        if self.edge and self.parts:
            self._trim()
            self._push("\n", line)
        self.edge = False
        self._push(text, line)

    def is_spaced(self) -> bool:
        """Return whether the text so far ends with white space."""
        return not self.parts or self.parts[-1][-1:].isspace()

    def block(self) -> None:
        """Take note of a block's edge."""
        self.edge = bool(self.parts)

    def _trim(self) -> None:
        if not self.exact and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1

    def _push(self, text: str, line: int) -> None:
        self.marks.append((self.length, line))
        self.parts.append(text)
        self.length += len(text)

    def flow(self) -> Flow:
        """Return what was taken."""
        if self.parts:
            self._trim()
        return Flow("".join(self.parts), self.name, tuple(self.marks))


def of_plain(content: bytes, name: str, *, exact: bool = False) -> Flow:
    """Return a plain file: as it is with ``exact``, else with white space folded in each line."""
    text = content.decode("utf-8")
    if not exact:
        text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Flow(text, name, tuple((start, line) for line, start in enumerate(starts, 1)))
