"""Files that count as if they lay in a folder: nobody reads them, so nobody made them.

In: a folder and a database with the table ``lying`` of names below it. Out: whether a path is one.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from tahqiq.tables import encoded, passing


def lies_apart(path: Path, apart: tuple[str, ...]) -> bool:
    """Return whether a path is that of such a file; ``apart`` are folder and database, or none."""
    if not apart or not path.is_relative_to(apart[0]):
        return False
    name = path.relative_to(apart[0]).as_posix()
    asked = "SELECT 1 FROM lying WHERE is_file AND path = ?"
    return _opened(apart[1]).execute(asked, (encoded(name),)).fetchone() is not None


@cache
def _opened(database: str) -> sqlite3.Connection:
    return passing(f"{Path(database).as_uri()}?mode=ro", uri=True)
