"""One file judged by everything that a plan asks for.

In: a file of a delivery. Out: its verdict. First it is read once as a stream, by its grammar or at
least for well-formedness, with expat's guard against entity bombs; only what passed that is made a
tree for rules and checks.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import unquote

from tahqiq import tei
from tahqiq.deliveries import Item
from tahqiq.deliveries.limits import MB
from tahqiq.deliveries.trouble import trouble
from tahqiq.errors import SourceError, SyntaxFault, TahqiqError
from tahqiq.files import reason, sha256
from tahqiq.findings import Finding, Message, Place, Severity, sort_findings
from tahqiq.gate.choice import Choice, choose
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import Verdict
from tahqiq.relaxng import Schema

_TEI = "{http://www.tei-c.org/ns/1.0}"
_OLD_TEI = ("TEI.2", "teiCorpus.2")
# Larger files are judged as a stream alone: a tree takes ten times their size.
_TREE = 128 * MB
_PIECE = 1 * MB
_ANY = b"start = any any = element * { (attribute * { text } | text | any)* }"
_NOT_A_TREE = frozenset({"XML001", "XML002", "XML003"})
# What the rules of an edition's own schema say of a line is not said again.
_SAID = {
    "TQ222": "TQ110",
    "TQ223": "TQ111",
    "TQ224": "TQ107",
    "TQ231": "TQ113",
    "TQ232": "TQ114",
    "TQ401": "TQ119",
    "TQ402": "TQ123",
}


def judge(item: Item, plan: Plan) -> Verdict:
    """Return the verdict on a file; what is wrong with it never raises."""
    verdict = Verdict()
    try:
        _judged(item, plan, verdict)
    except SyntaxFault as error:
        verdict.findings.append(_ill_formed(item, error))
    except TahqiqError as error:
        verdict.failure = error.message
    except OSError as error:
        verdict.failure = reason(error)
    verdict.findings = sort_findings(verdict.findings)
    return verdict


def _ill_formed(item: Item, error: SyntaxFault) -> Finding:
    place = replace(error.place or Place(""), file=item.name)
    said = Message(error.message, f"بناء XML غير سليم: {error.message}")
    return Finding("XML001", "not-well-formed", Severity.ERROR, place, said)


def _judged(item: Item, plan: Plan, verdict: Verdict) -> None:
    before = item.path.stat()
    if not stat.S_ISREG(before.st_mode):
        raise SourceError("it is not a regular file")
    verdict.size = before.st_size
    if before.st_size > plan.limits.file_size:
        why = f"it has more than {plan.limits.file_size // MB} MB"
        verdict.findings.append(trouble("TQ306", item.name, why))
        return
    small = before.st_size <= _TREE
    content = item.path.read_bytes() if small else b""
    head = content if small else _head(item.path)
    verdict.sha256 = sha256(content) if small else _digest(item.path)
    root = _root_name(head)
    _identified(head, root, verdict)
    choice = choose(item, head, plan)
    verdict.findings.extend(choice.findings)
    if not _is_encoded(item, content, verdict):
        return
    _by_grammar(item, content if small else None, choice, plan, verdict)
    broken = any(one.code in _NOT_A_TREE for one in verdict.findings)
    if not broken and _is_other(item, root, choice, plan, verdict):
        return
    if small and not broken:
        _by_tree(item, content, choice, plan, verdict)
    elif not small:
        verdict.findings.append(_too_large(item))
    after = item.path.stat()
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        verdict.findings.append(trouble("TQ309", item.name))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_PIECE)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _identified(content: bytes, root: str, verdict: Verdict) -> None:
    from tahqiq.reports import pronom

    verdict.puid = pronom.puid(root) if root else ""
    verdict.misread = pronom.misread(content, root) if root else ""


class _FoundError(Exception):
    """The root element was reached."""


def _root_name(content: bytes) -> str:
    """Return the name of a document's root as ``{ns}local``, or nothing where there is none."""
    from xml.parsers import expat

    names: list[str] = []

    def start(name: str, _: list[str]) -> None:
        names.append(name)
        raise _FoundError

    parser = expat.ParserCreate(namespace_separator="}")
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    with contextlib.suppress(_FoundError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(content[:_PIECE], False)
    if not names:
        return ""
    return f"{{{names[0]}" if "}" in names[0] else names[0]


def _is_encoded(item: Item, content: bytes, verdict: Verdict) -> bool:
    """Return whether a file is in the encoding that it claims, as far as that is told early."""
    try:
        tei.check_encoding(content, item.name)
    except SourceError as error:
        place, said = error.place or Place(item.name), str(error.message)
        arabic = "الملف ليس بالترميز الذي يعلنه"
        found = Message(f"{said}; {error.hint}" if error.hint else said, arabic)
        verdict.findings.append(Finding("XML002", "unreadable", Severity.ERROR, place, found))
        return False
    return True


def _is_other(item: Item, root: str, choice: Choice, plan: Plan, verdict: Verdict) -> bool:
    """Return whether a file is XML of another kind that no option asks to judge."""
    is_tei = root.startswith(_TEI) or root in _OLD_TEI
    if is_tei or not root or plan.grammar or plan.rules or choice.grammar or choice.rules:
        return False
    if plan.others == "refuse":
        verdict.findings = [trouble("TQ311", item.name, f"<{root.rpartition('}')[2]}>")]
    else:
        verdict.findings = []
        verdict.skipped = "not-tei"
    return True


@cache
def grammar(path: Path | None) -> tuple[Schema, str]:
    """Return a grammar with its SHA-256, compiled once in a process; None takes any XML."""
    if path is None:
        return Schema.load(_ANY, compact=True), ""
    return Schema.load(path), sha256(path.read_bytes())


@cache
def _rules(path: Path, phase: str, reads: tuple[Path, ...]) -> tuple[Any, str]:
    from tahqiq.schematron import Schematron

    return Schematron.load(path, phase=phase, reads=reads), sha256(path.read_bytes())


def _by_grammar(
    item: Item, content: bytes | None, choice: Choice, plan: Plan, verdict: Verdict
) -> None:
    schema, digest = grammar(choice.grammar)
    if choice.grammar:
        verdict.schemas.append((str(choice.grammar), "relaxng", digest))
    elif not choice.rules:
        verdict.findings.append(_no_schema(item))
    way = cast(Literal["judge", "resolve", "report"], plan.xinclude)
    verdict.findings.extend(
        _named(one, item)
        for one in schema.validate(
            item.path if content is None else content,
            file=str(item.path), check_ids=plan.ids, xinclude=way, within=item.root,
        )
    )  # fmt: skip


def _by_tree(item: Item, content: bytes, choice: Choice, plan: Plan, verdict: Verdict) -> None:
    """Judge a file by rules and by checks, which want its tree."""
    reads = [item.root]
    if choice.project is not None:
        reads.append(choice.project.home)
    for path in choice.rules:
        schema, digest = _rules(path, plan.phase, tuple(reads))
        verdict.schemas.append((str(path), "schematron", digest))
        found = schema.validate(content, file=str(item.path))
        verdict.findings.extend(_named(one, item) for one in found)
    if not plan.checks:
        return
    from tahqiq import checks
    from tahqiq.gate.pointers import inspect

    said = {(one.code, one.place.line) for one in verdict.findings}
    found = checks.check(content, file=str(item.path), read=partial(_beside, item, reads))
    verdict.findings.extend(
        _named(one, item) for one in found if (_SAID.get(one.code), one.place.line) not in said
    )
    inspect(item, content, choice, verdict)


def _beside(item: Item, reads: list[Path], target: str) -> str | None:
    """Return the text of a file that belongs to the delivery."""
    path = (item.path.parent / unquote(target)).resolve()
    if not any(path.is_relative_to(root.resolve()) for root in reads) or not path.is_file():
        return None
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeError):
        return None


def _named(finding: Finding, item: Item) -> Finding:
    """Return a finding with the name under which its file was delivered."""
    place, own = finding.place, str(item.path)
    if item.name == own:
        return finding

    def named(one: Place) -> Place:
        return replace(one, file=item.name) if one.file == own else one

    return replace(
        finding, place=named(place), related=tuple(named(one) for one in finding.related)
    )


def _no_schema(item: Item) -> Finding:
    return Finding(
        "TQ340", "no-schema", Severity.INFO, Place(item.name),
        Message(
            "no schema is named for this file: it was only read and checked",
            "لم يُسمَّ مخطط لهذا الملف فاقتُصر على قراءته وفحصه",
        ),
        hint=Message("name one with --schema", "سمِّ مخططًا بالخيار ‎--schema"),
    )  # fmt: skip


def _too_large(item: Item) -> Finding:
    return Finding(
        "TQ342", "too-large-for-rules", Severity.WARNING, Place(item.name),
        Message(
            f"more than {_TREE // MB} MB: judged by its grammar alone, not by rules and checks",
            f"أكبر من {_TREE // MB} ميغابايت: حُكم عليه بالنحو وحده دون القواعد والفحوص",
        ),
    )  # fmt: skip
