"""The card of a data set: what it holds, where it comes from, what it lacks.

In: the data, the files of an export, what was lost. Out: ``README.md`` with the head that Hugging
Face and others read, as YAML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tahqiq import __version__
from tahqiq.citation import yaml_lines
from tahqiq.citation.deposits import licence, said_in
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite
from tahqiq.export.entities import KINDS, Data, Lost

_FILES = {
    "entities.csv": "the records, a line each",
    "mentions.csv": "the places where the texts name something, a line each",
    "entities.jsonl": "the records, with lists and languages kept",
    "mentions.jsonl": "the mentions, an object a line",
    "entities.parquet": "the columns of the CSV, typed",
    "mentions.parquet": "the columns of the CSV, typed",
    "places.geojson": "the places, Linked Places Format 1.3",
    "entities.ttl": "records and mentions as RDF: CIDOC-CRM and schema.org",
    "entities.jsonld": "the same graph as JSON-LD",
    "annotations.jsonld": "the mentions as W3C Web Annotations",
    "mentions.spacy": "a DocBin of spaCy 3, a document for each citable unit",
}
_ENDINGS = {
    ".iob2": "tokens and labels, IOB2, one layer",
    ".conllup": "tokens and labels, CoNLL-U Plus, every layer",
}


def card(citables: Citables, data: Data, files: Mapping[str, bytes], lost: Iterable[Lost]) -> bytes:
    """Return the card."""
    lang = "en" if "en" in data.languages else data.languages[0]
    work = data.cited.work
    spdx = licence(str(work["licence"]))
    head = {
        "pretty_name": said_in(work["titles"], lang),
        "language": sorted({one.lang.split("-")[0] for one in data.texts}),
        "license": spdx.lower() or "other",
        "task_categories": ["token-classification"],
        "tags": ["TEI", "named entities", "digital edition"],
    }
    several = len(data.texts) > 1 and not citables.project.settings.title
    reference = data.texts[0].id if several else ""
    citation = cite(citables, reference, Choices(style="chicago-bib", lang=lang, isolates=False))
    bibtex = cite(citables, reference, Choices(format="bibtex", lang=lang))
    parts = [
        f"---\n{yaml_lines.dump(head)}---\n",
        f"# {said_in(work['titles'], lang)}\n",
        f"{said_in(work['abstracts'], lang)}\n",
        _numbers(data),
        _contents(files),
        _ways(),
        _losses(lost),
        f"## Licence\n\n{work['licence'] or 'The header names none.'}\n",
        f"## Citation\n\n{citation}\n\n```bibtex\n{bibtex}\n```\n",
        f"Made by tahqiq {__version__} from the TEI of the edition,"
        f" version {work['edition'] or '?'}.\n",
    ]
    return "\n".join(part for part in parts if part.strip()).encode()


def _numbers(data: Data) -> str:
    records = Counter(one.kind for one in data.entities)
    mentions = Counter(one.kind for one in data.mentions)
    bare = Counter(one.kind for one in data.mentions if not one.entity)
    rows = "".join(
        f"| {kind} | {records[kind]} | {mentions[kind]} | {bare[kind]} |\n"
        for kind in KINDS
        if records[kind] or mentions[kind]
    )
    units = sum(len(one.units) for one in data.texts)
    letters = sum(len(one.text) for one in data.texts)
    plural = "" if len(data.texts) == 1 else "s"
    return (
        f"## What it holds\n\n{len(data.texts)} text{plural}, {units} citable units,"
        f" {letters} characters.\n\n"
        "| kind | records | mentions | of these without a record |\n|---|---:|---:|---:|\n" + rows
    )


def _contents(files: Mapping[str, bytes]) -> str:
    rows = []
    for name in sorted(files):
        said = _FILES.get(name) or next(
            (words for end, words in _ENDINGS.items() if name.endswith(end)), ""
        )
        rows.append(f"| `{name}` | {said} |\n")
    return "## Files\n\n| file | what it is |\n|---|---|\n" + "".join(rows)


def _ways() -> str:
    return (
        "## How it was made\n\n"
        "Names were tagged by the editors, not by a program. Characters are counted in code"
        " points of the reading text: corrections applied, omissions supplied, no notes, white"
        " space folded. Particles that Arabic writes on to a name stand outside the tag, and every"
        " edge of a tag is a bound of a token. `denied` marks what a speaker denies: do not take it"
        " for an assertion.\n"
    )


def _losses(lost: Iterable[Lost]) -> str:
    every = list(lost)
    if not every:
        return "## What is not in it\n\nNo mention was lost.\n"
    counts = Counter((one.format, one.reason) for one in every)
    rows = "".join(f"| {form} | {reason} | {n} |\n" for (form, reason), n in sorted(counts.items()))
    return f"## What is not in it\n\n| format | reason | mentions |\n|---|---|---:|\n{rows}"
