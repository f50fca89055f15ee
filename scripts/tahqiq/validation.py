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
from tahqiq.deliveries.limits import MB
from tahqiq.files import write_atomic
from tahqiq.findings import Finding, Severity
from tahqiq.gate import Plan
from tahqiq.gate.baseline import Baseline
from tahqiq.gate.pool import Pool
from tahqiq.gate.run import Event, Gate, Options
from tahqiq.reports import FORMATS, Input, Run
from tahqiq.reports.data import event_line, run_line, summary_line
from tahqiq.reports.run import Group

# Larger files are reported without excerpts: for one line all of it would be held in memory.
_EXCERPTS = 16 * MB


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
    # Then the report is written from the journal, or was: a delivery of any size takes no memory.
    in_groups = reporting.forms == (("text", None),) and not (reporting.known or options.stop_after)
    flat = in_groups or reporting.forms == (("jsonl", None),)
    counts = Counts()
    with Gate(paths, plan, options, pool) as gate:
        if streams:
            _stream(run_line(__version__, gate.started))
        for event in gate.events():
            if not _is_known(event, reporting):
                counts.take(event, is_known=gate.is_between)
                if streams:
                    _stream(event_line(event, reporting.lang))
        run = gate.run(reporting.lang, counted=counts.as_dict() if flat else None)
        if in_groups:
            _write_groups(gate.groups(), run)
            return run, exit_code(run, reporting.fail_on)
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
        self._inputs = 0
        self._last = ""
        self._others: set[str] = set()
        self._found: Counter[str] = Counter()

    def take(self, event: Event, *, is_known: bool = False) -> None:
        """Count a file, a finding, or a failure; ``is_known`` says that its file was counted."""
        name = event.path if isinstance(event, Input) else event.place.file if event.place else ""
        if isinstance(event, Input):
            self._inputs += 1
            self._last = name
        elif name != self._last and not is_known:
            self._others.add(name)
        if isinstance(event, Finding):
            self._found[event.severity.label] += 1
        elif not isinstance(event, Input):
            self._found["failures"] += 1

    def as_dict(self) -> dict[str, int]:
        """Return the counts as a report has them."""
        names = ("failures", *(severity.label for severity in reversed(Severity)))
        files = self._inputs + len(self._others)
        return {"files": files, **{name: self._found[name] for name in names}}


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


def _write_groups(groups: Iterable[Group], run: Run) -> None:
    """Write the report for people, file by file."""
    from tahqiq.reports.text import grouped, summary

    colour = sys.stdout.isatty()
    for group in groups:
        source = _source(group.path) if group.findings else ""
        for line in grouped(group, source, run.lang, colour=colour):
            sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.write(summary(run) + "\n")


def _written(name: str, run: Run, *, colour: bool) -> str:
    if name in ("text", "html"):
        run = replace(run, inputs=tuple(_with_text(one, run) for one in run.inputs))
    if name != "text":
        return FORMATS[name](run)
    from tahqiq.reports.text import text

    return text(run, colour=colour)


def _with_text(one: Input, run: Run) -> Input:
    """Return an input with its source, for excerpts, where it has findings and is to be had."""
    return replace(one, text=_source(one.path)) if run.of(one.path) else one


def _source(path: str) -> str:
    """Return the text of a file, or an empty string where it is too large or not to be had."""
    file = Path(path)
    try:
        small = file.is_file() and file.stat().st_size <= _EXCERPTS
        return file.read_text("utf-8") if small else ""
    except (OSError, ValueError):
        return ""
