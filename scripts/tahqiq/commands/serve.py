"""``tahqiq serve``: texts over HTTP."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from tahqiq.commands import amounts
from tahqiq.commands.console import complain, verb


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "serve",
        "serve texts by their citable units, by Distributed Text Services 1.0",
        "  tahqiq serve                          the edition you stand in, on this machine only\n"
        "  tahqiq serve edition other/edition letter.xml\n"
        "  tahqiq serve --host 0.0.0.0 --base https://texts.example.org/dts --cors\n"
        "  curl 'http://127.0.0.1:8000/dts/document?resource=egyptian-airstrikes-2015&ref=3'\n",
    )
    made.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="editions and TEI files",
    )
    made.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: this machine only)"
    )
    made.add_argument("--port", type=amounts.port, default=8000, help="the port (default: 8000)")
    made.add_argument(
        "--base",
        default="",
        metavar="URL",
        help="the public address of the entry point",
    )
    made.add_argument("--cors", action="store_true", help="let pages of any other site ask")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.dts.serve import Place, serve
    from tahqiq.project import find

    paths = arguments.paths or [find().home]
    place = Place(arguments.host, arguments.port, arguments.base)
    serve(paths, place, complain, cors=arguments.cors)
    return 0
