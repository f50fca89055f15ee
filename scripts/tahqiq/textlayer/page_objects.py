"""The text objects of a page, each read once.

In: the content of a page. Out: its text objects, which are lines of plain words or hold chunks, and
the parts of the page that they make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tahqiq.textlayer import content_stream, plain_lines
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.marks import origin
from tahqiq.textlayer.plain_lines import Line, Words

# Points: what stands so near in height is of one line.
_LEVEL = 6.0


@dataclass(slots=True, eq=False)
class Object:
    """A text object: what stands before its inside, its inside, its line where it is plain.

    ``after`` is the one that follows it on the page.
    """

    before: bytes
    body: bytes
    line: Line | None
    after: Object | None = None


@dataclass(slots=True)
class Reader:
    """What reads the text objects of a book; many of them come again, as do numbers and commas."""

    read: dict[bytes, list[Chunk] | None] = field(default_factory=dict)

    def objects(self, content: bytes, words: Mapping[bytes, Words]) -> list[Object]:
        """Return the text objects of a page; ``words`` are known of its fonts."""
        made = [
            Object(before, body, plain_lines.line(body, words))
            for before, body in content_stream.objects(content)
        ]
        for one, after in pairwise(made):
            one.after = after
        return made

    def chunks(self, one: Object) -> list[Chunk] | None:
        """Return the chunks of a text object; None where it holds anything else."""
        if one.line:
            return content_stream.chunks_of(one.body)
        try:
            return self.read[one.body]
        except KeyError:
            found = self.read[one.body] = content_stream.chunks_of(one.body)
            return found


def goes_on(one: Object) -> bool:
    """Return whether a run from the right goes on in the next text object, at this one's left."""
    if not one.after or not one.after.body.startswith(plain_lines.OPENING):
        return False
    at, then = origin(one.before), origin(one.after.before)
    return bool(at and then and then[0] < at[0] and abs(at[1] - then[1]) < _LEVEL)


def _on_a_line(every: list[Object], first: int, second: int) -> bool:
    """Return whether two text objects of a page stand so near in height that they are one line."""
    if not 0 <= second < len(every):
        return False
    one, other = origin(every[first].before), origin(every[second].before)
    return one is None or other is None or abs(one[1] - other[1]) < _LEVEL


def parts(
    every: list[Object],
    known: Callable[[Object], bytes | None],
    apart: Callable[[list[Chunk]], bool],
    reading: Callable[[Object], list[Chunk] | None],
) -> Iterator[Chunk | bytes]:
    """Yield the chunks of a page's text objects, and all else between them as it is.

    The marks that Typst opens within a text object, /ReversedChars and /Span with an ActualText,
    are taken into the chunks. ``known`` is asked first for each text object, and may say at once
    what is to be written for its inside; not beside a text object of its line whose chunks are
    ``apart``, since it may go on with one of these. ``reading`` gives the chunks of the others;
    None where one holds anything else.
    """
    written = [known(one) for one in every]
    read = [reading(one) if new is None else None for one, new in zip(every, written, strict=True)]
    beside: set[int] = set()
    for number, chunks in enumerate(read):
        if chunks and apart(chunks):
            beside.update(
                near
                for near in (number - 1, number + 1)
                if written[near : near + 1] != [None] and _on_a_line(every, number, near)
            )
    between = b""
    for number, one in enumerate(every):
        new, found = written[number], read[number]
        if new is not None and number in beside:
            new, found = None, reading(one)
        if found is None:
            between += one.before + (one.body if new is None else new)
        else:
            yield between + one.before
            yield from found
            between = b""
