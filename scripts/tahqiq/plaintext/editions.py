"""The plain texts of an edition: reading, diplomatic, Markdown and OpenITI mARkdown.

In: a resolved text. Out: each text with the file of its lines beside it (see ``concordance``). What
a line says is the stylesheets' work; here it is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tahqiq.plaintext.concordance import Origin, write
from tahqiq.plaintext.wrapping import wrap
from tahqiq.press.stylesheets import Outputs, Press, Text
from tahqiq.saxon import Value

_RULE = "─"


@dataclass(frozen=True, slots=True)
class Record:
    """A line as a stylesheet gives it with ``records``: text, and what to do with it."""

    origin: Origin
    fold: bool
    first: str
    further: str
    last: str
    text: str

    @classmethod
    def read(cls, row: str) -> Record:
        """Return the record of a row: seven fields and the text, parted by tabs."""
        part, id_, path, fold, first, further, last, text = row.split("\t", 7)
        return cls(Origin(part, id_, path), fold == "1", first, further, last, text)


def plain(text: Text, press: Press) -> Outputs:
    """Return the reading edition and the diplomatic text, each with its lines."""
    choices = press.choices
    reading = _records(
        text, press, "text.xsl", form="reading", isolates=choices.isolates, numbers=choices.numbers,
        notes=choices.notes, pages=choices.pages,
    )  # fmt: skip
    diplomatic = _records(text, press, "text.xsl", form="diplomatic")
    content, lines = _set(diplomatic, 0)
    return {
        **_files(f"text/{text.id}", ".txt", reading, press.width),
        # The witness's own text has no newline at its end.
        f"text/{text.id}.diplomatic.txt": content.encode(),
        f"text/{text.id}.diplomatic.lines.tsv": lines,
    }


def markdown(text: Text, press: Press) -> Outputs:
    """Return the reading text in Markdown, with its lines."""
    choices = press.choices
    records = _records(
        text, press, "markdown.xsl", isolates=choices.isolates, numbers=choices.numbers,
        notes=choices.notes, pages=choices.pages,
    )  # fmt: skip
    return _files(f"markdown/{text.id}", ".md", records, press.width, guarded)


def openiti(text: Text, press: Press) -> Outputs:
    """Return the reading text in OpenITI mARkdown, with its lines."""
    choices = press.choices
    records = _records(text, press, "openiti.xsl", notes=choices.notes, pages=choices.pages)
    return _files(f"openiti/{text.id}", ".mARkdown", records, press.width)


def guarded(line: str) -> str:
    """Return a further line of Markdown so that it begins no list, heading, quotation or rule."""
    line = re.sub(r"^([0-9]+)([.)])", r"\1\\\2", line)
    return "\\" + line if line[:1] in tuple("#+=>|~-") and line else line


def _records(text: Text, press: Press, stylesheet: str, **params: Value) -> list[Record]:
    rows = press.run(stylesheet, text.resolved, records=True, lang=press.languages[0], **params)
    return [Record.read(row) for row in rows.split("\n") if row]


def _files(
    name: str, suffix: str, records: list[Record], width: int, guard: Callable[[str], str] = str
) -> Outputs:
    while records and records[-1].origin.part == "blank":
        records.pop()
    content, lines = _set(records, width, guard)
    return {f"{name}{suffix}": content.encode() + b"\n", f"{name}.lines.tsv": lines}


def _set(records: list[Record], width: int, guard: Callable[[str], str] = str) -> tuple[str, bytes]:
    """Return a text, its lines wrapped, and the file that leads each back."""
    lines: list[str] = []
    origins: list[Origin] = []
    for record in records:
        rule = record.origin.part == "rule" and record.text.startswith(_RULE)
        made = wrap(
            _RULE * (width or 72) if rule else record.text,
            width if record.fold else 0,
            first=record.first,
            further=record.further,
            last=record.last,
            guard=guard,
        )
        lines.extend(made)
        origins.append(record.origin)
        origins.extend([replace(record.origin, begins=False)] * (len(made) - 1))
    return "\n".join(lines), write(origins)
