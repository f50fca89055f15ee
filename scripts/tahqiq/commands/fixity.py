"""``tahqiq fixity``: look at a store of packages again."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tahqiq.commands import amounts, forms
from tahqiq.commands.console import finish_progress, progress, verb
from tahqiq.commands.forms import forms_of, report


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "fixity",
        "look at a store of packages again: which are whole, which are not",
        "  tahqiq fixity /srv/store\n"
        "  tahqiq fixity /srv/store --rate 20 --format json=fixity.json\n"
        "  tahqiq fixity /srv/store --resume\n",
    )
    made.add_argument("store", type=Path, help="a folder with packages anywhere below it")
    made.add_argument(
        "--rate", type=amounts.rate, default=0, metavar="MB",
        help="read no more than so many megabytes a second (default: no limit)",
    )  # fmt: skip
    made.add_argument("--resume", action="store_true", help="go on where the last run was stopped")
    forms.add(made)
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.findings import Severity
    from tahqiq.packages.store import Options, check

    wanted = forms_of(arguments)
    options = Options(arguments.rate * 2**20, arguments.resume, fork=True)
    run = check(arguments.store, options, progress)
    finish_progress()
    report(replace(run, lang=arguments.lang), wanted)
    if ("text", None) not in wanted:
        sys.stderr.write(f"{len(run.inputs)} packages, {len(run.findings)} findings\n")
    return 1 if any(one.severity > Severity.INFO for one in run.findings) else 0
