"""The verb build: an edition's texts in every format, under ``build/``.

In: a project and the formats that are asked for. Out: files written whole, and a report: what
was made, what was left as it was, what could not be made and why. One text's failure never stops
another.
"""

from __future__ import annotations

from tahqiq.building.report import Options, Report, Say
from tahqiq.errors import Place, TahqiqError
from tahqiq.files import sweep_orphans, write_atomic
from tahqiq.press import manifest
from tahqiq.press.manifest import Made
from tahqiq.project import Project


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
    program = manifest.program_key()
    key = manifest.files_key(
        [path for path in inputs if path.is_file()] + ([project.config] if project.config else []),
        program,
        options.lenient,
    )
    stale = []
    for name in options.formats:
        if name == "versions":
            continue
        entry = entries.get(name)
        if entry is not None and entry.is_current(options.out, key):
            report.kept.extend(entry.outputs)
        else:
            stale.append(name)
    if stale:
        _make(project, options, stale, (key, program), entries, report, say)
    if "versions" in options.formats and not report.exit_code:
        from tahqiq.building import releases

        releases.make(project, options, entries, report, say)
    return report


def _make(
    project: Project,
    options: Options,
    stale: list[str],
    keys: tuple[str, str],
    entries: dict[str, Made],
    report: Report,
    say: Say,
) -> None:
    """Make the formats that are stale; the keys are those of the build and of the program."""
    from tahqiq.building import production

    if options.out.is_dir():
        sweep_orphans(options.out)
    key, program = keys
    work = production.Production(project, options.lenient, report, say, program=program)
    for name in stale:
        before = entries.get(name, Made())
        parts = work.make(name, options.out, before.parts)
        for path, content in parts.outputs.items():
            write_atomic(options.out / path, content)
            report.made.append(path)
        report.kept.extend(parts.kept)
        # What stopped a text while it was read stopped every format: nothing is up to date then.
        if report.failures or report.findings:
            entries[name] = Made("", before.outputs, parts.known)
        else:
            digests = parts.digests()
            before.forget(options.out, digests)
            entries[name] = Made(key, digests, parts.known)
        manifest.save(options.out, entries)
