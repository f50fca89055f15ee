"""What files say of each other, noted until all of them have been read.

In: verdicts, one by one. Out: answers about all of them, in an order that depends on names alone.
Notes lie in a temporary file of SQLite that vanishes with its connection, so that memory does not
grow with the delivery; for files that say nothing of others none is made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tahqiq.deliveries import Item
from tahqiq.errors import Place
from tahqiq.gate.records import Verdict, place_of, place_record

if TYPE_CHECKING:
    import sqlite3

# Names of files are kept as the bytes that they are: not all of them are text.
_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
CREATE TABLE wanted (target BLOB, name TEXT, PRIMARY KEY (target, name)) WITHOUT ROWID;
CREATE TABLE lost (target BLOB, name TEXT, PRIMARY KEY (target, name)) WITHOUT ROWID;
CREATE TABLE files (home BLOB, path BLOB, item TEXT, asked INT, PRIMARY KEY (home, path))
  WITHOUT ROWID;
CREATE TABLE ids (home BLOB, name TEXT, path BLOB, PRIMARY KEY (home, name, path)) WITHOUT ROWID;
CREATE TABLE records (home BLOB, path BLOB, name TEXT, PRIMARY KEY (home, path, name))
  WITHOUT ROWID;
CREATE TABLE reached (home BLOB, path BLOB, name TEXT, PRIMARY KEY (home, path, name))
  WITHOUT ROWID;
CREATE TABLE twice (path BLOB, name TEXT, first BLOB, PRIMARY KEY (path, name)) WITHOUT ROWID;
CREATE TABLE places (path BLOB, name TEXT, place TEXT, PRIMARY KEY (path, name)) WITHOUT ROWID;
BEGIN;
"""


class Twice(NamedTuple):
    """An id that two files of an edition give: where, and where first."""

    name: str
    place: Place
    first: Place


class Notes:
    """The notes of one run."""

    def __init__(self) -> None:
        self.is_empty = True

    @cached_property
    def _base(self) -> sqlite3.Connection:
        from tahqiq.tables import passing

        self.is_empty = False
        base = passing("")
        base.executescript(_TABLES)
        return base

    def want(self, own: Path, verdict: Verdict) -> None:
        """Note where a file points beyond itself."""
        rows = [
            (os.fsencode(target), name)
            for target, name, _ in verdict.pointers
            if Path(target) != own
        ]
        if rows:
            self._base.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", rows)

    def targets(self) -> Iterator[Path]:
        """Yield the files in which an id is wanted."""
        if self.is_empty:
            return
        rows = self._base.execute("SELECT DISTINCT target FROM wanted WHERE name <> ''")
        for (target,) in rows:
            yield Path(os.fsdecode(target))

    def lose(self, target: Path, there: set[str]) -> None:
        """Note which of the ids that are wanted in a file are not among those ``there``."""
        key = os.fsencode(target)
        for (name,) in self._base.execute("SELECT name FROM wanted WHERE target = ?", (key,)):
            if name and name not in there:
                self._base.execute("INSERT INTO lost VALUES (?, ?)", (key, name))

    def has_lost(self) -> bool:
        """Return whether anything that is wanted is not there."""
        return not self.is_empty and bool(self._base.execute("SELECT 1 FROM lost").fetchone())

    def is_lost(self, target: Path, name: str) -> bool:
        """Return whether an id of a file is not there."""
        found = self._base.execute(
            "SELECT 1 FROM lost WHERE target = ? AND name = ?", (os.fsencode(target), name)
        )
        return found.fetchone() is not None

    def take(self, home: str, item: Item, verdict: Verdict, *, asked: bool) -> None:
        """Note what a file of an edition has and points to; ``asked`` if it was delivered."""
        base, key, path = self._base, os.fsencode(home), os.fsencode(item.path.resolve())
        shown = json.dumps([item.name, str(item.path), str(item.root), item.packed])
        base.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (key, path, shown, asked))
        for table, rows in (
            ("ids", [(key, name, path) for name in verdict.ids]),
            ("records", [(key, path, name) for name in verdict.records]),
            ("reached", [(key, os.fsencode(to), name) for to, name, _ in verdict.pointers]),
        ):
            base.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", rows)

    def editions(self) -> list[str]:
        """Return the folders of the editions that files were delivered of."""
        if self.is_empty:
            return []
        rows = self._base.execute("SELECT DISTINCT home FROM files ORDER BY home")
        return [os.fsdecode(home) for (home,) in rows]

    def was_delivered(self, home: str, path: Path) -> bool:
        """Return whether a file of an edition was delivered."""
        found = self._base.execute(
            "SELECT 1 FROM files WHERE home = ? AND path = ?",
            (os.fsencode(home), os.fsencode(path)),
        )
        return found.fetchone() is not None

    def unused(self, home: str) -> Iterator[tuple[Item, list[str]]]:
        """Yield the delivered files of an edition with records that nothing points to."""
        key = os.fsencode(home)
        for path, item in self._base.execute(
            "SELECT path, item FROM files WHERE home = ? AND asked ORDER BY path", (key,)
        ):
            rows = self._base.execute(
                "SELECT name FROM records WHERE home = ?1 AND path = ?2 EXCEPT"
                " SELECT name FROM reached WHERE home = ?1 AND path = ?2",
                (key, path),
            )
            names = [name for (name,) in rows]
            if names:
                yield _item(item), names

    def gather_twice(self, home: str) -> Iterator[tuple[Item, list[str]]]:
        """Yield the files of an edition that share ids, each with those: ``keep`` wants places."""
        key = os.fsencode(home)
        self._base.execute("DELETE FROM twice")
        self._base.execute("DELETE FROM places")
        self._base.execute(
            "INSERT INTO twice SELECT ids.path, ids.name, firsts.path FROM"
            " (SELECT name, MIN(path) AS path FROM ids WHERE home = ?1 GROUP BY name"
            "  HAVING COUNT(*) > 1) AS firsts"
            " JOIN ids ON ids.home = ?1 AND ids.name = firsts.name AND ids.path <> firsts.path"
            " JOIN files ON files.home = ?1 AND files.path = ids.path AND files.asked",
            (key,),
        )
        both = "SELECT path, name FROM twice UNION SELECT first, name FROM twice"
        for path, item in self._base.execute(
            f"SELECT path, item FROM files WHERE home = ? AND path IN (SELECT path FROM ({both}))",
            (key,),
        ):
            rows = self._base.execute(f"SELECT name FROM ({both}) WHERE path = ?", (path,))
            yield _item(item), sorted(name for (name,) in rows)

    def keep(self, item: Item, names: list[str], places: list[Place]) -> None:
        """Keep where a file has ids that it shares."""
        path = os.fsencode(item.path.resolve())
        written = [json.dumps(place_record(place)) for place in places]
        rows = [(path, name, place) for name, place in zip(names, written, strict=True)]
        self._base.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", rows)

    def twice(self) -> Iterator[Twice]:
        """Yield the ids that are shared, once their places were kept."""
        for name, place, first in self._base.execute(
            "SELECT twice.name, here.place, there.place FROM twice"
            " JOIN places AS here ON here.path = twice.path AND here.name = twice.name"
            " JOIN places AS there ON there.path = twice.first AND there.name = twice.name"
            " ORDER BY twice.name, twice.path"
        ):
            yield Twice(name, place_of(json.loads(place)), place_of(json.loads(first)))


def _item(record: str) -> Item:
    name, path, root, packed = json.loads(record)
    return Item(name, Path(path), Path(root), packed)
