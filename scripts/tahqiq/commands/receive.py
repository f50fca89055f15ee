"""``tahqiq receive``: judge packages, and take in those that are sound."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands import amounts, forms
from tahqiq.commands.console import complain, finish_progress, progress, verb
from tahqiq.commands.forms import forms_of, report
from tahqiq.errors import TahqiqError, UsageError

if TYPE_CHECKING:
    from tahqiq.packages.receiving import Options
    from tahqiq.reports import Run


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
    made.add_argument(
        "--jobs", type=amounts.count, default=1, metavar="N", help="processes (default: 1)"
    )
    forms.add(made)
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.gate import Plan
    from tahqiq.packages.receiving import Options, is_sound, receive
    from tahqiq.reports.run import joined

    for schema in (arguments.schema, arguments.rules):
        if schema and not schema.is_file():
            raise UsageError(f"there is no schema {schema}")
    wanted = forms_of(arguments)
    plan = Plan(
        grammar=str(arguments.schema.resolve()) if arguments.schema else "",
        rules=str(arguments.rules.resolve()) if arguments.rules else "",
    )
    # The report in text does not tell an archive's own digest.
    own = any(name != "text" for name, _ in wanted)
    options = Options(
        arguments.to, arguments.quarantine, arguments.rebuild, arguments.jobs, True, plan, own
    )
    runs: list[Run] = []
    failed = False
    for path in arguments.package:
        try:
            run = receive(path, options, progress)
            finish_progress()
            complain(_outcome(path, is_sound(run), options))
            runs.append(replace(run, lang=arguments.lang))
        except TahqiqError as error:
            finish_progress()
            complain(error)
            failed = True
    finish_progress()
    if runs:
        report(joined(runs), wanted)
    return (
        2
        if failed or any(run.failures for run in runs)
        else (0 if all(is_sound(run) for run in runs) else 1)
    )


def _outcome(path: Path, sound: bool, options: Options) -> str:
    """Return in a line what became of a package."""
    folder = options.to if sound else options.quarantine
    where = f"moved to {folder}" if folder else "left where it is"
    return f"{path}: {'sound' if sound else 'not sound'}, {where}"
