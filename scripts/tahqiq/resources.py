"""Where the stylesheets and the schema lie: in the wheel's package, or at the top of a checkout.

In: a name. Out: a path. The variable ``TAHQIQ_XSLT`` names other stylesheets: those of a package,
when what they made is made again.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

XSLT = "TAHQIQ_XSLT"


@cache
def root() -> Path:
    """Return the folder that holds ``xslt/`` and ``schema/``."""
    package = Path(__file__).resolve().parent
    return package if (package / "xslt").is_dir() else package.parent.parent


def stylesheets() -> Path:
    """Return the folder of the stylesheets."""
    return Path(os.environ[XSLT]) if os.environ.get(XSLT) else root() / "xslt"


def stylesheet(name: str) -> Path:
    """Return the path of a stylesheet by its name under ``xslt/``."""
    return stylesheets() / name


def schema(name: str) -> Path:
    """Return the path of a schema by its name under ``schema/``."""
    return root() / "schema" / name
