"""Quick fixes of a file's rules, computed where files of strangers are read: in a worker.

In: a file of a delivery and a plan. Out: fixes, also as plain values for a pipe.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from tahqiq.deliveries import Item
from tahqiq.errors import SchemaError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message
from tahqiq.gate import schemas
from tahqiq.gate.choice import choose
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import finding_of, finding_record
from tahqiq.schematron.fixes import Edit, Fix
from tahqiq.tei import parse


def fixes_of(item: Item, plan: Plan) -> list[Fix]:
    """Return the fixes that the rules of a file offer.

    Raise SchemaError where rules are broken, SourceError where the file is, though it has no rules.
    """
    content = read_bytes(item.path)
    choice = choose(item, content, plan)
    found: list[Fix] = []
    if not choice.rules:
        parse(content, file=str(item.path))
    for chosen in choice.rules:
        loaded = schemas.rules(item, choice, chosen, plan.phase)
        if isinstance(loaded, Finding):
            raise SchemaError(loaded.message.en)
        found.extend(loaded.schema.fixes(content, file=str(item.path)))
    return found


def fix_record(fix: Fix) -> list[Any]:
    """Return a fix as a list."""
    edits = [[one.start, one.end, b64encode(one.content).decode()] for one in fix.edits]
    return [fix.id, [fix.title.en, fix.title.ar], finding_record(fix.finding), edits]


def fix_of(record: list[Any]) -> Fix:
    """Return the fix that a list says."""
    name, title, finding, edits = record
    made = tuple(Edit(int(start), int(end), b64decode(text)) for start, end, text in edits)
    return Fix(str(name), Message(*title), finding_of(finding), made)
