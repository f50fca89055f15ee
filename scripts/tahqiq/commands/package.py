"""``tahqiq package``: a release as an archive takes it in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import complain, finish_progress, progress, say, say_json, verb
from tahqiq.packages import KINDS


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "package",
        "pack a built and validated release for an archive",
        "  tahqiq package -o ../airstrikes-0.1.0\n"
        "  tahqiq package --as bagit -o airstrikes-0.1.0.zip\n"
        "  tahqiq package --as ocfl -o /srv/store\n"
        "  tahqiq package other/edition --as sip -o deposit/sip-0.1.0.tar\n",
    )
    made.add_argument(
        "project", nargs="?", type=Path, help="the edition's folder (default: found upwards)"
    )
    made.add_argument(
        "--as", dest="kind", choices=KINDS, default="bagit", metavar="KIND",
        help=f"{', '.join(KINDS)} (default: bagit)",
    )  # fmt: skip
    made.add_argument(
        "-o", "--out", type=Path, required=True,
        help="the package: a folder, or one file that ends in .zip or .tar; for ocfl an object or "
        "a storage root, which is extended",
    )  # fmt: skip
    made.add_argument(
        "--build", type=Path, help="where it is built (default: build/ beside the edition)"
    )
    made.add_argument(
        "--object", action="store_true",
        help="with ocfl: make a new OUT an object by itself, not a storage root",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="print what was made as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.packages.packing import package
    from tahqiq.project import find

    project = find(arguments.project)
    out = arguments.build or project.root / "build"
    made = package(project, arguments.kind, arguments.out, out, progress, alone=arguments.object)
    finish_progress()
    for finding in made.findings:
        complain(finding.line())
    for proof in made.failed:
        complain(proof)
    for failure in made.failures:
        complain(failure)
    if arguments.json:
        say_json(
            {
                "package": str(made.path) if made.path else None,
                "name": made.name,
                "files": made.files,
                "findings": [one.as_json() for one in made.findings],
                "proofs": [one.as_json() for one in made.failed],
                "failures": [str(one) for one in made.failures],
            }
        )
    elif made.path is not None:
        say(f"{made.path}: {made.files} files")
    elif not made.exit_code:
        say(f"{arguments.out}: holds {made.name} already")
    else:
        complain(f"{made.name} was not packed: mend what is said above, and run it again")
    return made.exit_code
