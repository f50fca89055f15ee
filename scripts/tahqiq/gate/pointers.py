"""What a file says of other files: its pointers, and in an edition its ids and records.

In: a file's bytes. Out: findings on what leads nowhere within the file, and in the verdict what
only the whole delivery can decide.
"""

from __future__ import annotations

from pathlib import Path

from tahqiq import references, tei
from tahqiq.deliveries import Item
from tahqiq.findings import Place
from tahqiq.gate.choice import Choice
from tahqiq.gate.records import Verdict
from tahqiq.tei import NS, XML_ID, local_name

# What the rules of an edition's own schema, or its grammar, say of a place is not said again.
_SAID = {"TQ001": "TQ101", "TQ002": "RNG010", "TQ003": "TQ118"}


def inspect(item: Item, content: bytes, choice: Choice, verdict: Verdict) -> None:
    """Find the faults within a file, and note what leads out of it."""
    path = item.path.resolve()
    document = references.Document(path, content, tei.parse(content, file=item.name), item.name)
    lines = {(one.code, one.place.line) for one in verdict.findings}
    found = [*references.twins(document), *references.lost_within(document)]
    verdict.findings.extend(
        one for one in found if (_SAID.get(one.code), one.place.line) not in lines
    )
    verdict.pointers = [
        # Of pointers within the file it only counts that they are there.
        (str(target), name, [] if target == path else where)
        for (target, name), where in references.leading_out(document).items()
        if target != path or choice.project is not None
    ]
    if choice.project is not None:
        verdict.project = str(choice.project.home)
        verdict.ids = sorted(document.ids)
        verdict.records = [
            record.get(XML_ID, "")
            for record in document.tree.iterfind(".//t:standOff/*/*", NS)
            if record.get(XML_ID) and local_name(record) in references.RECORDS
        ]


def ids_of(path: Path) -> set[str]:
    """Return the ids of a file that was pointed to."""
    tree = tei.parse(path)
    return {element.get(XML_ID, "") for element in tree.iter("{*}*") if element.get(XML_ID)}


def places_of(item: Item, numbers: list[int], ids: list[str]) -> list[tuple[Place, str]]:
    """Return places and names of elements, by number in the document (from 0), then by id."""
    content = item.path.read_bytes()
    tree = tei.parse(content, file=item.name)
    document = references.Document(item.path, content, tree, item.name)
    elements = [document.elements[number] for number in numbers]
    elements += [document.ids[name] for name in ids]
    return [(document.locator.element(one), local_name(one)) for one in elements]
