"""The lines of a book as its layouts show them.

In: where a layout put lines, paragraphs, headings and notes (see assets/book/flow.typ). Out: lines,
each with what lies between it and the last, and with what its notes take at the foot of its page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product, takewhile
from math import ceil
from statistics import median
from typing import Any

# Points: what is so near is at one place, or so far apart as the lines of a paragraph are.
_NEAR = 0.5
# Points: by so much the type of a line may be higher than that of most.
_HIGHER = 4.0
# Lines of a note that stay together.
_KEPT = 2

Shown = dict[str, Any]
"""What a layout shows: lengths by their names, and lists of places with keys and letters."""
Place = tuple[int, float]
"""A page, and how far below its upper edge, in points."""


@dataclass(slots=True)
class Note:
    """A note: its key, what it takes of a foot; ``least`` of it must stand on its marker's page.

    ``holds`` says that it may have room for others of its line, ``astray`` that the layout put it
    on another page.
    """

    key: str
    high: float
    least: float
    holds: bool
    astray: bool

    @property
    def breakable(self) -> bool:
        """Return whether the note may go on over the page."""
        return self.least < self.high


_NONE = Note("", 0.0, 0.0, holds=False, astray=False)


@dataclass(slots=True)
class Line:
    """A line. ``gap`` is its way from the last, ``top`` from the top of the page which it begins.

    Both are None until a layout shows them. ``key`` is what asks for room before it: its heading,
    or its paragraph if that has notes. It ``begins`` a paragraph or a heading, or, as the first of
    a text, a page.
    """

    gap: float | None = None
    top: float | None = None
    page: int = 0
    notes: list[Note] = field(default_factory=list)
    key: str = ""
    begins: bool = False
    is_heading: bool = False
    begins_page: bool = False

    @property
    def foot(self) -> float:
        """Return what the notes of the line take."""
        return sum(note.high for note in self.notes)

    @property
    def least(self) -> float:
        """Return what must be left for its notes, or Typst (0.15) moves the line: for the first.

        With it count those that it holds the room for.
        """
        first, *others = self.notes or [_NONE]
        held = takewhile(lambda note: not note.breakable, others) if first.holds else ()
        return first.least + sum(note.high for note in held)


@dataclass(slots=True)
class Flow:
    """The lines of a book; each layout tells more of them.

    All lengths are points: ``bottom`` is that of the page below its top, ``clearance`` what the
    foot takes besides its notes, ``half`` half a page.
    """

    lines: list[Line] = field(default_factory=list)
    bottom: float = 0.0
    clearance: float = 0.0
    half: float = 0.0
    usual: dict[tuple[bool, bool], tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: list[tuple[float | None, float | None]]) -> Flow:
        """Return the lines that another process knows."""
        return cls([Line(gap, top) for gap, top in known])

    def known(self) -> list[tuple[float | None, float | None]]:
        """Return what layouts have shown of the lines, each its gap and its top."""
        return [(line.gap, line.top) for line in self.lines]

    def learn(self, shown: Shown) -> None:
        """Take what a layout shows."""
        places: list[Place] = sorted((page, y) for page, y, *_ in shown["line"])
        # Lines are broken alike in every layout.
        if len(self.lines) != len(places):
            self.lines = [Line() for _ in places]
        self.bottom = shown["bottom"] - shown["top"]
        self.clearance, self.half = shown["clearance"], shown["half"]
        last: Place = (0, 0.0)
        for line, (page, y) in zip(self.lines, places, strict=True):
            line.page, line.notes = page, []
            if last[0] == page:
                line.gap = y - last[1]
            else:
                line.top = y - shown["top"]
            last = page, y
        high = min((line.top for line in self.lines if line.top), default=0.0) + _HIGHER
        found = _Found(self.lines, places, high)
        self._name(found, shown)
        for place, note in _notes(shown):
            for line in found.at(place):
                line.notes.append(note)
        self._measure()

    def _name(self, found: _Found, shown: Shown) -> None:
        for page, y, *_ in shown["paragraph"]:
            for line in found.below((page, y)):
                line.begins = True
        for page, y, key, _ in shown["noted"]:
            for line in found.at((page, y)):
                line.begins, line.key = True, key
        for (page, y, key, _), (end, below, *_) in zip(
            shown["heading"], shown["headed"], strict=True
        ):
            for number, line in enumerate(found.between((page, y), (end, below))):
                line.key, line.is_heading, line.begins = key, True, number == 0
        for page, *_ in shown["part"]:
            for line in found.first_on(page):
                line.begins_page = line.begins = True

    def _measure(self) -> None:
        """Find how lines of each kind stand that were not seen there yet."""
        for kind in product((False, True), (False, True)):
            own = [one for one in self.lines if (one.is_heading, one.begins) == kind]
            gaps = [one.gap for one in own if one.gap is not None]
            tops = [one.top for one in own if one.top is not None]
            self.usual[kind] = (median(gaps or [0.0]), median(tops or [0.0]))

    def gap(self, line: Line) -> float:
        """Return a line's way from the last; that of most of its kind where none was seen."""
        return self.usual[line.is_heading, line.begins][0] if line.gap is None else line.gap

    def top(self, line: Line) -> float:
        """Return a line's way from the top of a page; that of most of its kind likewise."""
        return self.usual[line.is_heading, line.begins][1] if line.top is None else line.top

    def held(self) -> tuple[dict[str, float], dict[str, float]]:
        """Return for the first notes of lines what room others take behind them, and for those."""
        held: dict[str, float] = {}
        behind: dict[str, float] = {}
        for line in self.lines:
            first = ""
            for note in line.notes:
                if not note.holds or not first:
                    first = note.key if note.holds else ""
                    continue
                held[first] = held.get(first, 0.0) + note.high
                behind[note.key] = note.high
        return held, behind

    def runs(self) -> Iterator[list[Line]]:
        """Yield the lines of each paragraph and heading; what is neither is apart."""
        run: list[Line] = []
        usual = self.usual[False, False][0]
        for line in self.lines:
            apart = line.gap is not None and abs(line.gap - usual) > _NEAR
            if run and (line.begins or apart or line.is_heading != run[-1].is_heading):
                yield run
                run = []
            run.append(line)
        if run:
            yield run


@dataclass(slots=True)
class _Found:
    """Lines, found by their places; none is as ``high`` as this."""

    lines: list[Line]
    places: list[Place]
    high: float

    def at(self, place: Place) -> list[Line]:
        """Return the line at a place, if there is one."""
        page, y = place
        return self._of((page, y - _NEAR), (page, y + _NEAR))

    def below(self, place: Place) -> list[Line]:
        """Return the line whose upper edge is at a place, if there is one."""
        page, y = place
        return self._of((page, y + _NEAR), (page, y + self.high))[:1]

    def between(self, start: Place, end: Place) -> list[Line]:
        """Return the lines behind one place and before another."""
        return self._of((start[0], start[1] + _NEAR), (end[0], end[1] - _NEAR))

    def first_on(self, page: int) -> list[Line]:
        """Return the first line of a page, if it has one."""
        return self._of((page, 0.0), (page + 1, 0.0))[:1]

    def _of(self, low: Place, high: Place) -> list[Line]:
        return self.lines[bisect_left(self.places, low) : bisect_right(self.places, high)]


def _notes(shown: Shown) -> Iterator[tuple[Place, Note]]:
    """Yield the notes of a layout and where their markers stand."""
    entries = {key: page for page, _, key, _ in shown["foot"]}
    taken = dict(_taken(shown))
    # Behind a note that goes on over the page no other has room on it.
    over = {int(key): page for page, _, key, _ in shown["over"]}
    for page, y, key, letters in shown["note"]:
        lines = ceil((letters + 7) / shown["letters"])
        told = lines * shown["note_pitch"] + shown["note_gap"]
        is_long = lines > shown["long"]
        high = max(taken.get(key, told), told) if is_long else taken.get(key, told)
        least = _KEPT * shown["note_pitch"] if is_long else high
        entry = entries.get(key, page)
        yield (page, y), Note(
            key, high, least,
            holds=shown["banded"] and not is_long,
            astray=entry not in (page, over.get(page)),
        )  # fmt: skip


def _taken(shown: Shown) -> Iterator[tuple[str, float]]:
    """Yield what each note takes of its page: all down to the next one, or to the end."""
    for (page, y, key, _), (then, below, *_) in pairwise([*shown["foot"], (0, 0.0)]):
        yield key, (below if then == page else shown["bottom"]) - y
