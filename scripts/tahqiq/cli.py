"""The command line: its verbs, and what becomes of their errors.

In: arguments. Out: data on standard output, progress and errors on standard error, and an exit
code: 0 clean, 1 findings, 2 wrong usage or it could not be done. Nothing heavy is imported before a
verb needs it, and no other verb than the one that runs, so that each begins at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from tahqiq import __version__
from tahqiq.commands import VERBS
from tahqiq.commands.console import Help, Parser, complain
from tahqiq.errors import TahqiqError


def parser(names: Sequence[str] = VERBS) -> argparse.ArgumentParser:
    """Return the parser of these verbs; of all of them the documentation is made, too."""
    top = Parser(
        prog="tahqiq",
        description="Archival digital editions: TEI validated and published as HTML, PDF and text.",
        formatter_class=Help,
        epilog="examples:\n"
        "  tahqiq build                 make every format of the edition you stand in\n"
        "  tahqiq validate edition      judge its texts and registers\n"
        "  tahqiq verify                prove that what was built carries the source's text\n",
    )
    top.add_argument("--version", action="version", version=f"tahqiq {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    for name in names:
        import_module(f"tahqiq.commands.{name}").add(verbs)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    known = given[:1] if given and given[0] in VERBS else VERBS
    made = parser(known)
    arguments = made.parse_args(given)
    if not arguments.verb:
        made.print_usage(sys.stderr)
        return 2
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except TahqiqError as error:
        complain(error)
        return 2
    except KeyboardInterrupt:
        print("tahqiq: stopped", file=sys.stderr)  # noqa: T201
        return 130
    except BrokenPipeError:
        # Whoever read our output has left, as `| head` does; that is no failure of ours.
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
