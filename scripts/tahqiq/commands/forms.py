"""The reports that a command is asked for: what they are called, and where each goes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tahqiq.errors import UsageError

if TYPE_CHECKING:
    from tahqiq.reports import Run

NAMES = "text json jsonl junit sarif svrl github html premis archivematica".split()
Forms = tuple[tuple[str, Path | None], ...]


def add(made: argparse.ArgumentParser) -> None:
    """Add the options by which reports are asked for."""
    made.add_argument(
        "--format", action="append", default=[], metavar="NAME[=FILE]",
        help=f"{', '.join(NAMES)}; to a file with =FILE (default: text)",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="the same as --format json")
    made.add_argument("--lang", choices=("ar", "en"), default="en", help="language of messages")


def forms_of(arguments: argparse.Namespace) -> Forms:
    """Return the reports that are asked for, each with its file or None for standard output."""
    made: list[tuple[str, Path | None]] = []
    for written in [*arguments.format, *(["json"] if arguments.json else [])]:
        name, mark, file = written.partition("=")
        if name not in NAMES:
            raise UsageError(f"there is no format '{name}'", hint=f"known are {', '.join(NAMES)}")
        made.append((name, Path(file) if mark else None))
    if sum(1 for _, path in made if path is None) > 1:
        raise UsageError("two formats cannot both go to standard output", hint="write NAME=FILE")
    return tuple(made) or (("text", None),)


def report(run: Run, forms: Forms) -> None:
    """Write the reports of a run."""
    from tahqiq.files import write_atomic
    from tahqiq.reports import FORMATS, written

    for name, path in forms:
        content = written(FORMATS[name](run))
        if path is None:
            sys.stdout.write(content.decode())
        else:
            write_atomic(path, content)
