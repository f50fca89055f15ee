"""The rows of words on a page.

In: its text objects and their fonts. Out: rows from the top, with the places of their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import attrgetter

from tahqiq.textlayer import content_stream, plain_lines
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.faces import Face
from tahqiq.textlayer.inks import Known
from tahqiq.textlayer.marks import origin
from tahqiq.textlayer.page_objects import Object, Reader
from tahqiq.textlayer.ways import Ink, Ways

Edges = Sequence[float]
"""Where lines begin and end at most, in points from the left of the page."""

# Points: what stands so near in height is of one row.
_LEVEL = 3.0
# Parts of the size of type: the least and the widest space between words.
_NARROWEST = 0.1
_WIDEST = 1.0
_level = attrgetter("level")
# What a path is drawn with, as under letters that are not sure.
_DRAWN = re.compile(rb"(?<=\d )(?:l|c|re|Do)(?!\w)")


@dataclass(slots=True, eq=False)
class Run:
    """The words that one text object shows: where it begins, and what is known of its fonts."""

    x: float
    level: float
    size: float
    shown: Object
    fonts: Mapping[bytes, Known]
    chunks: list[Chunk] | None

    def inks(self) -> list[Ink]:
        """Return where its words begin and end."""
        line = self.shown.line
        if line is not None:
            word = self.fonts[line.font].word
            scale = self.size / 1000
            within = [(self.x + start, scale, word(one)) for start, one in line.words]
        else:
            within = [
                (
                    self.x + float(one.matrix[4]),
                    float(one.size) / 1000,
                    self._known(one).array(one.shown),
                )
                for one in self.chunks or ()
            ]
        places = [start + place * scale for start, scale, all_ in within for place in all_]
        return list(zip(places[::2], places[1::2], strict=True))

    def end(self) -> float:
        """Return where its last word ends."""
        line = self.shown.line
        if line is not None:
            start, word = line.words[-1]
            return self.x + start + self.fonts[line.font].end(word) * self.size / 1000
        if not self.chunks:
            return self.x
        last = self.chunks[-1]
        known = self._known(last)
        width = last.width(known.widths)
        if last.codes and last.codes[-1] in known.blanks:
            width -= known.widths[last.codes[-1]]
        return self.x + float(last.matrix[4]) + width * float(last.size) / 1000

    @property
    def can_move(self) -> bool:
        """Return whether its words can be moved: nothing is drawn that belongs to them."""
        shown = self.shown
        after = shown.after.before if shown.after else b""
        return not (_DRAWN.search(shown.before) or _DRAWN.search(after))

    def move(self, ways: Ways) -> None:
        """Let its words stand where they are told to."""
        shown = self.shown
        if shown.line is not None:
            known, scale = self.fonts[shown.line.font], self.size / 1000
            starts = [
                self.x + start + next(iter(known.word(word)), 0.0) * scale
                for start, word in shown.line.words
            ]
            shown.body = plain_lines.moved(shown.body, shown.line, map(ways.at, starts))
        elif self.chunks:
            anew = [self._known(one).moved(one, self.x, ways) for one in self.chunks]
            shown.body = content_stream.shown_anew(shown.body, anew)
            self.chunks = content_stream.chunks_of(shown.body)

    def _known(self, chunk: Chunk) -> Known:
        return self.fonts[chunk.font]


@dataclass(slots=True, eq=False)
class Row:
    """Words of one height: their size of type, and what shows them.

    ``edges`` are those of the lines of the page, if known; what is beyond them is no word of it.
    """

    level: float
    size: float
    runs: list[Run]
    edges: Edges | None = None
    known: list[Ink] | None = None
    moves: list[Ways] = field(default_factory=list)

    def add(self, run: Run) -> None:
        """Add what else stands in the row."""
        self.runs.append(run)
        self.size = max(self.size, run.size)

    @property
    def can_move(self) -> bool:
        """Return whether its words can be moved: nothing is drawn that belongs to them."""
        return all(run.can_move for run in self.runs)

    @property
    def inks(self) -> list[Ink]:
        """Return where its words begin and end, from the left."""
        if self.known is None:
            found = sorted(chain.from_iterable(run.inks() for run in self.runs))
            if self.edges:
                left, right = self.edges
                found = [ink for ink in found if ink[1] > left and ink[0] < right]
            self.known = found
        return self.known

    def spaces(self) -> list[Ink]:
        """Return the spaces between its words."""
        least, most = _NARROWEST * self.size, _WIDEST * self.size
        return [
            (end, start)
            for (_, end), (start, _) in pairwise(self.inks)
            if least < start - end < most
        ]

    @property
    def is_whole(self) -> bool:
        """Return whether a space and no more parts its words: no leader, no column."""
        most = _WIDEST * self.size
        return all(start - end < most for (_, end), (start, _) in pairwise(self.inks))

    def move(self, inks: list[Ink]) -> None:
        """Let its words stand where they are told to."""
        ways = Ways.between(self.inks, inks)
        for run in self.runs:
            run.move(ways)
        self.moves.append(ways)
        self.known = inks


@dataclass(slots=True)
class Rows:
    """What reads the rows of a book's pages; what is known of its fonts is told once."""

    reader: Reader
    known: dict[tuple[int, int], Known] = field(default_factory=dict)

    def of_page(
        self, objects: list[Object], named: Mapping[bytes, Face], edges: Edges | None
    ) -> list[Row]:
        """Return the rows of a page from the top; its fonts are ``named``."""
        fonts = {name: self._of(face) for name, face in named.items()}
        runs: list[Run] = []
        shown = True
        for one in objects:
            before = one.before
            if b"/Artifact" in before:
                shown = before.rfind(b"/MCID") > before.rfind(b"/Artifact")
            elif b"/MCID" in before:
                shown = True
            if shown and (at := origin(before)):
                line = one.line
                if line is not None:
                    y, size = at[1] - float(line.level), float(line.size)
                    runs.append(Run(at[0], y, size, one, fonts, None))
                elif run := self._of_chunks(one, at, fonts):
                    runs.append(run)
        runs.sort(key=_level, reverse=True)
        rows: list[Row] = []
        level = 0.0
        for run in runs:
            if rows and level - run.level < _LEVEL:
                rows[-1].add(run)
            else:
                level = run.level
                rows.append(Row(level, run.size, [run], edges))
        return rows

    def _of_chunks(
        self, one: Object, at: tuple[float, float], fonts: Mapping[bytes, Known]
    ) -> Run | None:
        chunks = self.reader.chunks(one)
        if not chunks:
            return None
        first = chunks[0]
        if len(chunks) == 1 and fonts[first.font].blanks.issuperset(first.codes):
            return None
        return Run(at[0], at[1] - float(first.matrix[5]), float(first.size), one, fonts, chunks)

    def _of(self, face: Face) -> Known:
        if face.key not in self.known:
            blanks = frozenset(code for code, text in face.map.items() if not text.strip())
            self.known[face.key] = Known(face.widths, blanks, face.signs)
        return self.known[face.key]
