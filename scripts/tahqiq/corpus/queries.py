"""What a catalogue answers: each question of the page as SQL over its Parquet files.

In: the folder of a catalogue. Out: rows. The same queries stand in the documentation as examples.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tahqiq.errors import Place, SourceError, ToolMissing

TABLES = ("documents", "entities", "mentions", "dates", "languages", "findings")
QUERIES = {
    "whole": "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(words), 0), "
    "count(*) FILTER (errors = 0 AND status NOT IN ('failed', 'skipped')), "
    "coalesce(sum(mentions), 0), coalesce(sum(linked), 0) FROM documents",
    "status": "SELECT status, count(*) FROM documents GROUP BY status ORDER BY 2 DESC, 1",
    "rules": "SELECT code, slug, severity, count(*), count(DISTINCT document) FROM findings "
    "GROUP BY ALL ORDER BY 4 DESC, 1 LIMIT 25",
    "worst": "SELECT document, errors, findings, words FROM documents WHERE findings > 0 "
    "ORDER BY errors DESC, findings DESC, document LIMIT 25",
    "coverage": "SELECT least(floor(20.0 * tagged_words / words), 19)::INT AS band, count(*) "
    "FROM documents WHERE words > 0 GROUP BY band ORDER BY band",
    "kinds": "SELECT coalesce(nullif(kind, ''), element), count(*), "
    "count(*) FILTER (entity <> '') FROM mentions GROUP BY 1 ORDER BY 2 DESC, 1",
    "written": "SELECT floor(try_cast(regexp_extract(coalesce(nullif(source_date, ''), date), "
    "'\\d{4}') AS INT) / 10)::INT * 10 AS decade, count(*) FROM documents "
    "WHERE decade IS NOT NULL GROUP BY decade ORDER BY decade",
    "spoken": "SELECT floor(year / 10.0)::INT * 10 AS decade, count(*) FROM dates "
    "WHERE year IS NOT NULL GROUP BY decade ORDER BY decade",
    "places": "SELECT coalesce(nullif({name}, ''), name), any_value(latitude), "
    "any_value(longitude), count(m.document) FROM entities e LEFT JOIN mentions m "
    "USING (entity) WHERE latitude IS NOT NULL GROUP BY entity, 1 ORDER BY 4 DESC, 1 LIMIT 500",
    "languages": "SELECT coalesce(nullif(language, ''), '?'), sum(characters)::BIGINT, "
    "count(DISTINCT document) FROM languages GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 25",
    "largest": "SELECT document, size, words, findings FROM documents "
    "ORDER BY size DESC, document LIMIT 10",
    "densest": "SELECT document, round(1000.0 * findings / words, 1), findings, words "
    "FROM documents WHERE words > 0 AND findings > 0 ORDER BY 2 DESC, document LIMIT 10",
    "empty": "SELECT document, size, status, coalesce(words, 0) FROM documents "
    "WHERE coalesce(words, 0) = 0 ORDER BY document LIMIT 10",
}

Rows = list[tuple[Any, ...]]


class Catalogue:
    """A catalogue that can be asked."""

    def __init__(self, folder: Path, lang: str) -> None:
        try:
            import duckdb
        except ImportError:
            raise ToolMissing(
                "the page of a corpus wants duckdb, which is not installed",
                hint="pip install 'tahqiq[corpus]'",
            ) from None
        self._base = duckdb.connect()
        self._lang = lang
        for name in TABLES:
            path = folder / f"{name}.parquet"
            if not path.is_file():
                raise SourceError(
                    "this is no catalogue", place=Place(str(path)),
                    hint="make one with 'tahqiq corpus index'",
                )  # fmt: skip
            self._base.read_parquet(str(path)).create_view(name)

    def ask(self, name: str) -> Rows:
        """Return the rows of a question."""
        query = QUERIES[name].replace("{name}", f"name_{self._lang}")
        rows: Rows = self._base.execute(query).fetchall()
        return rows
