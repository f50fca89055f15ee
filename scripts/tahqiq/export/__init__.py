"""The verb export: what an edition names, as data for reuse.

In: a project. Out: files of the formats that are asked for, by their names, and what of the edition
each could not take. The bytes are the same on any day. ``parquet`` and ``spacy`` want the extra
``tahqiq[export]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from tahqiq.citation.targets import Citables
from tahqiq.errors import ToolMissing
from tahqiq.export.entities import Data, Lost
from tahqiq.export.gathering import read

FORMATS = ("csv", "jsonl", "parquet", "places", "rdf", "annotations", "tokens", "spacy")
_WANTED = {"parquet": "pyarrow", "spacy": "spacy"}

Files = dict[str, bytes]


@dataclass(slots=True)
class Exported:
    """What an export made: its files by name, what it left out, and formats it could not make."""

    files: Files = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def export(
    citables: Citables, formats: Sequence[str] = (), say: Callable[[str], None] = lambda _: None
) -> Exported:
    """Return the files of an export; without ``formats`` all that can be made here.

    ``say`` gets one line of progress at a time. Raise ToolMissing for a format that was asked for
    and wants what is not installed.
    """
    made = Exported()
    data = read(citables, say)
    for name in formats or FORMATS:
        wanted = _WANTED.get(name)
        if wanted and find_spec(wanted) is None:
            if formats:
                raise ToolMissing(
                    f"{name} wants {wanted}, which is not installed",
                    hint="pip install 'tahqiq[export]'",
                )
            made.missing.append(name)
            continue
        say(name)
        files, lost = _MAKERS[name](data)
        made.files.update(files)
        made.lost.extend(lost)
    made.counts = {
        "texts": len(data.texts),
        "entities": len(data.entities),
        "mentions": len(data.mentions),
    }
    from tahqiq.export import card

    made.files["README.md"] = card.card(citables, data, made.files, made.lost)
    return made


def _csv(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import tables

    return tables.as_csv(data), ()


def _jsonl(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import tables

    return tables.as_json_lines(data), ()


def _parquet(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import parquet

    return parquet.as_parquet(data), ()


def _places(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import linked_places

    return linked_places.collection(data), ()


def _rdf(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import rdf

    return rdf.graph(data), ()


def _annotations(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import web_annotations

    return web_annotations.page(data), ()


def _tokens(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import token_files

    return token_files.files(data)


def _spacy(data: Data) -> tuple[Files, Iterable[Lost]]:
    from tahqiq.export import spacy_documents

    return spacy_documents.files(data)


_MAKERS: dict[str, Callable[[Data], tuple[Files, Iterable[Lost]]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "places": _places,
    "rdf": _rdf,
    "annotations": _annotations,
    "tokens": _tokens,
    "spacy": _spacy,
}


def report(made: Exported) -> dict[str, Any]:
    """Return what an export made and left out, as JSON-ready values."""
    return {
        "counts": made.counts,
        "files": {name: len(content) for name, content in sorted(made.files.items())},
        "lost": [one.as_json() for one in made.lost],
        "missing": made.missing,
    }
