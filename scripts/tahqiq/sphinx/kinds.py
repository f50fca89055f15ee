"""Examples that are no TEI of the project: each kind is judged by what would read it.

In: XML in a page, and the kind that it says it is. Out: what is wrong with it, in sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tahqiq import citable, saxon, tei
from tahqiq.citable import faults
from tahqiq.errors import Place, TahqiqError
from tahqiq.schematron import Schematron
from tahqiq.sphinx.judging import filled, places

_PAGE: Final = "<example>"


def _schematron(text: str, frame: str) -> list[str]:
    """Compile a whole schema."""
    Schematron.load(text.encode("utf-8"), file=_PAGE)
    return []


def _stylesheet(text: str, frame: str) -> list[str]:
    """Compile a whole stylesheet."""
    saxon.program(text, name=_PAGE)
    return []


def _units(text: str, frame: str) -> list[str]:
    """Read a text by a declaration of citable units, each tree of which must find some."""
    place = next(iter(places(frame)), "")
    found = citable.read(filled(frame, place, text).encode("utf-8"), file=_PAGE)
    if not found.trees:
        return ["no tree is declared"]
    return [fault.line() for fault in faults.findings(found, lambda *_: Place(_PAGE))]


def _frame(text: str, frame: str) -> list[str]:
    """Parse a part of a frame with each of its places filled, and the others empty."""
    for place in places(text) or [""]:
        tei.parse(filled(text, place, "نص").encode("utf-8"), file=_PAGE)
    return []


KINDS: Final[dict[str, Callable[[str, str], list[str]]]] = {
    "schematron": _schematron,
    "stylesheet": _stylesheet,
    "units": _units,
    "frame": _frame,
}


def wrong(kind: str, text: str, frame: Path | None) -> list[str]:
    """Return what is wrong with an example of a kind, put into a frame where the kind wants one."""
    try:
        return KINDS[kind](text, frame.read_text("utf-8") if frame else "")
    except (TahqiqError, OSError) as error:
        return [str(error)]
