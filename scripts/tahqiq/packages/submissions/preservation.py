"""PREMIS 3 of a release: its files as objects, what was done to them, by whom, under which rights.

In: contents with their fixity, and the release. Out: an XML file, written line by line: it may tell
of any number of files. All times are the release's; identifiers are made of what they identify.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol
from xml.sax.saxutils import escape

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


class Packed(NamedTuple):
    """A content where it lies in the package, with its fixity."""

    content: Content
    path: str
    fixity: Fixity


class Files(Protocol):
    """The files of a record, as it tells of them."""

    def objects(self) -> Iterator[str]:
        """Yield each of them as ``described`` does."""

    def links(self, *roles: str) -> Iterator[str]:
        """Yield ``link`` of those of some roles; of all of them where none is named."""


def write(path: Path, files: Files, release: Release, whole: Sequence[str] = ()) -> None:
    """Write the PREMIS record of ``files``, and of representations that have records of their own.

    ``whole`` are the paths of those: each of their files is told of once, in its own record.
    """
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.writelines(_written(files, release, whole))


def _written(files: Files, release: Release, whole: Sequence[str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<premis:premis xmlns:premis="{PREMIS}" xmlns:xsi="{_XSI}" version="3.0">\n'
    yield from files.objects()
    for path in whole:
        named = _identified("object", path)
        yield f'<premis:object xsi:type="premis:representation">{named}</premis:object>\n'
    for kind, role, detail in (*_EVENTS, _PACKAGING):
        linked = files.links(role) if role else chain(files.links(), map(link, whole))
        first = next(linked, None)
        if first is not None:
            yield from _event(kind, detail, release)
            yield first
            yield from linked
            yield "</premis:event>\n"
    yield _agent("#publisher", release.publisher or "unknown", "organization")
    yield _agent(_PROGRAM, "tahqiq", "software", __version__)
    yield "<premis:rights><premis:rightsStatement>"
    yield from _rights(release)
    yield from files.links("text", "register")
    yield from map(link, whole)
    yield "</premis:rightsStatement></premis:rights>\n</premis:premis>\n"


def _tag(name: str, *content: str) -> str:
    """Return an element, its content given as XML."""
    return f"<premis:{name}>{''.join(content)}</premis:{name}>"


def _text(name: str, text: str) -> str:
    return f"<premis:{name}>{escape(text)}</premis:{name}>"


def _identified(kind: str, value: str, scheme: str = "local") -> str:
    return _tag(
        f"{kind}Identifier",
        _text(f"{kind}IdentifierType", scheme), _text(f"{kind}IdentifierValue", value),
    )  # fmt: skip


def _fixity(name: str, digest: str) -> str:
    return _tag("fixity", _text("messageDigestAlgorithm", name), _text("messageDigest", digest))


# Of a file, what comes before the things that are its own: there may be very many.
_BEGIN, _TO_SHA256, _TO_SHA512, _TO_SIZE, _TO_FORMAT, _TO_NAME, _END = (
    '<premis:object xsi:type="premis:file">'
    + _identified("object", "\0")
    + _tag(
        "objectCharacteristics",
        _fixity("SHA-256", "\0"), _fixity("SHA-512", "\0"), _text("size", "\0"), "\0",
    )
    + _text("originalName", "\0")
    + "</premis:object>\n"
).split("\0")  # fmt: skip


def described(one: Packed) -> str:
    """Return a file as an object."""
    size, sha256, sha512 = one.fixity
    return (
        f"{_BEGIN}{escape(one.path)}{_TO_SHA256}{sha256}{_TO_SHA512}{sha512}{_TO_SIZE}{size}"
        f"{_TO_FORMAT}{_format(one.content.media_type)}{_TO_NAME}{escape(one.content.path)}{_END}"
    )


@cache
def _format(media: str) -> str:
    name, key = _TEI if media == "application/tei+xml" else (media, "")
    registry = _tag(
        "formatRegistry", _text("formatRegistryName", "PRONOM"), _text("formatRegistryKey", key)
    )
    said = _tag("formatDesignation", _text("formatName", name))
    return _tag("format", said, registry if key else "")


def _event(kind: str, detail: str, release: Release) -> Iterator[str]:
    """Yield the beginning of an event, up to the files that it concerned."""
    named = f"urn:tahqiq:{kind}:{release.identifier}:{release.version}:{__version__}"
    yield "<premis:event>"
    yield _identified("event", str(uuid.uuid5(uuid.NAMESPACE_URL, named)), "UUID")
    yield _text("eventType", kind)
    yield _text("eventDateTime", release.moment)
    yield _tag("eventDetailInformation", _text("eventDetail", detail))
    yield _tag("eventOutcomeInformation", _text("eventOutcome", "success"))
    yield _link("Agent", "#publisher" if kind == "creation" else _PROGRAM)


@cache
def _linking(kind: str) -> list[str]:
    return _identified(f"linking{kind}", "\0").split("\0")


def _link(kind: str, value: str) -> str:
    return escape(value).join(_linking(kind))


def link(path: str) -> str:
    """Return what leads to a file or representation."""
    return _link("Object", path)


def _agent(identifier: str, name: str, kind: str, version: str = "") -> str:
    said = _text("agentVersion", version) if version else ""
    return (
        _tag(
            "agent", _identified("agent", identifier), _text("agentName", name),
            _text("agentType", kind), said,
        )
        + "\n"
    )  # fmt: skip


def _rights(release: Release) -> Iterator[str]:
    """Yield a statement of rights, up to the files that it is about."""
    yield _identified("rightsStatement", "#rights")
    yield _text("rightsBasis", "license" if release.licences else "other")
    if release.licences:
        kind, value = "licenseDocumentationIdentifierType", "licenseDocumentationIdentifierValue"
        document = _tag(
            "licenseDocumentationIdentifier", _text(kind, "URI"), _text(value, release.licences[0])
        )
        notes = [_text("licenseNote", text) for text in release.rights.values()]
        yield _tag("licenseInformation", document, *notes)
    else:
        notes = [_text("otherRightsNote", text) for text in release.rights.values()]
        basis = _text("otherRightsBasis", "not established")
        yield _tag("otherRightsInformation", basis, *notes)
