"""The identifiers of one document, of which there may be millions.

In: identifiers and references with their places. Out: the first place of one that comes again, and
the references that lead nowhere. The first of them are held in memory, the rest in a temporary file
of SQLite that vanishes with its connection, so that memory does not grow with the document. A
filter tells of nearly all that they are new, without a look at the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tahqiq.errors import Place

if TYPE_CHECKING:
    import sqlite3

# File, line and column: a place without what costs to find out.
Mark = tuple[str, int, int]

# About 20 MB.
_IN_MEMORY = 100_000
# Rows that are written at once.
_AT_ONCE = 5_000
# A page is 4,096 bytes; negative numbers are kibibytes.
_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768;"
_TABLES = (
    "CREATE TABLE ids (name TEXT, file TEXT, line INT, col INT);"
    "CREATE TABLE wanted (name TEXT, file TEXT, line INT, col INT, pos INT, xpath TEXT);"
)


class IdStore:
    """Identifiers and references."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._limit = in_memory
        self._places: dict[str, Mark] = {}
        self._wanted: list[tuple[str, Place]] = []
        self._filter = Filter()
        self._waiting: list[tuple[str, str, int, int]] = []
        self._spilled: sqlite3.Connection | None = None
        self._is_indexed = False

    def __contains__(self, name: str) -> bool:
        """Return whether an identifier has come."""
        return name in self._places or self._in_file(name) is not None

    def add(self, name: str, mark: Mark) -> Place | None:
        """Keep an identifier; return its first place if it has come before."""
        first = self._places.get(name)
        if first is None and len(self._places) < self._limit:
            self._places[name] = mark
        elif first is None:
            first = self._in_file(name)
            if first is None:
                self._filter.add(name)
                self._waiting.append((name, *mark))
                if len(self._waiting) >= _AT_ONCE:
                    self._write()
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
        """Return where an identifier stands that is not held in memory, if it has come."""
        if not self._filter.may_have(name):
            return None
        self._write()
        base = self._file()
        if not self._is_indexed:
            # Most documents give no identifier twice, and never want this.
            base.execute("CREATE INDEX by_name ON ids (name)")
            self._is_indexed = True
        found: Mark | None = base.execute(
            "SELECT file, line, col FROM ids WHERE name = ?", (name,)
        ).fetchone()
        return found

    def _write(self) -> None:
        self._file().executemany("INSERT INTO ids VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def _file(self) -> sqlite3.Connection:
        if self._spilled is None:
            import sqlite3

            # The empty name is a temporary file that nobody else can open.
            self._spilled = sqlite3.connect("", isolation_level=None)
            self._spilled.executescript(_PRAGMAS + _TABLES)
            self._spilled.execute("BEGIN")
        return self._spilled


class Filter:
    """Names that may have come: never wrong where it says no (B. H. Bloom, 1970).

    Four bits of sixteen megabytes for each: of ten million names one in a hundred new ones seems to
    have come. Nothing is taken before the first.
    """

    _MASK = 2**27 - 1

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, name: str) -> None:
        """Note a name."""
        if not self._bits:
            self._bits = bytearray((self._MASK + 1) // 8)
        bits = self._bits
        for place in self._of(name):
            bits[place >> 3] |= 1 << (place & 7)

    def may_have(self, name: str) -> bool:
        """Return whether a name may have been added."""
        bits = self._bits
        if not bits:
            return False
        one, two, three, four = self._of(name)
        return bool(
            bits[one >> 3] & 1 << (one & 7)
            and bits[two >> 3] & 1 << (two & 7)
            and bits[three >> 3] & 1 << (three & 7)
            and bits[four >> 3] & 1 << (four & 7)
        )

    def _of(self, name: str) -> tuple[int, int, int, int]:
        both, mask = hash(name), self._MASK
        one, step = both & mask, both >> 27 & mask | 1
        return (one, one + step & mask, one + 2 * step & mask, one + 3 * step & mask)
