"""The schemas that judge, loaded once in a process, and how far each is trusted.

In: a schema as it was chosen. Out: what judges, with its SHA-256. One that the delivery named
itself includes and reads only files of the delivery, and is a finding (TQ343) where it is broken;
one that the user named may include any local file, and stops the file with an error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from tahqiq.deliveries import Item
from tahqiq.errors import SchemaError, TahqiqError, TransformError
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.gate.choice import Choice, Schema
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import digest
from tahqiq.relaxng import Schema as Grammar

if TYPE_CHECKING:
    from tahqiq.schematron import Schematron

_ANY = b"start = any any = element * { (attribute * { text } | text | any)* }"


@cache
def any_xml() -> Grammar:
    """Return the grammar that takes any well-formed file."""
    return Grammar.load(_ANY, compact=True)


Kind = TypeVar("Kind")


class Loaded(NamedTuple, Generic[Kind]):
    """A schema with its SHA-256; ``beside`` are those of the files that it includes, by path."""

    schema: Kind
    sha256: str
    beside: Mapping[str, str]


def prepare(plan: Plan) -> None:
    """Load the grammar that a plan names, if it can be."""
    if plan.grammar:
        with contextlib.suppress(TahqiqError, OSError):
            _grammar(Path(plan.grammar), None, plan.ids)


def grammar(item: Item, choice: Choice, *, ids: bool) -> Loaded[Grammar] | Finding:
    """Return the grammar of a file, or the finding that it is broken.

    Without ``ids`` it may contradict itself about which attributes are ids.
    """
    chosen = choice.grammar
    if chosen is None:
        return Loaded(any_xml(), "", {})
    try:
        return _grammar(chosen.path, _within(chosen, item, choice), ids)
    except SchemaError as error:
        if chosen.strange:
            return _broken(item, chosen, error)
        raise


def rules(item: Item, choice: Choice, chosen: Schema, phase: str) -> Loaded[Schematron] | Finding:
    """Return rules, or the finding that they are broken."""
    reads = tuple(choice.folders(item))
    # The phase that an instruction names holds unless the user asks for another.
    asked = chosen.phase if phase == "#DEFAULT" and chosen.phase else phase
    try:
        return _rules(chosen.path, asked, reads, _within(chosen, item, choice))
    except SchemaError as error:
        if chosen.strange:
            return _broken(item, chosen, error)
        raise


def _within(chosen: Schema, item: Item, choice: Choice) -> tuple[Path, ...] | None:
    """Return the folders whose files a schema may include; None allows every local file.

    Beside a schema from a folder that the plan trusts lies what it includes.
    """
    if not chosen.strange:
        return None
    own = () if chosen.path.is_relative_to(item.root) else (chosen.path.parent,)
    return (*choice.folders(item), *own)


@cache
def _grammar(path: Path, within: tuple[Path, ...] | None, ids: bool) -> Loaded[Grammar]:
    made = Grammar.load(path, within=within, check_ids=ids)
    return Loaded(made, made.sha256, _digests(made.included))


@cache
def _rules(
    path: Path, phase: str, reads: tuple[Path, ...], within: tuple[Path, ...] | None
) -> Loaded[Schematron]:
    from tahqiq.schematron import Schematron

    made = Schematron.load(path, phase=phase, reads=reads, within=within)
    return Loaded(made, digest(path), _digests(made.included))


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): digest(path) for path in paths}


def stopped(item: Item, chosen: Schema, error: TransformError) -> Finding:
    """Return the finding that rules stopped with an error; raise it where they are the user's."""
    if not chosen.strange:
        raise error
    return _broken(item, chosen, error)


def _broken(item: Item, chosen: Schema, error: TahqiqError) -> Finding:
    name = chosen.path.name
    return Finding(
        "TQ343", "schema-broken", Severity.ERROR, Place(item.name),
        Message(
            f"the schema {name} that the file names cannot be used: {error.message}",
            f"تعذر استعمال المخطط {name} الذي يسميه الملف: {error.message}",
        ),
        found=name,
        hint=Message(
            "name another with --schema or --rules", "سمِّ غيره بالخيار ‎--schema أو ‎--rules"
        ),
    )  # fmt: skip
