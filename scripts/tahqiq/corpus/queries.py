"""What a catalogue answers: each question of the page as SQL over its Parquet files.

In: the folder of a catalogue. Out: rows. The same queries stand in the documentation as examples.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tahqiq.errors import Place, SourceError, ToolMissing

# How many rows a table of the page has where the catalogue has more; one more is asked for.
SHOWN = {"folders": 25, "rules": 25, "languages": 25, "places": 500}
TABLES = ("documents", "entities", "mentions", "dates", "languages", "findings")
QUERIES = {
    "whole": "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(words), 0), "
    "count(*) FILTER (errors = 0 AND status NOT IN ('failed', 'skipped')), "
    "coalesce(sum(mentions), 0), coalesce(sum(linked), 0) FROM documents",
    "status": "SELECT status, count(*) FROM documents GROUP BY status ORDER BY 2 DESC, 1",
    "folders": "SELECT regexp_extract(document, '^(.*)/', 1), count(*), "
    "coalesce(sum(errors), 0)::BIGINT, "
    "count(*) FILTER (errors = 0 AND status NOT IN ('failed', 'skipped')), "
    "coalesce(sum(tagged_words), 0), coalesce(sum(words), 0) FROM documents "
    "GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 26",
    "rules": "SELECT code, slug, severity, count(*), count(DISTINCT document), min({message}) "
    "FROM findings GROUP BY code, slug, severity ORDER BY 4 DESC, 1, 2, 3 LIMIT 26",
    "worst": "SELECT document, errors, findings, words FROM documents WHERE findings > 0 "
    "ORDER BY errors DESC, findings DESC, document LIMIT 25",
    "coverage": "SELECT least(floor(20.0 * tagged_words / words), 19)::INT AS band, count(*) "
    "FROM documents WHERE words > 0 GROUP BY band ORDER BY band",
    "plain": "SELECT count(*) FILTER (tagged_words = 0), count(*) FROM documents WHERE words > 0",
    "named": "SELECT coalesce(nullif(any_value(e.{name}), ''), nullif(any_value(e.name), ''), "
    "mode(m.surface ORDER BY m.surface)), count(*), count(DISTINCT m.document), "
    "coalesce(e.kind, mode(m.kind ORDER BY m.kind)) FROM mentions m LEFT JOIN entities e "
    "USING (entity) WHERE entity <> '' GROUP BY entity, e.kind ORDER BY 2 DESC, 1 LIMIT 15",
    "unlinked": "SELECT surface, count(*), count(DISTINCT document), "
    "coalesce(nullif(kind, ''), element) FROM mentions WHERE entity = '' AND surface <> '' "
    "GROUP BY ALL ORDER BY 2 DESC, 1, 4 LIMIT 15",
    "kinds": "SELECT coalesce(nullif(kind, ''), element), count(*), "
    "count(*) FILTER (entity <> '') FROM mentions GROUP BY 1 ORDER BY 2 DESC, 1",
    "written": "SELECT floor(try_cast(regexp_extract(coalesce(nullif(source_date, ''), date), "
    "'\\d{4}') AS INT) / 10)::INT * 10 AS decade, count(*) FROM documents "
    "WHERE decade IS NOT NULL GROUP BY decade ORDER BY decade",
    "spoken": "SELECT floor(year / 10.0)::INT * 10 AS decade, count(*) FROM dates "
    "WHERE year IS NOT NULL GROUP BY decade ORDER BY decade",
    "places": "SELECT coalesce(nullif({name}, ''), name), any_value(latitude), "
    "any_value(longitude), count(m.document) FROM entities e LEFT JOIN mentions m "
    "USING (entity) WHERE latitude IS NOT NULL GROUP BY entity, 1 ORDER BY 4 DESC, 1 LIMIT 501",
    "languages": "SELECT coalesce(nullif(language, ''), '?'), sum(characters)::BIGINT, "
    "count(DISTINCT document) FROM languages GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 26",
    "largest": "SELECT document, size, words, findings FROM documents "
    "ORDER BY size DESC, document LIMIT 10",
    "densest": "SELECT document, round(1000.0 * findings / words, 1), findings, words "
    "FROM documents WHERE words > 0 AND findings > 0 ORDER BY 2 DESC, document LIMIT 10",
    "bins": "SELECT pow(2, floor(2 * log2(words)) / 2 + 0.25), "
    "pow(2, floor(2 * log2(findings + 1)) / 2) - 1, count(*) FROM documents WHERE words > 0 "
    "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
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
        query = query.replace("{message}", "message_ar" if self._lang == "ar" else "message")
        rows: Rows = self._base.execute(query).fetchall()
        return rows

    def first(self, name: str) -> tuple[Rows, bool]:
        """Return the rows that a table shows, and whether there are more."""
        rows, shown = self.ask(name), SHOWN[name]
        return rows[:shown], len(rows) > shown
