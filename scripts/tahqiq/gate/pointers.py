"""What a file says of other files: its pointers, and in an edition its ids and records.

In: a file's bytes. Out: findings on what leads nowhere within the file, and in the verdict what
only the whole delivery can decide.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import unquote

from tahqiq import tei
from tahqiq.deliveries import Item
from tahqiq.errors import TahqiqError
from tahqiq.findings import Place
from tahqiq.gate import references
from tahqiq.gate.apart import lies_apart
from tahqiq.gate.choice import Choice
from tahqiq.gate.records import Verdict, digest
from tahqiq.relaxng.xinclude import XINCLUDE
from tahqiq.tei import NS, XML_ID, local_name

# What the rules of an edition's own schema, or its grammar, say of a place is not said again.
_SAID = {"TQ001": "TQ101", "TQ002": "RNG010", "TQ003": "TQ118"}


def inspect(
    item: Item, content: bytes, choice: Choice, verdict: Verdict, *, xinclude: str = "judge"
) -> None:
    """Find the faults within a file, and note what leads out of it.

    With ``xinclude`` ``resolve`` what the file includes from its delivery counts as its own.
    """
    path = item.path.resolve()
    document = references.Document(path, content, tei.parse(content, file=item.name), item.name)
    lines = {(one.code, one.place.line) for one in verdict.findings}
    said = len(verdict.findings)
    included, is_whole = _included(document, choice.folders(item), xinclude, verdict)
    verdict.findings += references.twins(document)
    verdict.findings += references.lost_within(document, included, is_whole=is_whole)
    _lead_out(item, document, choice, verdict)
    verdict.findings[said:] = [
        one for one in verdict.findings[said:] if (_SAID.get(one.code), one.place.line) not in lines
    ]
    if choice.project is not None:
        verdict.project = str(choice.project.home)
        verdict.ids = sorted(document.ids)
        verdict.records = [
            record.get(XML_ID, "")
            for record in document.tree.iterfind(".//t:standOff/*/*", NS)
            if record.get(XML_ID) and local_name(record) in references.RECORDS
        ]


def _lead_out(item: Item, document: references.Document, choice: Choice, verdict: Verdict) -> None:
    """Report pointers to files that are not there; note those whose ids must be looked for.

    A file that is there but does not belong to the delivery is taken for sound, and not opened.
    """
    path = document.path
    roots = choice.folders(item)
    for (target, name), where in references.leading_out(document).items():
        if target == path:
            # Of pointers within the file it only counts that they are there.
            if choice.project is not None:
                verdict.pointers.append((str(target), name, []))
        elif any(target.is_relative_to(root) for root in roots) and _is_file(target):
            verdict.pointers.append((str(target), name, where))
        elif item.packed or not (_is_file(target) or lies_apart(target, choice.apart)):
            verdict.beside[str(target)] = ""
            for number, written in where:
                element = document.elements[number]
                place = document.locator.element(element)
                verdict.findings.append(references.unresolved(place, local_name(element), written))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name longer than any file's, or with a NUL
        return False


def _included(
    document: references.Document, roots: list[Path], xinclude: str, verdict: Verdict
) -> tuple[frozenset[str], bool]:
    """Return the ids of what a document includes, and whether all of that was read."""
    waiting = [(document.path, document.tree)]
    found: set[str] = set()
    seen = {document.path}
    is_whole = True
    while waiting:
        holder, tree = waiting.pop()
        for inclusion in tree.iterfind(f".//{{{XINCLUDE}}}include"):
            path = _beside(holder, inclusion.get("href", ""))
            if path in seen:
                continue
            within = path is not None and any(path.is_relative_to(root) for root in roots)
            if xinclude != "resolve" or path is None or not within or not _is_file(path):
                is_whole = False
                if path is not None and within:
                    verdict.beside.setdefault(str(path), digest(path))
                continue
            seen.add(path)
            with contextlib.suppress(TahqiqError):
                part = tei.parse(path)
                verdict.beside[str(path)] = digest(path)
                found.update(one.get(XML_ID, "") for one in part.iter("{*}*"))
                waiting.append((path, part))
    return frozenset(found), is_whole


def _beside(holder: Path, href: str) -> Path | None:
    try:
        return (holder.parent / unquote(href.partition("#")[0])).resolve() if href else holder
    except (OSError, ValueError):
        return None


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
