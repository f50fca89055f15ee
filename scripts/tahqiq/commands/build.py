"""``tahqiq build``: make the formats of an edition."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import complain, finish_progress, progress, say, say_json, verb
from tahqiq.project import FORMATS


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "build",
        "make the formats of an edition",
        "  tahqiq build\n  tahqiq build -f html -f text\n"
        "  tahqiq build other/edition --lenient -o site\n",
    )
    made.add_argument(
        "project", nargs="?", type=Path, help="the edition's folder (default: found upwards)"
    )
    made.add_argument(
        "-f", "--format", action="append", choices=FORMATS, metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; may be given several times (default: those of edition.toml)",
    )  # fmt: skip
    made.add_argument(
        "-o", "--out", type=Path, help="where to write (default: build/ beside the edition)"
    )
    made.add_argument(
        "--lenient", action="store_true",
        help="render elements without a template as their content, with a warning for each name",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="print what was made as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.building.report import Options
    from tahqiq.building.run import build
    from tahqiq.project import find

    project = find(arguments.project)
    formats = tuple(dict.fromkeys(arguments.format or project.settings.formats))
    out = arguments.out or project.root / "build"
    report = build(project, Options(formats, out, arguments.lenient), progress)
    finish_progress()
    for warning in report.warnings:
        complain(f"warning: {warning}")
    for finding in report.findings:
        complain(finding.line())
    for failure in {str(failure): failure for failure in report.failures}.values():
        complain(failure)
    if arguments.json:
        say_json(
            {
                "out": str(out),
                "made": sorted(report.made),
                "kept": sorted(report.kept),
                "warnings": report.warnings,
                "findings": [finding.as_json() for finding in report.findings],
                "failures": [str(failure) for failure in report.failures],
            }
        )
    elif report.made:
        say(f"{out}: {len(report.made)} files made")
    elif not report.exit_code:
        say(f"{out}: up to date")
    return report.exit_code
