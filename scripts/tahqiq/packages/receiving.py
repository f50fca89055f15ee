"""The verb receive: a package of anyone's judged, and taken in only if all is well.

In: packages as folders or archives. Out: findings on structure, completeness, fixity, profile, the
TEI inside, and on whether the outputs derive from it; the report and a PREMIS record of it; and the
package moved to its place, or to quarantine with the reasons.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tahqiq import __version__
from tahqiq.deliveries import Item
from tahqiq.deliveries.kinds import SUFFIXES
from tahqiq.errors import Place, ProjectError, SourceError
from tahqiq.files import is_full, reason
from tahqiq.findings import Finding, Severity
from tahqiq.gate import Plan
from tahqiq.gate.run import Gate
from tahqiq.gate.run import Options as Judging
from tahqiq.packages import ahead, checklists, fixity, kinds, moving, rebuilt, structure
from tahqiq.packages.checklists import Making
from tahqiq.packages.opened import newest, opened
from tahqiq.packages.pace import Pace
from tahqiq.packages.submissions import information
from tahqiq.packages.watched import Opened, Surveyed, Watched
from tahqiq.project import find
from tahqiq.reports import FORMATS, Input, Run, written
from tahqiq.reports.run import joined, renamed
from tahqiq.tables import no_room, room

Say = Callable[[str], None]
_XML = (".xml", ".tei", ".odd", ".xtei")
# Of names and links, which the walk through the package has told already.
_SAID = ("TQ302", "TQ303", "TQ304", "TQ305")


@dataclass(frozen=True, slots=True)
class Options:
    """What becomes of a package: where the sound ones go, where the others.

    ``rebuild`` makes the outputs again and compares bytes. ``plan`` is by what the TEI is judged,
    ``fork`` whether the processes that judge may be started from this one (see the gate's Pool).
    ``own`` is whether an archive's own SHA-256 is wanted, which is as much work again as that of
    its files: reports record it, so that whoever moves the package always has it made.
    """

    to: Path | None = None
    quarantine: Path | None = None
    rebuild: bool = False
    jobs: int = 1
    fork: bool = False
    plan: Plan = field(default_factory=Plan)
    own: bool = True

    @property
    def has_reports(self) -> bool:
        """Return whether any report records an archive's own digest."""
        return self.own or self.to is not None or self.quarantine is not None


def receive(path: Path, options: Options, say: Say) -> Run:
    """Return the judgment of one package, and put it where it belongs.

    Raise SourceError where there is no package or it cannot be read, OutputError where it cannot be
    moved.
    """
    try:
        return _received(path, options, say)
    except OSError as error:
        if is_full(error):
            raise no_room(reason(error)) from None
        raise SourceError(reason(error), place=Place(str(error.filename or path))) from None


def _received(path: Path, options: Options, say: Say) -> Run:
    if path.is_symlink() and (options.to or options.quarantine):
        raise SourceError(
            "it is a link, and only the link could be moved", place=Place(str(path)),
            hint=f"receive {path.resolve()}",
        )  # fmt: skip
    started = _now()
    shown = path.name or str(path)
    before = moving.state(path)
    # An archive has its own digest in the reports.
    is_listed = options.to is not None and path.is_dir()
    with checklists.making(shown) if is_listed else contextlib.nullcontext() as making:
        with (
            room(),
            Watched(options.plan, fork=options.fork) as watched,
            opened(
                path, shown, watched, Pace(), whole=options.rebuild, own=options.has_reports
            ) as found,
        ):
            run = _judged(path, found, shown, _Judge(watched, options, say, making))
        run = replace(run, started=started, ended=_now(), version=__version__)
        if moving.state(path) != before:
            raise SourceError(
                "it changed while it was judged", place=Place(str(path)), hint="receive it again"
            )
        return _settled(path, run, options, say, making)


def is_sound(run: Run) -> bool:
    """Return whether a package may be taken in: warnings do not stand against it."""
    return not run.failures and all(one.severity < Severity.ERROR for one in run.findings)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What every step of a judgment needs."""

    watched: Watched
    options: Options
    say: Say
    making: Making | None = None


def _judged(path: Path, found: Opened, shown: str, judge: _Judge) -> Run:
    findings: list[Finding] = []
    inside: list[Run] = []
    pace = Pace()
    with ahead.hashed(found, judge.watched, pace) as noticed:
        waiting = [(found.folder, shown)]
        for place, name in waiting:
            judge.say(f"{name}: fixity")
            with judge.watched.surveyed(place, name, found) as surveyed:
                findings += surveyed.findings
                if surveyed.is_barred:
                    continue
                # Structures are judged by what came out of an archive; that of METS files is not.
                is_early = found.apart is not None and surveyed.kind != kinds.SIP
                if is_early:
                    noticed(surveyed.survey, place)
                if surveyed.kind == kinds.ROOT:
                    findings += fixity.compared(place, name, surveyed, pace)
                    findings += judge.watched.structure(surveyed, place, name)
                    waiting += _objects(place, name)
                    continue
                structure.require(surveyed.kind)
                work = partial(_structure, place, name, surveyed, found.spare, judge)
                with judge.watched.beside(work) as judged:
                    if not is_early:
                        noticed(surveyed.survey, place)
                    making = judge.making if place == found.folder else None
                    findings += fixity.compared(place, name, surveyed, pace, making=making)
                    findings += judged()
                more, run = _looked_into(place, name, surveyed, found.spare, judge)
                findings += more
                inside.append(run)
    own = Input(shown, found.sha256, path.stat().st_size if path.is_file() else 0)
    return _run(own, [*found.findings, *findings], inside)


def _structure(
    place: Path, name: str, surveyed: Surveyed, spare: Path, judge: _Judge
) -> list[Finding]:
    """Judge the structure of a package, its METS files among it."""
    findings = judge.watched.structure(surveyed, place, name)
    if surveyed.kind == kinds.SIP:
        information.prepare(place, name, judge.watched, spare)
        findings += information.judged(place, name, spare)
    return findings


def _looked_into(
    place: Path, name: str, surveyed: Surveyed, spare: Path, judge: _Judge
) -> tuple[list[Finding], Run]:
    """Judge what a package holds, beyond the bytes of its files: the TEI in it."""
    options = judge.options
    judge.say(f"{name}: structure ({surveyed.kind or 'plain folder'})")
    findings: list[Finding] = []
    laid, apart = _laid(surveyed, place, spare, whole=options.rebuild)
    judge.say(f"{name}: TEI")
    plan = replace(options.plan, apart=apart)
    run = _tei(laid, name, replace(options, plan=plan))
    if options.rebuild:
        judge.say(f"{name}: outputs")
        findings += rebuilt.compared(laid, spare, name, options.plan.limits.seconds)
    return findings, run


def _objects(root: Path, shown: str) -> Iterator[tuple[Path, str]]:
    for one in structure.objects(root):
        yield one, f"{shown}/{one.relative_to(root).as_posix()}"


def _laid(
    found: Surveyed, folder: Path, spare: Path, *, whole: bool
) -> tuple[Path, tuple[str, ...]]:
    """Return a folder with what is judged, and what counts as if it lay there (see Plan)."""
    if found.kind != kinds.OBJECT:
        is_apart = found.survey.is_apart
        return folder, (str(folder.resolve()), str(found.database)) if is_apart else ()
    target, names = spare / "head", spare / "names"
    shutil.rmtree(target, ignore_errors=True)
    names.unlink(missing_ok=True)
    target.mkdir()
    newest(folder, target, None if whole else names)
    return target, () if whole else (str(target.resolve()), str(names))


def _edition(folder: Path) -> Path:
    """Return the folder whose TEI is to be judged: of a package of ours, the edition itself.

    What was made of it there is proven by making it again, not by the schema of the source.
    """
    ours = rebuilt.places(folder)
    if ours:
        return ours[0] / "edition"
    return folder / "data" if kinds.kind_of(folder) == kinds.BAG else folder


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
    edition = _edition(folder)
    items = list(_items(edition, shown, edition.resolve()))
    if not items:
        return Run(())
    plan = _plan(edition, options.plan)
    with Gate(items, plan, Judging(jobs=options.jobs, fork=options.fork)) as gate:
        findings = [one for one in gate.findings() if one.code not in _SAID]
        run = gate.run()
    return renamed(
        replace(run, findings=tuple(findings)), lambda name: name.replace(str(edition), shown)
    )


def _items(folder: Path, shown: str, root: Path) -> Iterator[Item]:
    """Yield what the gate shall judge, by name: what is hidden is not looked for."""
    with os.scandir(folder) as entries:
        found = sorted(
            (one for one in entries if one.name[0] != "." and _is_judged(one)),
            key=lambda one: (one.is_dir(), one.name),
        )
    for one in found:
        if one.is_dir():
            yield from _items(Path(one.path), f"{shown}/{one.name}", root)
        else:
            yield Item(f"{shown}/{one.name}", Path(one.path), root)


def _is_judged(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return True
    return entry.name.lower().endswith((*_XML, *SUFFIXES))


def _run(own: Input, findings: list[Finding], inside: list[Run]) -> Run:
    """Return one run over the package itself and the TEI in it."""
    base = joined(inside) if inside else Run(())
    return replace(base, findings=(*findings, *base.findings), inputs=(own, *base.inputs))


def _settled(path: Path, run: Run, options: Options, say: Say, making: Making | None) -> Run:
    """Put a package where it belongs; return what its reports say."""
    reports: dict[str, bytes | Path] = {}
    if making and making.is_whole and is_sound(run):
        run = replace(run, findings=(*run.findings, making.told(path.name)))
        reports[checklists.ENDING] = making.path
    folder = options.to if is_sound(run) else options.quarantine
    if folder is not None:
        say(f"{path.name}: moving")
        for name, ending in moving.REPORTS.items():
            reports[ending] = written(FORMATS[name](run))
        moving.moved(path, folder, reports)
    return run


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
