"""``tahqiq validate``: judge TEI files, wherever they come from."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands import amounts
from tahqiq.commands.console import complain, finish_progress, progress, say, verb
from tahqiq.commands.forms import NAMES, forms_of
from tahqiq.errors import Place, UsageError

if TYPE_CHECKING:
    from tahqiq.commands.forms import Forms
    from tahqiq.gate import Plan
    from tahqiq.gate.pool import Pool

_MB = 1024 * 1024
_LIMITS = (
    ("time-limit", 300, "S", "seconds for one file, of clock and of CPU"),
    ("memory-limit", 2048, "MB", "memory for one file"),
    ("max-file-size", 4096, "MB", "larger files are refused"),
    ("max-total-size", 65536, "MB", "what all archives may hold"),
    ("max-count", 1_000_000, "N", "files that all archives may hold"),
    ("max-ratio", 200, "N", "content of an archive over its own size, past 100 MB"),
    ("max-nesting", 2, "N", "archives within archives"),
    ("archive-time-limit", 3600, "S", "seconds for opening one archive or bag"),
    ("max-per-file", 10_000, "N", "findings of one file"),
)


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "validate",
        "judge TEI files by grammar, by rules, by checks and against each other",
        "  tahqiq validate edition\n"
        "  tahqiq validate --schema tei_all.rng delivery/ more.zip\n"
        "  tahqiq validate --schema tei_all.rng --jobs 4 --resume --format sarif=out.sarif big/\n"
        "  tahqiq validate --format json=known.json old/\n"
        "  tahqiq validate --baseline known.json old/\n"
        "  curl -s https://example.org/a.xml | tahqiq validate --schema tei_all.rng -\n",
    )
    made.add_argument(
        "path", nargs="*",
        help="files, folders, patterns, archives (zip, tar, tar.gz, .bz2, .xz, .zst), bags, or -",
    )  # fmt: skip
    made.add_argument(
        "--from-file", type=Path, metavar="LIST", help="paths, one a line; - is stdin"
    )
    _add_schemas(made)
    _add_report(made)
    _add_running(made)
    made.set_defaults(run=_run)


def _add_schemas(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("by what is judged")
    group.add_argument(
        "--schema", type=Path,
        help="a RELAX NG grammar, .rng or .rnc (default: xml-model, then edition.toml)",
    )  # fmt: skip
    group.add_argument(
        "--rules", type=Path, help="a Schematron schema, .sch, or .odd or .rng with rules"
    )
    group.add_argument(
        "--phase", default="#DEFAULT", help="the phase of the rules (default: theirs)"
    )
    group.add_argument(
        "--default-schema", type=Path, default=os.environ.get("TAHQIQ_DEFAULT_SCHEMA"),
        help="the grammar of files that name none (default: $TAHQIQ_DEFAULT_SCHEMA)",
    )  # fmt: skip
    group.add_argument("--no-checks", action="store_true", help="leave out what no schema asks for")
    group.add_argument(
        "--no-ids", action="store_true", help="do not check ID and IDREF by the grammar"
    )
    group.add_argument(
        "--schemas-from", type=Path, action="append", default=[], metavar="DIR",
        help="folders whose schemas xml-model may name, besides those of the delivery",
    )  # fmt: skip
    group.add_argument(
        "--xinclude", choices=("judge", "resolve", "report"), default="judge",
        help="inclusions: judge them as elements, resolve them within the delivery, or report them",
    )  # fmt: skip
    group.add_argument(
        "--others", choices=("skip", "refuse"), default="skip",
        help="files of a folder or archive that are not TEI (default: skip, and say so)",
    )  # fmt: skip


def _add_report(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("what is reported")
    group.add_argument(
        "--format", action="append", metavar="NAME[=FILE]", default=[],
        help=f"{', '.join(NAMES)}; may be given several times, all but one with a file",
    )  # fmt: skip
    group.add_argument("--json", action="store_true", help="the same as --format json")
    group.add_argument(
        "--lang", choices=("en", "ar"), default="en", help="language of the messages"
    )
    group.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error",
        help="the least severity that makes the exit code 1 (default: error)",
    )  # fmt: skip
    group.add_argument(
        "--max-findings", type=amounts.count, metavar="N", help="stop after N findings"
    )
    group.add_argument(
        "--baseline", type=Path, metavar="FILE",
        help="findings of this earlier report (json or jsonl) pass",
    )  # fmt: skip
    group.add_argument("--explain", action="store_true", help="list the fixes that the rules offer")


def _add_running(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("how it runs")
    group.add_argument(
        "--jobs", type=amounts.count, default=1, metavar="N", help="processes (default: 1)"
    )
    group.add_argument("--resume", action="store_true", help="go on where the same run was killed")
    group.add_argument(
        "--cache", action="store_true", help="take the verdict on unchanged files from earlier runs"
    )
    for name, default, unit, help_ in _LIMITS:
        kind = amounts.seconds if unit == "S" else amounts.count
        said = f"{help_} (default: {default})"
        group.add_argument(f"--{name}", type=kind, default=default, metavar=unit, help=said)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.gate.pool import Pool

    paths = _paths(arguments)
    plan = _plan(arguments)
    forms = forms_of(arguments)
    if arguments.explain:
        return _explain(paths, plan, arguments.lang)
    with Pool(plan, arguments.jobs, fork=True) as pool:
        # While it loads what judges, this process loads what reports.
        pool.begin()
        return _judge(arguments, paths, plan, forms, pool)


def _judge(
    arguments: argparse.Namespace, paths: list[str], plan: Plan, forms: Forms, pool: Pool
) -> int:
    from tahqiq.findings import Severity
    from tahqiq.gate.baseline import Baseline
    from tahqiq.gate.run import Options
    from tahqiq.validation import Reporting, validate

    known = Baseline.read(arguments.baseline) if arguments.baseline else None
    reporting = Reporting(forms, arguments.lang, Severity[arguments.fail_on.upper()], known)
    options = Options(
        jobs=arguments.jobs, fork=True, journal=_journal(arguments, paths, plan),
        cache=arguments.cache, stop_after=arguments.max_findings, progress=_counter(),
    )  # fmt: skip
    run, code = validate(paths, plan, options, reporting, pool)
    finish_progress()
    for failure in run.failures:
        complain(failure)
    counts = run.counts()
    found = sum(counts[one.label] for one in Severity)
    skipped = f", {len(run.skipped)} skipped" if run.skipped else ""
    if ("text", None) not in forms or skipped:
        complain(f"{counts['files']} files, {found} findings{skipped}")
    if arguments.max_findings and found == arguments.max_findings:
        complain(f"stopped after {found} findings")
    return code


def _paths(arguments: argparse.Namespace) -> list[str]:
    paths: list[str] = list(arguments.path)
    if arguments.from_file is not None:
        source = arguments.from_file
        try:
            text = sys.stdin.read() if str(source) == "-" else source.read_text("utf-8")
        except (OSError, UnicodeError) as error:
            raise UsageError(
                f"the list cannot be read: {error}", place=Place(str(source))
            ) from None
        paths += [line for line in text.splitlines() if line.strip()]
    if not paths:
        raise UsageError("nothing to validate", hint="name files, folders, archives, or -")
    return paths


def _plan(arguments: argparse.Namespace) -> Plan:
    from tahqiq.deliveries import Limits
    from tahqiq.gate import Plan

    for schema in (arguments.schema, arguments.rules, arguments.default_schema):
        if schema and not Path(schema).is_file():
            raise UsageError(f"there is no schema {schema}")
    limits = Limits(
        file_size=arguments.max_file_size * _MB, total_size=arguments.max_total_size * _MB,
        count=arguments.max_count, ratio=arguments.max_ratio, nesting=arguments.max_nesting,
        seconds=arguments.time_limit, cpu_seconds=arguments.time_limit,
        memory=arguments.memory_limit * _MB, archive_seconds=arguments.archive_time_limit,
        findings=arguments.max_per_file,
    )  # fmt: skip
    return Plan(
        grammar=_absolute(arguments.schema), rules=_absolute(arguments.rules),
        default_grammar=_absolute(arguments.default_schema), phase=arguments.phase,
        checks=not arguments.no_checks, ids=not arguments.no_ids, others=arguments.others,
        xinclude=arguments.xinclude, limits=limits,
        trusted=tuple(_absolute(folder) for folder in arguments.schemas_from),
    )  # fmt: skip


def _absolute(path: Path | str | None) -> str:
    return str(Path(path).resolve()) if path else ""


def _journal(arguments: argparse.Namespace, paths: list[str], plan: Plan) -> Path | None:
    """Return where this run is recorded: by what it judges and how, so that it is found again."""
    from tahqiq import __version__, cache
    from tahqiq.files import sha256

    if len(paths) == 1 and Path(paths[0]).is_file() and not arguments.resume:
        return None
    parts = [__version__, plan.key(), str(Path.cwd()), *paths]
    parts += [str(Path(one).stat().st_mtime_ns) for one in paths if Path(one).is_file()]
    told = chr(0).join(parts).encode("utf-8", "surrogateescape")
    path = cache.folder() / "journals" / f"{sha256(told)}.sqlite"
    if not arguments.resume:
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
    return path


def _counter() -> Callable[[int, int], None]:
    """Return what shows how many files are done, how fast, and how long the rest will take."""
    started, last = time.monotonic(), 0.0

    def count(done: int, expected: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.2:
            last = now
            passed = max(now - started, 0.001)
            of = f" of {expected}" if expected > done else ""
            if done:
                left = _clock(max(expected - done, 0) / done * passed)
                progress(f"{done}{of} files, {done / passed:.0f} a second, {left} left")
            else:
                progress(f"{done}{of} files after {_clock(passed)}")

    return count


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.gmtime(seconds))


def _explain(paths: list[str], plan: Plan, lang: str) -> int:
    """List the fixes that rules offer, file by file."""
    from tahqiq.fix import offered

    found = 0
    for path, fix in offered(paths, plan, fork=True):
        found += 1
        place = fix.finding.place
        where = f"{path}:{place.line}:{place.column}"
        say(f"{where}: {fix.finding.code}: {fix.id}: {fix.title.text(lang)}")
    complain(f"{found} fixes; apply them with 'tahqiq fix'")
    return 1 if found else 0
