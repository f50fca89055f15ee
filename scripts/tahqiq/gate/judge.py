"""One file judged by everything that a plan asks for.

In: a file of a delivery. Out: its verdict. First it is read once as a stream, by its grammar or at
least for well-formedness, with expat's guard against entity bombs; only what passed that is made a
tree for rules and checks.
"""

from __future__ import annotations

import stat
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, cast

from tahqiq import encodings
from tahqiq.deliveries import Item
from tahqiq.deliveries.limits import MB
from tahqiq.deliveries.trouble import trouble
from tahqiq.errors import SchemaError, SourceError, SyntaxFault, TahqiqError, TransformError
from tahqiq.files import reason, sha256, sha256_of
from tahqiq.findings import Finding, Message, Place, Severity, sort_findings
from tahqiq.gate import schemas
from tahqiq.gate.choice import Choice, choose
from tahqiq.gate.plan import Plan
from tahqiq.gate.prolog import prolog_of
from tahqiq.gate.records import Verdict, digest

_TEI = "{http://www.tei-c.org/ns/1.0}"
_OLD_TEI = ("TEI.2", "teiCorpus.2")
# Larger files are judged as a stream alone: a tree takes ten times their size.
_TREE = 128 * MB
_LARGE = (
    f"it has more than {_TREE // MB} MB",
    f"أكبر من {_TREE // MB} ميغابايت",
)
_PIECE = 1 * MB
_NOT_A_TREE = frozenset({"XML001", "XML002", "XML003", "XML009"})
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
    except SchemaError as error:  # its place is in the schema, not in the file
        verdict.failure = str(error)
    except TahqiqError as error:
        verdict.failure = error.message
    except OSError as error:
        verdict.failure = reason(error)
    verdict.findings = sort_findings(verdict.findings)
    if len(verdict.findings) > plan.limits.findings:
        more = len(verdict.findings) - plan.limits.findings
        verdict.findings[plan.limits.findings :] = [_too_many(item, more)]
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
    verdict.sha256 = sha256(content) if small else sha256_of(item.path)
    prolog = prolog_of(head)
    root = prolog.root
    _identified(head, root, verdict)
    choice = choose(item, prolog, plan)
    verdict.findings.extend(choice.findings)
    verdict.beside.update({str(path): "" for path in choice.absent})
    if not _is_encoded(item, content, verdict):
        return
    _by_grammar(item, content if small else None, choice, plan, verdict)
    broken = any(one.code in _NOT_A_TREE for one in verdict.findings)
    if not broken and _is_other(item, root, choice, plan, verdict):
        return
    if small and not broken:
        try:
            _by_tree(item, content, choice, plan, verdict)
        except SourceError as error:  # well-formed, but more than a tree or Saxon can take
            verdict.findings.append(_unruled(item, choice, error.message, error.message))
    elif not small:
        verdict.findings.append(_unruled(item, choice, *_LARGE))
    after = item.path.stat()
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        verdict.findings.append(trouble("TQ309", item.name))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_PIECE)


def _identified(content: bytes, root: str, verdict: Verdict) -> None:
    from tahqiq.reports import pronom

    verdict.puid = pronom.puid(root) if root else ""
    verdict.misread = pronom.misread(content, root) if root else ""


def _is_encoded(item: Item, content: bytes, verdict: Verdict) -> bool:
    """Return whether a file is in the encoding that it claims, as far as that is told early."""
    try:
        encodings.check_encoding(content, item.name)
    except SourceError as error:
        place, said = error.place or Place(item.name), str(error.message)
        arabic = "الملف ليس بالترميز الذي يعلنه"
        found = Message(f"{said}; {error.hint}" if error.hint else said, arabic)
        verdict.findings.append(Finding("XML002", "unreadable", Severity.ERROR, place, found))
        return False
    claimed = encodings.mislabelled(content)
    if claimed:
        verdict.findings.append(_mislabelled(item, claimed))
    return True


def _mislabelled(item: Item, claimed: str) -> Finding:
    return Finding(
        "XML008", "mislabelled-encoding", Severity.ERROR, Place(item.name, 1, 1),
        Message(
            f"the file says that it is in {claimed}, and its bytes are UTF-8",
            f"يقول الملف إن ترميزه {claimed} وبايتاته بترميز UTF-8",
        ),
        found=claimed,
        hint=Message("write encoding=\"UTF-8\"", "اكتب ‎encoding=\"UTF-8\""),
    )  # fmt: skip


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


def _by_grammar(
    item: Item, content: bytes | None, choice: Choice, plan: Plan, verdict: Verdict
) -> None:
    loaded = schemas.grammar(item, choice, ids=plan.ids)
    if isinstance(loaded, Finding):
        verdict.findings.append(loaded)
        schema = schemas.any_xml()
    else:
        schema = loaded.schema
        verdict.beside.update(loaded.beside)
        if choice.grammar:
            verdict.schemas.append((str(choice.grammar.path), "relaxng", loaded.sha256))
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
    for chosen in choice.rules:
        loaded = schemas.rules(item, choice, chosen, plan.phase)
        if isinstance(loaded, Finding):
            verdict.findings.append(loaded)
            continue
        verdict.schemas.append((str(chosen.path), "schematron", loaded.sha256))
        verdict.beside.update(loaded.beside)
        try:
            found = loaded.schema.validate(content, file=str(item.path))
            verdict.beside.update(loaded.schema.beside)
        except TransformError as error:
            verdict.findings.append(schemas.stopped(item, chosen, error))
            continue
        verdict.findings.extend(_named(one, item) for one in found)
    if not plan.checks:
        return
    from tahqiq import checks
    from tahqiq.gate.pointers import inspect

    said = {(one.code, one.place.line) for one in verdict.findings}
    found = checks.check(
        content, file=str(item.path), read=partial(_beside, item, choice.folders(item), verdict)
    )
    verdict.findings.extend(
        _named(one, item) for one in found if (_SAID.get(one.code), one.place.line) not in said
    )
    inspect(item, content, choice, verdict, xinclude=plan.xinclude)


def _beside(item: Item, reads: list[Path], verdict: Verdict, target: str) -> str | None:
    """Return the text of a file that belongs to the delivery."""
    from urllib.parse import unquote

    path = (item.path.parent / unquote(target)).resolve()
    if not any(path.is_relative_to(root.resolve()) for root in reads):
        return None
    verdict.beside[str(path)] = digest(path)
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


def _unruled(item: Item, choice: Choice, why: str, arabic: str) -> Finding:
    """Return the finding that rules did not judge: where some should have, it is an error."""
    return Finding(
        "TQ342", "too-large-for-rules",
        Severity.ERROR if choice.rules else Severity.WARNING, Place(item.name),
        Message(
            f"judged by its grammar alone, not by rules and checks: {why}",
            f"حُكم عليه بالنحو وحده دون القواعد والفحوص: {arabic}",
        ),
    )  # fmt: skip


def _too_many(item: Item, more: int) -> Finding:
    return Finding(
        "TQ344", "too-many-findings", Severity.ERROR, Place(item.name),
        Message(f"{more} more findings are not listed", f"لم تُسرد {more} ملاحظة أخرى"),
        hint=Message("list more with --max-per-file", "زد العدد بالخيار ‎--max-per-file"),
    )  # fmt: skip
