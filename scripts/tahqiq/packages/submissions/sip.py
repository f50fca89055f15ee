"""A submission package as E-ARK specifies it (SIP and CSIP 2.1): preservation and access apart.

In: contents and their release. Out: a folder with METS of the package and of each representation,
PREMIS 3, Dublin Core and the RO-Crate; the digest of METS.xml lies beside it. The representation
``preservation`` holds what the edition is and is made with, ``access`` what was made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from tahqiq.packages import sidecars
from tahqiq.packages.contents import Content
from tahqiq.packages.crates import crate
from tahqiq.packages.digests import Fixity
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.packages.submissions import mets, preservation
from tahqiq.packages.submissions.placing import (
    ACCESS,
    PARTS,
    PRESERVATION,
    ROOT,
    part,
    placed,
    within,
)
from tahqiq.packages.submissions.preservation import Packed
from tahqiq.packages.submissions.records import Records
from tahqiq.packages.writing import Target

_DC = "http://purl.org/dc/elements/1.1/"
_OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
# From the crate's metadata to the root of the package.
_UP = "../../"


def write(target: Target, files: Ledger, release: Release, name: str) -> None:
    """Write the package, called ``name``, into a new folder or archive."""
    parts = {
        one: Records(files, roles, release, one or name, target.scratch, within(one))
        for one, roles in PARTS.items()
    }
    listed = None
    if crate.lists_each(files):
        listed = crate.Listed(target.scratch, files, placed, _UP)
    for one, fixity in target.put_all(files, placed):
        parts[part(one)].add(one, placed(one), fixity)
        if listed:
            listed.add(one, fixity)
    line = mets.Files(name, release).line
    schemas = [
        line(Packed(one, path, target.put(path, one.source)))
        for one in files.of_role("schema")
        for path in [f"schemas/{one.path.removeprefix('schema/')}"]
    ]
    representations = [
        _representation(target, one, parts[one], release) for one in (PRESERVATION, ACCESS)
    ]
    dc = _put(target, "metadata/descriptive/dc.xml", dublin_core(release))
    premis = _premis(
        target, "metadata/preservation/premis.xml", parts[ROOT], release,
        whole=[within(one).rstrip("/") for one in (PRESERVATION, ACCESS)],
    )  # fmt: skip
    path = f"metadata/other/{crate.NAME}"
    crated = crate.put(target, path, files, release, listed, place=placed, up=_UP)[path]
    groups = [
        *([] if parts[ROOT].is_empty else [mets.Group("Documentation", parts[ROOT].files())]),
        *([mets.Group("Schemas", schemas)] if schemas else []),
        *(
            mets.Group(f"Representations/{one}", (line(described),), described.path)
            for one, described in zip((PRESERVATION, ACCESS), representations, strict=True)
        ),
    ]
    described = mets.Description(
        name, release.said(release.title), groups, [dc], [premis],
        [mets.Record(path, "OTHER", "", crated)],
    )  # fmt: skip
    fixity = _mets(target, "METS.xml", described, release)
    target.put(sidecars.METS, sidecars.line(fixity.sha256, "METS.xml").encode())


def _put(target: Target, path: str, content: bytes, folder: str = "") -> mets.Record:
    """Write a file of Dublin Core below a folder, and return its record."""
    return mets.Record(path, "DC", "", target.put(folder + path, content))


def _premis(
    target: Target, path: str, files: Records, release: Release, folder: str = "",
    whole: Sequence[str] = (),
) -> mets.Record:  # fmt: skip
    made = _scratch(target)
    preservation.write(made, files, release, whole)
    return mets.Record(path, "PREMIS", "3.0", target.put(folder + path, made))


def _mets(target: Target, path: str, described: mets.Description, release: Release) -> Fixity:
    made = _scratch(target)
    mets.write(made, described, release)
    return target.put(path, made)


def _scratch(target: Target) -> Path:
    made = target.scratch / "record.xml"
    made.unlink(missing_ok=True)
    return made


def dublin_core(release: Release) -> bytes:
    """Return the fifteen elements of Dublin Core, as far as the header says them."""
    root = etree.Element(f"{{{_OAI}}}dc", nsmap={"oai_dc": _OAI, "dc": _DC})
    values = [
        *(("title", text, lang) for lang, text in release.title.items()),
        ("creator", release.publisher, ""), ("publisher", release.publisher, ""),
        ("date", release.day, ""), ("type", "Text", ""), ("identifier", release.identifier, ""),
        *(("description", text, lang) for lang, text in release.description.items()),
        *(("language", one, "") for one in release.languages),
        *(("rights", text, lang) for lang, text in release.rights.items()),
        *(("rights", one, "") for one in release.licences),
    ]  # fmt: skip
    for name, text, lang in values:
        if text:
            element = etree.SubElement(root, f"{{{_DC}}}{name}")
            element.text = text
            if lang:
                element.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    body: bytes = etree.tostring(root, pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return body


def _representation(target: Target, name: str, own: Records, release: Release) -> Packed:
    """Write METS and PREMIS of a representation; return its METS as a file of the package."""
    folder = within(name)
    dc = _put(target, "metadata/descriptive/dc.xml", dublin_core(release), folder)
    premis = _premis(target, "metadata/preservation/premis.xml", own, release, folder)
    described = mets.Description(
        name,
        f"{release.said(release.title)} ({name})",
        [] if own.is_empty else [mets.Group("Data", own.files())],
        [dc],
        [premis],
    )
    path = f"{folder}METS.xml"
    fixity = _mets(target, path, described, release)
    return Packed(Content(path, b"", "metadata"), path, fixity)
