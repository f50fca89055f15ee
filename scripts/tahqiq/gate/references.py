"""Pointers of a project: every reference must lead to something.

In: a parsed file. Out: findings for pointers that lead nowhere within it and ids given twice, and
its pointers to other files. A private prefix (``oape:pers:1``) stands for what the file's own
``prefixDef`` says; an address on the web is another's business and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree

from tahqiq.findings import Finding, Message, Place, Rule, Severity
from tahqiq.relaxng.xsd_regex import compiled
from tahqiq.tei import NS, XML_ID, Locator, local_name

POINTING: Final = (
    "ref who toWhom resp source corresp target ana calendar sameAs active passive mutual where facs"
).split()
RECORDS: Final = {"person", "personGrp", "org", "place", "event", "bibl"}


_UNRESOLVED = Rule(
    "TQ001",
    "unresolved-reference",
    Severity.ERROR,
    Message(
        "@{attribute} of <{element}> points to {found}, which does not exist",
        "تشير السمة {attribute} في <{element}> إلى {found}، ولا وجود له",
    ),
    Message("add the record, or mend the pointer", "أضف السجل المشار إليه أو صحح الإشارة"),
)
_TWIN = Rule(
    "TQ002",
    "duplicate-id",
    Severity.ERROR,
    Message(
        "the id {found} is given a second time; first in line {line}",
        "المعرِّف {found} مستعمل مرة ثانية؛ وأول مرة في السطر {line}",
    ),
)
_UNUSED = Rule(
    "TQ003",
    "unused-record",
    Severity.WARNING,
    Message("nothing refers to the record {found}", "لا شيء يشير إلى السجل {found}"),
)
_IN_TWO_FILES = Rule(
    "TQ004",
    "id-in-two-files",
    Severity.WARNING,
    Message(
        "the id {found} is also given in {file}, line {line}",
        "المعرِّف {found} مستعمل أيضًا في {file} في السطر {line}",
    ),
)


class Document:
    """A parsed file with its ids; places are found when they are asked for.

    ``file`` is the name that findings show; by default the path.
    """

    def __init__(
        self, path: Path, content: bytes, tree: etree._ElementTree, file: str = ""
    ) -> None:
        self.path = path
        self.tree = tree
        self.elements: tuple[etree._Element, ...] = tuple(tree.iter("{*}*"))
        self.locator = Locator(content, file or str(path))
        self.ids: dict[str, etree._Element] = {}
        self.twins: list[tuple[etree._Element, etree._Element]] = []
        self.prefixes: dict[str, list[tuple[str, str]]] | None = None
        for element in self.elements:
            name = element.get(XML_ID)
            if name is None:
                continue
            if name in self.ids:
                self.twins.append((element, self.ids[name]))
            else:
                self.ids[name] = element


Target = tuple[Path, str]


def leading_out(document: Document) -> dict[Target, list[tuple[int, str]]]:
    """Return the pointers to files, this one among them, each with where it stands.

    That is the number of the element in its document, from 0, and the attribute with the pointer
    as it is written, parted by a space.
    """
    found: dict[Target, list[tuple[int, str]]] = {}
    for number, attribute, pointer in _pointers(document):
        for target in _targets(document, pointer):
            found.setdefault(target, []).append((number, f"{attribute} {pointer}"))
    return found


def lost_within(
    document: Document, included: frozenset[str] = frozenset(), *, is_whole: bool = True
) -> Iterator[Finding]:
    """Yield the pointers that name an id of their own file which it does not have.

    ``included`` are ids of what the file includes. One that is not whole, because inclusions were
    not resolved, may yet have the id: its pointers are doubtful, not wrong.
    """
    for number, attribute, pointer in _pointers(document):
        targets = _targets(document, pointer)
        if targets and all(
            path == document.path and name and name not in document.ids and name not in included
            for path, name in targets
        ):
            element = document.elements[number]
            place = document.locator.element(element)
            found = unresolved(place, local_name(element), f"{attribute} {pointer}")
            yield found if is_whole else _doubtful(found)


def _doubtful(finding: Finding) -> Finding:
    """Return the finding on a pointer to what an inclusion that was not read may hold."""
    return replace(
        finding,
        severity=Severity.WARNING,
        hint=Message(
            "it may be in what the file includes: --xinclude resolve looks there",
            "قد يكون فيما يضمّه الملف: ابحث فيه بالخيار ‎--xinclude resolve",
        ),
    )


def twins(document: Document) -> Iterator[Finding]:
    """Yield the ids that are given twice in one file."""
    for element, first in document.twins:
        place, other = document.locator.element(element), document.locator.element(first)
        yield _TWIN.at(place, (other,), found=element.get(XML_ID, ""), line=other.line)


def _pointers(document: Document) -> Iterator[tuple[int, str, str]]:
    for number, element in enumerate(document.elements):
        for attribute in POINTING:
            value = element.get(attribute)
            if value:
                for pointer in value.split():
                    yield number, attribute, pointer


def _targets(document: Document, pointer: str) -> list[Target]:
    """Return the files and ids that a pointer may mean; none where it is not a file's address."""
    prefix, colon, rest = pointer.partition(":")
    if colon and "/" not in prefix and "#" not in prefix:
        definitions = _prefixes(document).get(prefix, [])
        made = [one for one in (_expanded(rest, *each) for each in definitions) if one]
        found = [target for one in made if (target := _target(document, one))]
        # One of several meanings that is no file's is as good as any.
        return found if len(found) == len(made) else []
    target = _target(document, pointer)
    return [target] if target else []


def _prefixes(document: Document) -> dict[str, list[tuple[str, str]]]:
    """Return what each private prefix of a document stands for (TEI, 16.2.3)."""
    if document.prefixes is None:
        document.prefixes = {}
        for element in document.elements:
            if element.tag == f"{{{NS['t']}}}prefixDef":
                document.prefixes.setdefault(element.get("ident", ""), []).append(
                    (element.get("matchPattern", ""), element.get("replacementPattern", ""))
                )
    return document.prefixes


def _expanded(rest: str, pattern: str, replacement: str) -> str:
    """Return the address that a private one stands for, or nothing where the pattern fails."""
    try:
        found = compiled(pattern).fullmatch(rest)
    except ValueError:
        return ""
    if found is None:
        return ""
    return re.sub(r"\$(\d)", lambda group: _group(found, int(group[1])), replacement)


def _group(found: Any, number: int) -> str:
    return (found[number] or "") if number <= (found.re.groups or 0) else ""


def _target(document: Document, pointer: str) -> Target | None:
    """Return the file and the id that a pointer names; None where it is not a file's address."""
    address, mark, name = pointer.partition("#")
    if ":" in address or not (address or mark):
        return None
    if not address:
        return document.path, unquote(name)
    path = document.path.parent / unquote(address)
    try:
        return path.resolve(), unquote(name)
    except (OSError, ValueError):  # no name that a file can have
        return path, unquote(name)


def unresolved(place: Place, element: str, where: str) -> Finding:
    """Return the finding on a pointer that leads nowhere; ``where`` is attribute and pointer."""
    attribute, _, pointer = where.partition(" ")
    return _UNRESOLVED.at(place, found=pointer, element=element, attribute=attribute)


def unused(place: Place, name: str) -> Finding:
    """Return the finding on a record that nothing refers to."""
    return _UNUSED.at(place, found=name)


def in_two_files(place: Place, name: str, first: Place) -> Finding:
    """Return the finding on an id that another file of the project has, too."""
    return _IN_TWO_FILES.at(place, (first,), found=name, file=first.file, line=first.line)
