"""What a run has found so far, kept so that a killed one can go on.

In: entries of a delivery with their verdicts, numbered. Out: the same, in their order, from disk:
memory does not grow with the delivery. What is committed survives any death of the process. Of a
run that is not to be continued the first entries stay in memory.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.deliveries import Item, Skipped
from tahqiq.errors import OutputError, Place, SourceError
from tahqiq.findings import Finding
from tahqiq.gate.records import Verdict, finding_of, finding_record

if TYPE_CHECKING:
    import sqlite3

Entry = Item | Skipped | Finding | SourceError
_TABLE = (
    "CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, entry TEXT, stamp TEXT,"
    " verdict TEXT) STRICT"
)
# Seconds of work that a death may cost.
_COMMIT = 0.5
# Characters of a temporary journal that stay in memory.
_IN_MEMORY = 2_000_000

# An entry, its stamp and its verdict, as they are written.
_Row = tuple[str, str, str | None]


class Journal:
    """The entries of one run; without a path a temporary one."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._rows: list[_Row] = []
        self._size = 0
        self._base = _opened(path) if path else None
        self._committed = time.monotonic()

    def put(self, number: int, entry: Entry, verdict: Verdict | None) -> None:
        """Keep an entry with its verdict; they come in the order of their numbers."""
        record = json.dumps(verdict.record()) if verdict else None
        row = (json.dumps(_entry_record(entry)), stamp(entry), record)
        if self._base is None:
            self._rows.append(row)
            self._size += len(row[0]) + len(row[2] or "")
            if self._size > _IN_MEMORY:
                self._spill()
            return
        _insert(self._base, number, row)
        if time.monotonic() - self._committed > _COMMIT:
            self.commit()

    def _spill(self) -> None:
        self._base = _opened(None)
        for number, row in enumerate(self._rows):
            _insert(self._base, number, row)
        self._rows.clear()

    def commit(self) -> None:
        """Write down what was put."""
        if self._base is not None:
            self._base.execute("COMMIT")
            self._base.execute("BEGIN")
        self._committed = time.monotonic()

    def verdict(self, number: int, item: Item) -> Verdict | None:
        """Return the verdict of an earlier run on a file, if it is the same and unchanged."""
        if self.path is None or self._base is None:
            return None
        found = self._base.execute(
            "SELECT entry, stamp, verdict FROM entries WHERE number = ?", (number,)
        ).fetchone()
        if found is None or found[2] is None or found[1] != stamp(item):
            return None
        entry = _entry_of(json.loads(found[0]))
        if not isinstance(entry, Item) or entry.name != item.name:
            return None
        return _moved(Verdict.of(json.loads(found[2])), entry.root, item.root)

    def cut(self, number: int) -> None:
        """Forget what an earlier run had from this number on."""
        if self._base is not None:
            self._base.execute("DELETE FROM entries WHERE number >= ?", (number,))

    def rows(self) -> Iterator[tuple[Entry, Verdict | None]]:
        """Yield everything in its order."""
        written: Iterable[tuple[str, str | None]] = ((one, last) for one, _, last in self._rows)
        if self._base is not None:
            written = self._base.execute("SELECT entry, verdict FROM entries ORDER BY number")
        for entry, verdict in written:
            made = Verdict.of(json.loads(verdict)) if verdict else None
            yield _entry_of(json.loads(entry)), made

    def close(self, *, keep: bool = False) -> None:
        """End; a journal that is not kept is removed."""
        if self._base is None:
            return
        self._base.execute("COMMIT")
        self._base.close()
        if self.path is not None and not keep:
            for ending in ("", "-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)


def _opened(path: Path | None) -> sqlite3.Connection:
    import sqlite3

    from tahqiq.tables import passing

    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        # The empty name is a temporary file that nobody else can open.
        base = passing(path or "")
        base.execute("PRAGMA journal_mode=WAL" if path else "PRAGMA journal_mode=OFF")
        base.execute("PRAGMA synchronous=NORMAL" if path else "PRAGMA synchronous=OFF")
        base.execute(_TABLE)
        base.execute("BEGIN")
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"the journal cannot be kept: {error}") from None
    return base


def _insert(base: sqlite3.Connection, number: int, row: _Row) -> None:
    base.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", (number, *row))


def stamp(entry: Entry) -> str:
    """Return what shows that a file is the same as before, without reading it."""
    if not isinstance(entry, Item):
        return ""
    try:
        found = entry.path.stat()
    except OSError:
        return "?"
    # What comes out of an archive is new each time; the archive's own stamp is in the run's key.
    return str(found.st_size) if entry.packed else f"{found.st_size} {found.st_mtime_ns}"


def _moved(verdict: Verdict, old: Path, new: Path) -> Verdict:
    """Return a verdict with its pointers into a folder that archives were unpacked to anew."""
    if old != new:
        verdict.pointers = [
            (
                str(new / Path(path).relative_to(old)) if Path(path).is_relative_to(old) else path,
                name,
                where,
            )
            for path, name, where in verdict.pointers
        ]
    return verdict


def _entry_record(entry: Entry) -> list[Any]:
    if isinstance(entry, Item):
        return ["item", entry.name, str(entry.path), str(entry.root), entry.packed]
    if isinstance(entry, Skipped):
        return ["skipped", entry.name, entry.why]
    if isinstance(entry, Finding):
        return ["finding", finding_record(entry)]
    return ["error", entry.place.file if entry.place else "", entry.message]


def _entry_of(record: list[Any]) -> Entry:
    kind, *values = record
    if kind == "item":
        name, path, root, packed = values
        return Item(name, Path(path), Path(root), packed)
    if kind == "skipped":
        return Skipped(*values)
    if kind == "finding":
        return finding_of(values[0])
    return SourceError(values[1], place=Place(values[0]))
