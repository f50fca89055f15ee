"""The RO-Crate 1.2 of a release: who made what of what, by which program, under which licence.

In: contents and their release. Out: ``ro-crate-metadata.json``, by the rocrate library. Of a
release with very many files the folders are described and not each file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from tahqiq import __version__
from tahqiq.errors import ToolMissing
from tahqiq.packages.contents import EDITION, Content
from tahqiq.packages.release import Release

NAME = "ro-crate-metadata.json"
_MOST = 10_000
_STYLESHEETS = {
    "html": "html.xsl", "pdf": "print.xsl", "text": "text.xsl", "markdown": "markdown.xsl",
    "openiti": "openiti.xsl", "epub": "epub.xsl", "docx": "docx.xsl",
    "tei": "passes/10-resolve.xsl",
}  # fmt: skip
_PROGRAM = "#tahqiq"
_BUILD = "#build"


def described(contents: Sequence[Content], release: Release) -> bytes:
    """Return the metadata file of a crate that holds ``contents`` and itself."""
    crate = _library().ROCrate(version="1.2")
    root = crate.root_dataset
    root["identifier"] = release.identifier
    root["name"] = release.said(release.title)
    root["alternateName"] = [one for one in release.title.values() if one != root["name"]]
    root["description"] = release.said(release.description) or root["name"]
    root["version"] = release.version
    root["datePublished"] = release.day
    root["inLanguage"] = list(release.languages)
    _people_and_rights(crate, release)
    _program(crate)
    if len(contents) > _MOST:
        _folders(crate, contents)
    else:
        for one in contents:
            _file(crate, one, contents)
    _made(crate, contents, release)
    return _written(crate)


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


def _folders(crate: Any, contents: Iterable[Content]) -> None:
    """Describe the folders: a description of each of very many files would be read by no one."""
    for folder in sorted({f"{PurePosixPath(one.path).parts[0]}/" for one in contents}):
        crate.add_dataset(dest_path=folder)


def _file(crate: Any, one: Content, contents: Sequence[Content]) -> None:
    from rocrate.model import File

    properties: dict[str, Any] = {
        "name": PurePosixPath(one.path).name,
        "encodingFormat": one.media_type,
    }
    if one.format:
        sources = [text.path for text in contents if text.role in ("text", "register")]
        properties["isBasedOn"] = [{"@id": _address(path)} for path in sources]
    crate.add(File(crate, dest_path=one.path, properties=properties, record_size=False))


def _address(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def _made(crate: Any, contents: Sequence[Content], release: Release) -> None:
    """Say for each format by which stylesheet it was made (Process Run Crate)."""
    named = {one.path for one in contents}
    objects = [one.path for one in contents if one.role in ("text", "register")]
    each = len(contents) <= _MOST
    for name in sorted({one.format for one in contents if one.format}):
        stylesheet = f"xslt/{_STYLESHEETS.get(name, '')}"
        results = [one.path for one in contents if one.format == name]
        _entity(
            crate, f"{_BUILD}-{name}", "CreateAction",
            name=f"tahqiq build -f {name}", endTime=release.moment,
            instrument=[{"@id": _PROGRAM}]
            + ([{"@id": _address(stylesheet)}] if stylesheet in named and each else []),
            object=[{"@id": _address(path)} for path in objects] if each else {"@id": EDITION + "/"},
            result=[{"@id": _address(path)} for path in results] if each else {"@id": "outputs/"},
        )  # fmt: skip
    crate.root_dataset["mentions"] = [
        {"@id": f"{_BUILD}-{name}"} for name in sorted({o.format for o in contents if o.format})
    ]


def _written(crate: Any) -> bytes:
    values = crate.metadata.generate()
    values["@graph"].sort(key=lambda one: (one["@id"] != NAME, one["@id"] != "./", one["@id"]))
    for one in values["@graph"]:
        if one["@id"] == "./":
            one["hasPart"] = sorted(one.get("hasPart", []), key=lambda part: part["@id"])
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
