"""The pages of a book of many notes, told before they are set: which paragraphs ask for room.

In: the lines of a book. Out: mends for all of it at once, since each moves what follows. A page is
filled with lines that stay together and with their notes, as Typst (0.15) fills it line by line;
where its page would end elsewhere, a paragraph or a heading asks for more room than is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tahqiq.printing.flow import Flow, Line

# Points: what is asked for besides what is left.
_MORE = 6.0
# Points: Typst lets stand what sticks out by less.
_FITS = 0.001


class Group(NamedTuple):
    """Lines that stay on one page; ``above`` or ``below`` is what may ask for room for them.

    ``headed`` are so many lines of headings before its text.
    """

    lines: list[Line]
    above: str = ""
    below: str = ""
    headed: int = 0


class Told(NamedTuple):
    """By how much paragraphs and headings ask for room above them, and below their ends.

    ``room`` are notes above which so many lines are left.
    """

    above: dict[str, float]
    below: dict[str, float]
    room: dict[str, int]

    def ask(self, group: Group, page: Page) -> None:
        """Ask for more room for a group than is left on a page."""
        half, left = page.flow.half, page.left()
        if group.above:
            self.above[group.above] = min(half, left + _MORE)
        elif group.below:
            taken = sum(line.below(0.0) for line in group.lines)
            self.below[group.below] = min(half, max(0.0, left - taken) + _MORE)
        elif page.note:
            # What cannot ask itself is kept off by more room at the foot.
            taken = group.lines[0].below(0.0)
            self.room[page.note] = 1 + int(max(0.0, left - taken) / page.flow.pitch)


@dataclass(slots=True)
class Page:
    """A page as it is filled: where its last line stands, if it has one, and what its foot takes.

    ``carried`` is what of its last note goes on over the page, ``note`` that note's key.
    """

    flow: Flow
    last: float | None = None
    foot: float = 0.0
    carried: float = 0.0
    note: str = ""

    def left(self) -> float:
        """Return what is left above the foot, in points."""
        return self._end(self.foot) - (self.last or 0.0)

    def take(self, group: Group) -> bool:
        """Take a group with its notes if it finds room; return whether it did."""
        foot, carried = self.foot, 0.0
        places = self._places(group)
        for line, place in zip(group.lines, places, strict=True):
            room = self._end(foot + line.foot) + line.foot - place
            if carried or room < -_FITS:
                return False
            over = max(0.0, line.foot - room)
            if over > _FITS:
                last = line.notes[-1]
                if last.high - over < last.least - _FITS:
                    return False
                carried = last.rest(last.high - over) if over > last.spare else 0.0
            foot += line.foot - over
        if places[-1] > self._end(foot) + _FITS:
            return False
        self.last, self.foot, self.carried = places[-1], foot, carried
        self.note = next(
            (line.notes[-1].key for line in group.lines[::-1] if line.notes), self.note
        )
        return True

    def take_anyhow(self, group: Group) -> None:
        """Take a group that finds no room on any page."""
        self.last = self._places(group)[-1]
        self.foot += sum(line.foot for line in group.lines)

    def moves(self, group: Group) -> bool:
        """Return whether Typst moves a group that finds no room to the next page as a whole.

        It does where lines that stay together find no room even without their notes, and where the
        first line's note finds none; a heading it leaves behind for the notes of what follows.
        """
        first, places = group.lines[0], self._places(group)
        if places[-1] > self._end(self.foot) + _FITS:
            return True
        return bool(first.notes) and places[0] > self._end(self.foot + first.least) + _FITS

    def _places(self, group: Group) -> list[float]:
        places: list[float] = []
        last = self.last
        for line in group.lines:
            last = line.below(last)
            places.append(last)
        return places

    def _end(self, foot: float) -> float:
        return self.flow.bottom - (foot + self.flow.clearance if foot else 0.0)


def told(flow: Flow) -> Told:
    """Return which paragraphs and headings ask for room, and above which notes some is left."""
    asked = Told({}, {}, {})
    page = Page(flow)
    for group in groups(flow):
        if group.lines[0].begins_page:
            page = Page(flow)
        if page.take(group):
            continue
        if page.last is not None:
            if not page.moves(group):
                asked.ask(group, page)
            page = Page(flow, foot=page.carried)
        if not page.take(group):
            page.take_anyhow(group)
    return asked


def groups(flow: Flow) -> Iterator[Group]:
    """Yield the lines of a book as they stay together: headings with what follows, for example."""
    heading: list[Line] = []
    for run in flow.runs():
        if run[0].is_heading:
            heading += run
            continue
        for group in _of_paragraph(run):
            yield _headed(heading, group)
            heading = []
    if heading:
        yield _headed(heading, Group([]))


def _headed(heading: list[Line], group: Group) -> Group:
    if not heading:
        return group
    key, count = heading[0].key, len(heading)
    return group._replace(lines=[*heading, *group.lines], above=key, headed=count)


def _of_paragraph(run: list[Line]) -> Iterator[Group]:
    """Yield the lines of a paragraph as Typst keeps them together; other lines are alone."""
    key = run[0].key
    if not run[0].begins:
        yield from (Group([line]) for line in run)
    elif len(run) < 4:
        yield Group(run, above=key)
    else:
        yield Group(run[:2], above=key)
        yield from (Group([line]) for line in run[2:-2])
        yield Group(run[-2:], below=key)
