"""What editors say of published ids that changed: ``changes.toml`` beside ``edition.toml``.

In: its path. Out: Declarations. Keys are those of the register::

    [kept]                      # the text changed, and is still what was cited
    "airstrikes-p3" = "a misreading corrected"

    [redirected]                # it stands elsewhere now
    "airstrikes-note-4" = "airstrikes-note-9"
    "egyptian-airstrikes-2015:3" = "egyptian-airstrikes-2015:4"

    [withdrawn]                 # it is no more; the reason is what a reader finds in its place
    "airstrikes-note-5" = { en = "Not of the source.", ar = "ليست من الأصل." }
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.errors import Place, ProjectError
from tahqiq.files import read_bytes

NAME = "changes.toml"
_TABLES = ("kept", "redirected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Declarations:
    """What was declared: why something was kept, where it moved, what stands in its place."""

    kept: dict[str, str] = field(default_factory=dict)
    redirected: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, dict[str, str]] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        """Return whether anything was declared of a key."""
        return key in self.kept or key in self.redirected or key in self.withdrawn

    @property
    def keys(self) -> list[str]:
        """Return every key of which something was declared."""
        return [*self.kept, *self.redirected, *self.withdrawn]


def read(path: Path) -> Declarations:
    """Return the declarations of a file; none where it is not there. Raise ProjectError."""
    if not path.is_file():
        return Declarations()
    try:
        values = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not readable as TOML: {error}", place=Place(str(path))) from None
    unknown = sorted(set(values) - set(_TABLES))
    if unknown:
        raise ProjectError(
            f"unknown table '{unknown[0]}'",
            place=Place(str(path)),
            hint=f"known are {', '.join(_TABLES)}",
        )
    seen: set[str] = set()
    for name, table in values.items():
        if not isinstance(table, dict):
            raise ProjectError(f"'{name}' must be a table", place=Place(str(path)))
        twice = sorted(seen & set(table))
        if twice:
            raise ProjectError(f"'{twice[0]}' is declared twice", place=Place(str(path)))
        seen |= set(table)
    return Declarations(
        kept=_texts(values.get("kept", {}), path),
        redirected=_texts(values.get("redirected", {}), path),
        withdrawn={
            key: _reasons(key, value, path) for key, value in values.get("withdrawn", {}).items()
        },
    )


def _texts(table: dict[str, object], path: Path) -> dict[str, str]:
    for key, value in table.items():
        if not isinstance(value, str) or not value.strip():
            raise ProjectError(f"'{key}' must be a text", place=Place(str(path)))
    return {key: str(value) for key, value in table.items()}


def _reasons(key: str, value: object, path: Path) -> dict[str, str]:
    reasons = value if isinstance(value, dict) else {"": value}
    if not reasons or not all(isinstance(one, str) and one.strip() for one in reasons.values()):
        raise ProjectError(
            f"'{key}' must have its reason",
            place=Place(str(path)),
            hint='write { en = "…", ar = "…" }: a reader will find it in place of the passage',
        )
    return {str(language): str(one) for language, one in reasons.items()}


def stub(changes: dict[str, tuple[str, str]]) -> str:
    """Return declarations to be filled in: by key, the table that fits and its value."""
    parts = []
    for table in _TABLES:
        rows = [
            f"{_quoted(key)} = {_quoted(value)}"
            for key, (wanted, value) in changes.items()
            if wanted == table
        ]
        if rows:
            parts.append("\n".join([f"[{table}]", *rows]))
    return "\n\n".join(parts)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
