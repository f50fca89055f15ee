"""JSON read piece by piece, so that memory does not grow with a file.

In: a JSON file. Out: its leaves, each with the keys that lead to it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import ijson

Leaf = tuple[tuple[str, ...], Any]


def of(path: Path) -> Iterator[Leaf]:
    """Yield the values of a file that are no objects or arrays; items of an array have its keys.

    Raise ValueError where it is not JSON.
    """
    keys: list[str] = []
    with path.open("rb") as file:
        try:
            for event, value in ijson.basic_parse(file):
                if event == "map_key":
                    keys[-1] = value
                elif event == "start_map":
                    keys.append("")
                elif event == "end_map":
                    keys.pop()
                elif event not in ("start_array", "end_array"):
                    yield tuple(keys), value
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name}: {_said(error, path)}") from None


def items(path: Path, prefix: str, through: Callable[[IO[bytes]], Any]) -> Iterator[Any]:
    """Yield the items of an array of a file, one at a time; raise ValueError as ``of`` does.

    ``through`` is what is made of the file before it is read.
    """
    with path.open("rb") as file:
        try:
            yield from ijson.items(through(file), prefix, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name}: {_said(error, path)}") from None


def _said(error: Exception, path: Path) -> str:
    """Return what is wrong, without the picture of the place that the library draws."""
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
            return "it begins with a byte-order mark (RFC 8259, 8.1)"
    said = error.args[0] if isinstance(error, ijson.JSONError) and error.args else error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.strip().partition("\n")[0]
