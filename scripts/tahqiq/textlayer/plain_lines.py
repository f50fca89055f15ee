"""Text objects of nothing but right-to-left words in one font: the most of any Arabic book.

In: the inside of such an object as Typst writes it. Out: the same words in one chunk, as ``chunks``
would write it, in a fifth of the time: what a word shows is taken as it is, and its width is known
from the last time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tahqiq.textlayer import arrays, spaces
from tahqiq.textlayer.faces import Face
from tahqiq.textlayer.marks import Marks, origin, points

OPENING = b"/ReversedChars BMC "
_CLOSING = b"\nEMC"


@dataclass(slots=True, eq=False)
class Word:
    """A word as a font shows it: what TJ takes, its glyphs, how far it moves the pen.

    ``claims`` says whether one of its glyphs claims a sign in the map that Typst wrote. When the
    map is set right, the word is ``placed``; ``plain`` where it has no signs, which stand elsewhere
    than the font puts them. ``points`` are the places of its points and commas; ``led`` says that
    it may begin with a space that is written apart.
    """

    shown: bytes
    codes: tuple[int, ...]
    width: float
    claims: bool
    placed: bool = False
    plain: bool = False
    points: tuple[float, ...] = ()
    led: bool = False

    def place(self, face: Face, *, marked: bool) -> None:
        """Close the gaps of the word; ``marked`` looks for its points and commas."""
        self.placed = True
        codes = self.codes
        if face.empties and not face.signs.isdisjoint(codes):
            return
        self.plain = True
        if marked and not face.weak.isdisjoint(codes):
            self.points = tuple(points(self.shown, face))
        if face.wider:
            self.shown = face.wider.closed(self.shown)
            if codes[-1] in face.wider.kafs:
                self.shown, more = face.wider.begun(self.shown)
                self.width += more
        if codes[0] in face.spaces:
            if arrays.is_one(self.shown):
                # What spaces.behind would part, without a look at the string.
                self.led = len(codes) == 1 or face.widths[codes[0]] >= 1
                return
            parted = spaces.behind(b"0", self.shown, b"1", face.spaces, face.widths)
            self.led = len(codes) == 1 or len(parted) > 1


@dataclass(slots=True)
class Words:
    """The words of one font that a book shows; ``signed`` are the glyphs that claim a sign."""

    widths: dict[int, float]
    signed: frozenset[int]
    known: dict[bytes, Word] = field(default_factory=dict)

    def read(self, drawn: bytes) -> Word | None:
        """Return a word that was not met before, of what shows it; None where this is another."""
        shown = drawn[1:-3] if drawn[:1] == b"[" else drawn[:-2]
        read = arrays.read_whole(shown)
        if read is None or not read[0]:
            return None
        codes, moved = read
        width = sum(map(self.widths.__getitem__, codes)) - moved
        word = Word(shown, codes, width, not self.signed.isdisjoint(codes))
        self.known[drawn] = word
        return word


@dataclass(slots=True, eq=False)
class Line:
    """A text object of plain words: its font and size, its state, its begin, height and words.

    ``claims`` says whether one of its words claims a sign.
    """

    font: bytes
    size: bytes
    state: bytes
    start: bytes
    level: bytes
    words: list[tuple[float, Word]]
    claims: bool


def line(body: bytes, fonts: Mapping[bytes, Words]) -> Line | None:
    """Return the line that a text object is; None where it is another."""
    if not (body.startswith(OPENING) and body.endswith(_CLOSING)) or b"/Span" in body:
        return None
    # As in "0 Tr/f0 14 Tf 1 0 0 -1": the font's name and size.
    head = body[len(OPENING) : body.find(b" Tm", len(OPENING))]
    state, start, level = head.rsplit(b" ", 2)
    font, size = state.partition(b"/")[2].split(b" ", 2)[:2]
    own = OPENING + state + b" "
    words = fonts[font]
    known = words.known
    made: list[tuple[float, Word]] = []
    claims = False
    place = b" %b Tm" % level
    for one in _words(body, own):
        x, _, drawn = one.partition(place)
        word = known.get(drawn) or words.read(drawn)
        if word is None:
            return None
        claims = claims or word.claims
        made.append((float(x), word))
    return Line(font, size, state, start, level, made, claims)


def moved(body: bytes, line: Line, ways: Iterable[float]) -> bytes:
    """Move each word of a line so far to the right; return the inside of its text object then."""
    own = OPENING + line.state + b" "
    place = b" %b Tm" % line.level
    line.words = [(x + way, word) for (x, word), way in zip(line.words, ways, strict=True)]
    line.start = b"%.4f" % line.words[0][0]
    shown = [one.partition(place)[2] for one in _words(body, own)]
    return b"".join(
        b"%b%.4f%b%b%b" % (own, x, place, one, _CLOSING)
        for (x, _), one in zip(line.words, shown, strict=True)
    )


def _words(body: bytes, own: bytes) -> list[bytes]:
    """Return what stands in a text object for each of its words, behind what all begin with."""
    return body[len(own) : -len(_CLOSING)].split(_CLOSING + own)


def merged(
    line: Line,
    before: bytes,
    face: Face,
    marks: Marks,
    *,
    marked: bool,
    goes_on: Callable[[], bool],
) -> bytes | None:
    """Return the inside of a line with its words in one chunk; None where one has signs.

    ``before`` are the bytes that it stands behind; what poppler needs of it is added to ``marks``
    where it is to be ``marked``. ``goes_on`` tells whether more of its run follows.
    """
    scale = 1000 / float(line.size)
    made: list[bytes] = []
    places: list[float] = []
    pen = 0.0
    for x, word in line.words:
        if not word.placed:
            word.place(face, marked=marked)
        if not word.plain:
            return None
        place = x * scale
        if made and abs(pen - place) >= 0.001:
            made.append(b"%.4f" % (pen - place))
        made.append(word.shown)
        if word.points:
            places += [(place + point) / scale for point in word.points]
        pen = place + word.width
    if places:
        marks.add(line.font, line.size, origin(before), line.level, places)
    pieces = [(line.start, b" ".join(made))]
    if line.words[0][1].led and not goes_on():
        pieces = spaces.behind(*pieces[0], line.size, face.spaces, face.widths)
    shown = b" ".join([b"%b %b %b Tm[%b]TJ" % (line.state, x, line.level, y) for x, y in pieces])
    return b"%b%b%b" % (OPENING, shown, _CLOSING)
