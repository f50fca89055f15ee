"""A submission package as E-ARK specifies it (SIP and CSIP 2.1): preservation and access apart.

In: contents and their release. Out: a folder with METS of the package and of each representation,
PREMIS 3, Dublin Core and the RO-Crate. ``preservation`` holds what the edition is and is made with,
``access`` what was made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lxml import etree

from tahqiq.packages import crate, digests, mets, preservation
from tahqiq.packages.contents import Content
from tahqiq.packages.preservation import Packed
from tahqiq.packages.release import Release

_DC = "http://purl.org/dc/elements/1.1/"
_OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
# As METS calls the kind of each file of metadata, with its version.
_KINDS = {"dc.xml": ("DC", ""), "premis.xml": ("PREMIS", "3.0"), crate.NAME: ("OTHER", "")}
REPRESENTATIONS = ("preservation", "access")


def placed(content: Content) -> str:
    """Return where a content lies in the package."""
    if content.role in ("documentation", "report"):
        return f"documentation/{content.path}"
    name = "access" if content.role == "output" else "preservation"
    return f"representations/{name}/data/{content.path}"


def write(folder: Path, contents: Sequence[Content], release: Release) -> None:
    """Write the package into the new folder ``folder``, whose name is the package's."""
    folder.mkdir(parents=True)
    files = [
        Packed(one, path, digests.copied(one.source, folder / path))
        for one in contents
        for path in [placed(one)]
    ]
    schemas = [_schema(one, folder) for one in files if one.content.role == "schema"]
    representations = [_representation(folder, name, files, release) for name in REPRESENTATIONS]
    records = {
        "metadata/descriptive/dc.xml": dublin_core(release),
        "metadata/preservation/premis.xml": preservation.written(files, release),
        f"metadata/other/{crate.NAME}": crate.described(
            [replace(one.content, path=one.path) for one in files],
            {one.path: one.fixity for one in files},
            release,
            up="../../",
        ),
    }
    dc, premis, described_by = _recorded(folder, records)
    groups = [
        mets.Group("Documentation", _below(files, "documentation/")),
        mets.Group("Schemas", tuple(schemas)),
        *(
            mets.Group(f"Representations/{name}", (described,), described.path)
            for name, described in zip(REPRESENTATIONS, representations, strict=True)
        ),
    ]
    described = mets.Description(
        folder.name,
        release.said(release.title),
        [group for group in groups if group.files],
        [dc],
        [premis],
        [described_by],
    )
    digests.copied(mets.written(described, release), folder / "METS.xml")


def _recorded(folder: Path, records: Mapping[str, bytes]) -> list[mets.Record]:
    """Write files of metadata below ``folder``, and return their records in the same order."""
    return [
        mets.Record(path, *_KINDS[PurePosixPath(path).name], digests.copied(content, folder / path))
        for path, content in records.items()
    ]


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


def _below(files: Sequence[Packed], prefix: str) -> tuple[Packed, ...]:
    return tuple(one for one in files if one.path.startswith(prefix))


def _schema(one: Packed, folder: Path) -> Packed:
    """Copy a schema to the folder in which CSIP looks for it."""
    path = f"schemas/{Path(one.content.path).relative_to('schema').as_posix()}" if (
        one.content.path.startswith("schema/")
    ) else f"schemas/{one.content.path}"  # fmt: skip
    digests.copied(folder / one.path, folder / path)
    return Packed(one.content, path, one.fixity)


def _representation(folder: Path, name: str, files: Sequence[Packed], release: Release) -> Packed:
    """Write METS and PREMIS of a representation; return its METS as a file of the package."""
    prefix = f"representations/{name}/"
    own = [
        Packed(one.content, one.path.removeprefix(prefix), one.fixity)
        for one in _below(files, prefix)
    ]
    records = {
        "metadata/descriptive/dc.xml": dublin_core(release),
        "metadata/preservation/premis.xml": preservation.written(own, release),
    }
    dc, premis = _recorded(folder / prefix, records)
    described = mets.Description(
        name,
        f"{release.said(release.title)} ({name})",
        [mets.Group("Data", tuple(own))] if own else [],
        [dc],
        [premis],
    )
    content = mets.written(described, release)
    path = f"{prefix}METS.xml"
    return Packed(Content(path, content, "metadata"), path, digests.copied(content, folder / path))
