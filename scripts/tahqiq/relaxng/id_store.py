"""The identifiers of one document, of which there may be millions.

In: identifiers and references with their places. Out: the first place of one that comes again, and
the references that lead nowhere. The first of them are held in memory, the rest in a temporary file
of SQLite that vanishes with its connection, so that memory does not grow with the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tahqiq.errors import Place

if TYPE_CHECKING:
    import sqlite3

# File, line and column: a place without what costs to find out.
Mark = tuple[str, int, int]

# About 60 MB.
_IN_MEMORY = 250_000
# A page is 4,096 bytes; negative numbers are kibibytes.
_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;"
_TABLES = (
    "CREATE TABLE ids (name TEXT PRIMARY KEY, file TEXT, line INT, col INT) WITHOUT ROWID;"
    "CREATE TABLE wanted (name TEXT, file TEXT, line INT, col INT, pos INT, xpath TEXT);"
)


class IdStore:
    """Identifiers and references."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._limit = in_memory
        self._places: dict[str, Mark] = {}
        self._wanted: list[tuple[str, Place]] = []
        self._spilled: sqlite3.Connection | None = None

    def __contains__(self, name: str) -> bool:
        """Return whether an identifier has come."""
        return name in self._places or self._in_file(name) is not None

    def add(self, name: str, mark: Mark) -> Place | None:
        """Keep an identifier; return its first place if it has come before."""
        first = self._places.get(name)
        if first is None and len(self._places) < self._limit:
            self._places[name] = mark
        elif first is None:
            first = self._add_to_file(name, mark)
        return Place(*first) if first else None

    def want(self, name: str, place: Place) -> None:
        """Keep a reference to an identifier that has not come yet."""
        if len(self._wanted) < self._limit // 4:
            self._wanted.append((name, place))
        else:
            row = (name, place.file, place.line, place.column, place.offset, place.xpath)
            self._file().execute("INSERT INTO wanted VALUES (?, ?, ?, ?, ?, ?)", row)

    def missing(self) -> Iterator[tuple[str, Place]]:
        """Yield the references to what never came, in their order."""
        yield from ((name, place) for name, place in self._wanted if name not in self)
        if self._spilled is not None:
            for name, *place in self._spilled.execute("SELECT * FROM wanted ORDER BY rowid"):
                if name not in self:
                    yield name, Place(*place)

    def _in_file(self, name: str) -> Mark | None:
        if self._spilled is None:
            return None
        found: Mark | None = self._spilled.execute(
            "SELECT file, line, col FROM ids WHERE name = ?", (name,)
        ).fetchone()
        return found

    def _add_to_file(self, name: str, mark: Mark) -> Mark | None:
        row = (name, *mark)
        added = self._file().execute("INSERT OR IGNORE INTO ids VALUES (?, ?, ?, ?)", row)
        return None if added.rowcount else self._in_file(name)

    def _file(self) -> sqlite3.Connection:
        if self._spilled is None:
            import sqlite3

            # The empty name is a temporary file that nobody else can open.
            self._spilled = sqlite3.connect("", isolation_level=None)
            self._spilled.executescript(_PRAGMAS + _TABLES)
            self._spilled.execute("BEGIN")
        return self._spilled
