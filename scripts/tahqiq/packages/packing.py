"""The verb package: a release as an archive takes it in.

In: a project, built, valid and proven. Out: a BagIt bag, OCFL object, E-ARK submission package,
RO-Crate or ZIP file, whole or not at all; or the findings that stand against it. The same release
gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tahqiq import __version__
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.errors import Place, TahqiqError, UsageError
from tahqiq.fidelity.proof import Proof
from tahqiq.findings import Finding, Severity
from tahqiq.packages import contents, digests, release, staging, writing
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.project import Project
from tahqiq.reports import FORMATS, Run
from tahqiq.reports.run import renamed
from tahqiq.tables import room
from tahqiq.verify import verify

Say = Callable[[str], None]


@dataclass(slots=True)
class Packaged:
    """What became of a package: where it lies, or what stands against it."""

    path: Path | None = None
    name: str = ""
    files: int = 0
    findings: list[Finding] = field(default_factory=list)
    failed: list[Proof] = field(default_factory=list)
    failures: list[TahqiqError] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 where it was made or is there already, 1 for findings, 2 for failures."""
        return 2 if self.failures else 1 if self.findings or self.failed else 0


def package(
    project: Project, kind: str, target: Path, out: Path, say: Say, *, alone: bool = False
) -> Packaged:
    """Make the package of a project's release at ``target``; ``out`` is where it is built.

    ``alone`` makes a new OCFL object without a storage root. Raise TahqiqError where the release
    cannot be told or the target cannot be written.
    """
    made = Packaged()
    described = release.of(project)
    made.name = described.name
    proofs = _proven(project, out, made, say)
    if made.exit_code:
        return made
    run = _judged(project, described, made, say)
    if made.exit_code:
        return made
    with room():
        files = _contents(project, out, run, proofs)
        made.files = len(files)
        say(f"packing {len(files)} files")
        made.path = written(kind, target, files, described, alone=alone)
    return made


def _proven(project: Project, out: Path, made: Packaged, say: Say) -> list[Proof]:
    """Build what is not up to date, and prove it."""
    say("building")
    report = build(project, Options(project.settings.formats, out), say)
    made.failures.extend(report.failures)
    made.findings.extend(report.findings)
    if made.exit_code:
        return []
    say("proving")
    proofs = verify(project, out)
    made.failed.extend(one for one in proofs if not one.holds)
    return proofs


def _judged(project: Project, described: Release, made: Packaged, say: Say) -> Run:
    """Judge the texts and registers as ``tahqiq validate`` does; the day is the release's."""
    from tahqiq.gate import Plan
    from tahqiq.gate.run import Gate
    from tahqiq.gate.run import Options as Judging

    say("validating")
    paths = [str(path) for path in (*project.texts, *project.registers)]
    # The edition is its owner's own: what it names as its schemas judges it, wherever that lies.
    settings = project.settings
    own = sorted({str(path.parent) for path in (settings.rng, settings.sch) if path})
    with Gate(paths, Plan(trusted=tuple(own)), Judging()) as gate:
        made.findings.extend(one for one in gate.findings() if one.severity == Severity.ERROR)
        run = gate.run()
    made.failures.extend(run.failures)
    return _of_the_release(run, project, described)


def _of_the_release(run: Run, project: Project, described: Release) -> Run:
    """Return a run with the names and the day of the release: the same whenever it is made."""
    home = project.home

    def named(path: str) -> str:
        # Of what lies elsewhere, as a schema may, the name alone is the same on any machine.
        relative = Path(path).relative_to(home) if Path(path).is_relative_to(home) else None
        return f"{contents.EDITION}/{relative.as_posix()}" if relative else Path(path).name

    return replace(renamed(run, named), started=described.moment, ended=described.moment)


def _contents(project: Project, out: Path, run: Run, proofs: Sequence[Proof]) -> Ledger:
    from tahqiq.packages.software import software

    reports = {
        "validation.json": FORMATS["json"](run).encode(),
        "validation.premis.xml": FORMATS["premis"](run).encode(),
        "verification.json": _proofs(proofs, project, out),
    }
    files = Ledger(contents.gather(project, out, software(), reports))
    files.check_names()
    return files


def _proofs(proofs: Sequence[Proof], project: Project, out: Path) -> bytes:
    def named(one: Proof) -> Proof:
        path = Path(one.file)
        for folder, place in ((out, contents.OUTPUTS), (project.home, contents.EDITION)):
            if path.resolve().is_relative_to(folder.resolve()):
                relative = path.resolve().relative_to(folder.resolve()).as_posix()
                return replace(one, file=f"{place}/{relative}")
        return one

    values = {
        "tool": {"name": "tahqiq", "version": __version__},
        "proofs": [named(one).as_json() for one in proofs],
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


def written(
    kind: str, path: Path, files: Ledger, described: Release, *, alone: bool
) -> Path | None:
    """Write a package of ``kind`` at ``path``; return where it lies, None where it did already."""
    from tahqiq.packages.bags import bag
    from tahqiq.packages.crates import crate
    from tahqiq.packages.objects import ocfl
    from tahqiq.packages.submissions import sip

    if kind == "ocfl":
        return ocfl.add(path, files, described, alone=alone)
    if kind == "zip" and path.suffix not in writing.SUFFIXES:
        raise UsageError("a package as one file ends in .zip or .tar", place=Place(str(path)))
    name = path.stem if path.suffix in writing.SUFFIXES else path.name
    # A crate lies at the top of its archive, where its readers look for it.
    top = name if kind in ("bagit", "sip") else ""
    wanted = digests.ALGORITHMS if kind in ("bagit", "sip") else crate.ALGORITHMS
    with (
        staging.staged(path) as draft,
        writing.target(draft, described.day, top, wanted) as target,
    ):
        if kind == "bagit":
            bag.write(target, files, described)
        elif kind == "sip":
            sip.write(target, files, described, name)
        else:
            crate.write(target, files, described)
    return path
