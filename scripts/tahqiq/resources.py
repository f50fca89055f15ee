"""Where the stylesheets and the schema lie: in the wheel's package, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds ``xslt/`` and ``schema/``."""
    package = Path(__file__).resolve().parent
    return package if (package / "xslt").is_dir() else package.parent.parent


def stylesheet(name: str) -> Path:
    """Return the path of a stylesheet by its name under ``xslt/``."""
    return root() / "xslt" / name


def schema(name: str) -> Path:
    """Return the path of a schema by its name under ``schema/``."""
    return root() / "schema" / name
