"""The verb validate: a delivery judged, and the verdict written in every form that is asked for.

In: paths, a plan and forms of reports. Out: the reports and an exit code. What is wrong with one
file never stops the others.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tahqiq import __version__
from tahqiq.files import write_atomic
from tahqiq.findings import Finding, Severity
from tahqiq.gate import Plan
from tahqiq.gate.baseline import Baseline
from tahqiq.gate.pool import Pool
from tahqiq.gate.run import Event, Gate, Options
from tahqiq.reports import FORMATS, Input, Run
from tahqiq.reports.data import event_line, run_line, summary_line


class Reporting(NamedTuple):
    """What is reported: forms by name with their files (None is standard output).

    ``fail_on`` is the least severity that fails; ``known`` are findings that pass.
    """

    forms: tuple[tuple[str, Path | None], ...] = (("text", None),)
    lang: str = "en"
    fail_on: Severity = Severity.ERROR
    known: Baseline | None = None


def validate(
    paths: Iterable[str | Path],
    plan: Plan,
    options: Options,
    reporting: Reporting,
    pool: Pool | None = None,
) -> tuple[Run, int]:
    """Judge a delivery and write its reports; return its facts and the exit code.

    ``pool`` may have workers that were started before.
    """
    streams = ("jsonl", None) in reporting.forms
    counts = Counts()
    with Gate(paths, plan, options, pool) as gate:
        if streams:
            _stream(run_line(__version__, gate.started))
        for event in gate.events():
            if not _is_known(event, reporting):
                counts.take(event)
                if streams:
                    _stream(event_line(event, reporting.lang))
        only = reporting.forms == (("jsonl", None),)
        run = gate.run(reporting.lang, counted=counts.as_dict() if only else None)
    if reporting.known is not None:
        run = replace(run, findings=tuple(reporting.known.unknown(run.findings)))
    for name, path in reporting.forms:
        if name == "jsonl" and path is None:
            _stream(summary_line(run))
        elif path is None:
            written = _written(name, run, colour=sys.stdout.isatty())
            sys.stdout.write(written.encode("utf-8", "backslashreplace").decode())
        else:
            content = _written(name, run, colour=False)
            write_atomic(path, content.encode("utf-8", "backslashreplace"))
    return run, exit_code(run, reporting.fail_on)


class Counts:
    """Files, failures and findings of each severity, counted as they come."""

    def __init__(self) -> None:
        self._files: set[int] = set()
        self._found: Counter[str] = Counter()

    def take(self, event: Event) -> None:
        """Count a file, a finding, or a failure."""
        name = event.path if isinstance(event, Input) else event.place.file if event.place else ""
        # The hash of a name stands for it: a million names would take memory.
        self._files.add(hash(name))
        if isinstance(event, Finding):
            self._found[event.severity.label] += 1
        elif not isinstance(event, Input):
            self._found["failures"] += 1

    def as_dict(self) -> dict[str, int]:
        """Return the counts as a report has them."""
        names = ("failures", *(severity.label for severity in reversed(Severity)))
        return {"files": len(self._files), **{name: self._found[name] for name in names}}


def exit_code(run: Run, fail_on: Severity) -> int:
    """Return 2 where a file could not be judged, 1 for findings that fail, else 0."""
    if run.failures:
        return 2
    counts = run.counts()
    return 1 if any(counts[one.label] for one in Severity if one >= fail_on) else 0


def _is_known(event: Event, reporting: Reporting) -> bool:
    known = reporting.known
    return known is not None and isinstance(event, Finding) and known.passes(event)


def _stream(line: str) -> None:
    """Print a line at once: whoever reads it may wait for it."""
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


def _written(name: str, run: Run, *, colour: bool) -> str:
    if name in ("text", "html"):
        run = replace(run, inputs=tuple(_with_text(one, run) for one in run.inputs))
    if name != "text":
        return FORMATS[name](run)
    from tahqiq.reports.text import text

    return text(run, colour=colour)


def _with_text(one: Input, run: Run) -> Input:
    """Return an input with its source, for excerpts, where it has findings and is to be had."""
    if not run.of(one.path) or not Path(one.path).is_file():
        return one
    try:
        return replace(one, text=Path(one.path).read_text("utf-8"))
    except (OSError, UnicodeError):
        return one
