"""Entities and mentions as Parquet. In: the data. Out: two files, as pyarrow writes them.

The columns are those of the CSV, typed: characters are 32-bit integers, coordinates doubles,
``denied`` a truth value. Compressed by zstd; no index of pandas.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from tahqiq.export.entities import Data
from tahqiq.export.tables import counted, flat_entity, flat_mention

_INTEGERS = frozenset("start end unit_start unit_end mentions".split())
_DOUBLES = frozenset({"latitude", "longitude"})


def as_parquet(data: Data) -> dict[str, bytes]:
    """Return the two tables as Parquet."""
    counts = counted(data)
    entities = [flat_entity(one, data, counts) for one in data.entities]
    mentions = [flat_mention(one) for one in data.mentions]
    tables = {"entities.parquet": entities, "mentions.parquet": mentions}
    return {name: _parquet(rows) for name, rows in tables.items() if rows}


def _parquet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    every = list(rows)
    types = {
        **{name: pyarrow.int32() for name in _INTEGERS},
        **{name: pyarrow.float64() for name in _DOUBLES},
        "denied": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in every[0]])
    stream = io.BytesIO()
    table = pyarrow.Table.from_pylist(every, schema=schema)
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()
