"""Tables of files, kept on disk, so that memory does not grow with a package.

In: a path for the database, or none for one that vanishes by itself. Out: a connection that neither
waits for the disk nor keeps a journal: what a killed run leaves is never read again. Paths are kept
as the bytes of their names, so that they come out in the order of their letters.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tahqiq.errors import OutputError, Place

# In pages of 1 kB: what SQLite keeps of a database in memory.
_CACHE = 8 * 1024
_ROWS = 2000
_BITS = 2**25
_LAST = _BITS - 1


class Passing(sqlite3.Connection):
    """A connection that ends with the last that holds it."""

    # Python 3.13 and later warn of one that nobody closed.
    def __del__(self) -> None:
        """Close the database, if it was ever opened."""
        with contextlib.suppress(sqlite3.ProgrammingError):
            self.close()


def passing(address: Path | str, *, uri: bool = False) -> Passing:
    """Return a connection that commits each statement; one without an address vanishes with it."""
    # Used by one thread at a time, though not always by the same one.
    return sqlite3.connect(
        address, isolation_level=None, check_same_thread=False, factory=Passing, uri=uri
    )


def database(path: Path | None, *tables: str) -> sqlite3.Connection:
    """Return a database with some tables, made where they are missing."""
    made = passing(path or "")
    made.execute(f"PRAGMA cache_size = -{_CACHE}")
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("PRAGMA synchronous = OFF")
    made.execute("PRAGMA temp_store = FILE")
    for table in tables:
        made.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    made.execute("BEGIN")
    return made


@contextlib.contextmanager
def room() -> Iterator[None]:
    """Raise OutputError where the disk has no room for what is noted on the way."""
    try:
        yield
    except sqlite3.Error as error:
        raise no_room(str(error)) from None


def no_room(why: str) -> OutputError:
    """Return the error for a disk that does not take what is unpacked and noted on the way."""
    return OutputError(
        f"what is noted on the way cannot be written: {why}", place=Place(tempfile.gettempdir()),
        hint="set TMPDIR to a folder with more room",
    )  # fmt: skip


def encoded(path: str) -> bytes:
    """Return a path as it is kept: also one that is no Unicode."""
    return path.encode("utf-8", "surrogateescape")


def decoded(path: bytes) -> str:
    """Return a path as it is used."""
    return path.decode("utf-8", "surrogateescape")


class Sieve:
    """Tells of most keys at once that they are new (Bloom 1970), and never errs in this.

    It has 2 ** 25 bits, two of which stand for each key.
    """

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def is_new(self, key: bytes | str) -> bool:
        """Return whether a key has certainly not come before, and note it."""
        bits, value = self._bits, hash(key)
        one, other = value & _LAST, (value >> 32) & _LAST
        first, second = 1 << (one & 7), 1 << (other & 7)
        is_new = not (bits[one >> 3] & first and bits[other >> 3] & second)
        if is_new:
            bits[one >> 3] |= first
            bits[other >> 3] |= second
        return is_new


class Rows:
    """Rows on their way into a table, many at a time."""

    def __init__(self, database: sqlite3.Connection, statement: str) -> None:
        self._database = database
        self._statement = statement
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, *row: Any) -> None:
        """Take a row."""
        self._waiting.append(row)
        if len(self._waiting) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, so that it can be asked for."""
        if self._waiting:
            self._database.executemany(self._statement, self._waiting)
            self._waiting.clear()
