"""The RO-Crate 1.2 of a release: who made what of what, by which program, under which licence.

In: contents, their fixity and their release. Out: ``ro-crate-metadata.json``, by the rocrate
library, and beside it the digest of that. Every file is listed with its size and SHA-256, so that a
crate proves itself, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tahqiq import __version__
from tahqiq.errors import ToolMissing
from tahqiq.packages import digests, sidecars
from tahqiq.packages.addresses import quoted, unquoted
from tahqiq.packages.contents import Content
from tahqiq.packages.digests import Fixity
from tahqiq.packages.drafts import Draft
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.packages.writing import Place, Target

NAME = "ro-crate-metadata.json"
ALGORITHMS = ("sha256",)
# What a crate of ours promises besides: every file is listed, with its digest, and the digest of
# its metadata lies beside it.
PROFILE = "urn:tahqiq:crate:1.1"
_SOURCES = ("text", "register")
# So many sources are named with each output; of more, the action that made it tells.
_FEW = 20
# Where the package itself lists every file, a crate of more than these describes folders alone.
_MOST = 10_000
_STYLESHEETS = {
    "html": "html.xsl", "pdf": "print.xsl", "text": "text.xsl", "markdown": "markdown.xsl",
    "openiti": "openiti.xsl", "epub": "epub.xsl", "docx": "docx.xsl",
    "tei": "passes/10-resolve.xsl",
}  # fmt: skip
_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_text = json.encoder.encode_basestring
# Where the parts come that are written one by one.
_PARTS = "\0"
_PROGRAM = "#tahqiq"
_BUILD = "#build"


def write(target: Target, files: Ledger, release: Release) -> None:
    """Write the crate into a new folder or archive."""
    listed = Listed(target.scratch, files)
    for one, fixity in target.put_all(files, _own):
        listed.add(one, fixity)
    put(target, NAME, files, release, listed)


def lists_each(files: Ledger) -> bool:
    """Return whether a crate within another package lists each file, and not folders alone."""
    return len(files) <= _MOST


def _own(one: Content) -> str:
    return one.path


class Listed:
    """The files that a crate lists, written down as they are packed, in the order of their paths.

    ``scratch`` is a folder for that; ``place`` and ``up`` are those of ``put``.
    """

    def __init__(self, scratch: Path, files: Ledger, place: Place = _own, up: str = "") -> None:
        self.address = _Addresses(place, up)
        self._parts = Draft(scratch / "crate-parts")
        self._entities = Draft(scratch / "crate-entities")
        self._comma = ""
        sources = self.address.all(islice(files.of_role(*_SOURCES), _FEW + 1))
        self._based = f'"isBasedOn": {_line(sources)}, ' if len(sources) <= _FEW else ""

    def add(self, one: Content, fixity: Fixity) -> None:
        """List a file with its size and digest: as JSON at once, at a third of the library's cost.

        The keys stand in their order, in one line: there may be very many.
        """
        address = _text(self.address.of(one))
        self._parts.add(f'{self._comma}{{"@id": {address}}}')
        self._comma = ",\n    "
        self._entities.add(
            f',\n  {{"@id": {address}, "@type": "File", "contentSize": "{fixity.size}",'
            f' "encodingFormat": {_text(one.media_type)}, {self._based if one.format else ""}'
            f'"name": {_text(one.path.rpartition("/")[2])}, "sha256": "{fixity.sha256}"}}'
        )

    def parts(self) -> Iterator[str]:
        """Yield what the root says of them."""
        return self._parts.read()

    def entities(self) -> Iterator[str]:
        """Yield what is said of each."""
        return self._entities.read()


def put(
    target: Target, path: str, files: Ledger, release: Release, listed: Listed | None = None, *,
    place: Place = _own, up: str = "",
) -> dict[str, Fixity]:  # fmt: skip
    """Put the metadata file of a crate at ``path``, its digest beside it; return their fixities.

    ``listed`` describes each file, with its fixity; without it, folders alone are described.
    ``place`` is where a content lies in the package, ``up`` leads from the metadata file to its
    root: where it is not empty, the package itself holds the digest.
    """
    address = _Addresses(place, up)
    head = _head(files, release, address, listed=listed is not None)
    made = target.scratch / NAME
    with made.open("x", encoding="utf-8", newline="\n") as file:
        for piece in _written(head, files, address, listed):
            file.write(piece)
    fixity = target.put(path, made)
    if up:
        return {path: fixity}
    beside = f"{path.removesuffix(NAME)}{sidecars.CRATE}"
    digest = fixity.sha256 or digests.of_file(made, ALGORITHMS)[1]["sha256"]
    return {path: fixity, beside: target.put(beside, sidecars.line(digest, NAME).encode())}


@dataclass(frozen=True, slots=True)
class _Addresses:
    """How a crate refers to a content."""

    place: Place
    up: str

    def of(self, one: Content) -> str:
        return self.up + quoted(self.place(one))

    def all(self, contents: Iterable[Content]) -> list[dict[str, str]]:
        return [{"@id": self.of(one)} for one in contents]


def _head(files: Ledger, release: Release, address: _Addresses, *, listed: bool) -> dict[str, Any]:
    """Return everything but the files themselves, as the library writes it."""
    crate = _library().ROCrate(version="1.2")
    root = crate.root_dataset
    if listed:
        root["conformsTo"] = {"@id": PROFILE}
    root["identifier"] = release.uri
    root["name"] = release.said(release.title)
    root["alternateName"] = [one for one in release.title.values() if one != root["name"]]
    root["description"] = release.said(release.description) or root["name"]
    root["version"] = release.version
    root["datePublished"] = release.day
    root["inLanguage"] = list(release.languages)
    _people_and_rights(crate, release)
    _program(crate)
    _made(crate, files if listed else Ledger(), release, address)
    values: dict[str, Any] = crate.metadata.generate()
    graph = values["@graph"]
    graph.sort(key=lambda one: (one["@id"] != NAME, one["@id"] != "./", one["@id"]))
    _root(graph)["hasPart"] = [_PARTS]
    return values


def _root(graph: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in graph if one["@id"] == "./")


def _written(
    head: dict[str, Any], files: Ledger, address: _Addresses, listed: Listed | None
) -> Iterator[str]:
    """Yield the metadata file piece by piece: the library would hold an object for each file."""
    before, after = _json(head).split(json.dumps(_PARTS))
    after, end = after[: after.rindex("\n ]")], after[after.rindex("\n ]") :]
    tops = [] if listed else _tops(files, address)
    yield before
    yield from (
        listed.parts() if listed else ",\n    ".join(f'{{"@id": {_text(one)}}}' for one in tops)
    )
    yield after
    yield from listed.entities() if listed else (f",\n  {one}" for one in _folders(tops, address))
    yield end + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def _tops(files: Ledger, address: _Addresses) -> list[str]:
    """Return the folders in which the files lie."""
    tops = {address.place(one).partition("/")[0] for one in files.listed()}
    return [f"{address.up}{quoted(name)}/" for name in sorted(tops)]


def _folders(tops: Iterable[str], address: _Addresses) -> Iterator[str]:
    for top in tops:
        name = unquoted(top.removeprefix(address.up)).rstrip("/")
        yield _line({"@id": top, "@type": "Dataset", "name": name})


def _library() -> Any:
    try:
        from rocrate import rocrate
    except ImportError:
        raise ToolMissing(
            "RO-Crates need the package rocrate", hint="pip install 'tahqiq[archive]'"
        ) from None
    return rocrate


def _entity(crate: Any, identifier: str, kind: str | list[str], **properties: object) -> Any:
    from rocrate.model import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **properties}))


def _people_and_rights(crate: Any, release: Release) -> None:
    root = crate.root_dataset
    if release.publisher:
        publisher = _entity(crate, "#publisher", "Organization", name=release.publisher)
        root["publisher"] = publisher
        root["author"] = publisher
    licences = [
        _entity(crate, address, "CreativeWork", name=address.rstrip("/"))
        for address in release.licences
    ]
    if licences:
        root["license"] = licences
    if release.rights:
        root["copyrightNotice"] = list(release.rights.values())


def _program(crate: Any) -> None:
    _entity(
        crate, _PROGRAM, "SoftwareApplication", name="tahqiq", version=__version__,
        softwareVersion=__version__, license="Apache-2.0",
    )  # fmt: skip


def _made(crate: Any, files: Ledger, release: Release, address: _Addresses) -> None:
    """Say for each format by which stylesheet it was made (Process Run Crate)."""
    objects = address.all(files.of_role(*_SOURCES))
    formats = files.formats()
    for name in formats:
        ending = f"xslt/{_STYLESHEETS.get(name, '')}"
        stylesheets = [one for one in files.of_role("stylesheet") if one.path.endswith(ending)]
        _entity(
            crate, f"{_BUILD}-{name}", "CreateAction",
            name=f"tahqiq build -f {name}", endTime=release.moment,
            instrument=[{"@id": _PROGRAM}, *address.all(stylesheets)], object=objects,
            result=address.all(files.of_format(name)),
        )  # fmt: skip
    crate.root_dataset["mentions"] = [{"@id": f"{_BUILD}-{name}"} for name in formats]
