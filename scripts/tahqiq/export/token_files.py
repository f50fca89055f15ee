"""Tokens with their labels, for the training of recognisers. In: the data. Out: two files a text.

``.iob2`` is a token and its label a line, a blank line between units; it takes one layer, and what
lies within a longer mention is reported as lost. ``.conllup`` (CoNLL-U Plus) has every layer with
its records, characters and spaces, and loses none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tahqiq.export.entities import Data, Lost, Mention
from tahqiq.export.tokens import Tokenised, layers, sequences

LABELS = {
    "person": "PER",
    "group": "GRP",
    "org": "ORG",
    "place": "LOC",
    "event": "EVENT",
    "work": "WORK",
    "date": "DATE",
}
Placed = tuple[Mention, int, int]


def files(data: Data) -> tuple[dict[str, bytes], list[Lost]]:
    """Return the files of every text, and what they could not take."""
    made: dict[str, bytes] = {}
    lost: list[Lost] = []
    for source in data.texts:
        own = [one for one in data.mentions if one.text == source.id]
        units, crossing = sequences(source, own, "tokens")
        lost += crossing
        made[f"tokens/{source.id}.iob2"] = _iob2(units, lost).encode()
        made[f"tokens/{source.id}.conllup"] = _conll(units).encode()
    return made, lost


def _iob2(units: Sequence[Tokenised], lost: list[Lost]) -> str:
    blocks = []
    for unit in units:
        first, *others = layers(unit) or [[]]
        tags = _tags(unit, first)
        lines = zip(unit.tokens, tags, strict=True)
        blocks.append("".join(f"{token.text}\t{tag}\n" for token, tag in lines))
        lost += [
            Lost("iob2", one.id, one.surface, "it lies within a longer mention")
            for layer in others
            for one, _, _ in layer
        ]
    return "\n".join(blocks)


def _conll(units: Sequence[Tokenised]) -> str:
    layered = [layers(unit) for unit in units]
    depth = max([len(one) for one in layered] or [0])
    columns = ["ID", "FORM", "MISC", "START", "END"]
    for number in range(1, depth + 1):
        columns += [f"TAHQIQ:NER{number}", f"TAHQIQ:RECORD{number}"]
    blocks = [f"# global.columns = {' '.join(columns)}\n"]
    for number, (unit, found) in enumerate(zip(units, layered, strict=True)):
        blocks.append(("" if number == 0 else "\n") + _block(unit, found, depth))
    return "".join(blocks)


def _block(unit: Tokenised, found: Sequence[Sequence[Placed]], depth: int) -> str:
    text = "".join(token.text + (" " if token.space else "") for token in unit.tokens)
    reference = unit.unit or "-"
    lines = [f"# sent_id = {unit.text}:{reference}\n", f"# text = {text.strip()}\n"]
    cells = []
    for layer in [*found, *([[]] * (depth - len(found)))]:
        cells.append(_tags(unit, layer))
        cells.append(_records(unit, layer))
    for n, token in enumerate(unit.tokens):
        misc = "_" if token.space else "SpaceAfter=No"
        row = [str(n + 1), token.text, misc, str(token.start), str(token.end)]
        lines.append("\t".join([*row, *(column[n] for column in cells)]) + "\n")
    return "".join(lines)


def _tags(unit: Tokenised, layer: Sequence[Placed]) -> list[str]:
    tags = ["O"] * len(unit.tokens)
    for mention, start, end in layer:
        label = LABELS[mention.kind]
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags


def _records(unit: Tokenised, layer: Sequence[Placed]) -> list[str]:
    records = ["_"] * len(unit.tokens)
    for mention, start, end in layer:
        records[start:end] = [mention.entity or "_"] * (end - start)
    return records
