"""By which schemas one file is judged, and whether what names them may.

In: a file of a delivery and a plan. Out: paths of schemas, or findings. Order: options, then the
file's own ``xml-model``, then the ``edition.toml`` above it, then the default. Nothing is fetched.
A schema that the delivery itself names must lie in it or below the folder where the command runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tahqiq.deliveries import Item
from tahqiq.errors import ProjectError
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.gate.plan import Plan
from tahqiq.project import Project, find

_MODEL = re.compile(rb"<\?xml-model\s+(.*?)\?>", re.S)
_PSEUDO = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
# Where instructions before the root element end in any file that a person wrote.
_PROLOG = 16_384


@dataclass(slots=True)
class Choice:
    """The schemas of one file; ``project`` is the edition that it belongs to."""

    grammar: Path | None = None
    rules: list[Path] = field(default_factory=list)
    project: Project | None = None
    findings: list[Finding] = field(default_factory=list)


def choose(item: Item, prolog: bytes, plan: Plan) -> Choice:
    """Return by what a file is judged; ``prolog`` are its first bytes."""
    made = Choice(project=None if item.packed else _project(item.path.resolve().parent))
    if plan.grammar or plan.rules:
        made.grammar = Path(plan.grammar) if plan.grammar else None
        made.rules = [Path(plan.rules)] if plan.rules else []
        return made
    _by_model(item, prolog[:_PROLOG], made)
    if made.grammar is None and not made.rules and made.project is not None:
        _by_project(item, made)
    if made.grammar is None and not made.rules and plan.default_grammar:
        made.grammar = Path(plan.default_grammar)
    return made


def _by_model(item: Item, prolog: bytes, made: Choice) -> None:
    """Take the schemas that the file's own instructions name."""
    for found in _MODEL.finditer(prolog):
        values = {
            name: one or other
            for name, one, other in _PSEUDO.findall(found[1].decode("utf-8", "replace"))
        }
        href = values.get("href", "")
        line = prolog[: found.start()].count(b"\n") + 1
        path = _local(item, href)
        if path is None:
            made.findings.append(_refused(item, href, line))
        elif values.get("schematypens") == _SCHEMATRON or path.suffix == ".sch":
            made.rules.append(path)
        elif made.grammar is None and path.suffix in (".rng", ".rnc"):
            made.grammar = path


def _local(item: Item, href: str) -> Path | None:
    """Return the file that an address means, if the delivery may name it."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = (item.path.parent / unquote(parts.path)).resolve()
    return path if path.is_file() and _may(item, path) else None


def _may(item: Item, path: Path) -> bool:
    return path.is_relative_to(item.root) or (
        not item.packed and path.is_relative_to(Path.cwd().resolve())
    )


def _by_project(item: Item, made: Choice) -> None:
    project = made.project
    if project is None or project.config is None:
        return
    # An edition.toml above the delivery is the user's own; one within it is the stranger's.
    own = not project.config.resolve().is_relative_to(item.root)
    for path in (project.settings.rng, project.settings.sch):
        if path is None:
            continue
        if not own and not _may(item, path):
            made.findings.append(_refused(item, str(path), 0))
        elif path == project.settings.rng:
            made.grammar = path
        else:
            made.rules.append(path)


@cache
def _project(folder: Path) -> Project | None:
    try:
        found = find(folder)
    except ProjectError:
        return None
    return found if found.config else None


def _refused(item: Item, href: str, line: int) -> Finding:
    return Finding(
        "TQ341", "schema-refused", Severity.WARNING, Place(item.name, line, 1 if line else 0),
        Message(
            f"the schema '{href}' is not used: it is not a file of the delivery",
            f"لا يُستعمل المخطط «{href}» لأنه ليس من ملفات التسليم",
        ),
        found=href,
        hint=Message("name the schema with --schema", "اذكر المخطط بالخيار ‎--schema"),
    )  # fmt: skip
