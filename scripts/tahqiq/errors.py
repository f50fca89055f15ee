"""What can go wrong that the user can mend.

In: what failed, where, and what to do. Out: one line for the terminal.
Anything that is not a ``TahqiqError`` is a bug of ours and shows its traceback.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Controls, line separators, halves of letters, and what turns the direction of text (UAX 9, 2).
_HIDDEN = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: where a person must look.

    ``line`` and ``column`` count from 1, in code points; 0 means unknown. ``offset`` is in
    bytes from 0. ``xpath`` names the node with positions, as ``/TEI[1]/text[1]/body[1]``.
    """

    file: str
    line: int = 0
    column: int = 0
    offset: int | None = None
    xpath: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column``, as compilers and editors write it."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class TahqiqError(Exception):
    """A failure that the user can mend; printed as one line.

    ::

        TahqiqError
        ├── UsageError        the command was called wrongly
        ├── ProjectError      no project, or an edition.toml that cannot be used
        ├── SourceError       a file cannot be read: missing, no permission, encoding
        │   └── SyntaxFault   a file was read but is not well-formed XML
        ├── NoSuchPassage     a reference leads nowhere, or may be read in two ways
        ├── SchemaError       a schema that is itself incorrect
        ├── TransformError    a stylesheet stopped, or met an element it does not know
        ├── OutputError       nothing can be written there: read-only, full disk
        └── ToolMissing       something is not installed that this step wants
    """

    def __init__(self, message: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """Return the one line: place, what happened, what to do."""
        where = f"{self.place}: " if self.place else ""
        then = f"; {self.hint}" if self.hint else ""
        return " ".join(f"{where}{self.message}{then}".split("\n"))


class UsageError(TahqiqError):
    """The command was called wrongly."""


class ProjectError(TahqiqError):
    """There is no project here, or its ``edition.toml`` cannot be used."""


class SourceError(TahqiqError):
    """A file cannot be read: it is missing, forbidden, or not in the encoding it claims."""


class SyntaxFault(SourceError):
    """A file was read but is not well-formed XML."""


class NoSuchPassage(TahqiqError):
    """A reference leads nowhere in its text, or may be read in two ways."""


class SchemaError(TahqiqError):
    """A schema is itself incorrect."""


class TransformError(TahqiqError):
    """A stylesheet stopped, or met an element that it does not know."""


class OutputError(TahqiqError):
    """Nothing can be written there."""


class ToolMissing(TahqiqError):
    """Something is not installed that this step wants."""


def shown(name: str) -> str:
    """Return a name safe to print: what would break the line or turn it round is escaped."""
    if name.isprintable():
        return name
    return re.sub(_HIDDEN, lambda match: f"\\u{{{ord(match.group()):04X}}}", name)
