"""What the plain texts have besides the text: the table ``[text]`` of ``edition.toml``.

In: the table as TOML gives it. Out: TextChoices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tahqiq.errors import Place, ProjectError


@dataclass(frozen=True, slots=True)
class TextChoices:
    """Which signs stand in a plain text besides its words."""

    isolates: bool = True
    numbers: bool = True
    notes: bool = True
    pages: bool = True


def read(values: Mapping[str, Any], config: Path) -> TextChoices:
    """Return what a table says. Raise ProjectError for what it cannot say."""
    known = [one.name for one in fields(TextChoices)]
    for name, value in values.items():
        if name not in known or not isinstance(value, bool):
            raise ProjectError(
                f"'text.{name}' cannot be {value!r}",
                place=Place(str(config)),
                hint=f"known are {', '.join(known)}: true or false",
            )
    return TextChoices(**values)
