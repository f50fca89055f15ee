"""``tahqiq export``: what an edition names, as data for reuse."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import complain, finish_progress, progress, say, say_json, verb

FORMATS = ("csv", "jsonl", "parquet", "places", "rdf", "annotations", "tokens", "spacy")


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "export",
        "write records and mentions as data for reuse",
        "  tahqiq export                           everything that can be made here\n"
        "  tahqiq export csv places -o data        tables, and places for a map\n"
        "  tahqiq export rdf --edition other\n"
        "  tahqiq export tokens spacy --json       for machine learning, and what was lost\n",
    )
    made.add_argument(
        "formats", nargs="*", metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: all; parquet and spacy want tahqiq[export])",
    )  # fmt: skip
    made.add_argument(
        "-p", "--edition", type=Path, metavar="PATH",
        help="a TEI file or an edition (default: found upwards)",
    )  # fmt: skip
    made.add_argument(
        "-o", "--out", type=Path, help="where to write (default: build/data beside the edition)"
    )
    made.add_argument("--json", action="store_true", help="print what was made and lost as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.citation.targets import Citables
    from tahqiq.errors import UsageError
    from tahqiq.export import export, report
    from tahqiq.files import write_atomic

    wrong = [name for name in arguments.formats if name not in FORMATS]
    if wrong:
        raise UsageError(f"unknown format {wrong[0]!r}", hint=f"known are {', '.join(FORMATS)}")
    citables = Citables(arguments.edition)
    made = export(citables, tuple(dict.fromkeys(arguments.formats)), progress)
    finish_progress()
    out = arguments.out or citables.project.root / "build/data"
    for name, content in made.files.items():
        write_atomic(out / name, content)
    for name in made.missing:
        complain(f"{name} was left out: pip install 'tahqiq[export]'")
    if arguments.json:
        say_json(report(made))
        return 0
    counts = ", ".join(f"{number} {what}" for what, number in made.counts.items())
    say(f"{out}: {len(made.files)} files of {counts}")
    for reason in sorted({f"{one.format}: {one.reason}" for one in made.lost}):
        number = sum(f"{one.format}: {one.reason}" == reason for one in made.lost)
        complain(f"{number} mentions are not in {reason}; README.md tells, --json names them")
    return 0
