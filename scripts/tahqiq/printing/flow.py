"""The lines of a book as its layouts show them.

In: where a layout put lines, paragraphs, headings and notes (see assets/book/flow.typ). Out: lines,
each with what lies between it and the last, and with what its notes take at the foot of its page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product, takewhile
from statistics import median

from tahqiq.printing.feet import NONE, Note, Place, Shown, notes

# Points: what is so near is at one place, or so far apart as the lines of a paragraph are.
_NEAR = 0.5


@dataclass(slots=True)
class Line:
    """A line. ``gap`` is its way from the last, ``top`` from the top of the page which it begins.

    Both are None until a layout shows them; until then they are likely to be those of ``like``.
    ``key`` is what asks for room before it: its heading, or its paragraph if that has notes. It
    ``begins`` a paragraph or a heading, or, as the first of a text, a page; it ``ends`` a paragraph
    with notes.
    """

    gap: float | None = None
    top: float | None = None
    like: tuple[float, float] = (0.0, 0.0)
    page: int = 0
    notes: list[Note] = field(default_factory=list)
    key: str = ""
    begins: bool = False
    ends: bool = False
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
        first, *others = self.notes or [NONE]
        held = takewhile(lambda note: not note.breakable, others) if first.holds else ()
        return first.least + sum(note.high for note in held)

    def below(self, last: float | None) -> float:
        """Return where the line stands below the last one, or below the top of a page."""
        gap, top = self.like
        if last is None:
            return top if self.top is None else self.top
        return last + (gap if self.gap is None else self.gap)


@dataclass(slots=True)
class Flow:
    """The lines of a book; each layout tells more of them.

    All lengths are points: ``bottom`` is that of the page below its top, ``clearance`` what the
    foot takes besides its notes, ``half`` half a page, ``pitch`` a line of the text.
    """

    lines: list[Line] = field(default_factory=list)
    bottom: float = 0.0
    clearance: float = 0.0
    half: float = 0.0
    pitch: float = 0.0

    @classmethod
    def of(cls, known: list[tuple[float | None, float | None]]) -> Flow:
        """Return the lines that another process knows."""
        return cls([Line(gap, top) for gap, top in known])

    def known(self) -> list[tuple[float | None, float | None]]:
        """Return what layouts have shown of the lines, each its gap and its top."""
        return [(line.gap, line.top) for line in self.lines]

    def learn(self, shown: Shown, room: Mapping[str, int]) -> None:
        """Take what a layout shows that had so many lines of ``room`` above some notes."""
        places: list[Place] = sorted((page, y) for page, y, *_ in shown["line"])
        # Lines are broken alike in every layout.
        if len(self.lines) != len(places):
            self.lines = [Line() for _ in places]
        self.bottom = shown["bottom"] - shown["top"]
        self.clearance, self.half, self.pitch = shown["clearance"], shown["half"], shown["pitch"]
        last: Place = (0, 0.0)
        for line, (page, y) in zip(self.lines, places, strict=True):
            line.page, line.notes = page, []
            if last[0] == page:
                line.gap = y - last[1]
            else:
                line.top = y - shown["top"]
            last = page, y
        found = _Found(self.lines, places, shown["size"])
        self._name(found, shown)
        for place, note in notes(shown, room):
            for line in found.at(place):
                line.notes.append(note)
        self._guess()

    def _name(self, found: _Found, shown: Shown) -> None:
        for page, y, *_ in shown["paragraph"]:
            for line in found.below((page, y)):
                line.begins = True
        for page, y, key, _ in shown["noted"]:
            for line in found.at((page, y)):
                line.begins, line.key = True, key
        for page, y, *_ in shown["ended"]:
            for line in found.at((page, y)):
                line.ends = True
        for (page, y, key, _), (end, below, *_) in zip(
            shown["heading"], shown["headed"], strict=True
        ):
            for number, line in enumerate(found.between((page, y), (end, below))):
                line.key, line.is_heading, line.begins = key, True, number == 0
        for page, *_ in shown["part"]:
            for line in found.first_on(page):
                line.begins_page = line.begins = True

    def _guess(self) -> None:
        """Tell how lines stand that were not seen there yet: as those of their kind near them."""
        for kind in product((False, True), (False, True)):
            own = [
                (number, one)
                for number, one in enumerate(self.lines)
                if (one.is_heading, one.begins) == kind
            ]
            top = median([one.top for _, one in own if one.top is not None] or [0.0])
            # What follows a heading stands farther from it.
            seen = [
                (number, one.gap)
                for number, one in own
                if one.gap is not None and not (number and self.lines[number - 1].is_heading)
            ]
            for number, one in own:
                place = bisect_left(seen, (number, 0.0))
                near = [(abs(at - number), gap) for at, gap in seen[max(0, place - 1) : place + 1]]
                one.like = min(near, default=(0, 0.0))[1], top

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
        usual = median([one.gap for one in self.lines if one.gap and not one.begins] or [0.0])
        run: list[Line] = []
        for line in self.lines:
            if run and not _goes_on(run, line, usual):
                yield run
                run = []
            run.append(line)
        if run:
            yield run


def _goes_on(run: list[Line], line: Line, usual: float) -> bool:
    """Return whether a line goes on with the paragraph or heading of others.

    One that was seen on top of a page alone may do so, where Typst would not have left a line of
    its paragraph alone.
    """
    if line.begins or run[-1].ends or line.is_heading != run[0].is_heading:
        return False
    if line.gap is None:
        return bool(run[0].key) or len(run) > 1
    return abs(line.gap - usual) < _NEAR


@dataclass(slots=True)
class _Found:
    """Lines, found by their places; none is as ``high`` as this."""

    lines: list[Line]
    places: list[Place]
    high: float

    def at(self, place: Place) -> list[Line]:
        """Return the line at a place, if there is one, or that whose upper edge is there."""
        page, y = place
        return self._of((page, y - _NEAR), (page, y + _NEAR)) or self.below(place)

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
