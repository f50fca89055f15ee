"""The names in one archive, and which of them are one for some file system.

In: names, one by one. Out: the first that a name collides with. Kept on disk (see ``tables``): an
archive may hold any number of files. Of most names a sieve tells at once that they are new.
"""

from __future__ import annotations

from tahqiq.deliveries.names import folded
from tahqiq.tables import Rows, Sieve, database, encoded

_TABLES = (
    "first(folded BLOB PRIMARY KEY, name BLOB) WITHOUT ROWID",
    "other(name BLOB PRIMARY KEY) WITHOUT ROWID",
)


class Names:
    """The names that came so far."""

    def __init__(self) -> None:
        self._database = database(None, *_TABLES)
        self._rows = Rows(self._database, "INSERT OR IGNORE INTO first VALUES (?, ?)")
        self._sieve = Sieve()

    def add(self, name: str) -> tuple[str, bool]:
        """Take a name; return the first that it cannot be told from, and whether it is new."""
        key, kept = encoded(folded(name.rstrip("/"))), encoded(name)
        if self._sieve.is_new(key):
            self._rows.add(key, kept)
            return name, True
        self._rows.flush()
        run = self._database.execute
        if run("INSERT OR IGNORE INTO first VALUES (?, ?)", (key, kept)).rowcount:
            return name, True
        (found,) = run("SELECT name FROM first WHERE folded = ?", (key,)).fetchone()
        is_new = found != kept and bool(
            run("INSERT OR IGNORE INTO other VALUES (?)", (kept,)).rowcount
        )
        return found.decode("utf-8", "surrogateescape"), is_new
