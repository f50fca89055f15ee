"""What a command says to its user. In: what is to be said. Out: the two standard streams."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from typing import Any, NoReturn

from tahqiq.errors import TahqiqError, shown


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, found out with nothing loaded for it.

    The parser makes one for every option, which argparse's own asks ``shutil`` each time.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    with contextlib.suppress(ValueError):
        if given := int(os.environ.get("COLUMNS", "")):
            return given
    try:
        return os.get_terminal_size().columns or 80
    except OSError:
        return 80


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Complain of wrong usage."""
        self.exit(2, f"{self.prog}: {message}; see '{self.prog} --help'\n")


def verb(verbs: Any, name: str, help_: str, examples: str) -> argparse.ArgumentParser:
    """Return the parser of a new verb, with its examples (one a line) under its options."""
    made: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=help_,
        description=help_[0].upper() + help_[1:] + ".",
        formatter_class=Help,
        epilog=f"examples:\n{examples}\nexit code: 0 clean, 1 findings, 2 could not be done",
    )
    return made


def say(line: str) -> None:
    """Print one line of data."""
    sys.stdout.write(line + "\n")


def say_json(value: object) -> None:
    """Print a value as JSON."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def complain(what: object) -> None:
    """Print one line on standard error; an error of ours names the program."""
    line = shown(str(what))
    sys.stderr.write(f"tahqiq: {line}\n" if isinstance(what, TahqiqError) else f"{line}\n")


def progress(line: str) -> None:
    """Show what goes on, where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{line} …")
        sys.stderr.flush()


def finish_progress() -> None:
    """Clear the line of progress."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
