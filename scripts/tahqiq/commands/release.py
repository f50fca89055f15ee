"""``tahqiq release``: fix a version of the edition."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, say, say_json, verb
from tahqiq.errors import UsageError

if TYPE_CHECKING:
    from tahqiq.project import Project


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "release",
        "fix a version of the edition, so that it can be cited for good",
        '  tahqiq release 1.2.0 -m "paragraph 7 read anew"\n'
        "  tahqiq release --check    what was published and is lost since; what to declare\n"
        "  tahqiq release --list     the releases, and whether any was altered\n",
    )
    made.add_argument("version", nargs="?", metavar="VERSION", help="as 1.2.0 (semver.org)")
    made.add_argument("-m", "--message", metavar="NOTE", help="what changed, in one sentence")
    made.add_argument("--date", default="", help="its date, as 2026-11-26 (default: today)")
    made.add_argument("--check", action="store_true", help="only say what stands against it")
    made.add_argument("--list", action="store_true", help="list the releases")
    made.add_argument(
        "-C", "--project", type=Path, metavar="DIR", help="the edition (default: found upwards)"
    )
    made.add_argument("--json", action="store_true", help="print the outcome as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.project import find

    project = find(arguments.project)
    if arguments.list:
        return _list(project, arguments.json)
    if arguments.check:
        return _check(project, arguments.json)
    if not arguments.version or not arguments.message:
        raise UsageError("a release wants its version and -m with what changed")
    from tahqiq.release import release

    done = release(project, arguments.version, arguments.message, arguments.date)
    for finding in done.findings:
        complain(finding.line())
    if done.folder is None:
        complain("tahqiq: nothing was released; 'tahqiq release --check' says what to declare")
        return 1
    if arguments.json:
        say_json({"folder": str(done.folder), "written": [str(path) for path in done.written]})
    else:
        say(str(done.folder))
        complain(f"released; now commit it, and tag it v{arguments.version}")
    return 0


def _list(project: Project, as_json: bool) -> int:
    from tahqiq.versions.releases import altered, releases

    every = [(one, altered(one)) for one in releases(project)]
    if as_json:
        say_json(
            [
                {
                    "version": one.version,
                    "date": one.date,
                    "note": one.note,
                    "published": len(one.entries),
                    "altered": [str(path) for path in wrong],
                }
                for one, wrong in every
            ]
        )
    else:
        for one, _ in every:
            say(f"{one.version}\t{one.date}\t{one.note}")
    for _, wrong in every:
        for path in wrong:
            complain(f"{path}: is not as it was published")
    return 1 if any(wrong for _, wrong in every) else 0


def _check(project: Project, as_json: bool) -> int:
    from tahqiq.findings import Severity
    from tahqiq.release import check
    from tahqiq.versions.loss import standing

    found = check(project)
    now = standing(project)
    if as_json:
        say_json(
            {
                "since": now.release.version if now.release else None,
                "changes": [
                    {
                        "key": change.key,
                        "kind": change.kind,
                        "to": change.to,
                        "follows": change.follows,
                        "declared": not change.follows and change not in now.undeclared,
                    }
                    for change in now.changes
                ],
                "findings": [finding.as_json() for finding in found],
                "declare": now.stub,
            }
        )
    else:
        for change in now.changes:
            mark = "follows" if change.follows else "undeclared" if change in now.undeclared else ""
            say("\t".join([change.kind, change.key, change.to, mark]).rstrip())
        if now.stub:
            say(f"\n# for changes.toml; say for each ? why:\n{now.stub}")
    for finding in found:
        complain(finding.line())
    return 1 if any(one.severity is Severity.ERROR for one in found) else 0
