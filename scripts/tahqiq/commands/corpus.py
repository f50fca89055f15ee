"""``tahqiq corpus``: the work on one document done for a whole collection."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands import amounts
from tahqiq.commands.console import Parser, complain, finish_progress, progress, say_json, verb
from tahqiq.errors import UsageError

if TYPE_CHECKING:
    from tahqiq.corpus.run import Options
    from tahqiq.corpus.watching import Watch
    from tahqiq.corpus.works import Work

_MB = 1024 * 1024
_SKIPPED = {
    "not-tei": "which are not TEI: their root is neither TEI nor teiCorpus in its namespace"
}
_KINDS = (
    ("validate", "judge every document of a collection",
     "  tahqiq corpus validate --schema tei_all.rng collection/ -o verdicts\n"
     "  tahqiq corpus validate --schema tei_all.rng --cluster local collection/ -o verdicts\n"
     "  tahqiq corpus validate --schema /shared/tei_all.rng --cluster tcp://host:8786 \\\n"
     "      s3://bucket/tei -o s3://bucket/verdicts --resume\n"),
    ("build", "make text, TEI and other formats of every document",
     "  tahqiq corpus build collection/ -o texts\n"
     "  tahqiq corpus build -f text -f epub --registers registers/persons.xml texts/ -o books\n"),
    ("export", "write what every document names as data, as 'tahqiq export' does",
     "  tahqiq corpus export collection/ -o data\n"
     "  tahqiq corpus export -f csv -f rdf --registers registers/persons.xml texts/ -o data\n"
     "  tahqiq corpus export --from-file addresses.txt -o data\n"),
    ("index", "make a catalogue of a collection in Parquet",
     "  tahqiq corpus index --schema tei_all.rng collection/ -o catalogue\n"
     "  tahqiq corpus index --registers registers/places.xml texts/ -o catalogue\n"
     "  duckdb -c \"SELECT * FROM 'catalogue/documents.parquet' LIMIT 5\"\n"),
)  # fmt: skip


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "corpus",
        "validate, build, export or index a whole collection, here or on a cluster",
        "  tahqiq corpus validate --schema tei_all.rng collection/ -o verdicts\n"
        "  tahqiq corpus index collection/ -o catalogue\n"
        "  tahqiq corpus report catalogue -o collection.html\n",
    )
    kinds = made.add_subparsers(dest="kind", metavar="WORK", required=True, parser_class=Parser)
    for kind, help_, examples in _KINDS:
        one = verb(kinds, kind, help_, examples)
        _add_places(one)
        _add_work(one, kind)
        _add_running(one)
        one.set_defaults(run=_run)
    _add_report(kinds)


def _add_places(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "path", nargs="*",
        help="folders, files, ZIP archives, or addresses that fsspec opens (s3://, zip://, https://)",
    )  # fmt: skip
    made.add_argument(
        "--from-file", action="append", default=[], metavar="LIST",
        help="a list of paths and addresses, one a line; itself a path or an address",
    )  # fmt: skip
    made.add_argument(
        "-o", "--out", required=True, metavar="OUT", help="where to write: a folder or an address"
    )
    made.add_argument(
        "--match", action="append", metavar="PATTERN",
        help="names of the documents (default: *.xml, *.tei, *.odd)",
    )  # fmt: skip


def _add_work(made: argparse.ArgumentParser, kind: str) -> None:
    group = made.add_argument_group("what is done")
    if kind in ("validate", "index"):
        group.add_argument("--schema", type=Path, help="a RELAX NG grammar, .rng or .rnc")
        group.add_argument("--rules", type=Path, help="a Schematron schema")
        group.add_argument(
            "--no-checks", action="store_true", help="leave out what no schema asks for"
        )
        group.add_argument(
            "--fail-on", choices=("error", "warning"), default="error",
            help="the least severity that makes the exit code 1 (default: error)",
        )  # fmt: skip
        group.add_argument(
            "--lang", choices=("en", "ar"), default="en", help="language of the messages"
        )
    if kind == "build":
        from tahqiq.project import FORMATS

        group.add_argument(
            "-f", "--format", action="append", choices=FORMATS[:-1], metavar="FORMAT",
            help=f"{', '.join(FORMATS[:-1])}; may be given several times (default: text, tei)",
        )  # fmt: skip
        group.add_argument(
            "--strict", action="store_true",
            help="fail a document that has elements without a template",
        )  # fmt: skip
        group.add_argument(
            "--lang", choices=("ar", "en"), default="ar",
            help="language of what is said about a text: labels, dates, citations (default: ar)",
        )  # fmt: skip
    if kind == "export":
        from tahqiq.commands.export import FORMATS as DATA

        group.add_argument(
            "-f", "--format", action="append", choices=DATA, metavar="FORMAT",
            help=f"{', '.join(DATA)}; may be given several times (default: jsonl)",
        )  # fmt: skip
    if kind != "validate":
        group.add_argument(
            "--registers", type=Path, action="append", default=[], metavar="FILE",
            help="a TEI file of records that the documents refer to",
        )  # fmt: skip


def _add_running(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("how it runs")
    group.add_argument(
        "--jobs", type=int, default=None, metavar="N",
        help="processes (default: 1; 0 works unguarded in this process)",
    )  # fmt: skip
    group.add_argument(
        "--cluster", metavar="ADDRESS", default="",
        help="a Dask scheduler, such as tcp://host:8786, or local for one of this machine",
    )  # fmt: skip
    group.add_argument(
        "--resume", action="store_true", help="go on where a run died, without listing again"
    )
    group.add_argument("--fresh", action="store_true", help="forget what earlier runs did")
    group.add_argument(
        "--checksum", action="store_true", help="read every document to see whether it changed"
    )
    group.add_argument(
        "--manifest", type=Path, metavar="FILE",
        help="where to keep what was done (default: within OUT; for an address, in the cache)",
    )  # fmt: skip
    group.add_argument(
        "--time-limit",
        type=amounts.seconds,
        default=300,
        metavar="S",
        help="seconds for one document",
    )
    group.add_argument(
        "--memory-limit",
        type=amounts.count,
        default=2048,
        metavar="MB",
        help="memory for one document",
    )
    group.add_argument("--log", type=Path, metavar="FILE", help="write events as JSON lines")
    group.add_argument("--json", action="store_true", help="print the summary as JSON")


def _add_report(kinds: Any) -> None:
    made = verb(
        kinds,
        "report",
        "show the state of a collection on one page, with plots and tables",
        "  tahqiq corpus report catalogue -o collection.html\n"
        "  tahqiq corpus report catalogue --lang ar --title 'المخطوطات' -o collection.html\n",
    )
    made.add_argument("catalogue", type=Path, help="what 'tahqiq corpus index' made")
    made.add_argument("-o", "--out", type=Path, required=True, help="the page")
    made.add_argument("--lang", choices=("en", "ar"), default="en", help="language of the page")
    made.add_argument("--title", default="", help="what the collection is called")
    made.set_defaults(run=_report)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.corpus.run import manifest_path, run
    from tahqiq.corpus.watching import Watch

    if not arguments.path and not arguments.from_file:
        raise UsageError("nothing to work on", hint="name folders, archives, addresses or a list")
    watch = Watch(progress, complain, arguments.log)
    # A batch system that wants its machine back says so by SIGTERM.
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        summary = run(arguments.path, _work(arguments), arguments.out, _options(arguments), watch)
    except KeyboardInterrupt:
        _stopped(watch, arguments.cluster)
    finish_progress()
    if arguments.json:
        say_json(summary)
    _tell(summary, watch)
    manifest = manifest_path(arguments.out, arguments.kind, arguments.manifest)
    complain(f"the lists are in {arguments.out}, the manifest is {manifest}")
    return _exit_code(summary, arguments)


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _stopped(watch: Watch, cluster: str) -> None:
    """Say how to go on, and end at once: a thread may still wait for the network."""
    watch.stopped()
    finish_progress()
    complain(
        f"stopped: {watch.count} of {watch.total} documents were done; "
        "go on with the same command and --resume"
    )
    sys.stdout.flush()
    sys.stderr.flush()
    if cluster == "local":
        from tahqiq.corpus.cluster import kill_own

        kill_own()
    os._exit(130)


def _work(arguments: argparse.Namespace) -> Work:
    from tahqiq.corpus.works import Work
    from tahqiq.deliveries import Limits
    from tahqiq.gate import Plan

    limits = Limits(
        seconds=arguments.time_limit, cpu_seconds=arguments.time_limit,
        memory=arguments.memory_limit * _MB,
    )  # fmt: skip
    given = vars(arguments)
    schemas = [given.get("schema"), given.get("rules")]
    for path in (*schemas, *given.get("registers", ())):
        if path and not path.is_file():
            raise UsageError(f"there is no file {path}")
    grammar, rules = (str(path.resolve()) if path else "" for path in schemas)
    plan = Plan(grammar=grammar, rules=rules, checks=not given.get("no_checks"), limits=limits)
    default = {"build": ("text", "tei"), "export": ("jsonl",)}.get(arguments.kind, ())
    formats = tuple(dict.fromkeys(given.get("format") or default))
    languages = (
        ("en", "ar") if arguments.kind == "build" and arguments.lang == "en" else ("ar", "en")
    )
    return Work(
        arguments.kind, plan, formats=formats, languages=languages, lenient=not given.get("strict"),
        registers=tuple(str(path.resolve()) for path in given.get("registers", ())),
        lang=given.get("lang", "en"),
    )  # fmt: skip


def _options(arguments: argparse.Namespace) -> Options:
    from tahqiq.corpus.run import Options
    from tahqiq.corpus.stores import PATTERNS

    jobs = arguments.jobs
    if jobs is not None and jobs < 0:
        raise UsageError("--jobs must be 0 or more")
    return Options(
        jobs=jobs if jobs is not None else 0 if arguments.cluster else 1,
        cluster=arguments.cluster, resume=arguments.resume, fresh=arguments.fresh,
        checksum=arguments.checksum, fork=True, manifest=arguments.manifest,
        lists=tuple(arguments.from_file), patterns=tuple(arguments.match or PATTERNS),
    )  # fmt: skip


def _tell(summary: dict[str, Any], watch: Watch) -> None:
    status = ", ".join(f"{count} {name}" for name, count in summary["status"].items())
    complain(f"{summary['documents']} documents: {status or 'none'}")
    for why, count in summary["skipped"].items():
        complain(f"skipped: {count}, {_SKIPPED.get(why, why)}")
    for why, count in list(summary["failures"].items())[:3]:
        complain(f"failed: {count}, {why}")
    complain(f"{watch.count} done now, {watch.rate:.1f} a second")
    for row in watch.slowest[:3]:
        complain(f"slowest: {row.seconds:.2f} s {row.key}")
    for row in watch.largest[:3]:
        complain(f"largest: {row.size} bytes {row.key}")


def _exit_code(summary: dict[str, Any], arguments: argparse.Namespace) -> int:
    status = summary["status"]
    if status.get("failed") or 0 < status.get("skipped", 0) == summary["documents"]:
        return 2
    graver = status.get("invalid", 0)
    if vars(arguments).get("fail_on") == "warning":
        graver += status.get("warned", 0)
    return 1 if graver else 0


def _report(arguments: argparse.Namespace) -> int:
    from tahqiq.corpus.overview import page
    from tahqiq.files import write_atomic

    made = page(arguments.catalogue, arguments.lang, arguments.title)
    write_atomic(arguments.out, made.encode())
    return 0
