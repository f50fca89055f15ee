"""PREMIS 3 of a release: its files as objects, what was done to them, by whom, under which rights.

In: contents with their fixity, and the release. Out: an XML file, made element by element. All
times are the release's; identifiers are made of what they identify.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tahqiq import __version__
from tahqiq.packages.contents import Content
from tahqiq.packages.digests import Fixity
from tahqiq.packages.release import Release

PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROGRAM = f"tahqiq {__version__}"
_TEI = ("TEI P5", "fmt/1476")
_EVENTS = (
    ("creation", "text", "the text was established and encoded in TEI"),
    (
        "validation",
        "text",
        "judged by the edition's grammar and rules; see reports/validation.json",
    ),
    ("normalization", "output", "made of the TEI by the stylesheets in xslt/"),
    ("fixity check", "output", "proven to carry the source's text; see reports/verification.json"),
)
_PACKAGING = ("packaging", "", "laid out as an information package")


@dataclass(frozen=True, slots=True)
class Packed:
    """A content where it lies in the package, with its fixity."""

    content: Content
    path: str
    fixity: Fixity


def write(path: Path, files: Iterable[Packed], release: Release) -> None:
    """Write the PREMIS record of ``files``, which are gone through several times."""
    with path.open("xb") as out, etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(
            f"{{{PREMIS}}}premis", {"version": "3.0"}, nsmap={"premis": PREMIS, "xsi": _XSI}
        ):
            for one in files:
                xml.write("\n", _object(one))
            for said in _EVENTS:
                _event(xml, said, files, release)
            _event(xml, _PACKAGING, files, release)
            xml.write("\n", _agent("#publisher", release.publisher or "unknown", "organization"))
            xml.write("\n", _agent(_PROGRAM, "tahqiq", "software", __version__))
            xml.write("\n", _rights(files, release), "\n")


def _tree(parent: etree._Element | None, name: str, text: str = "", **attributes: str) -> Any:
    tag = f"{{{PREMIS}}}{name}"
    made = (
        etree.Element(tag, nsmap={"premis": PREMIS, "xsi": _XSI})
        if parent is None
        else etree.SubElement(parent, tag)
    )
    made.text = text or None
    for key, value in attributes.items():
        made.set(key, value)
    return made


def _identified(parent: etree._Element, kind: str, value: str, prefix: str = "") -> None:
    identifier = _tree(parent, f"{prefix}{kind}Identifier")
    inner = f"{prefix}{kind}" if prefix else kind
    _tree(identifier, f"{inner}IdentifierType", "UUID" if kind == "event" else "local")
    _tree(identifier, f"{inner}IdentifierValue", value)


def _object(one: Packed) -> etree._Element:
    made = _tree(None, "object")
    made.set(f"{{{_XSI}}}type", "premis:file")
    _identified(made, "object", one.path)
    facts = _tree(made, "objectCharacteristics")
    for name, digest in (("SHA-256", one.fixity.sha256), ("SHA-512", one.fixity.sha512)):
        fixity = _tree(facts, "fixity")
        _tree(fixity, "messageDigestAlgorithm", name)
        _tree(fixity, "messageDigest", digest)
    _tree(facts, "size", str(one.fixity.size))
    form = _tree(facts, "format")
    media = one.content.media_type
    name, key = _TEI if media == "application/tei+xml" else (media, "")
    _tree(_tree(form, "formatDesignation"), "formatName", name)
    if key:
        registry = _tree(form, "formatRegistry")
        _tree(registry, "formatRegistryName", "PRONOM")
        _tree(registry, "formatRegistryKey", key)
    _tree(made, "originalName", one.content.path)
    return made


def _event(xml: Any, said: tuple[str, str, str], files: Iterable[Packed], release: Release) -> None:
    """Write what was done to the files of a role (all of them: ``""``); nothing without files."""
    kind, role, detail = said

    def concerned() -> Iterator[Packed]:
        return (one for one in files if role in ("", one.content.role))

    if next(concerned(), None) is None:
        return
    named = f"urn:tahqiq:{kind}:{release.identifier}:{release.version}:{__version__}"
    made = _tree(None, "event")
    _identified(made, "event", str(uuid.uuid5(uuid.NAMESPACE_URL, named)))
    _tree(made, "eventType", kind)
    _tree(made, "eventDateTime", release.moment)
    _tree(_tree(made, "eventDetailInformation"), "eventDetail", detail)
    _tree(_tree(made, "eventOutcomeInformation"), "eventOutcome", "success")
    _linked(made, "Agent", "#publisher" if kind == "creation" else _PROGRAM)
    xml.write("\n")
    with xml.element(made.tag):
        for part in made:
            xml.write(part)
        for one in concerned():
            xml.write(_link("Object", one.path))


def _linked(parent: etree._Element, kind: str, value: str) -> None:
    parent.append(_link(kind, value))


def _link(kind: str, value: str) -> etree._Element:
    made: etree._Element = _tree(None, f"linking{kind}Identifier")
    _tree(made, f"linking{kind}IdentifierType", "local")
    _tree(made, f"linking{kind}IdentifierValue", value)
    return made


def _agent(identifier: str, name: str, kind: str, version: str = "") -> etree._Element:
    made = _tree(None, "agent")
    _identified(made, "agent", identifier)
    _tree(made, "agentName", name)
    _tree(made, "agentType", kind)
    if version:
        _tree(made, "agentVersion", version)
    return made


def _rights(files: Iterable[Packed], release: Release) -> etree._Element:
    made = _tree(None, "rights")
    statement = _tree(made, "rightsStatement")
    _identified(statement, "rightsStatement", "#rights")
    _tree(statement, "rightsBasis", "license" if release.licences else "other")
    if release.licences:
        licence = _tree(statement, "licenseInformation")
        document = _tree(licence, "licenseDocumentationIdentifier")
        _tree(document, "licenseDocumentationIdentifierType", "URI")
        _tree(document, "licenseDocumentationIdentifierValue", release.licences[0])
        for text in release.rights.values():
            _tree(licence, "licenseNote", text)
    else:
        other = _tree(statement, "otherRightsInformation")
        _tree(other, "otherRightsBasis", "not established")
        for text in release.rights.values():
            _tree(other, "otherRightsNote", text)
    for one in files:
        if one.content.role in ("text", "register"):
            _linked(statement, "Object", one.path)
    return made
