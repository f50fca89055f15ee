"""By which schemas one file is judged, and whether what names them may.

In: a file of a delivery and a plan. Out: schemas, or findings. Order: options, then the file's own
``xml-model``, then the ``edition.toml`` above it, then the default. Nothing is fetched. A schema
that a file names must lie in its delivery, or in a folder that the plan trusts. So must one that an
``edition.toml`` names, or lie below it, unless it is the user's own: that of the edition in which
the command runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tahqiq.deliveries import Item
from tahqiq.editions import settings_above
from tahqiq.errors import ProjectError
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.gate.plan import Plan
from tahqiq.gate.prolog import Model, Prolog, prolog_of

if TYPE_CHECKING:
    from tahqiq.project import Project

_SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
_RELAXNG = "http://relaxng.org/ns/structure/1.0"
_COMPACT = "application/relax-ng-compact-syntax"


class Schema(NamedTuple):
    """A schema; ``strange`` says that the delivery named it, so that it is not to be trusted."""

    path: Path
    phase: str = ""
    strange: bool = False


@dataclass(slots=True)
class Choice:
    """The schemas of one file; ``project`` is the edition that it belongs to.

    ``absent`` are files that it names as its schemas and that are not there; ``apart`` is the
    plan's.
    """

    grammar: Schema | None = None
    rules: list[Schema] = field(default_factory=list)
    project: Project | None = None
    findings: list[Finding] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)
    apart: tuple[str, ...] = ()

    def folders(self, item: Item) -> list[Path]:
        """Return the folders whose files belong to the same delivery or edition."""
        return [item.root, *([self.project.home.resolve()] if self.project else [])]


def choose(item: Item, prolog: bytes | Prolog, plan: Plan) -> Choice:
    """Return by what a file is judged; ``prolog`` is what stands first in it."""
    made = Choice(project=_project_of(item), apart=plan.apart)
    if plan.grammar or plan.rules:
        made.grammar = Schema(Path(plan.grammar)) if plan.grammar else None
        made.rules = [Schema(Path(plan.rules))] if plan.rules else []
        return made
    before = prolog_of(prolog) if isinstance(prolog, bytes) else prolog
    for model in before.models:
        _by_model(item, model, plan, made)
    if made.grammar is None and not made.rules and made.project is not None:
        _by_project(item, plan, made)
    if made.grammar is None and not made.rules and plan.default_grammar:
        made.grammar = Schema(Path(plan.default_grammar))
    return made


def _by_model(item: Item, model: Model, plan: Plan, made: Choice) -> None:
    """Take the schema that an instruction of the file names."""
    href, language = model.values.get("href", ""), model.values.get("schematypens", "")
    path = _local(item, href, plan, made.project)
    if path is not None and not path.is_file():
        made.absent.append(path)
        path = None
    if path is None:
        made.findings.append(_refused(item, href, model.line))
    elif language == _SCHEMATRON or (not language and path.suffix == ".sch"):
        made.rules.append(Schema(path, model.values.get("phase", ""), True))
    elif made.grammar is None and (
        language == _RELAXNG
        or model.values.get("type") == _COMPACT
        or path.suffix in (".rng", ".rnc")
    ):
        made.grammar = Schema(path, strange=True)


def _local(item: Item, href: str, plan: Plan, project: Project | None) -> Path | None:
    """Return the file that an address means, if the delivery may name it."""
    from urllib.parse import unquote, urlsplit  # few files name a schema

    try:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = (item.path.parent / unquote(parts.path)).resolve()
        may = _may(item, path, plan) or path in _of_project(project, plan)
        path.is_file()  # raises for what is no name of a file
        return path if may else None
    except (OSError, ValueError):  # no name that a file can have
        return None


def _may(item: Item, path: Path, plan: Plan) -> bool:
    path = path.resolve()
    return any(path.is_relative_to(folder) for folder in (item.root, *map(Path, plan.trusted)))


def _by_project(item: Item, plan: Plan, made: Choice) -> None:
    project = made.project
    if project is None or project.config is None:
        return
    strange = not _is_own(project, plan)
    for path in (project.settings.rng, project.settings.sch):
        if path is None:
            continue
        if path.resolve() not in _of_project(project, plan) and not _may(item, path, plan):
            made.findings.append(_refused(item, str(path), 0))
        elif path == project.settings.rng:
            made.grammar = Schema(path, strange=strange)
        else:
            made.rules.append(Schema(path, strange=strange))


def _of_project(project: Project | None, plan: Plan) -> list[Path]:
    """Return the schemas of an edition, as far as it may name them: a stranger's, below it."""
    if project is None or project.config is None:
        return []
    own, home = _is_own(project, plan), project.home.resolve()
    named = [path.resolve() for path in (project.settings.rng, project.settings.sch) if path]
    return [path for path in named if own or path.is_relative_to(home)]


def _is_own(project: Project, plan: Plan) -> bool:
    """Return whether an edition is the user's, and not one that came with a delivery."""
    return project.config is not None and str(project.config.resolve()) == plan.own


def _project_of(item: Item) -> Project | None:
    found = _project(item.path.resolve().parent)
    if found is None or found.config is None:
        return None
    # What lies above the folder that an archive was unpacked to is not the delivery's.
    is_own = found.config.resolve().is_relative_to(item.root)
    return found if is_own or not item.packed else None


@cache
def _project(folder: Path) -> Project | None:
    if settings_above(folder) is None:
        return None
    from tahqiq.project import find  # reads TOML, which few deliveries have

    try:
        return find(folder)
    except ProjectError:
        return None


def _refused(item: Item, href: str, line: int) -> Finding:
    return Finding(
        "TQ341", "schema-refused", Severity.WARNING, Place(item.name, line, 1 if line else 0),
        Message(
            f"the schema '{href}' is not used: it is not a file of the delivery",
            f"لا يُستعمل المخطط «{href}» لأنه ليس من ملفات التسليم",
        ),
        found=href,
        hint=Message(
            "name a schema with --schema and --rules, or its folder with --schemas-from",
            "اذكر المخطط بالخيار ‎--schema أو ‎--rules، أو مجلده بالخيار ‎--schemas-from",
        ),
    )  # fmt: skip
