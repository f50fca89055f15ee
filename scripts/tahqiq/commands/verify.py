"""``tahqiq verify``: prove what was built."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import say, say_json, verb


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "verify",
        "prove that every output carries the source's text",
        "  tahqiq verify\n  tahqiq verify --json -o build\n",
    )
    made.add_argument(
        "project", nargs="?", type=Path, help="the edition's folder (default: found upwards)"
    )
    made.add_argument(
        "-o", "--out", type=Path, help="where it was built (default: build/ beside the edition)"
    )
    made.add_argument("--json", action="store_true", help="print each proof as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.project import find
    from tahqiq.verify import verify

    project = find(arguments.project)
    proofs = verify(project, arguments.out or project.root / "build")
    if arguments.json:
        say_json([proof.as_json() for proof in proofs])
    else:
        for proof in proofs:
            say(str(proof))
    return 0 if all(proof.holds for proof in proofs) else 1
