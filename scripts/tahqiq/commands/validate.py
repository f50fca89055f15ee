"""``tahqiq validate``: judge TEI files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import complain, say, say_json, verb
from tahqiq.errors import UsageError


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "validate",
        "judge TEI files by grammar, by rules and against each other",
        "  tahqiq validate edition\n  tahqiq validate --json edition/texts/*.xml\n"
        "  tahqiq validate --schema tei_all.rng delivery/\n",
    )
    made.add_argument("path", nargs="+", type=Path, help="files, or folders of XML files")
    made.add_argument(
        "--schema", type=Path, help="a RELAX NG grammar (default: that of edition.toml)"
    )
    made.add_argument(
        "--rules", type=Path, help="a Schematron schema (default: that of edition.toml)"
    )
    made.add_argument("--lang", choices=("en", "ar"), default="en", help="language of the messages")
    made.add_argument("--json", action="store_true", help="print the findings as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.validate import validate

    for schema in (arguments.schema, arguments.rules):
        if schema and not schema.is_file():
            raise UsageError(f"there is no schema {schema}")
    verdict = validate(arguments.path, arguments.schema, arguments.rules)
    for failure in verdict.failures:
        complain(failure)
    if arguments.json:
        say_json(
            {
                "files": [str(path) for path in verdict.files],
                "findings": [finding.as_json(arguments.lang) for finding in verdict.findings],
                "failures": [str(failure) for failure in verdict.failures],
            }
        )
    else:
        for finding in verdict.findings:
            say(finding.line(arguments.lang))
        complain(f"{len(verdict.files)} files, {len(verdict.findings)} findings")
    return verdict.exit_code
