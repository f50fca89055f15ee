"""What lies in a package and what it lists, side by side.

In: the paths that a walk finds, and those that a listing names with sizes and digests, in any
order. Out: both by path: what is missing, what is not listed, what names collide. All of it is kept
on disk (see ``tables``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tahqiq.deliveries.names import folded
from tahqiq.tables import Rows, database, decoded, encoded

_TABLES = (
    "lying(path BLOB PRIMARY KEY, folded BLOB, is_file INTEGER, size INTEGER) WITHOUT ROWID",
    "listed(path BLOB, algorithm TEXT, digest BLOB, size INTEGER, source BLOB)",
    "said(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
)
# What a row of the comparison is: a file that lies there, one from an archive, or else a line of a
# listing.
_LISTED, _LIES, _TAKEN = 0, 1, 2
_EVERY = (
    "SELECT path, NULL AS algorithm, NULL AS digest, NULL AS size, NULL AS source,"
    f" {_LIES} AS what FROM lying WHERE is_file UNION ALL"
    f" SELECT path, algorithm, digest, size, source, {_LISTED} FROM listed"
)
# The paths of which not all is well: each line that lists a file wants a digest that was seen of
# it, with the size, and the file must lie there; every file that lies there must be listed.
_UNPROVEN = (
    "SELECT path FROM listed one WHERE algorithm = ''"
    " OR NOT EXISTS (SELECT 1 FROM archive.taken seen WHERE seen.path = {path}"
    " AND seen.algorithm = one.algorithm AND seen.digest = one.digest"
    " AND seen.size = coalesce(one.size, seen.size))"
    " OR NOT EXISTS (SELECT 1 FROM lying WHERE lying.path = one.path AND is_file)"
)
_UNLISTED = (
    "SELECT path FROM lying one WHERE is_file"
    " AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.path = one.path)"
)
_UNDIGESTED = _UNLISTED.replace("one.path)", "one.path AND algorithm != '')")


@dataclass(slots=True)
class Listed:
    """What is recorded of one file; ``digests`` by the names of ``hashlib``, in lower case.

    ``sources`` are the listings that name it, ``conflicts`` those that contradict an earlier one.
    """

    digests: dict[str, str] = field(default_factory=dict)
    size: int | None = None
    conflicts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class Taken(NamedTuple):
    """What was seen of a file when it came out of an archive."""

    size: int
    digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of the files below ``prefix`` in an archive, by the path of its database."""

    database: str
    prefix: str

    @property
    def path(self) -> str:
        """Return what a row is called in the package, in SQL."""
        return f"substr(path, {len(encoded(self.prefix)) + 1})"

    def within(self, path: str) -> str:
        """Return what a path of the package is called in the archive, in SQL."""
        kept = encoded(self.prefix)
        return f"CAST(X'{kept.hex()}' || {path} AS BLOB)" if kept else path

    def rows(self, table: str = "taken") -> str:
        """Return the rows of the package in a table, in SQL."""
        kept = encoded(self.prefix)
        return f"FROM archive.{table} WHERE substr(path, 1, {len(kept)}) = X'{kept.hex()}'"


class Compared(NamedTuple):
    """A path, whether a file of that name lies there, and what is recorded of it, if anything.

    ``taken`` is what was seen of it already, if that is known.
    """

    path: str
    lies: bool
    listed: Listed | None
    taken: Taken | None = None


class Survey:
    """The files of one package; made by whoever walks and reads, asked by whoever judges."""

    def __init__(self, path: Path | None = None) -> None:
        self._database = database(path, *_TABLES)
        # The part of a question that asks for what came out of an archive, and the path there.
        self._taken = self._seen = ""
        self._lying = Rows(self._database, "INSERT OR IGNORE INTO lying VALUES (?, ?, ?, ?)")
        self._listed = Rows(self._database, "INSERT INTO listed VALUES (?, ?, ?, ?, ?)")

    def close(self) -> None:
        """Write what is known, and let the database go."""
        self._flush()
        self._database.execute("COMMIT")
        self._database.close()

    def sort(self) -> None:
        """Once all is listed, make it quick to find."""
        self._flush()
        self._database.execute("CREATE INDEX by_path ON listed(path)")

    def _flush(self) -> None:
        self._lying.flush()
        self._listed.flush()

    def lies(self, path: str, *, is_file: bool) -> None:
        """Note a file or folder that was found."""
        self._lying.add(encoded(path), encoded(folded(path)), is_file, None)

    def lists(
        self, path: str, source: str, algorithm: str = "", digest: str = "", size: int | None = None
    ) -> None:
        """Note what the listing ``source`` says of a file; the digest is in hexadecimal."""
        self._listed.add(encoded(path), algorithm, encoded(digest.lower()), size, encoded(source))

    def say(self, key: str, value: str) -> None:
        """Keep a word about the whole."""
        self._database.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (key, value))

    def said(self, key: str) -> str:
        """Return a word about the whole, or an empty string."""
        found = self._database.execute("SELECT value FROM said WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def files(self) -> Iterator[str]:
        """Yield the files that were found, by name."""
        self._flush()
        for (path,) in self._asked("SELECT path FROM lying WHERE is_file ORDER BY path"):
            yield decoded(path)

    def sizes(self) -> Iterator[tuple[str, int | None]]:
        """Yield the files, and of those that were only seen in an archive their sizes."""
        self._flush()
        for path, size in self._asked("SELECT path, size FROM lying WHERE is_file ORDER BY path"):
            yield decoded(path), size

    @property
    def is_apart(self) -> bool:
        """Return whether there are files that were only seen in an archive, and lie nowhere."""
        asked = "SELECT 1 FROM lying WHERE size IS NOT NULL LIMIT 1"
        return self._database.execute(asked).fetchone() is not None

    def empty_folders(self) -> Iterator[str]:
        """Yield the folders in which nothing lies, by name."""
        self._flush()
        # A slash, and the letter that comes after it.
        asked = (
            "SELECT path FROM lying one WHERE NOT is_file AND NOT EXISTS (SELECT 1 FROM lying two"
            " WHERE two.path > CAST(one.path || X'2F' AS BLOB)"
            " AND two.path < CAST(one.path || X'30' AS BLOB)) ORDER BY path"
        )
        for (path,) in self._asked(asked):
            yield decoded(path)

    def has(self, path: str) -> bool:
        """Return whether a file of that name was found."""
        self._flush()
        asked = "SELECT 1 FROM lying WHERE is_file AND path = ?"
        return self._database.execute(asked, (encoded(path),)).fetchone() is not None

    def has_codes(self) -> bool:
        """Return whether any name has what addresses must write otherwise: ``%``, ``?``, ``#``."""
        self._lying.flush()
        found = " OR ".join(f"instr(path, X'{ord(sign):x}')" for sign in "%?#")
        asked = f"SELECT EXISTS (SELECT 1 FROM lying WHERE {found})"
        return bool(self._database.execute(asked).fetchone()[0])

    def listed(self, path: str) -> Listed:
        """Return what is recorded of a file."""
        self._flush()
        made = Listed()
        asked = "SELECT algorithm, digest, size, source FROM listed WHERE path = ? ORDER BY source"
        for algorithm, digest, size, source in self._asked(asked, encoded(path)):
            _merge(made, algorithm, decoded(digest), size, decoded(source))
        return made

    def count(self) -> int:
        """Return how many entries the listings have."""
        self._flush()
        return int(self._database.execute("SELECT count(*) FROM listed").fetchone()[0])

    def colliding(self, *, folders: bool = False) -> Iterator[tuple[str, str]]:
        """Yield names that some file systems take for an earlier one, with that one.

        ``folders`` leaves those out that are files alone.
        """
        self._index()
        several = "SELECT folded FROM lying GROUP BY folded HAVING count(*) > 1"
        some = " AND min(is_file) = 0" if folders else ""
        for (name,) in self._asked(f"{several}{some} ORDER BY folded"):
            asked = "SELECT path FROM lying WHERE folded = ? ORDER BY path"
            first, *others = (decoded(row[0]) for row in self._asked(asked, name))
            yield from ((other, first) for other in others)

    def like(self, path: str) -> str:
        """Return a file whose name is that of a missing one but for case, Unicode form or ends."""
        asked = "SELECT path FROM lying WHERE folded = ? AND is_file ORDER BY path"
        found = self._database.execute(asked, (encoded(folded(path)),)).fetchone()
        return decoded(found[0]) if found else ""

    def undigested(self) -> Iterator[str]:
        """Yield the files that lie there and of which no digest is listed."""
        self._flush()
        for (path,) in self._asked(_UNDIGESTED):
            yield decoded(path)

    def missing(self) -> Iterator[str]:
        """Yield the names that are listed and of which there is no file."""
        return (one.path for one in self.compared() if not one.lies)

    def compared(self, *, doubtful: bool = False) -> Iterator[Compared]:
        """Yield every path, sorted, with what is known of it from both sides.

        ``doubtful`` leaves those out that lie there, are listed, and were seen to be as listed.
        """
        self._flush()
        every = f"{_EVERY}{self._taken}"
        if doubtful and self._taken:
            self._asked("DROP TABLE IF EXISTS temp.doubtful")
            unproven = _UNPROVEN.format(path=self._seen)
            self._asked(f"CREATE TEMP TABLE doubtful AS {unproven} UNION ALL {_UNLISTED}")
            every = f"SELECT * FROM ({every}) WHERE path IN (SELECT path FROM doubtful)"
        lies, listed, taken, last = False, None, None, None
        for path, algorithm, digest, size, source, what in self._asked(
            f"{every} ORDER BY path, source"
        ):
            if path != last:
                if last is not None:
                    yield Compared(decoded(last), lies, listed, taken)
                lies, listed, taken, last = False, None, None, path
            if what == _LIES:
                lies = True
            elif what == _TAKEN:
                taken = taken or Taken(size, {})
                taken.digests[algorithm] = decoded(digest)
            else:
                listed = listed or Listed()
                _merge(listed, algorithm, decoded(digest), size, decoded(source))
        if last is not None:
            yield Compared(decoded(last), lies, listed, taken)

    def attach(self, seen: Seen) -> None:
        """Compare by what was seen of the files in an archive (see ``taken``)."""
        self._database.execute("COMMIT")
        self._database.execute("ATTACH ? AS archive", (seen.database,))
        self._database.execute("BEGIN")
        self._seen = seen.within("one.path")
        self._taken = (
            f" UNION ALL SELECT {seen.path}, algorithm, digest, size, NULL, {_TAKEN} {seen.rows()}"
        )

    def take(self, seen: Seen) -> list[str]:
        """Let files that were seen in an archive count as if they lay there, though they do not.

        Return those that are folders, too.
        """
        self._flush()
        self.attach(seen)
        folders, rows = "SELECT path FROM lying WHERE NOT is_file", seen.rows("came")
        both = f"SELECT {seen.path} {rows} AND {seen.path} IN ({folders})"
        found = [decoded(path) for (path,) in self._asked(both)]
        self._database.create_function("folded", 1, _folded, deterministic=True)
        every = f"SELECT {seen.path}, folded({seen.path}), 1, size {rows}"
        self._asked(f"INSERT OR IGNORE INTO lying {every}")
        return found

    def forget(self) -> None:
        """Forget files that were only seen in an archive, and of which no digest is known.

        Their bytes are not those that the archive promises.
        """
        seen = f"SELECT 1 FROM archive.taken WHERE path = {self._seen}"
        self._asked(
            f"DELETE FROM lying AS one WHERE is_file AND size IS NOT NULL AND NOT EXISTS ({seen})"
        )
        # The process that judges structures asks the same database.
        self._asked("COMMIT")
        self._asked("BEGIN")

    def _index(self) -> None:
        self._flush()
        self._database.execute("CREATE INDEX IF NOT EXISTS by_folded ON lying(folded)")

    def _asked(self, question: str, *values: object) -> sqlite3.Cursor:
        return self._database.execute(question, values)


def _folded(path: bytes) -> bytes:
    return encoded(folded(decoded(path)))


def _merge(listed: Listed, algorithm: str, digest: str, size: int | None, source: str) -> None:
    if algorithm and listed.digests.setdefault(algorithm, digest) != digest:
        listed.conflicts.append(source)
    listed.sources.append(source)
    if size is not None:
        listed.size = size
