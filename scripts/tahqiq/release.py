"""The verb release: a version of the edition, fixed for good.

In: a project, a version, a note. Out: the version in every header and in the changelog, and a
folder under ``releases/`` with all texts and registers, their checksums, and a register of
everything that was published. It is refused where the edition has faults, or where something that
was published is lost without a word.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from tahqiq.errors import OutputError, Place, ProjectError
from tahqiq.files import read_bytes, write_atomic
from tahqiq.findings import Finding, Severity
from tahqiq.gate.edition import check_project
from tahqiq.project import Project
from tahqiq.versions import declared, header, loss, releases
from tahqiq.versions.header import Version


@dataclass(frozen=True, slots=True)
class Released:
    """What came of a release: its folder, or the findings that forbid it."""

    folder: Path | None
    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()


def today() -> str:
    """Return the date of today, or that of ``SOURCE_DATE_EPOCH``."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def check(project: Project) -> list[Finding]:
    """Return what stands against a release of a project as it is now.

    Raise a TahqiqError where it cannot be read.
    """
    found, failures = check_project(project)
    if failures:
        raise failures[0]
    warnings = (one for one in loss.findings(project) if one.severity is not Severity.ERROR)
    return [*found, *warnings]


def release(project: Project, version: str, note: str, date: str = "") -> Released:
    """Fix a version of a project.

    Raise ProjectError for a version that is no step forward or a date that is none, OutputError
    where a file cannot be written; then nothing has changed.
    """
    _check_version(project, version)
    new = Version(version, _date(date), note)
    found = check(project)
    if any(one.severity is Severity.ERROR for one in found):
        return Released(None, tuple(found))
    before = {path: read_bytes(path) for path in [*project.texts, *project.registers]}
    changelog = _changelog(project)
    was = {**before, changelog: read_bytes(changelog) if changelog.is_file() else b""}
    last = _last(project)
    made = {
        path: header.revised(was[path], new, file=str(path))
        for path in before
        # A text says which edition it is; a register, when it changed.
        if path in project.texts or last.get(path.name) != was[path]
    }
    made[changelog] = header.changelog(was[changelog].decode("utf-8"), new).encode()
    changes = project.home / declared.NAME
    try:
        for path, content in made.items():
            write_atomic(path, content)
        entries = loss.standing(project).entries
        folder = releases.freeze(project, version, new.date, note, entries)
    except BaseException:
        _restore(was)
        raise
    changes.unlink(missing_ok=True)
    return Released(folder, tuple(found), tuple(sorted(made)))


def _last(project: Project) -> dict[str, bytes]:
    """Return the registers of the last release by their files' names."""
    every = releases.releases(project)
    return {path.name: read_bytes(path) for path in every[-1].files} if every else {}


def _restore(was: dict[Path, bytes]) -> None:
    for path, content in was.items():
        if content:
            write_atomic(path, content)
        else:
            path.unlink(missing_ok=True)


def _check_version(project: Project, version: str) -> None:
    every = releases.releases(project)
    new = releases.order(version)
    if any(one.version == version for one in every):
        place = Place(str(every[-1].folder.parent / f"v{version}"))
        raise OutputError("is published, and no release is ever changed", place=place)
    if every and new <= releases.order(every[-1].version):
        raise ProjectError(
            f"{version} comes before {every[-1].version}, which is published",
            hint="a version is larger than all before it",
        )


def _date(date: str) -> str:
    if not date:
        return today()
    try:
        return datetime.date.fromisoformat(date).isoformat()
    except ValueError:
        raise ProjectError(f"'{date}' is no date", hint="write it as 2026-11-26") from None


def _changelog(project: Project) -> Path:
    """Return the changelog: the edition's own, else that of its project, else a new one."""
    own = project.home / "CHANGELOG.md"
    shared = project.root / "CHANGELOG.md"
    return shared if shared.is_file() and not own.is_file() else own
