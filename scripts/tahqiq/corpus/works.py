"""The work on one document: small functions of a task, the same in every place.

In: a task, which is plain values. Out: an answer, which is plain values, and files in the folder
that the task names. Nothing here knows of other documents, or of where it runs.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from tahqiq import tei
from tahqiq.corpus import answers, inputs
from tahqiq.corpus.answers import Answer
from tahqiq.deliveries import Item
from tahqiq.errors import SourceError, TahqiqError
from tahqiq.files import sha256
from tahqiq.gate import Plan
from tahqiq.gate.judge import judge
from tahqiq.gate.prolog import prolog_of
from tahqiq.gate.records import Verdict, digest
from tahqiq.press import manifest

KINDS = ("validate", "build", "export", "index")
_PROLOG = 1024 * 1024
_ROOTS = tuple(f"{{{tei.TEI_NS}}}{name}" for name in ("TEI", "teiCorpus"))
FORMATS = ("text", "tei", "markdown", "openiti", "html", "epub", "docx", "pdf")


@dataclass(frozen=True, slots=True)
class Work:
    """What is done to every document: a kind, the plan that judges, and choices of a build.

    ``registers`` are TEI files whose records the texts refer to, ``lang`` is the language of the
    findings. Files are named as every process of the run finds them.
    """

    kind: str
    plan: Plan
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("ar", "en")
    lenient: bool = False
    registers: tuple[str, ...] = ()
    lang: str = "en"

    def to_json(self) -> str:
        """Return the work as a line of JSON."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "plan"}
        return json.dumps({**values, "plan": json.loads(self.plan.to_json())}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Work:
        """Return the work that a line of JSON says."""
        values: dict[str, Any] = json.loads(text)
        plan = Plan.from_json(json.dumps(values.pop("plan")))
        lists = {name: tuple(values.pop(name)) for name in ("formats", "languages", "registers")}
        return cls(**{**values, **lists, "plan": plan})

    def key(self) -> str:
        """Return what tells this work from any other: program, schemas, stylesheets, choices."""
        values = [self.plan.key(), *(getattr(self, n) for n in self.__slots__ if n != "plan")]
        files = [Path(one) for one in self.registers]
        return manifest.files_key(files, inputs.program(), *values)


def answer(item: Item, plan: Plan, task: dict[str, Any]) -> Answer:
    """Return what became of a document: a verdict, facts, and the files that were made.

    A document whose content is as ``known`` says was done before, and is not done again.
    """
    began = time.perf_counter()
    if task["known"] and task["known"] == digest(item.path):
        return {"same": task["known"]}
    try:
        kind = task["work"]["kind"]
        if kind in ("build", "export") and not _is_tei(item.path):
            made = answers.judged(
                [], lang="", sha256=digest(item.path), size=item.path.stat().st_size,
                skipped="not-tei",
            )  # fmt: skip
        else:
            made = _KINDS[kind](item, plan, task)
    except TahqiqError as error:
        made = answers.failed(error.message, item.path.stat().st_size, digest(item.path))
    made["seconds"] = round(time.perf_counter() - began, 4)
    return made


def _is_tei(path: Path) -> bool:
    """Return whether a file is TEI, or so broken that what reads it has to say so."""
    with path.open("rb") as file:
        root = prolog_of(file.read(_PROLOG)).root
    return not root or root in _ROOTS


def _validated(item: Item, plan: Plan, task: dict[str, Any]) -> Answer:
    return _judged(item, plan, task, judge(item, plan))


def _judged(item: Item, plan: Plan, task: dict[str, Any], verdict: Verdict, **more: Any) -> Answer:
    """Return of a verdict what a corpus keeps: what does not depend on where the file lay."""
    made = answers.judged(
        verdict.findings, lang=task["work"]["lang"], sha256=verdict.sha256, size=verdict.size,
        failure=verdict.failure, skipped=verdict.skipped, puid=verdict.puid, **more,
    )  # fmt: skip
    made["beside"] = inputs.beside(item, plan, verdict)
    return made


def _indexed(item: Item, plan: Plan, task: dict[str, Any]) -> Answer:
    from tahqiq.corpus import facts

    verdict = judge(item, plan)
    rows: dict[str, Any] = {}
    if not verdict.failure and not verdict.skipped:
        with contextlib.suppress(SourceError):  # the verdict says why it is no tree
            rows = facts.of_file(item)
    rows["findings"] = [facts.of_finding(one) for one in verdict.findings]
    return _judged(item, plan, task, verdict, facts=rows)


def _built(item: Item, plan: Plan, task: dict[str, Any]) -> Answer:
    """Make a small edition of a document alone, in a folder of its own."""
    from tahqiq.building.production import Production
    from tahqiq.building.report import Report
    from tahqiq.project import Project, Settings

    work, spool = task["work"], Path(task["spool"])
    home = spool / "source"
    _lay_texts(home / "texts", item)
    for register in work["registers"]:
        _laid(home / "registers", Path(register)).symlink_to(register)
    settings = Settings(languages=tuple(work["languages"]), formats=tuple(work["formats"]))
    report = Report()
    project = Project(spool, home, settings, None)
    production = Production(
        project, work["lenient"], report, lambda _: None, checked=False, program=inputs.program()
    )
    files: dict[str, bytes] = {}
    for name in work["formats"]:
        files.update(production.make(name, spool, {}).outputs)
    return answers.made(
        [_spooled(spool, f"{item.name}/{name}", files[name]) for name in sorted(files)],
        sha256=digest(item.path),
        size=item.path.stat().st_size,
        failure="; ".join(one.message for one in report.failures),
        warnings=sorted(set(report.warnings)),
    )


def _lay_texts(folder: Path, item: Item) -> None:
    """Lay a document into a folder of texts; of a corpus each text that it holds."""
    with item.path.open("rb") as file:
        root = prolog_of(file.read(_PROLOG)).root
    if root != _ROOTS[1]:
        _laid(folder, Path(item.name)).symlink_to(item.path.resolve())
        return
    tree = tei.parse(item.path, file=item.name)
    for number, text in enumerate(tree.iterfind(".//t:TEI", tei.NS), 1):
        name = text.get(tei.XML_ID) or f"{PurePosixPath(item.name).stem}-{number:03}"
        _laid(folder, Path(f"{name}.xml")).write_bytes(tei.serialize(etree.ElementTree(text)))


def _laid(folder: Path, name: Path) -> Path:
    """Return where a file lies in a folder of an edition, which takes XML by its ending."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name.stem}.xml"


def _exported(item: Item, plan: Plan, task: dict[str, Any]) -> Answer:
    """Write what a document names as data, as ``tahqiq export`` does for an edition of it alone."""
    from tahqiq.citation.targets import Citables
    from tahqiq.export import export

    work, spool = task["work"], Path(task["spool"])
    citables = Citables(item.path, [Path(one) for one in work["registers"]])
    files = export(citables, tuple(work["formats"])).files
    del files["README.md"]  # which tells what the documentation of a corpus tells
    return answers.made(
        [_spooled(spool, f"{item.name}/{name}", files[name]) for name in sorted(files)],
        sha256=digest(item.path),
        size=item.path.stat().st_size,
    )


def _spooled(spool: Path, name: str, content: bytes) -> list[Any]:
    """Write a file where whoever asked will take it away; return its name, hash, size and path."""
    made = sha256(content)
    path = spool / "made" / made
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return [name, made, len(content), str(path)]


_KINDS: dict[str, Callable[[Item, Plan, dict[str, Any]], Answer]] = {
    "validate": _validated, "build": _built, "export": _exported, "index": _indexed,
}  # fmt: skip


def task_of(work: Work) -> dict[str, Any]:
    """Return what a task says of its work, besides the plan that its process has."""
    made = asdict(work)
    del made["plan"]
    return made
