"""How a project prints: the table ``[print]`` of ``edition.toml``.

In: the table as TOML gives it. Out: PrintChoices, each value judged, and the parameters of
print.xsl that they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tahqiq.errors import Place, ProjectError

PAGES = ("book", "a4", "screen")
PARTS = (
    "half-title", "title", "imprint", "contents", "introduction",
    "text", "register", "sources", "colophon",
)  # fmt: skip
_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:mm|cm|in|pt)")
_NAME = re.compile(r"[\w.-]+")
_LENGTHS = ("width", "height", "inside", "outside", "top", "bottom", "text_size", "note_size")
_FILES = ("style", "stylesheet", "fonts")


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """What the book page is like; empty strings leave a length to the page's format.

    ``volume`` names one more PDF that holds all texts with one register; ``each`` says whether
    every text has its own. ``fonts`` is a folder of font files, ``style`` a Typst file read after
    ours, ``stylesheet`` XSLT that goes before ours. ``parallel`` sets the text as received beside
    the text as read in two columns, ``facing`` on pages that face each other.
    """

    page: str = "book"
    width: str = ""
    height: str = ""
    inside: str = ""
    outside: str = ""
    top: str = ""
    bottom: str = ""
    text_size: str = ""
    note_size: str = ""
    font: str = "Amiri"
    fonts: Path | None = None
    style: Path | None = None
    stylesheet: Path | None = None
    language: str = ""
    line_numbers: int = 0
    parallel: bool = False
    facing: bool = False
    parts: tuple[str, ...] = PARTS
    volume: str = ""
    each: bool = True

    @property
    def files(self) -> list[Path]:
        """Return the project's own files that a page is made with."""
        own = [path for path in (self.style, self.stylesheet) if path]
        return [*own, *(sorted(self.fonts.rglob("*.[ot]tf")) if self.fonts else ())]

    def params(self) -> dict[str, str | bool | int]:
        """Return the choices as parameters of print.xsl."""
        lengths = {
            name: getattr(self, name)
            for name in ("text_size", "note_size", "width", "height")
            if getattr(self, name)
        }
        margins = {name: getattr(self, name) for name in ("inside", "outside", "top", "bottom")}
        return {
            "page-format": self.page,
            "font": self.font,
            "line-numbers": self.line_numbers,
            "parallel": self.parallel,
            "facing": self.facing,
            "parts": " ".join(self.parts),
            **{
                ("page-" + name if name in ("width", "height") else name.replace("_", "-")): length
                for name, length in lengths.items()
            },
            **{f"margin-{name}": length for name, length in margins.items() if length},
            **({"style": self.style.as_uri()} if self.style else {}),
        }


def read(values: Mapping[str, Any], config: Path) -> PrintChoices:
    """Return what a table says. Raise ProjectError for what it cannot say."""
    kinds = {one.name: type(getattr(PrintChoices(), one.name)) for one in fields(PrintChoices)}
    taken: dict[str, Any] = {}
    for name, value in values.items():
        if name not in kinds:
            raise _wrong(config, name, value, f"known are {', '.join(kinds)}")
        taken[name] = _taken(name, value, kinds[name], config)
    if taken.get("parallel") and taken.get("facing"):
        raise _wrong(config, "facing", True, "parallel is chosen already: leave one of them out")
    return PrintChoices(**taken)


def _taken(name: str, value: Any, kind: type, config: Path) -> Any:
    if name in _FILES:
        path = (config.parent / str(value)).resolve()
        if not (path.is_dir() if name == "fonts" else path.is_file()):
            raise _wrong(config, name, value, f"there is nothing at {path}")
        return path
    if name == "parts":
        return _parts(value, config)
    if not isinstance(value, kind) or (kind is int and not _is_count(value)):
        raise _wrong(config, name, value, f"it must be {_KINDS[kind]}")
    if name == "page" and value not in PAGES:
        raise _wrong(config, name, value, f"known are {', '.join(PAGES)}")
    if name in _LENGTHS and not _LENGTH.fullmatch(str(value)):
        raise _wrong(config, name, value, 'a length is written as in "155mm", "6.1in" or "12pt"')
    if name == "volume" and not _NAME.fullmatch(str(value)):
        raise _wrong(config, name, value, "it is the name of a file: letters, digits, - and _")
    return value


_KINDS = {str: "a string", int: "a number from 0", bool: "true or false"}


def _parts(value: Any, config: Path) -> tuple[str, ...]:
    known = isinstance(value, list) and all(part in PARTS for part in value)
    if not known or "text" not in value:
        raise _wrong(config, "parts", value, f"a list with text in it, of {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in value)


def _wrong(config: Path, name: str, value: Any, hint: str) -> ProjectError:
    return ProjectError(f"'print.{name}' cannot be {value!r}", place=Place(str(config)), hint=hint)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
