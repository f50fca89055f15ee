"""The facts of one run of validation: what every report is made of.

In: nothing. Out: frozen values. A report is a pure function of them, so that the same run gives the
same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from tahqiq.errors import Place, SourceError, TahqiqError, shown
from tahqiq.findings import Finding, Severity

__all__ = ["Input", "Run", "Schema", "joined", "renamed", "shown", "uri_of"]


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema that was used: its path, its kind (``relaxng``, ``schematron``), its SHA-256."""

    path: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was judged; ``text`` is its content, for excerpts, where the caller has it.

    ``size`` is in bytes. ``puid`` is the true PRONOM id and ``misread`` what DROID and Siegfried
    will wrongly call the file, else empty. ``schemas`` are those that judged this file.
    """

    path: str
    sha256: str = ""
    size: int = 0
    puid: str = ""
    misread: str = ""
    text: str = field(default="", repr=False)
    schemas: tuple[Schema, ...] = ()


class Group(NamedTuple):
    """What is said of one file: its findings, and why it was not judged, if so."""

    path: str
    findings: Sequence[Finding]
    failure: TahqiqError | None = None


@dataclass(frozen=True)
class Run:
    """One run: findings in the order of the inputs, and the failures of those not judged.

    ``started`` and ``ended`` are ISO 8601 in UTC, such as ``2026-11-24T02:00:00Z``.
    """

    findings: tuple[Finding, ...]
    inputs: tuple[Input, ...] = ()
    schemas: tuple[Schema, ...] = ()
    failures: tuple[TahqiqError, ...] = ()
    version: str = ""
    started: str = ""
    ended: str = ""
    lang: str = "en"
    # Files that were passed over, with the reason: ``not-xml``, ``not-tei``.
    skipped: tuple[tuple[str, str], ...] = ()
    # What was counted as it went by, where the findings themselves were not kept.
    counted: Mapping[str, int] | None = None

    @cached_property
    def _by_path(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.place.file, []).append(finding)
        return found

    @cached_property
    def _failed(self) -> dict[str, TahqiqError]:
        return {one.place.file: one for one in reversed(self.failures) if one.place}

    def of(self, path: str) -> tuple[Finding, ...]:
        """Return the findings in one file."""
        return tuple(self._by_path.get(path, ()))

    def failed(self, path: str) -> TahqiqError | None:
        """Return why a file was not judged, or None."""
        return self._failed.get(path)

    def paths(self) -> list[str]:
        """Return every path that the run says something of: inputs first, in their order."""
        named = [one.path for one in self.inputs]
        named += [finding.place.file for finding in self.findings]
        named += [failure.place.file for failure in self.failures if failure.place]
        return list(dict.fromkeys(named))

    def counts(self) -> dict[str, int]:
        """Return how many files, failures and findings of each severity there are."""
        if self.counted is not None:
            return dict(self.counted)
        found = Counter(finding.severity.label for finding in self.findings)
        return {
            "files": len(self.paths()),
            "failures": len(self.failures),
            **{severity.label: found[severity.label] for severity in reversed(Severity)},
        }


def joined(runs: Sequence[Run]) -> Run:
    """Return one run of several, in their order; one at least is needed."""
    first, *others = runs
    for one in others:
        first = replace(
            first,
            findings=first.findings + one.findings,
            inputs=first.inputs + one.inputs,
            schemas=tuple(dict.fromkeys(first.schemas + one.schemas)),
            failures=first.failures + one.failures,
            skipped=first.skipped + one.skipped,
            ended=max(first.ended, one.ended),
        )
    return first


def renamed(run: Run, name: Callable[[str], str]) -> Run:
    """Return a run in which every file has the name that ``name`` makes of its own."""

    def moved(place: Place) -> Place:
        return replace(place, file=name(place.file))

    def known(schemas: Iterable[Schema]) -> tuple[Schema, ...]:
        return tuple(replace(one, path=name(one.path)) for one in schemas)

    return replace(
        run,
        findings=tuple(
            replace(one, place=moved(one.place), related=tuple(map(moved, one.related)))
            for one in run.findings
        ),
        inputs=tuple(
            replace(one, path=name(one.path), text="", schemas=known(one.schemas))
            for one in run.inputs
        ),
        schemas=known(run.schemas),
        skipped=tuple((name(path), why) for path, why in run.skipped),
        failures=tuple(
            SourceError(one.message, place=moved(one.place or Place("")), hint=one.hint)
            for one in run.failures
        ),
    )


def uri_of(path: str) -> str:
    """Return a file's name as a relative address, as reports that want addresses have it."""
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"), safe="/:~")
