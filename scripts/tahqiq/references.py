"""Pointers of a project: every reference must lead to something.

In: the parsed files of a project. Out: findings for pointers that lead nowhere, ids given twice and
records that nothing mentions. A pointer with a private prefix (``oape:pers:1``) or an address on
the web is another's business and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from tahqiq.findings import Finding, Message, Severity
from tahqiq.tei import NS, XML_ID, Locator, local_name

POINTING: Final = (
    "ref who toWhom resp source corresp target ana calendar sameAs active passive mutual where facs"
).split()
RECORDS: Final = {"person", "personGrp", "org", "place", "event", "bibl"}


class Document:
    """A parsed file with its ids; places are found when they are asked for."""

    def __init__(self, path: Path, content: bytes, tree: etree._ElementTree) -> None:
        self.path = path
        self.tree = tree
        self.locator = Locator(content, str(path))
        self.ids: dict[str, etree._Element] = {}
        self.twins: list[tuple[etree._Element, etree._Element]] = []
        for element in tree.iter("{*}*"):
            name = element.get(XML_ID)
            if name is None:
                continue
            if name in self.ids:
                self.twins.append((element, self.ids[name]))
            else:
                self.ids[name] = element


def check(documents: Mapping[Path, Document], registers: Iterable[Path]) -> Iterator[Finding]:
    """Yield the findings of a whole project; paths are resolved ones."""
    reached: set[tuple[Path, str]] = set()
    for document in documents.values():
        yield from _duplicates(document)
        for element, attribute, pointer in _pointers(document):
            target = _target(document, pointer)
            if target is None:
                continue
            path, name = target
            reached.add(target)
            if path not in documents and path.is_file():
                continue
            if path not in documents or (name and name not in documents[path].ids):
                yield _unresolved(document, element, attribute, pointer)
    for path in registers:
        if path in documents:
            yield from _unused(documents[path], reached)


def _pointers(document: Document) -> Iterator[tuple[etree._Element, str, str]]:
    for element in document.tree.iter("{*}*"):
        for attribute in POINTING:
            value = element.get(attribute)
            if value:
                for pointer in value.split():
                    yield element, attribute, pointer


def _target(document: Document, pointer: str) -> tuple[Path, str] | None:
    """Return the file and the id that a pointer names; None where it is not a file's address."""
    address, mark, name = pointer.partition("#")
    if ":" in address or not (address or mark):
        return None
    path = (document.path.parent / address).resolve() if address else document.path
    return path, name


def _unresolved(
    document: Document, element: etree._Element, attribute: str, pointer: str
) -> Finding:
    return Finding(
        code="TQ001",
        slug="unresolved-reference",
        severity=Severity.ERROR,
        place=document.locator.element(element),
        message=Message(
            f"@{attribute} of <{local_name(element)}> points to {pointer}, which does not exist",
            f"تشير السمة {attribute} في <{local_name(element)}> إلى {pointer}، ولا وجود له",
        ),
        found=pointer,
        hint=Message("add the record, or mend the pointer", "أضف السجل المشار إليه أو صحح الإشارة"),
    )


def _duplicates(document: Document) -> Iterator[Finding]:
    for element, first in document.twins:
        name = element.get(XML_ID, "")
        yield Finding(
            code="TQ002",
            slug="duplicate-id",
            severity=Severity.ERROR,
            place=document.locator.element(element),
            message=Message(
                f"the id {name} is given a second time", f"المعرِّف {name} مستعمل مرة ثانية"
            ),
            found=name,
            related=(document.locator.element(first),),
        )


def _unused(document: Document, reached: set[tuple[Path, str]]) -> Iterator[Finding]:
    for record in document.tree.iterfind(".//t:standOff/*/*", NS):
        name = record.get(XML_ID)
        if name and local_name(record) in RECORDS and (document.path, name) not in reached:
            yield Finding(
                code="TQ003",
                slug="unused-record",
                severity=Severity.WARNING,
                place=document.locator.element(record),
                message=Message(
                    f"nothing refers to the record {name}", f"لا شيء يشير إلى السجل {name}"
                ),
                found=name,
            )
