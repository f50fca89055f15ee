"""The page of a corpus: its state in numbers, plots and tables, in one file that needs no other.

In: a catalogue. Out: HTML in Arabic or English, without a script. What a plot shows stands in a
table, too: bars are cells of one, other plots have theirs beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from tahqiq import __version__
from tahqiq.corpus import plots
from tahqiq.corpus.language_names import language_name
from tahqiq.corpus.overview_style import STYLE
from tahqiq.corpus.overview_words import WORDS
from tahqiq.corpus.queries import Catalogue
from tahqiq.corpus.timelines import decades, window

_CUT = 90
_JOINT = re.compile(r"([/_])")


def page(folder: Path, lang: str, title: str = "") -> str:
    """Return the page of the catalogue in a folder; raise SourceError where there is none."""
    made = _Page(Catalogue(folder, lang), lang)
    name = title or made.words["title"]
    sections = (
        made.whole, made.folders, made.rules, made.files, made.coverage, made.named, made.unlinked,
        made.written, made.spoken, made.map, made.languages, made.outliers,
    )  # fmt: skip
    body = "\n".join(section() for section in sections)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(name)}</h1>\n{body}\n"
        f"<footer><p>{escape(made.words['made by'])} <bdi>tahqiq {__version__}</bdi></p></footer>\n"
        "</main>\n</body>\n</html>\n"
    )


class _Page:
    """The sections, each a function of the catalogue."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        self._ask, self._first = catalogue.ask, catalogue.first
        self._lang = lang
        self.words = WORDS[lang]

    def whole(self) -> str:
        """Return what the corpus is in numbers, and how much of it is sound."""
        count, size, words, valid, mentions, linked = self._ask("whole")[0]
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
        status = self._ask("status")
        plot = plots.shares([(one, self.words[one], n) for one, n in status], self.words["status"])
        rows = [
            _row(f'<i class="key {one}"></i>{self._said(one)}', f"{n:,}", _share(n, count))
            for one, n in status
        ]
        table = self._table("status", ("status", "documents", "share"), rows)
        return f'<dl class="numbers">{cells}</dl>{self._section("status", plot, table)}'

    def folders(self) -> str:
        """Return how sound each folder is."""
        found, more = self._first("folders")
        if len(found) < 2:
            return ""
        rows = [
            _row(
                _name(folder or "/"), plots.bar(errors, max(one[2] for one in found)), f"{count:,}",
                _share(sound, count), _share(tagged, words),
            )
            for folder, count, errors, sound, tagged, words in found
        ]  # fmt: skip
        heads = ("folder", "errors", "documents", "without errors", "words in names")
        return self._section("folders", "", self._table("folders", heads, rows), self._more(more))

    def rules(self) -> str:
        """Return which rules are broken, how often, and how one of the findings reads."""
        found, more = self._first("rules")
        largest = max((row[3] for row in found), default=0)
        rows = [
            _row(
                f"{_name(f'{code} {slug}')}<small>{escape(_cut(message))}</small>",
                plots.bar(count, largest), f"{files:,}", self._said(severity), kind=severity,
            )
            for code, slug, severity, count, files, message in found
        ]  # fmt: skip
        heads = ("rule", "findings", "documents", "severity")
        return self._section("rules", "", self._table("rules", heads, rows), self._more(more))

    def files(self) -> str:
        """Return the documents with most errors."""
        found = self._ask("worst")
        largest = max((row[1] for row in found), default=0)
        rows = [
            _row(_name(name), plots.bar(errors, largest), f"{findings:,}", _number(words))
            for name, errors, findings, words in found
        ]
        heads = ("document", "errors", "findings", "words")
        return self._section("worst", "", self._table("worst", heads, rows))

    def coverage(self) -> str:
        """Return how much of the texts is tagged, and how much of that leads to a record."""
        bands: dict[int, int] = dict(self._ask("coverage"))
        if not bands:
            return self._section("coverage", "", "")
        values = [(f"{band * 5} %", bands.get(band, 0)) for band in range(max(bands) + 1)]
        found = self._ask("kinds")
        largest = max((row[1] for row in found), default=0)
        rows = [
            _row(self._word(kind), plots.bar(count, largest), _share(linked, count))
            for kind, count, linked in found
        ]
        table = self._table("names tagged", ("kind", "mentions", "of them linked"), rows)
        plain, texts = self._ask("plain")[0]
        note = self.words["plain"].format(plain=f"{plain:,}", texts=f"{texts:,}")
        plot = plots.columns(values, self.words["coverage"])
        beside = self._beside("coverage", ("share of words", "documents"), values)
        return self._section("coverage", plot, f"{beside}{table}", note)

    def named(self) -> str:
        """Return the records that are named most."""
        return self._ranked("named", ("name", "mentions", "documents", "kind"))

    def unlinked(self) -> str:
        """Return the names that lead to no record, the most frequent first."""
        return self._ranked("unlinked", ("name", "mentions", "documents", "kind"))

    def _ranked(self, query: str, heads: tuple[str, ...]) -> str:
        found = self._ask(query)
        largest = max((row[1] for row in found), default=0)
        rows = [
            _row(_name(name), plots.bar(count, largest), f"{files:,}",
                 self._word(kind))
            for name, count, files, kind in found
        ]  # fmt: skip
        return self._section(query, "", self._table(query, heads, rows))

    def written(self) -> str:
        """Return when the documents were written."""
        return self._timeline("written")

    def spoken(self) -> str:
        """Return which years the documents speak of."""
        return self._timeline("spoken")

    def _timeline(self, query: str) -> str:
        rows = self._ask(query)
        if not rows:
            return self._section(query, "", "")
        shown, before, after = window(rows)
        note = ""
        if before or after:
            apart = [*before, *after]
            told = [f'<bdi dir="ltr">{decade}</bdi> ({count:,})' for decade, count in apart[:8]]
            told += ["…"] * (len(apart) > len(told))
            note = self.words["outside"].format(decades=plots.listed(told, self._lang))
        plot = plots.columns(decades(shown), self.words[query])
        beside = self._beside(query, ("decade", "count"), [(str(a), b) for a, b in rows])
        return self._section(query, plot, beside, note)

    def map(self) -> str:
        """Return where the places lie that have coordinates."""
        found, more = self._first("places")
        spots = [plots.Spot(str(a), b, c, int(n)) for a, b, c, n in found]
        plot = plots.chart(spots, self.words["places"]) if spots else ""
        rows = [
            _row(_name(str(name)), _number(round(a, 3)), _number(round(b, 3)), f"{n:,}")
            for name, a, b, n in found
        ]
        heads = ("place", "latitude", "longitude", "mentions")
        table = self._folded(self._table("places", heads, rows))
        return self._section("places", plot, table, self._more(more))

    def languages(self) -> str:
        """Return in which languages the texts are written."""
        found, more = self._first("languages")
        largest = max((row[1] for row in found), default=0)
        rows = [
            _row(self._language(tag), plots.bar(letters, largest), f"{files:,}")
            for tag, letters, files in found
        ]
        table = self._table("languages", ("language", "letters", "documents"), rows)
        return self._section("languages", "", table, self._more(more))

    def _more(self, more: bool) -> str:
        return self._said("more") if more else ""

    def _language(self, tag: str) -> str:
        if tag == "?":
            return self._said("language not said")
        name = language_name(tag, self._lang)
        return f"{escape(name)} {_name(tag)}" if name else _name(tag)

    def outliers(self) -> str:
        """Return what stands apart: the largest, those fullest of findings, and empty ones."""
        bins = [plots.Point(a, b, n) for a, b, n in self._ask("bins")]
        densest = self._ask("densest")
        apart = [plots.Point(words, count, 1, name) for name, _, count, words in densest[:5]]
        axes = self.words["words"], self.words["findings"]
        plot = (
            plots.scatter([*bins, *apart], self.words["scatter"], axes, self._lang) if bins else ""
        )
        made = self._section("scatter", plot, "", self.words["how to read"]) if plot else ""
        heads = {
            "densest": ("document", "findings in 1,000 words", "findings", "words"),
            "largest": ("document", "size", "words", "findings"),
            "empty": ("document", "size", "status", "words"),
        }
        for name, head in heads.items():
            rows = [_row(_name(row[0]), *map(self._cell, row[1:])) for row in self._ask(name)]
            made += self._section(name, "", self._table(name, head, rows))
        return made

    def _section(self, name: str, plot: str, table: str, note: str = "") -> str:
        if not plot and not table:
            table = f"<p>{self._said('nothing')}</p>"
        figure = f'<figure tabindex="0">{plot}</figure>' if plot else ""
        said = f"<p>{note}</p>" if note else ""
        return f"<section><h2>{self._said(name)}</h2>{said}{figure}{table}</section>"

    def _beside(self, name: str, heads: Sequence[str], values: Iterable[tuple[str, int]]) -> str:
        """Return the table of a plot, folded."""
        rows = [_row(_name(label), f"{count:,}") for label, count in values]
        return self._folded(self._table(name, heads, rows))

    def _folded(self, table: str) -> str:
        if not table:
            return ""
        return f"<details><summary>{self._said('as a table')}</summary>{table}</details>"

    def _table(self, name: str, heads: Sequence[str], rows: Sequence[str]) -> str:
        if not rows:
            return ""
        title = self._said(name)
        head = "".join(f'<th scope="col">{self._said(one)}</th>' for one in heads)
        return (
            f'<div class="wide" tabindex="0" role="region" aria-label="{title}"><table>'
            f"<caption>{title}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _cell(self, value: Any) -> str:
        if isinstance(value, str):
            return self._word(value)
        return f"<bdi>{_number(value)}</bdi>"

    def _word(self, key: str) -> str:
        """Return a word of the catalogue in the language of the page, if it has one."""
        return escape(self.words.get(key) or key)

    def _said(self, key: str) -> str:
        return escape(self.words[key])


def _row(head: str, *cells: str, kind: str = "") -> str:
    made = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr{f" class={kind}" if kind else ""}><th scope="row">{head}</th>{made}</tr>'


def _name(text: str) -> str:
    """Return a name, isolated, that may be broken where its parts end."""
    broken = _JOINT.sub(r"\1<wbr>", escape(text))
    return f"<bdi>{broken}</bdi>"


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[:_CUT].rstrip()}…"


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


def _share(part: Any, whole: Any) -> str:
    return f"<bdi>{100 * float(part) / float(whole):.1f} %</bdi>" if whole else "–"
