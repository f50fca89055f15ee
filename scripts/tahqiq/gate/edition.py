"""An edition's own files judged in this process: they are not a stranger's.

In: a project. Out: its errors, and why files could not be judged.
"""

from __future__ import annotations

from pathlib import Path

from tahqiq.deliveries import Item
from tahqiq.errors import Place, SourceError, TahqiqError
from tahqiq.findings import Finding, Severity
from tahqiq.gate.between import between
from tahqiq.gate.choice import choose
from tahqiq.gate.judge import judge
from tahqiq.gate.plan import Plan
from tahqiq.gate.pointers import ids_of, inspect, places_of
from tahqiq.gate.records import Verdict
from tahqiq.project import Project


def check_project(project: Project) -> tuple[list[Finding], list[TahqiqError]]:
    """Return the errors of an edition's files, in process.

    By its own schema, between the files, and in what they lose of its last release.
    """
    from tahqiq.versions import loss  # loads what reads releases, which a verdict does not need

    found: list[Finding] = []
    failures: list[TahqiqError] = []
    judged: list[tuple[Item, Verdict]] = []
    plan = Plan(own=str(project.config.resolve()) if project.config else "")
    for path in [*project.texts, *project.registers]:
        item = Item(str(path), path, path.resolve().parent)
        verdict = judge(item, plan)
        if verdict.failure:
            failures.append(SourceError(verdict.failure, place=Place(str(path))))
        judged.append((item, verdict))
        found.extend(verdict.findings)
    found.extend(between(lambda: judged, _Here(plan)))
    broken = [one for one in found if one.code in ("XML001", "XML002", "XML003", "XML009")]
    failures.extend(SourceError(one.message.en, place=one.place) for one in broken)
    # That the text is its witness's is proven by ``verify``, on what was built.
    errors = [
        one
        for one in found
        if one.severity == Severity.ERROR and one not in broken and one.code != "TQ241"
    ]
    if not failures:
        errors += [one for one in loss.findings(project) if one.severity == Severity.ERROR]
    return errors, failures


class _Here:
    """Questions on single files, answered in this process: for an edition's own files."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def inspected(self, item: Item) -> Verdict:
        verdict = Verdict()
        try:
            content = item.path.read_bytes()
            inspect(item, content, choose(item, content, self._plan), verdict)
        except (TahqiqError, OSError):
            return Verdict()  # it was not asked for; whoever asks for it is told
        return verdict

    def ids(self, path: Path) -> set[str]:
        try:
            return ids_of(path)
        except TahqiqError:
            return set()

    def places(self, item: Item, numbers: list[int], ids: list[str]) -> list[tuple[Place, str]]:
        return places_of(item, numbers, ids)
