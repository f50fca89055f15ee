"""``tahqiq dts export``: Distributed Text Services as a tree of files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import Parser, complain, finish_progress, progress, say, say_json, verb


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "dts",
        "write texts as Distributed Text Services 1.0, for any static host",
        "  tahqiq dts export -o build/dts --base https://texts.example.org/dts\n",
    )
    actions = made.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Parser
    )
    export = verb(
        actions,
        "export",
        "write a tree of files that is a DTS of Level 0",
        "  tahqiq dts export                       the edition you stand in, to build/dts\n"
        "  tahqiq dts export a/edition b.xml -o out --base https://texts.example.org/dts\n",
    )
    export.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="editions and TEI files",
    )
    export.add_argument(
        "-o", "--out", type=Path, metavar="DIR", help="where to write (default: build/dts)"
    )
    export.add_argument(
        "--base",
        metavar="URL",
        help="the address of the tree (default: dts/ under the edition's base, else /dts)",
    )
    export.add_argument("--json", action="store_true", help="print what was written as JSON")
    export.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.dts.catalogue import catalogue
    from tahqiq.dts.export import (
        MOST_RANGES,
        MOST_SIBLINGS,
        export,
        without_ranges,
        without_siblings,
    )
    from tahqiq.project import find

    paths = arguments.paths or [find().home]
    base = arguments.base
    if base is None:
        own = "" if arguments.paths else find().settings.base
        base = f"{own.rstrip('/')}/dts" if own else "/dts"
    out = arguments.out or (find().root if not arguments.paths else Path()) / "build/dts"
    offered = catalogue(paths, loaded=True)
    for error in offered.unread:
        complain(error)
    written = export(offered, base, out, progress)
    finish_progress()
    for name in without_ranges(offered):
        complain(f"{name}: more than {MOST_RANGES} ranges; they are left out, units are all there")
    for name in without_siblings(offered):
        complain(
            f"{name}: a unit with more than {MOST_SIBLINGS} siblings; lists of siblings (down=0) of"
            " such are left out"
        )
    if arguments.json:
        say_json({"out": str(out), "base": base, "files": written})
    else:
        say(f"{out}: {len(written)} files")
    return 2 if offered.unread else 0
