"""The command line: parsing and printing, no work.

In: arguments. Out: data on standard output, progress and errors on standard error, and an exit
code: 0 clean, 1 findings, 2 wrong usage or it could not be done. Nothing heavy is imported before a
verb needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tahqiq import __version__
from tahqiq.errors import TahqiqError, UsageError


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and exits with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see '{self.prog} --help'\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command; the documentation is made from it, too."""
    top = _Parser(
        prog="tahqiq",
        description="Archival digital editions: TEI validated and published as HTML, PDF and text.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="examples:\n"
        "  tahqiq build                 make every format of the edition you stand in\n"
        "  tahqiq validate edition      judge its texts and registers\n"
        "  tahqiq verify                prove that what was built carries the source's text\n",
    )
    top.add_argument("--version", action="version", version=f"tahqiq {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    _build_parser(verbs)
    _validate_parser(verbs)
    _verify_parser(verbs)
    return top


def _verb(verbs: Any, name: str, help_: str, examples: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=help_,
        description=help_[0].upper() + help_[1:] + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"examples:\n{examples}\nexit code: 0 clean, 1 findings, 2 could not be done",
    )
    return made


def _build_parser(verbs: Any) -> None:
    made = _verb(
        verbs,
        "build",
        "make the formats of an edition",
        "  tahqiq build\n  tahqiq build -f html -f text\n"
        "  tahqiq build other/edition --lenient -o site\n",
    )
    made.add_argument(
        "project", nargs="?", type=Path, help="the edition's folder (default: found upwards)"
    )
    made.add_argument(
        "-f", "--format", action="append", choices=("tei", "html", "pdf", "text"), metavar="FORMAT",
        help="tei, html, pdf or text; may be given several times (default: those of edition.toml)",
    )  # fmt: skip
    made.add_argument(
        "-o", "--out", type=Path, help="where to write (default: build/ beside the edition)"
    )
    made.add_argument(
        "--lenient", action="store_true",
        help="render elements without a template as their content, with a warning for each name",
    )  # fmt: skip
    made.add_argument("--json", action="store_true", help="print what was made as JSON")
    made.set_defaults(run=_build)


def _validate_parser(verbs: Any) -> None:
    made = _verb(
        verbs,
        "validate",
        "judge TEI files by grammar, by rules and against each other",
        "  tahqiq validate edition\n  tahqiq validate --json edition/texts/*.xml\n"
        "  tahqiq validate --schema tei_all.rng delivery/\n",
    )
    made.add_argument("path", nargs="+", type=Path, help="files, or folders of XML files")
    made.add_argument(
        "--schema", type=Path, help="a RELAX NG grammar (default: that of edition.toml)"
    )
    made.add_argument(
        "--rules", type=Path, help="a Schematron schema (default: that of edition.toml)"
    )
    made.add_argument("--lang", choices=("en", "ar"), default="en", help="language of the messages")
    made.add_argument("--json", action="store_true", help="print the findings as JSON")
    made.set_defaults(run=_validate)


def _verify_parser(verbs: Any) -> None:
    made = _verb(
        verbs,
        "verify",
        "prove that every output carries the source's text",
        "  tahqiq verify\n  tahqiq verify --json -o build\n",
    )
    made.add_argument(
        "project", nargs="?", type=Path, help="the edition's folder (default: found upwards)"
    )
    made.add_argument(
        "-o", "--out", type=Path, help="where it was built (default: build/ beside the edition)"
    )
    made.add_argument("--json", action="store_true", help="print each proof as JSON")
    made.set_defaults(run=_verify)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    made = parser()
    arguments = made.parse_args(argv)
    if not arguments.verb:
        made.print_usage(sys.stderr)
        return 2
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except TahqiqError as error:
        _complain(error)
        return 2
    except KeyboardInterrupt:
        print("tahqiq: stopped", file=sys.stderr)  # noqa: T201
        return 130
    except BrokenPipeError:
        # Whoever read our output has left, as `| head` does; that is no failure of ours.
        sys.stderr.close()
        return 0


def _build(arguments: argparse.Namespace) -> int:
    from tahqiq.build import Options, build
    from tahqiq.project import find

    project = find(arguments.project)
    formats = tuple(dict.fromkeys(arguments.format or project.settings.formats))
    out = arguments.out or project.root / "build"
    report = build(project, Options(formats, out, arguments.lenient), _progress)
    _finish_progress()
    for warning in report.warnings:
        _complain(f"warning: {warning}")
    for finding in report.findings:
        _complain(finding.line())
    for failure in report.failures:
        _complain(failure)
    if arguments.json:
        _print_json(
            {
                "out": str(out),
                "made": sorted(report.made),
                "kept": sorted(report.kept),
                "warnings": report.warnings,
                "findings": [finding.as_json() for finding in report.findings],
                "failures": [str(failure) for failure in report.failures],
            }
        )
    elif report.made:
        _print(f"{out}: {len(report.made)} files made")
    elif not report.exit_code:
        _print(f"{out}: up to date")
    return report.exit_code


def _validate(arguments: argparse.Namespace) -> int:
    from tahqiq.validate import validate

    for schema in (arguments.schema, arguments.rules):
        if schema and not schema.is_file():
            raise UsageError(f"there is no schema {schema}")
    verdict = validate(arguments.path, arguments.schema, arguments.rules)
    for failure in verdict.failures:
        _complain(failure)
    if arguments.json:
        _print_json(
            {
                "files": [str(path) for path in verdict.files],
                "findings": [finding.as_json(arguments.lang) for finding in verdict.findings],
                "failures": [str(failure) for failure in verdict.failures],
            }
        )
    else:
        for finding in verdict.findings:
            _print(finding.line(arguments.lang))
        _complain(f"{len(verdict.files)} files, {len(verdict.findings)} findings")
    return verdict.exit_code


def _verify(arguments: argparse.Namespace) -> int:
    from tahqiq.project import find
    from tahqiq.verify import verify

    project = find(arguments.project)
    proofs = verify(project, arguments.out or project.root / "build")
    if arguments.json:
        _print_json([proof.as_json() for proof in proofs])
    else:
        for proof in proofs:
            _print(str(proof))
    return 0 if all(proof.holds for proof in proofs) else 1


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _complain(what: object) -> None:
    sys.stderr.write(f"{what}\n" if not isinstance(what, TahqiqError) else f"tahqiq: {what}\n")


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{line} …")
        sys.stderr.flush()


def _finish_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


if __name__ == "__main__":
    sys.exit(main())
