"""``tahqiq receive``: judge packages, and take in those that are sound."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, finish_progress, progress, verb
from tahqiq.errors import TahqiqError, UsageError

if TYPE_CHECKING:
    from tahqiq.reports import Run

_FORMATS = (
    "text", "json", "jsonl", "junit", "sarif", "svrl", "github", "html", "premis",
)  # fmt: skip


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "receive",
        "judge packages of any kind, and take in those that are sound",
        "  tahqiq receive airstrikes-0.1.0\n"
        "  tahqiq receive --rebuild airstrikes-0.1.0.zip\n"
        "  tahqiq receive incoming/* --to store --quarantine refused\n"
        "  tahqiq receive sip.tar --format premis=sip.premis.xml --format text\n",
    )
    made.add_argument("package", nargs="+", type=Path, help="a folder, or a ZIP or TAR file")
    made.add_argument("--to", type=Path, metavar="DIR", help="move the sound ones there")
    made.add_argument(
        "--quarantine", type=Path, metavar="DIR", help="move the others there, with the reasons"
    )
    made.add_argument(
        "--rebuild", action="store_true",
        help="make the outputs again by the packed stylesheets, and compare every byte",
    )  # fmt: skip
    made.add_argument("--schema", type=Path, help="RELAX NG for the TEI in the packages")
    made.add_argument("--rules", type=Path, help="Schematron for the TEI in the packages")
    made.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default: 1)")
    made.add_argument(
        "--format", action="append", default=[], metavar="NAME[=FILE]",
        help=f"{', '.join(_FORMATS)}; to a file with =FILE (default: text)",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="the same as --format json")
    made.add_argument("--lang", choices=("ar", "en"), default="en", help="language of messages")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.gate import Plan
    from tahqiq.receive import Options, is_sound, receive
    from tahqiq.reports.run import joined

    for schema in (arguments.schema, arguments.rules):
        if schema and not schema.is_file():
            raise UsageError(f"there is no schema {schema}")
    forms = forms_of(arguments)
    plan = Plan(
        grammar=str(arguments.schema.resolve()) if arguments.schema else "",
        rules=str(arguments.rules.resolve()) if arguments.rules else "",
    )
    options = Options(arguments.to, arguments.quarantine, arguments.rebuild, arguments.jobs, plan)
    runs: list[Run] = []
    failed = False
    for path in arguments.package:
        try:
            runs.append(replace(receive(path, options, progress), lang=arguments.lang))
        except TahqiqError as error:
            finish_progress()
            complain(error)
            failed = True
    finish_progress()
    if runs:
        report(joined(runs), forms)
    return (
        2
        if failed or any(run.failures for run in runs)
        else (0 if all(is_sound(run) for run in runs) else 1)
    )


def report(run: Run, forms: list[tuple[str, Path | None]]) -> None:
    """Write the reports of a run."""
    from tahqiq.files import write_atomic
    from tahqiq.reports import FORMATS

    for name, path in forms:
        content = FORMATS[name](run)
        if path is None:
            sys.stdout.write(content)
        else:
            write_atomic(path, content.encode())


def forms_of(arguments: argparse.Namespace) -> list[tuple[str, Path | None]]:
    """Return the reports that are asked for, each with its file or None for standard output."""
    made: list[tuple[str, Path | None]] = []
    for written in [*arguments.format, *(["json"] if arguments.json else [])]:
        name, mark, file = written.partition("=")
        if name not in _FORMATS:
            raise UsageError(
                f"there is no format '{name}'", hint=f"known are {', '.join(_FORMATS)}"
            )
        made.append((name, Path(file) if mark else None))
    if sum(1 for _, path in made if path is None) > 1:
        raise UsageError("two formats cannot both go to standard output", hint="write NAME=FILE")
    return made or [("text", None)]
