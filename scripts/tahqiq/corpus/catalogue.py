"""The catalogue of a corpus: tables in Parquet, which DuckDB, pandas, R and many others read.

In: the manifest of an index. Out: ``documents``, ``entities``, ``mentions``, ``dates``,
``languages`` and ``findings``, ``.parquet`` each, ordered by key; a mention is joined to its record
by ``entity``. Wants the extra ``tahqiq[corpus]``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tahqiq.corpus import facts
from tahqiq.corpus.answers import sound
from tahqiq.corpus.ledger import Ledger, Row
from tahqiq.corpus.stores import Store
from tahqiq.deliveries import Item
from tahqiq.errors import ToolMissing

_COLUMNS = {
    "documents": "document sha256 size:int status puid findings:int errors:int id root title "
    "author editor publisher date source_date licence language characters:int words:int "
    "elements:int tagged_words:int mentions:int linked:int",
    "entities": "entity document register:bool kind name name_ar name_en identifiers "
    "latitude:double longitude:double",
    "mentions": "document number:int element kind surface entity language line:int",
    "dates": "document number:int surface calendar when from to notBefore notAfter year:int",
    "languages": "document language characters:int",
    "findings": "document code slug severity line:int column:int message message_ar",
}
_GROUP = 10_000


def write(ledger: Ledger, out: Store, registers: tuple[str, ...]) -> None:
    """Write the tables, a part of each in memory at a time."""
    shared = [row for path in registers for row in _register(Path(path))]
    known = {row["entity"] for row in shared}
    with tempfile.TemporaryDirectory(prefix="tahqiq-") as folder:
        tables = {name: _Table(Path(folder) / f"{name}.parquet", name) for name in _COLUMNS}
        for row in shared:
            tables["entities"].add({"document": "", "register": True, **row})
        for one in ledger.rows():
            for name, made in _rows(one, known):
                tables[name].add(made)
        for name, table in tables.items():
            table.close()
            out.put_file(f"{name}.parquet", Path(folder) / f"{name}.parquet")


def _register(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = facts.of_file(Item(path.name, path, path.parent))["entities"]
    return rows


def _rows(row: Row, known: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of one document, each with the name of its table."""
    found = row.result.get("facts", {})
    findings = found.get("findings", ())
    mentions = [
        {**one, "entity": _joined(one["entity"], known)} for one in found.get("mentions", ())
    ]
    yield "documents", {
        "document": row.key, "sha256": row.sha256, "size": row.size, "status": row.status,
        "puid": row.result.get("puid", ""), "findings": len(findings),
        "errors": sum(one["severity"] == "error" for one in findings),
        **found.get("header", {}), "mentions": len(mentions),
        "linked": sum(bool(one["entity"]) for one in mentions),
    }  # fmt: skip
    for name in ("entities", "dates", "languages", "findings"):
        for one in found.get(name, ()):
            yield name, {"document": row.key, "register": False, **one}
    for one in mentions:
        yield "mentions", {"document": row.key, **one}


def _joined(entity: str, known: set[str]) -> str:
    """Return the record of a register for a pointer that leads to a file of its name."""
    short = entity.rpartition("/")[2]
    return short if short in known else entity


class _Table:
    """One file of Parquet, written group by group."""

    def __init__(self, path: Path, name: str) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            raise ToolMissing(
                "a catalogue wants pyarrow, which is not installed",
                hint="pip install 'tahqiq[corpus]'",
            ) from None
        types = {
            "int": pyarrow.int64(), "double": pyarrow.float64(), "bool": pyarrow.bool_(),
            "": pyarrow.string(),
        }  # fmt: skip
        columns = [one.partition(":") for one in _COLUMNS[name].split()]
        self._schema = pyarrow.schema([(column, types[kind]) for column, _, kind in columns])
        self._made = pyarrow.Table.from_pylist
        self._names = [column for column, _, _ in columns]
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        """Add a row; columns that it lacks are empty."""
        self._rows.append({name: sound(row.get(name)) for name in self._names})
        if len(self._rows) == _GROUP:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._made(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        """Write what is left."""
        if self._rows:
            self._flush()
        self._writer.close()
