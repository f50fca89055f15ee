"""METS as the Common Specification for Information Packages (E-ARK CSIP 2.1) wants it.

In: the files of a package or of one representation. Out: ``METS.xml``, made piece by piece. All
times are the release's; ids are made of paths.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from tahqiq import __version__
from tahqiq.packages.addresses import quoted
from tahqiq.packages.digests import Fixity
from tahqiq.packages.release import Release
from tahqiq.packages.submissions.namespaces import CSIP, METS, SIP, XLINK
from tahqiq.packages.submissions.preservation import Packed

_NAMESPACES = {None: METS, "xlink": XLINK, "csip": CSIP, "sip": SIP}
_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
# From the vocabulary of content categories of the DILCIS board.
_CONTENT = "Textual works – Digital"
# No specification of E-ARK is about editions: the type has a name of ours.
_INFORMATION = {
    f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER",
    f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": "TEI digital edition",
}
_PREFIX, _VARIANTS = uuid.NAMESPACE_URL.bytes + b"urn:tahqiq:mets:", "89ab"
_TEI = ' sip:FILEFORMATNAME="TEI P5" sip:FILEFORMATREGISTRY="PRONOM" sip:FILEFORMATKEY="fmt/1476"'


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one use: ``Documentation``, ``Schemas``, ``Data``, ``Representations/…``.

    They are given as they are written (see ``Files``).
    """

    use: str
    files: Iterable[str]
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A file of metadata: its path, its kind and version as METS calls them, and its fixity."""

    path: str
    kind: str
    version: str
    fixity: Fixity


@dataclass(frozen=True, slots=True)
class Description:
    """What one METS file says: of the whole package, or of a representation of it."""

    name: str
    label: str
    groups: Sequence[Group]
    descriptive: Sequence[Record] = ()
    preservation: Sequence[Record] = ()
    other: Sequence[Record] = field(default_factory=tuple)


def write(path: Path, described: Description, release: Release) -> None:
    """Write a METS file."""
    attributes = {
        "OBJID": described.name,
        "LABEL": described.label,
        "TYPE": _CONTENT,
        **_INFORMATION,
        "PROFILE": _PROFILE,
    }
    with path.open("xb") as out, etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{METS}}}mets", attributes, nsmap=_NAMESPACES):
            xml.write("\n", _header(release))
            for part in _metadata(described, release):
                xml.write("\n", part)
            if described.groups:
                with xml.element(f"{{{METS}}}fileSec", {"ID": _id(described.name, "files")}):
                    for group in described.groups:
                        _group(xml, out, group, described.name)
            xml.write("\n", _map(described), "\n")


def _id(*parts: str) -> str:
    """Return an id that is made of what it identifies: a UUID (RFC 4122, 4.3), by its name.

    The library takes three times as long.
    """
    named = hashlib.sha1(_PREFIX, usedforsecurity=False)
    named.update("|".join(parts).encode())
    made = named.hexdigest()
    variant = _VARIANTS[int(made[16], 16) & 3]
    return f"uuid-{made[:8]}-{made[8:12]}-5{made[13:16]}-{variant}{made[17:20]}-{made[20:32]}"


def _element(parent: etree._Element | None, name: str, **attributes: str) -> Any:
    tag = f"{{{METS}}}{name}"
    made = (
        etree.Element(tag, nsmap=_NAMESPACES) if parent is None else etree.SubElement(parent, tag)
    )
    for key, value in attributes.items():
        made.set(key, value)
    return made


def _header(release: Release) -> etree._Element:
    made = _element(None, "metsHdr", CREATEDATE=release.moment, RECORDSTATUS="NEW")
    made.set(f"{{{CSIP}}}OAISPACKAGETYPE", "SIP")
    program = _agent(made, "CREATOR", "OTHER", "tahqiq", OTHERTYPE="SOFTWARE")
    _note(program, "SOFTWARE VERSION", __version__)
    if release.publisher:
        _agent(made, "ARCHIVIST", "ORGANIZATION", release.publisher)
        sender = _agent(made, "CREATOR", "ORGANIZATION", release.publisher)
        _note(sender, "IDENTIFICATIONCODE", release.address or release.identifier)
    return made


def _agent(parent: etree._Element, role: str, kind: str, name: str, **more: str) -> Any:
    made = _element(parent, "agent", ROLE=role, TYPE=kind, **more)
    _element(made, "name").text = name
    return made


def _note(agent: etree._Element, kind: str, text: str) -> None:
    note = _element(agent, "note")
    note.set(f"{{{CSIP}}}NOTETYPE", kind)
    note.text = text


def _metadata(described: Description, release: Release) -> Iterator[etree._Element]:
    for one in described.descriptive:
        section = _element(
            None, "dmdSec", ID=_id(described.name, one.path), CREATED=release.moment,
            STATUS="CURRENT",
        )  # fmt: skip
        _reference(section, one, release)
        yield section
    if described.preservation or described.other:
        section = _element(None, "amdSec")
        # In the order that METS wants: sources before provenance.
        for one in described.other:
            record = _element(
                section, "sourceMD", ID=_id(described.name, one.path), CREATED=release.moment
            )
            _reference(record, one, release)
        for one in described.preservation:
            record = _element(
                section, "digiprovMD", ID=_id(described.name, one.path), CREATED=release.moment,
                STATUS="CURRENT",
            )  # fmt: skip
            _reference(record, one, release)
        yield section


def _reference(section: etree._Element, one: Record, release: Release) -> None:
    made = _element(
        section, "mdRef", LOCTYPE="URL", MDTYPE=one.kind,
        MIMETYPE="application/json" if one.path.endswith(".json") else "application/xml",
        SIZE=str(one.fixity.size), CREATED=release.moment, CHECKSUM=one.fixity.sha256,
        CHECKSUMTYPE="SHA-256",
    )  # fmt: skip
    if one.kind == "OTHER":
        made.set("OTHERMDTYPE", "RO-Crate")
    if one.version:
        made.set("MDTYPEVERSION", one.version)
    _linked(made, one.path)


def _link(path: str) -> dict[str, str]:
    return {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": quoted(path)}


def _linked(made: etree._Element, path: str) -> None:
    made.attrib.update(_link(path))


def _group(xml: Any, out: IO[bytes], group: Group, name: str) -> None:
    attributes = {"ID": _id(name, group.use), "USE": group.use, **_INFORMATION}
    with xml.element(f"{{{METS}}}fileGrp", attributes):
        xml.flush()
        # The files past the library, which takes ten times as long: there may be very many.
        out.writelines(one.encode() for one in group.files)
    xml.write("\n")


class Files:
    """Files as the METS file called ``name`` has them."""

    def __init__(self, name: str, release: Release) -> None:
        self._name = name
        self._created = f" CREATED={quoteattr(release.moment)}"

    def line(self, one: Packed) -> str:
        """Return a file in the namespaces that stand."""
        media = one.content.media_type
        return (
            f'\n<file ID="{_id(self._name, "file", one.path)}" MIMETYPE={quoteattr(media)}'
            f' SIZE="{one.fixity.size}"{self._created}'
            f' CHECKSUM="{one.fixity.sha256}" CHECKSUMTYPE="SHA-256"'
            f"{_TEI if media == 'application/tei+xml' else ''}>"
            f'<FLocat LOCTYPE="URL" xlink:type="simple" xlink:href={quoteattr(quoted(one.path))}>'
            "</FLocat></file>"
        )


def _map(described: Description) -> etree._Element:
    name = described.name
    made = _element(None, "structMap", ID=_id(name, "map"), TYPE="PHYSICAL", LABEL="CSIP")
    root = _element(made, "div", ID=_id(name, "root"), LABEL=name)
    metadata = _element(root, "div", ID=_id(name, "metadata"), LABEL="Metadata")
    administrative = [_id(name, one.path) for one in (*described.preservation, *described.other)]
    descriptive = [_id(name, one.path) for one in described.descriptive]
    if administrative:
        metadata.set("ADMID", " ".join(administrative))
    if descriptive:
        metadata.set("DMDID", " ".join(descriptive))
    pointed = [group for group in described.groups if group.pointer]
    for group in described.groups:
        div = _element(root, "div", ID=_id(name, "div", group.use), LABEL=group.use)
        if group.pointer:
            pointer = _element(div, "mptr", LOCTYPE="URL")
            _linked(pointer, group.pointer)
            pointer.set(f"{{{XLINK}}}title", _id(name, group.use))
        else:
            _element(div, "fptr", FILEID=_id(name, group.use))
    if pointed:
        # Some validators look for one division of all representations (CSIP101), too.
        div = _element(root, "div", ID=_id(name, "representations"), LABEL="Representations")
        for group in pointed:
            _element(div, "fptr", FILEID=_id(name, group.use))
    return made
