"""``tahqiq format``: XML files laid out by the rules of the house."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, progress, say, say_json, verb

if TYPE_CHECKING:
    from tahqiq.formatting import Formatted


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "format",
        "lay XML files out: UTF-8, LF, two spaces; text and mixed content stay as they are",
        "  tahqiq format edition                    write the files that are not laid out\n"
        "  tahqiq format --check edition            name them, change nothing\n"
        "  tahqiq format --diff edition/texts/*.xml show what would change\n"
        "  tahqiq format - < letter.xml             from standard input to standard output\n",
    )
    made.add_argument(
        "path", nargs="+", help="files, or folders of .xml, .tei and .odd; - is stdin"
    )
    made.add_argument("--check", action="store_true", help="name what would change; 1 if anything")
    made.add_argument("--diff", action="store_true", help="show what would change; writes nothing")
    made.add_argument("--json", action="store_true", help="print one record for each file as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.formatting import format_paths, formatted

    if arguments.path == ["-"]:
        sys.stdout.buffer.write(formatted(sys.stdin.buffer.read(), file="<stdin>"))
        return 0
    records, changed, failed = [], 0, 0
    looks_only = arguments.check or arguments.diff
    for one in format_paths(map(Path, arguments.path)):
        progress(str(one.path))
        changed += one.changed
        failed += one.error is not None
        if one.changed and not looks_only:
            one.write()
        records.append(_record(one, looks_only))
        if one.error:
            complain(one.error)
        elif one.changed and not arguments.json:
            say(_difference(one) if arguments.diff else str(one.path))
    if arguments.json:
        say_json(records)
    done = "would change" if looks_only else "changed"
    complain(f"{len(records)} files, {changed} {done}, {failed} could not be read")
    if failed:
        return 2
    return 1 if changed and looks_only else 0


def _record(one: Formatted, looks_only: bool) -> dict[str, object]:
    if one.error:
        place = one.error.place
        where = {"line": place.line, "column": place.column} if place else {}
        return {"file": str(one.path), "status": "error", "message": str(one.error), **where}
    done = "would change" if looks_only else "changed"
    return {"file": str(one.path), "status": done if one.changed else "unchanged"}


def _difference(one: Formatted) -> str:
    import difflib

    before, after = (
        text.decode("utf-8", "replace").splitlines() for text in (one.before, one.after)
    )
    name = str(one.path)
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))
