"""A submission package as E-ARK specifies it (SIP and CSIP 2.1): preservation and access apart.

In: contents and their release. Out: a folder with METS of the package and of each representation,
PREMIS 3, Dublin Core and the RO-Crate; the digest of METS.xml lies beside it. The representation
``preservation`` holds what the edition is and is made with, ``access`` what was made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tahqiq.packages import sidecars
from tahqiq.packages.contents import Content
from tahqiq.packages.crates import crate
from tahqiq.packages.digests import Fixity
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.packages.submissions import mets, preservation
from tahqiq.packages.submissions.preservation import Packed
from tahqiq.packages.writing import Target

_DC = "http://purl.org/dc/elements/1.1/"
_OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
# From the crate's metadata to the root of the package.
_UP = "../../"
REPRESENTATIONS = ("preservation", "access")
# What lies in a folder of its own; all else is of the representation that is preserved.
_DOCUMENTS, _ACCESS = ("documentation", "report"), ("output",)


def placed(content: Content) -> str:
    """Return where a content lies in the package."""
    if content.role in _DOCUMENTS:
        return f"documentation/{content.path}"
    name = "access" if content.role in _ACCESS else "preservation"
    return f"representations/{name}/data/{content.path}"


def write(target: Target, files: Ledger, release: Release, name: str) -> None:
    """Write the package, called ``name``, into a new folder or archive."""
    listed = None
    if crate.lists_each(files):
        listed = crate.Listed(target.scratch, files, placed, _UP)
    for one, fixity in target.put_all(files, placed):
        files.keep(one.path, fixity)
        if listed:
            listed.add(one, fixity)
    schemas = [
        Packed(one, path, target.put(path, one.source))
        for one in files.of_role("schema")
        for path in [f"schemas/{one.path.removeprefix('schema/')}"]
    ]
    representations = [_representation(target, one, files, release) for one in REPRESENTATIONS]
    dc = _put(target, "metadata/descriptive/dc.xml", dublin_core(release))
    documents = Files(files, _DOCUMENTS)
    premis = _premis(
        target, "metadata/preservation/premis.xml", documents, release,
        whole=[f"representations/{one}" for one in REPRESENTATIONS],
    )  # fmt: skip
    path = f"metadata/other/{crate.NAME}"
    crated = crate.put(target, path, files, release, listed, place=placed, up=_UP)[path]
    groups = [
        mets.Group("Documentation", documents),
        mets.Group("Schemas", schemas),
        *(
            mets.Group(f"Representations/{one}", (described,), described.path)
            for one, described in zip(REPRESENTATIONS, representations, strict=True)
        ),
    ]
    described = mets.Description(
        name, release.said(release.title), [one for one in groups if any(True for _ in one.files)],
        [dc], [premis], [mets.Record(path, "OTHER", "", crated)],
    )  # fmt: skip
    fixity = _mets(target, "METS.xml", described, release)
    target.put(sidecars.METS, sidecars.line(fixity.sha256, "METS.xml").encode())


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a package of some roles, or of all but some, gone through anew each time."""

    ledger: Ledger
    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    within: str = ""

    def __iter__(self) -> Iterator[Packed]:
        """Yield them; their paths are those within the folder ``within``."""
        return self._packed(*self.roles)

    def of_role(self, *roles: str) -> Iterator[Packed]:
        """Yield those of some roles; all of them where none is named."""
        if not roles or not self.roles:
            return self._packed(*(roles or self.roles))
        wanted = set(roles) & set(self.roles)
        return self._packed(*wanted) if wanted else iter(())

    def _packed(self, *roles: str) -> Iterator[Packed]:
        for one, fixity in self.ledger.packed(*roles, without=self.without):
            yield Packed(one, placed(one).removeprefix(self.within), fixity)


def _put(target: Target, path: str, content: bytes, within: str = "") -> mets.Record:
    """Write a file of Dublin Core below ``within``, and return its record."""
    return mets.Record(path, "DC", "", target.put(within + path, content))


def _premis(
    target: Target, path: str, files: Files, release: Release, within: str = "",
    whole: Sequence[str] = (),
) -> mets.Record:  # fmt: skip
    made = _scratch(target)
    preservation.write(made, files, release, whole)
    return mets.Record(path, "PREMIS", "3.0", target.put(within + path, made))


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


def _representation(target: Target, name: str, files: Ledger, release: Release) -> Packed:
    """Write METS and PREMIS of a representation; return its METS as a file of the package."""
    within = f"representations/{name}/"
    without = () if name == "access" else (*_DOCUMENTS, *_ACCESS)
    own = Files(files, _ACCESS if name == "access" else (), without, within)
    dc = _put(target, "metadata/descriptive/dc.xml", dublin_core(release), within)
    premis = _premis(target, "metadata/preservation/premis.xml", own, release, within)
    described = mets.Description(
        name,
        f"{release.said(release.title)} ({name})",
        [mets.Group("Data", own)] if any(True for _ in own) else [],
        [dc],
        [premis],
    )
    path = f"{within}METS.xml"
    fixity = _mets(target, path, described, release)
    return Packed(Content(path, b"", "metadata"), path, fixity)
