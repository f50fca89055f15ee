"""The notes of a book as the feet of a layout show them.

In: where a layout put notes and their markers (see assets/book/flow.typ). Out: what each takes of a
foot, how much of it must stand below its marker, and whether it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

# Lines of a note that stay together; one of so many goes on over no page.
_KEPT, _UNBROKEN = 2, 3
# Parts of a line that are none.
_SURE = 0.01

Shown = dict[str, Any]
"""What a layout shows: lengths by their names, and lists of places with keys and letters."""
Place = tuple[int, float]
"""A page, and how far below its upper edge, in points."""


@dataclass(slots=True)
class Note:
    """A note: what it takes of a foot; ``least`` of it must stand on its marker's page.

    At the end of a page ``spare`` of it may be missing. Two of its lines are ``pitch`` apart.
    ``holds`` says that it may have room for others of its line, ``astray`` that the layout put it
    on another page.
    """

    high: float
    least: float
    spare: float = 0.0
    pitch: float = 0.0
    key: str = ""
    holds: bool = False
    astray: bool = False

    @property
    def breakable(self) -> bool:
        """Return whether the note may go on over the page."""
        return self.least < self.high - self.spare

    def rest(self, room: float) -> float:
        """Return what goes on over the page of a note which finds so much room."""
        first, pitch = self.least - self.pitch, self.pitch
        lines = round((self.high - self.spare - first) / pitch) + 1
        left = max(_KEPT, lines - int((room - first) / pitch + _SURE) - 1)
        return first + (left - 1) * pitch + self.spare


NONE = Note(0.0, 0.0)


def notes(shown: Shown, room: Mapping[str, int]) -> Iterator[tuple[Place, Note]]:
    """Yield the notes of a layout and where their markers stand."""
    entries = {key: page for page, _, key, _ in shown["foot"]}
    taken = dict(_taken(shown))
    # Behind a note that goes on over the page no other has room on it.
    over = {int(key): page for page, _, key, _ in shown["over"]}
    for page, y, key, letters in shown["note"]:
        lines = ceil((letters + 7) / shown["letters"])
        high = taken[key] - room.get(key, 0) * shown["pitch"] if key in taken else None
        note = _in_bands(high, lines, shown) if shown["banded"] else _alone(high, lines, shown)
        note.key, note.astray = key, entries.get(key, page) not in (page, over.get(page))
        yield (page, y), note


def _in_bands(high: float | None, lines: int, shown: Shown) -> Note:
    """Return a note of a foot with two streams: only a long one breaks."""
    told = lines * shown["note_pitch"] + shown["note_gap"]
    if lines > shown["long"]:
        least, slack = shown["note_line"] + shown["note_apart"], shown["note_slack"]
        return Note(max(high or 0.0, told), least, slack, shown["note_apart"])
    high = told if high is None else high
    return Note(high, high, holds=True)


def _alone(high: float | None, lines: int, shown: Shown) -> Note:
    """Return a note of a foot with one stream: what is left behind it may be less."""
    first, apart, gap = shown["note_line"], shown["note_apart"], shown["note_gap"]
    if high is not None:
        seen = int((high - first) / apart + _SURE) + 1
        lines = max(seen, lines) if lines > _UNBROKEN else seen
    text = first + (lines - 1) * apart
    return Note(text + gap, text if lines <= _UNBROKEN else first + apart, gap, apart)


def _taken(shown: Shown) -> Iterator[tuple[str, float]]:
    """Yield what each note takes of its page: all down to the next one, or to the end."""
    for (page, y, key, _), (then, below, *_) in pairwise([*shown["foot"], (0, 0.0)]):
        yield key, (below if then == page else shown["bottom"]) - y
