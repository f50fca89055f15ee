"""How a reference is read. In: a text and a reference as people write it. Out: what it means.

A reference that is a unit's is that unit, whatever else it looks like. A range whose ends are both
written out (``1.3-2``: from section 1.3 to the end of book 2, as CTS and DTS have it) comes before
one whose end is shortened (``1.3-5``: to section 1.5; ``work:1.3-2.1``: to section 2.1 of the same
work), and what is written so is what is meant. Where a value holds hyphens itself and a range would
be read in another way, it is written with an en dash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tahqiq.citable.declaration import Tree
from tahqiq.citable.division import DividedText
from tahqiq.citable.passage import Passage
from tahqiq.citable.positions import Span
from tahqiq.citable.references import LONGEST, characters, folded, splits
from tahqiq.citable.units import Unit
from tahqiq.errors import NoSuchPassage

_UNIT, _WHOLE = range(2)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a reference: its ends, and the characters of each where it names them.

    ``rank`` says how plainly it is written: of several readings the lowest is meant.
    """

    first: Unit
    last: Unit
    start: int | None = None
    end: int | None = None
    rank: int = _UNIT


def meant(text: DividedText, reference: str, tree: Tree) -> list[Reading]:
    """Return the ways to read a reference, each once, the plainest first."""
    found: dict[tuple[Unit, Unit, int | None, int | None], Reading] = {}
    for one in sorted(_readings(text, reference, tree), key=lambda one: one.rank):
        found.setdefault(_ends_of(one), one)
    return list(found.values())


def passage(text: DividedText, reference: str, tree: Tree) -> Passage:
    """Return the passage that a reference means.

    Raise NoSuchPassage where it leads nowhere, or may be read in two ways with equal right.
    """
    found = meant(text, reference, tree)
    if not found:
        _refuse_reversed(text, reference, tree)
        raise no_such(text, reference, tree)
    equal = [one for one in found if one.rank == found[0].rank]
    if len(equal) > 1:
        ways = " or ".join(spelled(text, one) for one in equal)
        raise NoSuchPassage(f"{reference} may be read in several ways", hint=f"write {ways}")
    return _made(text, found[0], reference)


def of_units(text: DividedText, first: Unit, last: Unit) -> Passage:
    """Return the passage from one unit to another, which may be the same."""
    span = (min(first.span[0], last.span[0]), max(first.span[1], last.span[1]))
    written = spelled(text, Reading(first, last))
    return Passage(written, first.tree, first, last, span, positions=text.positions)


def between(text: DividedText, first: Unit, last: Unit) -> Passage:
    """Return the range from one unit to another. Raise NoSuchPassage where it runs backwards."""
    if last.span[1] <= first.span[0]:
        raise NoSuchPassage(
            f"{last.reference} stands before {first.reference}", hint="turn the range round"
        )
    return of_units(text, first, last)


def stretch(text: DividedText, start: int, end: int) -> tuple[Span, Span]:
    """Return the characters without white space at their ends, and where they stand.

    Raise NoSuchPassage where nothing is left of them.
    """
    letters = text.positions.received
    start, end = letters.trimmed(start, end)
    if start == end:
        raise NoSuchPassage("there is only white space")
    return (start, end), (letters.at(start), letters.at(end - 1) + 1)


def spelled(text: DividedText, reading: Reading) -> str:
    """Return the reference that is read in this way before any other."""
    if reading.start is None and reading.first is reading.last:
        return reading.first.reference
    plain = _written(reading, "-")
    found = meant(text, plain, reading.first.tree)
    plainest = [_ends_of(one) for one in found if one.rank == found[0].rank]
    return plain if plainest == [_ends_of(reading)] else _written(reading, "–")


def no_such(text: DividedText, reference: str, tree: Tree) -> NoSuchPassage:
    """Return the error for a reference that leads nowhere, with what there is."""
    shown = reference if len(reference) <= 80 else f"{reference[:80]}…"
    others = [
        other.name for other in text.trees if other is not tree and meant(text, reference, other)
    ]
    tops = text.tops(tree.name)
    while len(tops) == 1 and tops[0].children:
        tops = tops[0].children
    if others:
        hint = f"the tree {others[0]} has it: --tree {others[0]}"
    elif tops:
        kind = tops[0].kind or "unit"
        hint = f"the text goes from {kind} {tops[0].reference} to {tops[-1].reference}"
    else:
        hint = "the text has no units"
    return NoSuchPassage(f"the text has no {shown}", hint=hint)


def _readings(text: DividedText, reference: str, tree: Tree) -> Iterator[Reading]:
    """Yield a unit, characters of a unit, ranges and shortened ranges."""
    if len(reference) > LONGEST:
        return
    whole = text.unit(reference, tree)
    if whole is not None:
        yield Reading(whole, whole)
    reference = folded(reference)
    bare, start, end = characters(reference)
    unit = text.unit(bare, tree)
    if unit is not None and start is not None and end is not None:
        yield Reading(unit, unit, start, end, _WHOLE)
    for ends in splits(reference):
        yield from _ranges(text, ends, (None, None), tree)
        (first, start, _), (last, end, _) = map(characters, ends)
        if start is not None and end is not None:
            yield from _ranges(text, (first, last), (start, end), tree)


def _ranges(
    text: DividedText,
    ends: tuple[str, str],
    letters: tuple[int | None, int | None],
    tree: Tree,
) -> Iterator[Reading]:
    """Yield the ranges that two references may be the ends of."""
    first = text.unit(ends[0], tree)
    if first is None:
        return
    for rank, last in _ends(text, first, ends[1], tree):
        yield Reading(first, last, *letters, rank)


def _ends(text: DividedText, first: Unit, last: str, tree: Tree) -> Iterator[tuple[int, Unit]]:
    """Yield what the end of a range may be: a whole reference, or one as short as `1.3-5`.

    What a shortened end leaves out is taken from the beginning, the least of it first.
    """
    ends = [text.unit(last, tree)]
    outer = first
    while outer.parent is not None:
        ends.append(text.unit(f"{outer.parent.reference}{outer.structure.delim}{last}", tree))
        outer = outer.parent
    for shortened, unit in enumerate(ends):
        if unit is not None and unit.span[1] > first.span[0]:
            yield _WHOLE + shortened, unit


def _ends_of(one: Reading) -> tuple[Unit, Unit, int | None, int | None]:
    return one.first, one.last, one.start, one.end


def _written(one: Reading, dash: str) -> str:
    first, last = one.first.reference, one.last.reference
    if one.start is None or one.end is None:
        return first if one.first is one.last else f"{first}{dash}{last}"
    if one.first is one.last and dash == "-":
        return f"{first}@{one.start}:{one.end}"
    return f"{first}@{one.start}{dash}{last}@{one.end}"


def _made(text: DividedText, reading: Reading, asked: str) -> Passage:
    first, last, start, end = _ends_of(reading)
    if start is None or end is None:
        return of_units(text, first, last)
    letters = text.positions.received
    begins, ends = letters.span(first.span), letters.span(last.span)
    from_, to = begins[0] + start, ends[0] + end
    if from_ >= begins[1] or to > ends[1] or from_ >= to:
        raise NoSuchPassage(
            f"{folded(asked)}: there are no such characters",
            hint=f"{last.reference} has {ends[1] - ends[0]}, counted from 0",
        )
    _, span = stretch(text, from_, to)
    return Passage(
        reference=spelled(text, reading),
        tree=first.tree,
        first=first,
        last=last,
        span=span,
        start=start,
        end=end,
        letters=(from_, to),
        positions=text.positions,
    )


def _refuse_reversed(text: DividedText, reference: str, tree: Tree) -> None:
    for first, last in splits(folded(reference[:LONGEST])):
        one, other = text.unit(first, tree), text.unit(last, tree)
        if one is not None and other is not None:
            between(text, one, other)
