"""The page of a corpus: its state in numbers, plots and tables, in one file that needs no other.

In: a catalogue. Out: HTML in Arabic or English, without a script; every plot has its table beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from tahqiq.corpus import plots
from tahqiq.corpus.overview_words import STYLE, WORDS
from tahqiq.corpus.queries import Catalogue, Rows


def page(folder: Path, lang: str, title: str = "") -> str:
    """Return the page of the catalogue in a folder; raise SourceError where there is none."""
    made = _Page(Catalogue(folder, lang), lang)
    name = title or made.words["title"]
    sections = (
        made.whole, made.validity, made.files, made.coverage, made.timeline, made.map,
        made.languages, made.outliers,
    )  # fmt: skip
    body = "\n".join(section() for section in sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(name)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


class _Page:
    """The sections, each a function of the catalogue."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        self._catalogue = catalogue
        self._lang = lang
        self.words = WORDS[lang]

    def whole(self) -> str:
        """Return what the corpus is in numbers."""
        count, size, words, valid, mentions, linked = self._catalogue.ask("whole")[0]
        numbers = (
            ("documents", f"{count:,}"),
            ("size", f"{size / 1_000_000:,.1f} MB"),
            ("words", f"{int(words):,}"),
            ("without errors", _share(valid, count)),
            ("names tagged", f"{int(mentions):,}"),
            ("of them linked", _share(linked, mentions)),
        )
        cells = "".join(
            f"<div><dt>{self._said(key)}</dt><dd><bdi>{value}</bdi></dd></div>"
            for key, value in numbers
        )
        status = self._catalogue.ask("status")
        rows: Rows = [(self.words[f"{name}"], count) for name, count in status]
        plot = plots.bars([row[:2] for row in rows], self.words["status"], self._lang)
        shown = self._section("status", plot, ("status", "documents"), rows)
        return f'<dl class="numbers">{cells}</dl>{shown}'

    def validity(self) -> str:
        """Return which rules are broken, and how often."""
        rows = self._catalogue.ask("rules")
        values = [(f"{code} {slug}", count) for code, slug, _, count, _ in rows]
        shown = [(f"{a} {b}", self.words[c], count, n) for a, b, c, count, n in rows]
        plot = plots.bars(values, self.words["rules"], self._lang)
        return self._section("rules", plot, ("rule", "severity", "findings", "documents"), shown)

    def files(self) -> str:
        """Return the documents with most errors."""
        rows = self._catalogue.ask("worst")
        plot = plots.bars([row[:2] for row in rows], self.words["worst"], self._lang)
        return self._section("worst", plot, ("document", "errors", "findings", "words"), rows)

    def coverage(self) -> str:
        """Return how much of the texts is tagged, and how much of that leads to a record."""
        bands: dict[int, int] = dict(self._catalogue.ask("coverage"))
        values = [(f"{band * 5}–{band * 5 + 5} %", bands.get(band, 0)) for band in range(20)]
        last = max(bands, default=0)
        plot = plots.columns(values[: int(last) + 1], self.words["coverage"], self._lang)
        rows = [
            (self.words.get(kind, kind), count, _share(linked, count))
            for kind, count, linked in self._catalogue.ask("kinds")
        ]
        return self._section("coverage", plot, ("kind", "mentions", "of them linked"), rows)

    def timeline(self) -> str:
        """Return when the documents were written, and which years they speak of."""
        made = ""
        for name in ("written", "spoken"):
            rows = self._catalogue.ask(name)
            values = _decades(rows)
            plot = plots.columns(values, self.words[name], self._lang)
            made += self._section(name, plot, ("decade", "count"), rows)
        return made

    def map(self) -> str:
        """Return where the places lie that have coordinates."""
        rows = self._catalogue.ask("places")
        spots = [plots.Spot(str(a), b, c, int(n)) for a, b, c, n in rows]
        plot = plots.chart(spots, self.words["places"]) if spots else ""
        return self._section("places", plot, ("place", "latitude", "longitude", "mentions"), rows)

    def languages(self) -> str:
        """Return in which languages the texts are written."""
        rows = self._catalogue.ask("languages")
        plot = plots.bars([row[:2] for row in rows], self.words["languages"], self._lang)
        return self._section("languages", plot, ("language", "letters", "documents"), rows)

    def outliers(self) -> str:
        """Return the largest documents, those fullest of findings, and empty ones."""
        heads = {
            "largest": ("document", "size", "words", "findings"),
            "densest": ("document", "findings in 1,000 words", "findings", "words"),
            "empty": ("document", "size", "status", "words"),
        }
        return "".join(
            self._section(name, "", head, self._catalogue.ask(name)) for name, head in heads.items()
        )

    def _section(
        self, name: str, plot: str, heads: Sequence[str], rows: Rows | list[tuple[Any, ...]]
    ) -> str:
        title = self._said(name)
        if not rows:
            return f"<section><h2>{title}</h2><p>{self._said('nothing')}</p></section>"
        figure = f"<figure>{plot}</figure>" if plot else ""
        table = self._table(title, heads, rows)
        if plot:
            table = f"<details><summary>{self._said('as a table')}</summary>{table}</details>"
        return f"<section><h2>{title}</h2>{figure}{table}</section>"

    def _table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
        head = "".join(f'<th scope="col">{self._said(one)}</th>' for one in heads)
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in rows)
        return (
            f'<div class="wide" tabindex="0" role="region" aria-label="{title}"><table>'
            f"<caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
            "</table></div>"
        )

    def _cells(self, row: Sequence[Any]) -> str:
        first = f'<th scope="row"><bdi>{escape(str(row[0]))}</bdi></th>'
        return first + "".join(f"<td><bdi>{escape(self._cell(one))}</bdi></td>" for one in row[1:])

    def _cell(self, value: Any) -> str:
        return self.words.get(value, value) if isinstance(value, str) else _shown(value)

    def _said(self, key: str) -> str:
        return escape(self.words[key])


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _share(part: Any, whole: Any) -> str:
    return f"{100 * float(part) / float(whole):.1f} %" if whole else "–"


def _decades(rows: Rows) -> list[tuple[str, int]]:
    """Return every decade from the first to the last, at most the last two hundred."""
    found: dict[int, int] = dict(rows)
    first = max(min(found, default=0), max(found, default=0) - 1990)
    return [(str(one), found.get(one, 0)) for one in range(first, max(found, default=-1) + 1, 10)]
