"""The verb receive: a package of anyone's judged, and taken in only if all is well.

In: packages as folders or archives. Out: findings on structure, completeness, fixity, profile, the
TEI inside, and on whether the outputs derive from it; the report and a PREMIS record of it; and the
package moved to its place, or to quarantine with the reasons.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tahqiq import __version__
from tahqiq.errors import OutputError, Place, ProjectError, SourceError
from tahqiq.files import write_atomic
from tahqiq.findings import Finding, Severity
from tahqiq.gate import Plan
from tahqiq.gate.run import Gate
from tahqiq.gate.run import Options as Judging
from tahqiq.packages import digests, fixity, listings, rebuilt, staging, structure
from tahqiq.packages.opened import Opened, newest, opened
from tahqiq.project import find
from tahqiq.reports import FORMATS, Input, Run
from tahqiq.reports.run import joined, renamed

Say = Callable[[str], None]
_XML = (".xml", ".tei", ".odd")
# Of names and links, which the walk through the package has told already.
_SAID = ("TQ302", "TQ303", "TQ304", "TQ305")


@dataclass(frozen=True, slots=True)
class Options:
    """What becomes of a package: where the sound ones go, where the others.

    ``rebuild`` makes the outputs again and compares bytes. ``plan`` is by what the TEI is judged.
    """

    to: Path | None = None
    quarantine: Path | None = None
    rebuild: bool = False
    jobs: int = 1
    plan: Plan = field(default_factory=Plan)


def receive(path: Path, options: Options, say: Say) -> Run:
    """Return the judgment of one package, and put it where it belongs.

    Raise SourceError where there is no package, OutputError where it cannot be moved.
    """
    started = _now()
    shown = path.name or str(path)
    before = _state(path)
    with opened(path, shown, options.plan) as found:
        run = _judged(path, found, shown, options, say)
    run = replace(run, started=started, ended=_now(), version=__version__)
    if _state(path) != before:
        raise SourceError(
            "it changed while it was judged", place=Place(str(path)), hint="receive it again"
        )
    _settle(path, run, options, say)
    return run


def is_sound(run: Run) -> bool:
    """Return whether a package may be taken in: warnings do not stand against it."""
    return not run.failures and all(one.severity < Severity.ERROR for one in run.findings)


def _judged(path: Path, found: Opened, shown: str, options: Options, say: Say) -> Run:
    findings = list(found.findings)
    folder = found.folder
    say(f"{shown}: fixity")
    for one in _packages(folder, shown):
        findings += fixity.judged(one[0], one[1])
    stopped = any(one.code in fixity.NEVER for one in findings)
    inside: list[Run] = []
    if not stopped:
        for place, name in _packages(folder, shown):
            kind = listings.kind_of(place)
            say(f"{name}: structure ({kind or 'plain folder'})")
            findings += structure.judged(kind, place, name)
            laid = _laid(kind, place, found.spare)
            say(f"{name}: TEI")
            inside.append(_tei(_edition(laid), name, options))
            if options.rebuild:
                say(f"{name}: outputs")
                seconds = options.plan.limits.seconds
                findings += rebuilt.compared(laid, found.spare, name, seconds)
    return _run(path, shown, findings, inside)


def _packages(folder: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """Yield the packages that a folder is or, as a storage root, holds."""
    if listings.kind_of(folder) != listings.ROOT:
        yield folder, shown
        return
    for one in structure.objects(folder):
        yield one, f"{shown}/{one.relative_to(folder).as_posix()}"


def _laid(kind: str, folder: Path, spare: Path) -> Path:
    if kind != listings.OBJECT:
        return folder
    target = spare / "head"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    newest(folder, target)
    return target


def _edition(folder: Path) -> Path:
    """Return the folder whose TEI is to be judged: of a package of ours, the edition itself.

    What was made of it there is proven by making it again, not by the schema of the source.
    """
    ours = rebuilt.places(folder)
    if ours:
        return ours[0] / "edition"
    return folder / "data" if listings.kind_of(folder) == listings.BAG else folder


def _plan(folder: Path, plan: Plan) -> Plan:
    """Return by what an edition is judged: as was asked, or else by the schemas packed with it."""
    if plan.grammar or plan.rules or not (folder / "edition.toml").is_file():
        return plan
    try:
        settings = find(folder).settings
    except ProjectError:
        return plan  # an edition.toml that cannot be used is told by the gate

    def packed(path: Path | None) -> str:
        return str(path) if path and path.is_relative_to(folder.parent) else ""

    return replace(plan, grammar=packed(settings.rng), rules=packed(settings.sch))


def _tei(folder: Path, shown: str, options: Options) -> Run:
    """Judge every TEI file of a package, as ``tahqiq validate`` does."""
    files, _ = fixity.walk(folder, "")
    if not any(name.lower().endswith(_XML) for name in files):
        return Run(())
    plan = _plan(folder, options.plan)
    with Gate([folder], plan, Judging(jobs=options.jobs)) as gate:
        findings = [one for one in gate.findings() if one.code not in _SAID]
        run = gate.run()

    return renamed(
        replace(run, findings=tuple(findings)), lambda name: name.replace(str(folder), shown)
    )


def _run(path: Path, shown: str, findings: list[Finding], inside: list[Run]) -> Run:
    """Return one run over the package itself and the TEI in it."""
    size, digest = 0, ""
    if path.is_file():
        size, made = digests.of_file(path, ("sha256",))
        digest = made["sha256"]
    own = Input(shown, digest, size)
    base = joined(inside) if inside else Run(())
    return replace(base, findings=(*findings, *base.findings), inputs=(own, *base.inputs))


def _state(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what shows that a package was changed: names, sizes and times of its files."""
    if not path.is_dir():
        return ((path.name, *_stat(path)),) if path.exists() else ()
    names, _ = fixity.walk(path, "")
    return tuple((name, *_stat(path / name)) for name in names)


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)
    return (found.st_size, found.st_mtime_ns)


def _settle(path: Path, run: Run, options: Options, say: Say) -> None:
    """Move the package where it belongs; its reports go first, so that none lies there without."""
    sound = is_sound(run)
    folder = options.to if sound else options.quarantine
    if folder is None:
        return
    target = folder / path.name
    if target.exists() or target.is_symlink():
        raise OutputError(
            "a package of that name is there already", place=Place(str(target)),
            hint="nothing was moved",
        )  # fmt: skip
    say(f"{path.name}: moving")
    for name in ("json", "premis", "text"):
        ending = {"json": "report.json", "premis": "premis.xml", "text": "report.txt"}[name]
        write_atomic(folder / f"{path.name}.{ending}", FORMATS[name](run).encode())
    _move(path, target)


def _move(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except OSError:
        # Another file system: copied beside the target, compared, then moved in one step.
        with staging.beside(target) as draft:
            if path.is_dir():
                shutil.copytree(path, draft, symlinks=True)
            else:
                shutil.copyfile(path, draft)
            if _fingerprint(draft) != _fingerprint(path):
                raise OutputError("the copy differs", place=Place(str(target))) from None
            staging.settle(draft, target)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _fingerprint(path: Path) -> list[tuple[str, str]]:
    if path.is_file():
        return [("", digests.of_file(path, ("sha256",))[1]["sha256"])]
    names, _ = fixity.walk(path, "")
    return [(name, digests.of_file(path / name, ("sha256",))[1]["sha256"]) for name in names]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
