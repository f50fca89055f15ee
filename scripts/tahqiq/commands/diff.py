"""``tahqiq diff``: what changed between two versions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, say, say_json, verb

if TYPE_CHECKING:
    from tahqiq.project import Project


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "diff",
        "show what changed between two versions, by citable unit and word by word",
        "  tahqiq diff 1.0.0 1.1.0              two releases\n"
        "  tahqiq diff latest                   the newest release, and the edition as it is now\n"
        "  tahqiq diff old.xml new.xml          two files\n"
        "  tahqiq diff 1.0.0 1.1.0 --html changes.html\n",
    )
    made.add_argument("old", metavar="V1", help="a release, 'latest', or a TEI file")
    made.add_argument(
        "new", nargs="?", metavar="V2", help="the same (default: the edition as it is now)"
    )
    made.add_argument(
        "-C", "--project", type=Path, metavar="DIR", help="the edition (default: found upwards)"
    )
    made.add_argument("--html", type=Path, metavar="FILE", help="write a page besides")
    made.add_argument(
        "--reading", action="store_true", help="compare the edited text, not the one received"
    )
    made.add_argument("--json", action="store_true", help="print the differences as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.files import write_atomic
    from tahqiq.versions.difference_page import page
    from tahqiq.versions.differences import as_json, as_text, between

    old, old_name = _side(arguments.old, arguments.project)
    new, new_name = _side(arguments.new, arguments.project)
    comparison = between(old, new, reading=arguments.reading)
    for file in comparison.undeclared:
        complain(f"{file}: declares no citation, and has no units to compare")
    if arguments.html:
        write_atomic(arguments.html, page(comparison, old_name, new_name))
    if arguments.json:
        say_json(as_json(comparison))
    else:
        say(as_text(comparison))
    if comparison.undeclared and not comparison.same and not comparison.differences:
        return 2
    return 1 if comparison.differences else 0


def _side(name: str | None, folder: Path | None) -> tuple[list[Path], str]:
    """Return the files of one side, and what to call it."""
    from tahqiq.citable.shelf import only_tei
    from tahqiq.errors import Place, SourceError
    from tahqiq.versions.releases import named

    if name is not None and Path(name).is_file():
        return [only_tei(Path(name))], Path(name).name
    if name is not None and Path(name).suffix == ".xml":
        raise SourceError("there is no such file", place=Place(name))
    project = _project(folder)
    if name is None:
        return project.texts, "now"
    release = named(project, name)
    return release.files, release.name


def _project(folder: Path | None) -> Project:
    from tahqiq.project import find

    return find(folder)
