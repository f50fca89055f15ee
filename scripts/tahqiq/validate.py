"""The verb validate: files judged by grammar, by rules, and against each other.

In: paths, or a project. Out: findings, sorted, and the files that could not be read, as errors. A
broken file never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tahqiq import references, schemas, tei
from tahqiq.errors import Place, SourceError, TahqiqError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Severity, sort_findings
from tahqiq.project import Project, find

# What the rules of an edition's own schema say of a place is not said a second time.
_SAID_BY_RULES = {"TQ001": "TQ101", "TQ003": "TQ118"}


@dataclass(slots=True)
class Verdict:
    """What validation found: findings in the documents, and files that it could not judge."""

    findings: list[Finding] = field(default_factory=list)
    failures: list[TahqiqError] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 for no errors, 1 for findings that are errors, 2 for files not judged."""
        if self.failures:
            return 2
        return 1 if any(one.severity == Severity.ERROR for one in self.findings) else 0


def check_project(project: Project) -> tuple[list[Finding], list[TahqiqError]]:
    """Return the errors of a project's files by its own schema and between them."""
    verdict = _judge([*project.texts, *project.registers], project)
    errors = [one for one in verdict.findings if one.severity == Severity.ERROR]
    return errors, verdict.failures


def validate(paths: Iterable[Path], rng: Path | None = None, sch: Path | None = None) -> Verdict:
    """Return the verdict on files and on the TEI files of folders.

    Without ``rng`` and ``sch`` each file is judged by the schema of the project that it lies in.
    """
    groups: dict[Path, tuple[Project, list[Path]]] = {}
    verdict = Verdict()
    for path in paths:
        try:
            for file in _files(path):
                project = _project_of(file)
                groups.setdefault(project.home, (project, []))[1].append(file)
        except TahqiqError as error:
            verdict.failures.append(error)
    for project, files in groups.values():
        part = _judge(files, project, rng, sch)
        verdict.findings.extend(part.findings)
        verdict.failures.extend(part.failures)
        verdict.files.extend(part.files)
    verdict.findings = sort_findings(verdict.findings)
    return verdict


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.rglob("*.xml"))
        if not found:
            raise SourceError("the folder holds no XML files", place=Place(str(path)))
        return found
    if not path.exists():
        raise SourceError("there is no such file", place=Place(str(path)))
    return [path]


@cache
def _project_of_folder(folder: Path) -> Project:
    return find(folder)


def _project_of(file: Path) -> Project:
    return _project_of_folder(file.resolve().parent)


def _judge(
    files: list[Path], project: Project, rng: Path | None = None, sch: Path | None = None
) -> Verdict:
    verdict = Verdict()
    grammar, rules = rng, sch
    if rng is None and sch is None:
        grammar, rules = project.settings.rng, project.settings.sch
    documents: dict[Path, references.Document] = {}
    for path in files:
        try:
            content = read_bytes(path)
            tree = tei.parse(content, file=str(path))
            documents[path.resolve()] = references.Document(path.resolve(), content, tree)
            verdict.files.append(path)
            if grammar:
                verdict.findings.extend(schemas.by_grammar(grammar, path, content))
            if rules:
                verdict.findings.extend(schemas.by_rules(rules, path, content))
        except TahqiqError as error:
            verdict.failures.append(error)
    said = {(one.code, one.place.file, one.place.line) for one in verdict.findings}
    verdict.findings.extend(
        one
        for one in _between(project, documents)
        if (_SAID_BY_RULES.get(one.code), _as_asked(one, files), one.place.line) not in said
    )
    verdict.findings = sort_findings(verdict.findings)
    return verdict


def _as_asked(finding: Finding, files: list[Path]) -> str:
    """Return a finding's file by the name under which it was asked for."""
    names = {str(path.resolve()): str(path) for path in files}
    return names.get(finding.place.file, finding.place.file)


def _between(project: Project, documents: dict[Path, references.Document]) -> list[Finding]:
    """Return the findings between the files that were asked for, seen with the whole project."""
    asked = set(documents)
    registers = [path.resolve() for path in project.registers]
    everything = dict(documents)
    for path in [*project.texts, *project.registers]:
        if path.resolve() not in everything:
            try:
                content = read_bytes(path)
                tree = tei.parse(content, file=str(path))
            except TahqiqError:
                continue  # it was not asked for; whoever asks for it is told
            everything[path.resolve()] = references.Document(path.resolve(), content, tree)
    whole = everything if project.config else documents
    found = references.check(whole, registers if project.config else [])
    return [one for one in found if Path(one.place.file) in asked]
