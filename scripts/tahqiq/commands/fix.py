"""``tahqiq fix``: apply what rules offer to mend."""

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
        "fix",
        "show what the quick fixes of the rules would change, and write it on demand",
        "  tahqiq fix edition                       show the changes\n"
        "  tahqiq fix edition --write               make them\n"
        "  tahqiq fix --rules mine.sch --only add-n texts/*.xml --write\n",
    )
    made.add_argument("path", nargs="+", help="files, or folders of XML files")
    made.add_argument("--rules", type=Path, help="a Schematron schema (default: as for validate)")
    made.add_argument("--phase", default="#DEFAULT", help="the phase of the rules")
    made.add_argument(
        "--only", action="append", default=[], metavar="ID", help="fixes of this name alone"
    )
    made.add_argument("--write", action="store_true", help="write the files, each in one step")
    made.add_argument("--json", action="store_true", help="print what changes as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.fix import Mended, mended
    from tahqiq.gate import Plan

    if arguments.rules and not arguments.rules.is_file():
        raise UsageError(f"there is no schema {arguments.rules}")
    rules = str(arguments.rules.resolve()) if arguments.rules else ""
    plan = Plan(rules=rules, phase=arguments.phase)
    changed: list[Mended] = []
    failed = False
    for one in mended(arguments.path, plan, frozenset(arguments.only), fork=True):
        if not isinstance(one, Mended):
            failed = True
            complain(one if isinstance(one, Exception) else one.line())
            continue
        changed.append(one)
        if not arguments.json:
            say(one.difference().rstrip("\n"))
        if arguments.write:
            one.write()
    if arguments.json:
        say_json(
            [
                {
                    "file": str(one.path),
                    "fixes": [fix.id for fix in one.fixes],
                    "difference": one.difference(),
                    "written": arguments.write,
                }
                for one in changed
            ]
        )
    done = "changed" if arguments.write else "would change; --write makes it so"
    complain(f"{len(changed)} files {done}")
    if failed:
        return 2
    return 1 if changed and not arguments.write else 0
