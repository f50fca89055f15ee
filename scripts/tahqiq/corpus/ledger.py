"""The manifest of a corpus: what was done to which document, kept so that no death loses it.

In: documents as they are listed, and answers as they come. Out: what is still to be done, and
everything that was, by key. It is a SQLite file in WAL mode: whatever was committed survives the
death of every process.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tahqiq import __version__
from tahqiq.corpus.answers import Answer, encode, sound, unpacked
from tahqiq.corpus.bench import Asked
from tahqiq.corpus.inputs import Now
from tahqiq.corpus.stores import Document
from tahqiq.errors import OutputError, Place, UsageError
from tahqiq.files import reason

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
  key TEXT PRIMARY KEY, store TEXT, name BLOB, size INTEGER, stamp TEXT, listing INTEGER,
  work TEXT DEFAULT '', done_stamp TEXT, sha256 TEXT DEFAULT '', status TEXT DEFAULT '',
  result TEXT DEFAULT '{}', said TEXT DEFAULT '', findings INTEGER DEFAULT 0,
  outputs TEXT DEFAULT '[]', beside INTEGER, seconds REAL DEFAULT 0, times INTEGER DEFAULT 0,
  tool TEXT DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS beside (number INTEGER PRIMARY KEY, files TEXT UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT) STRICT;
"""
_VERSION = 4
_COMMIT_AFTER = 0.5
_SETS = 10_000
_LARGE = 1024 * 1024
_LISTED = """
INSERT INTO documents (key, store, name, size, stamp, listing) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET store = excluded.store, name = excluded.name,
  size = CASE WHEN excluded.stamp = '' THEN documents.size ELSE excluded.size END,
  stamp = excluded.stamp, listing = excluded.listing
"""
_DONE = """
UPDATE documents SET times = CASE WHEN sha256 = ?1 AND work = ?2 AND sha256 != ''
  THEN times + 1 ELSE 1 END, sha256 = ?1, work = ?2, done_stamp = stamp, status = ?3, result = ?4,
  outputs = ?5, seconds = ?6, tool = ?7, size = ?8, said = ?9, findings = ?10, beside = ?11
  WHERE key = ?12
"""
_UNDO_BESIDE = "UPDATE documents SET work = '', done_stamp = NULL WHERE beside = ?"
_LOST = """
SELECT DISTINCT documents.key FROM documents, json_each(documents.outputs) AS made
WHERE NOT EXISTS (SELECT 1 FROM held WHERE name = json_extract(made.value, '$[0]')
  AND size = json_extract(made.value, '$[2]')) ORDER BY documents.key
"""
_SAME = "UPDATE documents SET done_stamp = stamp WHERE key = ?"
# What could not be fetched, or whose files could not be put, is tried again.
_OPEN = "work != ?1 OR done_stamp IS NOT stamp OR stamp = '' OR (status = 'failed' AND sha256 = '')"
_PENDING = f"""
SELECT key, store, name, size, stamp, CASE WHEN work = ?1 THEN sha256 ELSE '' END FROM documents
WHERE key > ?2 AND (size >= ?4) = ?5 AND ({_OPEN} OR ?3) ORDER BY key LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What the manifest says of one document; its fields are those of Answer."""

    key: str
    sha256: str
    size: int
    status: str
    result: dict[str, Any]
    said: str
    findings: int
    outputs: list[tuple[str, str, int]]
    seconds: float
    times: int


class Ledger:
    """The manifest in one file; held by one run at a time."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        self.path = path
        self._trying = path.with_suffix(".trying")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path.with_suffix(".lock"))
            self._base = sqlite3.connect(path, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("PRAGMA wal_autocheckpoint=8000")
            self._make()
        except (OSError, sqlite3.Error) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            place = Place(str(path))
            raise OutputError(f"the manifest cannot be opened: {why}", place=place) from None
        self._committed = time.monotonic()
        self._beside: dict[str, int] = {}

    def _make(self) -> None:
        """Make the tables; what another version made of them says nothing here."""
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            for table in ("documents", "beside", "facts"):
                self._base.execute(f"DROP TABLE IF EXISTS {table}")
        self._base.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")

    def close(self) -> None:
        """Commit what came last and let go of the file."""
        self.commit()
        self._base.close()
        self._lock.close()

    def fact(self, name: str) -> str:
        """Return what was noted under a name, or nothing."""
        found = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, **facts: str) -> None:
        """Note facts of the run."""
        self._base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def take(self, documents: Iterable[Document]) -> int:
        """Write down a listing; return how many documents it has, a key that comes twice once.

        Only a listing that came to its end counts; one that died is made again.
        """
        number = int(self.fact("listing") or 0) + 1
        self._begin()
        for count, one in enumerate(documents, 1):
            name = os.fsencode(one.name)  # which need not be UTF-8
            values = (one.key, one.store, name, one.size, one.stamp, number)
            self._base.execute(_LISTED, values)
            if count % 10_000 == 0:
                self._base.execute("COMMIT")
                self._begin()
        query = "SELECT count(*) FROM documents WHERE listing = ?"
        (listed,) = self._base.execute(query, (number,)).fetchone()
        if listed:
            self.note(listing=str(number), listed=str(listed))
        self._base.execute("COMMIT")
        return int(listed)

    def vanished(self) -> Iterator[Row]:
        """Yield the documents that the last listing no longer has, and forget them."""
        number = int(self.fact("listing") or 0)
        while rows := [*self._rows("listing != ? ORDER BY key LIMIT 1000", number)]:
            yield from rows
            self._begin()
            for row in rows:
                self._base.execute("DELETE FROM documents WHERE key = ?", (row.key,))
            self._base.execute("COMMIT")

    def pending(self, work: str, *, again: bool = False) -> Iterator[Asked]:
        """Yield what is to be done for a work; ``again`` yields what was done, too.

        Large documents come first, so that nobody waits for one at the end; else they come by key.
        A thousand are held at a time.
        """
        for large in (True, False):
            last = ""
            while rows := self._base.execute(
                _PENDING, (work, last, again, _LARGE, large)
            ).fetchall():
                for key, store, name, size, stamp, known in rows:
                    yield Asked(Document(key, store, os.fsdecode(name), size, stamp), known)
                last = rows[-1][0]

    def count_pending(self, work: str, *, again: bool = False) -> tuple[int, int]:
        """Return how many documents are to be done, and their bytes."""
        query = f"SELECT count(*), coalesce(sum(size), 0) FROM documents WHERE {_OPEN} OR ?2"
        count, size = self._base.execute(query, (work, again)).fetchone()
        return int(count), int(size)

    def undo(self, key: str) -> None:
        """Say that a document is to be done again, as its files are gone."""
        self._base.execute(
            "UPDATE documents SET work = '', done_stamp = NULL WHERE key = ?", (key,)
        )

    def changed(self) -> int:
        """Say that documents are to be done again that rest on files which are not as they were.

        Return how many those are.
        """
        now, found = Now(), 0
        for number, files in self._base.execute("SELECT number, files FROM beside").fetchall():
            if not now.is_as(json.loads(files)):
                self._base.execute("DELETE FROM beside WHERE number = ?", (number,))
                found += self._base.execute(_UNDO_BESIDE, (number,)).rowcount
        return found

    def put(self, key: str, work: str, answer: Answer) -> str:
        """Write down what became of a document; return its status."""
        if not self._base.in_transaction:
            self._begin()
        if "same" in answer:
            self._base.execute(_SAME, (key,))
        else:
            values = (*self._values(answer, work), key)
            try:
                self._base.execute(_DONE, values)
            except UnicodeEncodeError:  # a name of a file in a message, which is no UTF-8
                self._base.execute(_DONE, [sound(one) for one in values])
        if time.monotonic() - self._committed > _COMMIT_AFTER:
            self.commit()
        return answer.get("status", "same")

    def _values(self, answer: Answer, work: str) -> tuple[object, ...]:
        outputs = encode(answer["outputs"]) if answer.get("outputs") else "[]"
        return (
            answer["sha256"], work, answer["status"], answer["result"], outputs,
            answer.get("seconds", 0.0), __version__, answer["size"],
            answer.get("said", ""), answer.get("findings", 0), self._number(answer.get("beside")),
        )  # fmt: skip

    def _number(self, beside: dict[str, str] | None) -> int | None:
        """Return the number of a set of files: the documents of a folder share theirs."""
        if not beside:
            return None
        files = json.dumps(beside)
        if files not in self._beside:
            if len(self._beside) > _SETS:
                self._beside.clear()
            self._base.execute("INSERT OR IGNORE INTO beside (files) VALUES (?)", (files,))
            found = self._base.execute("SELECT number FROM beside WHERE files = ?", (files,))
            self._beside[files] = int(found.fetchone()[0])
        return self._beside[files]

    def suspect(self) -> str:
        """Return the document that was being tried when this process, or one before it, died."""
        return self._trying.read_text("utf-8") if self._trying.is_file() else ""

    def trying(self, asked: Iterable[Asked]) -> Iterator[Asked]:
        """Yield what is asked, and note each document before: it may be the end of this process.

        A file of its own survives that as the manifest does, and costs less than a commit.
        """
        with self._trying.open("wb", buffering=0) as file:
            for one in asked:
                file.seek(0)
                file.truncate()
                file.write(one.document.key.encode())
                yield one
        self._trying.unlink()

    def rows(self) -> Iterator[Row]:
        """Yield everything that was done, by key."""
        return self._rows("work != '' ORDER BY key")

    def outputs(self) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
        """Yield the documents of which files were made, by key, with those files."""
        query = "SELECT key, outputs FROM documents WHERE outputs != '[]' ORDER BY key"
        for key, outputs in self._base.execute(query):
            yield key, [(a, b, c) for a, b, c in json.loads(outputs)]

    def lost(self, held: Iterable[tuple[str, int]]) -> list[str]:
        """Return the documents of which a file is not among names and sizes, which may be many."""
        self._base.execute("CREATE TEMP TABLE held (name TEXT PRIMARY KEY, size INTEGER)")
        self._base.executemany("INSERT OR REPLACE INTO held VALUES (?, ?)", held)
        found = [str(key) for (key,) in self._base.execute(_LOST)]
        self._base.execute("DROP TABLE held")
        return found

    def extremes(self, by: str, count: int = 10) -> list[Row]:
        """Return the rows that have most ``seconds`` or ``size``."""
        return [*self._rows(f"work != '' ORDER BY {by} DESC, key LIMIT ?", count)]

    def commit(self) -> None:
        """Make what was put survive."""
        if self._base.in_transaction:
            self._base.execute("COMMIT")
        self._committed = time.monotonic()

    def _begin(self) -> None:
        self._base.execute("BEGIN")

    def _rows(self, where: str, *values: object) -> Iterator[Row]:
        query = f"SELECT {', '.join(Row.__slots__)} FROM documents WHERE {where}"
        for key, digest, size, status, result, said, count, outputs, *times in self._base.execute(
            query, values
        ):
            files = [(a, b, c) for a, b, c in json.loads(outputs)] if outputs != "[]" else []
            yield Row(
                key, digest, size, status, json.loads(result), unpacked(said), count, files, *times
            )  # fmt: skip


def _locked(path: Path) -> IO[str]:
    """Return a file that is locked until it is closed, or its process dies."""
    file = path.open("w")
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return file
    except OSError:
        file.close()
        raise UsageError(
            "another run writes to the same place", place=Place(str(path)), hint="wait for its end"
        ) from None
    return file
