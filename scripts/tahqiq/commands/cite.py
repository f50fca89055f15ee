"""``tahqiq cite``: how an edition, a text, a passage or a record is cited."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from tahqiq.commands.console import complain, say, say_json, verb

_STYLES = ("chicago-note", "chicago-bib", "mla", "apa")
_FORMATS = (
    "text", "html", "bibtex", "biblatex", "ris", "endnote", "csl-json", "cff", "codemeta",
    "jsonld", "datacite", "datacite-xml", "invenio",
)  # fmt: skip


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "cite",
        "say how an edition, a text, a passage or a record is cited",
        "  tahqiq cite                                  the edition you stand in\n"
        "  tahqiq cite 3 --lang en --style mla          its third paragraph\n"
        "  tahqiq cite ٣-٥ --quote --accessed           a range, its words, and today\n"
        "  tahqiq cite person-haftar --format ris       a record of a register\n"
        "  tahqiq cite --format cff -o CITATION.cff     from the header, said once\n"
        "  tahqiq cite 3 --all --json                   every style and format\n",
    )
    made.add_argument(
        "reference", metavar="REF", nargs="?", default="",
        help="a passage as 'tahqiq resolve' takes it, the id of a text, a record or any element "
        "(default: the whole edition)",
    )  # fmt: skip
    made.add_argument(
        "path", nargs="?", type=Path, help="a TEI file or an edition (default: found upwards)"
    )
    made.add_argument(
        "-p", "--edition", dest="edition", type=Path, metavar="PATH",
        help="the same, where no REF is given",
    )  # fmt: skip
    made.add_argument(
        "-s", "--style", choices=_STYLES, default=_STYLES[0], help="default: %(default)s"
    )
    made.add_argument("-l", "--lang", help="the language of the citation (default: the edition's)")
    made.add_argument(
        "-f", "--format", choices=_FORMATS, default="text", help="default: %(default)s"
    )
    made.add_argument(
        "--accessed", metavar="DATE", nargs="?", const="today", type=_day,
        help="name the day of access: today, or YYYY-MM-DD",
    )  # fmt: skip
    made.add_argument("--quote", action="store_true", help="give the words of the passage, too")
    made.add_argument(
        "--no-version", action="store_true", help="leave out which version of the edition it is"
    )
    made.add_argument(
        "--no-isolates", action="store_true",
        help="no invisible marks round what runs against the line of a plain text",
    )  # fmt: skip
    made.add_argument("--all", action="store_true", help="every style, or with --json every format")
    made.add_argument("--json", action="store_true", help="print it as JSON, and what it refers to")
    made.add_argument("-o", "--out", type=Path, metavar="FILE", help="write it to a file")
    made.set_defaults(run=_run)


def _day(text: str) -> date:
    try:
        return date.today() if text == "today" else date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD") from None


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.citation.targets import Citables
    from tahqiq.errors import NoSuchPassage

    citables = Citables(arguments.path or arguments.edition)
    try:
        made = _made(citables, arguments)
    except NoSuchPassage as error:
        complain(error)
        return 1
    if arguments.out:
        from tahqiq.files import write_atomic

        write_atomic(arguments.out, f"{made}\n".encode())
    elif isinstance(made, str):
        say(made)
    else:
        say_json(made)
    return 0


def _made(citables: Any, arguments: argparse.Namespace) -> Any:
    """Return what is to be printed: the citation, or with ``--json`` a mapping."""
    from tahqiq.citation.writing import Choices, cite
    from tahqiq.errors import UsageError

    lang = arguments.lang or citables.languages[0]
    if lang not in citables.languages:
        known = ", ".join(citables.languages)
        raise UsageError(f"the edition does not speak {lang}", hint=f"it speaks {known}")

    def one(style: str, form: str) -> str:
        choices = Choices(
            style=style,
            lang=lang,
            format=form,
            accessed=arguments.accessed,
            quote=arguments.quote,
            edition=not arguments.no_version,
            isolates=not arguments.no_isolates,
        )
        return cite(citables, arguments.reference, choices)

    styles = _STYLES if arguments.all else (arguments.style,)
    if not arguments.json:
        if not arguments.all:
            return one(arguments.style, arguments.format)
        return "\n".join(f"{style}: {one(style, 'text')}" for style in styles)
    found = citables.find(arguments.reference)
    target = citables.target(found, citables.header(found, lang), lang)
    formats = ("bibtex", "biblatex", "ris", "endnote", "csl-json") if arguments.all else ()
    return {
        "reference": arguments.reference,
        "kind": target.kind or "edition",
        "n": target.n,
        "url": target.url,
        "lang": lang,
        **{style: one(style, "text") for style in styles},
        **{form: one(arguments.style, form) for form in formats},
    }
