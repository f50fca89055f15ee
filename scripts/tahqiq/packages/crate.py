"""The RO-Crate 1.2 of a release: who made what of what, by which program, under which licence.

In: contents, their fixity and their release. Out: ``ro-crate-metadata.json``, by the rocrate
library. Every file is listed with its size and SHA-256, so that a crate proves itself, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from tahqiq import __version__
from tahqiq.errors import ToolMissing
from tahqiq.packages import digests
from tahqiq.packages.contents import Content
from tahqiq.packages.digests import Fixity
from tahqiq.packages.release import Release

NAME = "ro-crate-metadata.json"
# What a crate of ours promises besides: every file is listed, with its digest.
PROFILE = "urn:tahqiq:crate:1.0"
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
_PROGRAM = "#tahqiq"
_BUILD = "#build"


def write(folder: Path, contents: Sequence[Content], release: Release) -> None:
    """Write the crate into the new folder ``folder``."""
    fixities = {one.path: digests.copied(one.source, folder / one.path) for one in contents}
    digests.copied(described(contents, fixities, release), folder / NAME)


def lists_each(contents: Sequence[Content]) -> bool:
    """Return whether a crate within another package lists each file, and not folders alone."""
    return len(contents) <= _MOST


def content(
    contents: Sequence[Content], fixities: Mapping[str, Fixity], release: Release
) -> Content:
    """Return the metadata file of a crate that holds ``contents`` and itself."""
    return Content(NAME, described(contents, fixities, release), "metadata")


def described(
    contents: Sequence[Content], fixities: Mapping[str, Fixity], release: Release, *, up: str = ""
) -> bytes:
    """Return what is said of ``contents``; ``up`` leads from the metadata file to their root."""
    crate = _library().ROCrate(version="1.2")
    root = crate.root_dataset
    if fixities or not contents:
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
    _made(crate, contents if fixities else (), release, up)
    values = crate.metadata.generate()
    if fixities:
        _add_files(values["@graph"], contents, fixities, up)
    else:
        _add_folders(values["@graph"], contents, up)
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _add_files(
    graph: list[dict[str, Any]],
    contents: Sequence[Content],
    fixities: Mapping[str, Fixity],
    up: str,
) -> None:
    """Add each file with its size and digest: the library would hold an object for each."""
    root = next(one for one in graph if one["@id"] == "./")
    graph.sort(key=lambda one: (one["@id"] != NAME, one is not root, one["@id"]))
    root["hasPart"] = _references(contents, up)
    sources = _references([one for one in contents if one.role in _SOURCES], up)
    for one in contents:
        fixity = fixities[one.path]
        graph.append(
            {
                "@id": _address(one.path, up),
                "@type": "File",
                "name": PurePosixPath(one.path).name,
                "encodingFormat": one.media_type,
                "contentSize": str(fixity.size),
                "sha256": fixity.sha256,
                **({"isBasedOn": sources} if one.format and len(sources) <= _FEW else {}),
            }
        )


def _add_folders(graph: list[dict[str, Any]], contents: Iterable[Content], up: str) -> None:
    folders = sorted({PurePosixPath(one.path).parts[0] for one in contents})
    root = next(one for one in graph if one["@id"] == "./")
    root["hasPart"] = [{"@id": f"{up}{quote(name)}/"} for name in folders]
    graph += [{"@id": f"{up}{quote(name)}/", "@type": "Dataset", "name": name} for name in folders]


def _references(contents: Iterable[Content], up: str) -> list[dict[str, str]]:
    return [{"@id": _address(one.path, up)} for one in contents]


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


def _address(path: str, up: str) -> str:
    return up + quote(path)


def _made(crate: Any, contents: Sequence[Content], release: Release, up: str) -> None:
    """Say for each format by which stylesheet it was made (Process Run Crate)."""
    objects = _references([one for one in contents if one.role in _SOURCES], up)
    formats = sorted({one.format for one in contents if one.format})
    for name in formats:
        ending = f"xslt/{_STYLESHEETS.get(name, '')}"
        stylesheets = [
            one for one in contents if one.role == "stylesheet" and one.path.endswith(ending)
        ]
        _entity(
            crate, f"{_BUILD}-{name}", "CreateAction",
            name=f"tahqiq build -f {name}", endTime=release.moment,
            instrument=[{"@id": _PROGRAM}, *_references(stylesheets, up)], object=objects,
            result=_references([one for one in contents if one.format == name], up),
        )  # fmt: skip
    crate.root_dataset["mentions"] = [{"@id": f"{_BUILD}-{name}"} for name in formats]
