"""The verb build: an edition's texts in every format, under ``build/``.

In: a project and the formats that are asked for. Out: files written whole, and a report: what
was made, what was left as it was, what could not be made and why. One text's failure never stops
another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.errors import Place, TahqiqError
from tahqiq.files import sweep_orphans, write_atomic
from tahqiq.findings import Finding
from tahqiq.press import manifest
from tahqiq.project import Project

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked: formats, folder, and whether unknown elements are let pass."""

    formats: tuple[str, ...]
    out: Path
    lenient: bool = False


@dataclass(slots=True)
class Report:
    """What a build did: paths written or kept (relative to the folder), warnings, failures."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[TahqiqError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 where all was made, 1 where findings stopped it, 2 where it could not be."""
        return 2 if self.failures else 1 if self.findings else 0


def build(project: Project, options: Options, say: Say) -> Report:
    """Make the formats of a project that are not up to date.

    ``say`` gets one line of progress at a time.
    """
    report = Report()
    inputs = [
        *project.texts, *project.registers, *project.own_files, *project.version_files,
    ]  # fmt: skip
    if not project.texts:
        raise TahqiqError("the edition has no texts", place=Place(str(project.home)))
    entries = manifest.load(options.out)
    key = manifest.files_key(
        [path for path in inputs if path.is_file()] + ([project.config] if project.config else []),
        manifest.program_key(),
        options.lenient,
    )
    stale = []
    for name in options.formats:
        if name == "versions":
            continue
        entry = entries.get(name)
        if entry is not None and manifest.is_current(options.out, entry, key):
            report.kept.extend(entry["outputs"])  # type: ignore[arg-type]
        else:
            stale.append(name)
    if stale:
        _make(project, options, stale, key, entries, report, say)
    if "versions" in options.formats and not report.exit_code:
        from tahqiq.building import releases

        releases.make(project, options, entries, report, say)
    return report


def _make(
    project: Project,
    options: Options,
    stale: list[str],
    key: str,
    entries: dict[str, dict[str, object]],
    report: Report,
    say: Say,
) -> None:
    from tahqiq.building import production

    if options.out.is_dir():
        sweep_orphans(options.out)
    work = production.Production(project, options.lenient, report, say)
    for name in stale:
        entry = entries.get(name, {})
        known = entry.get("parts")
        parts = work.make(name, options.out, known if isinstance(known, dict) else {})
        for path, content in parts.outputs.items():
            write_atomic(options.out / path, content)
            report.made.append(path)
        report.kept.extend(parts.kept)
        # What stopped a text while it was read stopped every format: nothing is up to date then.
        if report.failures or report.findings:
            entries[name] = {**entry, "key": "", "parts": parts.known}
        else:
            digests = parts.digests()
            forget(options.out, entry, set(digests))
            entries[name] = {"key": key, "outputs": digests, "parts": parts.known}
        manifest.save(options.out, entries)


def forget(out: Path, entry: dict[str, object] | None, made: set[str]) -> None:
    """Remove what the last build made and this one no longer does."""
    outputs = entry.get("outputs") if entry else None
    for name in set(outputs if isinstance(outputs, dict) else ()) - made:
        (out / name).unlink(missing_ok=True)
