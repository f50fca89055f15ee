"""What stands before the root element: which schemas a file names, and what its root is.

In: the first bytes of a file, in any encoding that is read. Out: instructions with their lines, and
the root's name. A comment that looks like an instruction is none, and nothing is expanded.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from tahqiq.relaxng.decoding import Decoded, encoding_of

_PSEUDO = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# What a person writes before the root element ends long before.
_READ = 1024 * 1024


class Model(NamedTuple):
    """An ``xml-model`` instruction: its pseudo-attributes and its line."""

    values: dict[str, str]
    line: int


@dataclass(slots=True)
class Prolog:
    """What a file says before its content; ``root`` is ``{ns}local``, empty where there is none."""

    root: str = ""
    models: list[Model] = field(default_factory=list)


class _ReachedError(Exception):
    """The root element was reached."""


def prolog_of(content: bytes) -> Prolog:
    """Return the prolog of a file; what is broken ends it."""
    found = Prolog()
    encoding = encoding_of(content)
    if encoding:
        content = Decoded(content[:_READ], BytesIO(), encoding).read(_READ)
    parser = expat.ParserCreate("utf-8" if encoding else None, namespace_separator="}")
    parser.ordered_attributes = True

    def start(name: str, _: list[str]) -> None:
        found.root = f"{{{name}" if "}" in name else name
        raise _ReachedError

    def instruction(target: str, data: str) -> None:
        if target == "xml-model":
            values = {one: _unescaped(a or b) for one, a, b in _PSEUDO.findall(data)}
            found.models.append(Model(values, parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.ProcessingInstructionHandler = instruction
    with contextlib.suppress(_ReachedError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(content[:_READ], False)
    return found


def _unescaped(value: str) -> str:
    if "&" not in value:
        return value
    from html import unescape  # brings a table of two thousand names

    return unescape(value)
