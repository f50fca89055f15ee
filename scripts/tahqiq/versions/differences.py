"""How two versions differ, by citable unit and word by word.

In: the TEI files of both. Out: for each unit that is not the same a Difference: added, removed,
moved (another reference, the same element) or changed, with its words. A word is letters with their
vowels; marks of punctuation and spaces stand by themselves, so that a comma that was added shows as
a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.citable import CitableText, Unit
from tahqiq.citable.positions import Letters
from tahqiq.citable.references import folded

# Letters with what stands on them: vowels, tatweel, joiners.
_WORD = re.compile(
    r"[^\W_]+(?:[\u064b-\u065f\u0670\u0640\u200c\u200d\u0610-\u061a\u06d6-\u06ed][^\W_]*)*|\s+|."
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that both versions have (``=``), the old (``-``) or the new (``+``)."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one unit of one text; ``pieces`` are its words in order.

    ``kind`` is added, removed, moved, changed, or both of the last two: ``moved and changed``; or
    ``encoded anew``, where the words are the same. Of a unit that holds others, only words outside
    of these are told of.
    """

    text: str
    unit: str
    old: str
    new: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two versions, and how many units are the same.

    ``undeclared`` names the files that say nothing of how they are cited, and cannot be compared.
    """

    differences: tuple[Difference, ...]
    same: int
    undeclared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A text in one version, in the form that is compared."""

    text: CitableText
    reading: bool

    @property
    def letters(self) -> Letters:
        positions = self.text.positions
        return positions.reading if self.reading else positions.received

    def words(self, unit: Unit) -> str:
        """Return the text of a unit that is in none of the units within it."""
        begin, end = unit.span
        inner = [child.span for child in unit.children]
        edges = zip(
            [begin, *(one[1] for one in inner)], [*(one[0] for one in inner), end], strict=True
        )
        parts = (self.letters.span(edge) for edge in edges if edge[0] < edge[1])
        return "\n".join(self.letters.text[start:stop] for start, stop in parts if start < stop)

    def markup(self, unit: Unit) -> bytes:
        """Return the markup of a unit, whatever its indentation; of a milestone, nothing."""
        if unit.is_milestone or unit.children:
            return b""
        form: bytes = etree.tostring(unit.element, method="c14n", exclusive=True, with_tail=False)
        return b" ".join(form.split())


def between(old: Iterable[Path], new: Iterable[Path], *, reading: bool = False) -> Comparison:
    """Return how some TEI files differ from others; files go together by the id of their text.

    One file on each side goes with the other, whatever they are called. The text as received is
    compared, with ``reading`` the edited one.
    """
    texts = [[CitableText(tei.parse(path), str(path)) for path in paths] for paths in (old, new)]
    undeclared = tuple(text.file for side in texts for text in side if not text.trees)
    before, after = (_sides(side, reading) for side in texts)
    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    found: list[Difference] = []
    same = 0
    for name in [*after, *(name for name in before if name not in after)]:
        differences, equal = _compared(name, before.get(name), after.get(name))
        found += differences
        same += equal
    return Comparison(tuple(found), same, undeclared)


def _sides(texts: Iterable[CitableText], reading: bool) -> dict[str, _Side]:
    return {text.id: _Side(text, reading) for text in texts if text.trees}


def _units(side: _Side | None) -> list[Unit]:
    """Return the units of a text; of those that hold others, the ones with words besides."""
    every = side.text.units() if side else []
    return [unit for unit in every if not unit.children or (side and side.words(unit))]


def _compared(name: str, old: _Side | None, new: _Side | None) -> tuple[list[Difference], int]:
    before, after = _units(old), _units(new)
    pairs = _pairs(before, after, old, new)
    found: list[Difference] = []
    same = 0
    for one, other in _ordered(before, after, pairs):
        difference = _difference(name, one, other, old, new)
        if difference is None:
            same += 1
        else:
            found.append(difference)
    return found, same


def _ordered(
    before: Sequence[Unit], after: Sequence[Unit], pairs: Sequence[tuple[Unit, Unit]]
) -> Iterator[tuple[Unit | None, Unit | None]]:
    """Yield the units of both in the order of the newer; what went stands where it stood."""
    partner = {id(unit): other for unit, other in pairs}
    back = {id(other): unit for unit, other in pairs}
    gone: dict[int, list[Unit]] = {}
    previous = 0
    for unit in before:
        other = partner.get(id(unit))
        if other is None:
            gone.setdefault(previous, []).append(unit)
        else:
            previous = id(other)
    yield from ((unit, None) for unit in gone.get(0, []))
    for unit in after:
        yield back.get(id(unit)), unit
        yield from ((lost, None) for lost in gone.get(id(unit), []))


def _pairs(
    before: Sequence[Unit], after: Sequence[Unit], old: _Side | None, new: _Side | None
) -> list[tuple[Unit, Unit]]:
    """Return which units of two versions are the same: by id, then by text, then by reference."""
    pairs: list[tuple[Unit, Unit]] = []
    left, right = list(before), list(after)

    def pair(keys: tuple[dict[int, str], dict[int, str]]) -> None:
        index: dict[str, Unit] = {}
        for unit in right:
            key = keys[1].get(id(unit), "")
            if key:
                index.setdefault(key, unit)
        for unit in list(left):
            other = index.pop(keys[0].get(id(unit), ""), None)
            if other is not None:
                pairs.append((unit, other))
                left.remove(unit)
                right.remove(other)

    pair(({id(u): u.id for u in left}, {id(u): u.id for u in right}))
    if old is not None and new is not None:
        # Of units without an id, those that say the same are the same, wherever they stand now.
        words = (
            {id(u): old.words(u) for u in left if not u.id},
            {id(u): new.words(u) for u in right if not u.id},
        )
        pair(words)
    pair(
        (
            {id(u): folded(u.reference) for u in left},
            {id(u): folded(u.reference) for u in right},
        )
    )
    return pairs


def _difference(
    name: str,
    one: Unit | None,
    other: Unit | None,
    old: _Side | None,
    new: _Side | None,
) -> Difference | None:
    before = old.words(one) if one is not None and old is not None else ""
    after = new.words(other) if other is not None and new is not None else ""
    kinds = []
    if one is None or other is None:
        kinds.append("added" if one is None else "removed")
    else:
        if folded(one.reference) != folded(other.reference):
            kinds.append("moved")
        if before != after:
            kinds.append("changed")
        elif not kinds and old and new and old.markup(one) != new.markup(other):
            kinds.append("encoded anew")
    if not kinds:
        return None
    unit = other or one
    assert unit is not None
    return Difference(
        text=name,
        unit=unit.kind,
        old=one.reference if one else "",
        new=other.reference if other else "",
        kind=" and ".join(kinds),
        pieces=words(before, after),
    )


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the words of two texts as pieces that both have or one has."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for sign, from_, to, start, end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        gone, come = "".join(before[from_:to]), "".join(after[start:end])
        if sign == "equal":
            pieces.append(Piece("=", gone))
            continue
        pieces += [Piece(mark, text) for mark, text in (("-", gone), ("+", come)) if text]
    return tuple(pieces)


def as_text(comparison: Comparison) -> str:
    """Return a comparison in lines: each unit, then its words with ``[-…-]`` and ``{+…+}``."""
    lines: list[str] = []
    for item in comparison.differences:
        where = item.new if item.old in ("", item.new) else f"{item.old} → {item.new}".rstrip(" →")
        lines.append(f"{item.text}:{where or item.old} {item.unit} {item.kind}".replace("  ", " "))
        if item.kind != "encoded anew":
            lines.append("  " + "".join(map(_marked, item.pieces)).replace("\n", "\n  "))
    counted = len(comparison.differences)
    lines.append(f"units that differ: {counted}; the same: {comparison.same}")
    return "\n".join(lines)


def _marked(piece: Piece) -> str:
    return {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}[piece.sign].format(piece.text)


def as_json(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as JSON-ready values."""
    return {
        "same": comparison.same,
        "differences": [
            {
                "text": item.text,
                "unit": item.unit,
                "old": item.old,
                "new": item.new,
                "kind": item.kind,
                "pieces": [[piece.sign, piece.text] for piece in item.pieces],
            }
            for item in comparison.differences
        ],
    }
