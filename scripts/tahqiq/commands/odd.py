"""``tahqiq odd compile``: an ODD to its schema."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands.console import Parser, complain, say, say_json, verb


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "odd",
        "compile an ODD to RELAX NG and Schematron",
        "  tahqiq odd compile schema/edition.odd --tei p5subset.xml -o schema\n"
        "  tahqiq odd compile my.odd --tei p5subset.xml -o out --json\n",
    )
    actions = made.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Parser
    )
    compile_ = verb(
        actions,
        "compile",
        "write NAME.compiled.xml, NAME.rng, NAME.rnc and NAME.sch from NAME.odd",
        "  tahqiq odd compile my.odd --tei p5subset.xml -o out\n"
        "  tahqiq odd compile my.odd --tei p5subset.xml -o out --no-prose\n",
    )
    compile_.add_argument("odd", type=Path, metavar="ODD", help="the customisation")
    compile_.add_argument(
        "--tei",
        type=Path,
        required=True,
        metavar="P5SUBSET",
        help="the TEI's specification (p5subset.xml) or a compiled ODD; never fetched",
    )
    compile_.add_argument(
        "-o", "--out", type=Path, default=Path(), metavar="DIR", help="the folder to write to"
    )
    compile_.add_argument(
        "--no-prose",
        action="store_true",
        help="leave the specification's own descriptions out of the compiled ODD",
    )
    compile_.add_argument("--json", action="store_true", help="print what was written as JSON")
    compile_.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.odd import compile_odd

    written, warnings = compile_odd(
        arguments.odd, arguments.tei, arguments.out, prose=not arguments.no_prose
    )
    if arguments.json:
        say_json({"written": [str(path) for path in written], "warnings": list(warnings)})
    else:
        for path in written:
            say(str(path))
        for warning in warnings:
            complain(f"{arguments.odd}: {warning}")
    return 1 if warnings else 0
