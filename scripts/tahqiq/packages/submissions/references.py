"""What the METS files of a submission package refer to.

In: the folder of a package. Out: its Listing, read piece by piece, and how it names the package.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.parsers import expat

from tahqiq import tei
from tahqiq.deliveries.names import climbs
from tahqiq.errors import SyntaxFault, TahqiqError
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.packages import sidecars
from tahqiq.packages.addresses import unquoted
from tahqiq.packages.listings import ALGORITHMS, Listing, size_of
from tahqiq.packages.submissions.namespaces import METS, XLINK

_NAME, _FILE, _PLACE, _METADATA = (f"{METS} {one}" for one in ("name", "file", "FLocat", "mdRef"))
_REFERRING = (_PLACE, _METADATA)
_HREF = f"{XLINK} href"
# So many unknown digests are named.
_SEVERAL = 5
# An address that is nothing but a path.
_PLAIN = re.compile(r"[\w%.-][\w%./-]*")
# What a path has that leads nowhere, or up: others are as they should be.
_ROUNDABOUT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
# A tag is looked through anew with each piece of it.
_PIECE = 1024 * 1024


class Reference(NamedTuple):
    """Address, size, algorithm and digest of what a METS file refers to."""

    path: str
    size: int | None
    algorithm: str
    digest: str


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the METS files of a package refer to, from one to the next."""
    made.free = (r"METS\.xml", r"(.*/)?\.gitkeep")
    if not (folder / "METS.xml").is_file():
        return  # said by its requirement
    beside = made.beside(folder, shown, sidecars.METS, "METS.xml")
    waiting, seen = ["METS.xml"], {"METS.xml"}
    while waiting:
        path = waiting.pop(0)
        base = posixpath.dirname(path)
        agents: list[str] = []
        unknown: set[str] = set()
        for one in _references(folder / path, f"{shown}/{path}", agents):
            target = f"{base}/{one.path}" if base else one.path
            if _ROUNDABOUT.search(target):
                # A way up and down again is no way out.
                target = posixpath.normpath(posixpath.join(base, one.path))
            algorithm = _algorithm(one.algorithm.lower())
            made.add(target, f"{shown}/{path}", algorithm, one.digest, one.size)
            if one.digest and not algorithm and len(unknown) < _SEVERAL:
                unknown.add(one.algorithm or "no CHECKSUMTYPE")
            if target.endswith("/METS.xml") and not climbs(target) and target not in seen:
                seen.add(target)
                if (folder / target).is_file():
                    waiting.append(target)
        if unknown:
            made.say("PKG117", f"{shown}/{path}", ", ".join(sorted(unknown)))
        # The specification leaves files unlisted; our own packages list all that they hold.
        made.strict = made.strict and "tahqiq" in agents
    made.findings += beside if made.strict else []


def _algorithm(said: str) -> str:
    """Return a digest as hashlib calls it: that of SHA-3 has a hyphen of its own."""
    return ALGORITHMS.get(said) or ALGORITHMS.get(said.replace("-", ""), "")


def names(folder: Path, shown: str) -> Iterator[Finding]:
    """Yield that the METS file of a package names it otherwise than its folder does (CSIP1).

    A warning, for whoever takes packages in may call them as he likes.
    """
    path, name = folder / "METS.xml", f"{shown}/METS.xml"
    if not path.is_file():
        return
    said = None
    # That it is no XML has been said.
    with contextlib.suppress(TahqiqError):
        said = next((one.get("OBJID") for _, one in tei.events(path, file=name)), None)
    # What comes out of an archive without a folder has the name of that.
    if said and said not in (folder.name, shown, PurePosixPath(shown).stem):
        told = Message(
            f"OBJID is {said}, and not the name of the package's folder",
            f"قيمة OBJID هي {said} لا اسم مجلد الحزمة",
        )
        yield Finding("CSIP1", "e-ark", Severity.WARNING, Place(name), told)


def _references(path: Path, shown: str, agents: list[str]) -> Iterator[Reference]:
    """Yield what a METS file refers to; the names of its agents are put into ``agents``."""
    reading = _Reading(shown, agents)
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield from reading.read(piece)
            yield from reading.read(b"", is_last=True)
    except expat.ExpatError as error:
        # Who judges the rest of it says what is wrong in the words of another library.
        deque(tei.events(path, file=shown), 0)
        place = Place(shown, error.lineno, error.offset + 1)
        raise SyntaxFault(f"not well-formed: {error}", place=place) from None


class _Reading:
    """METS on its way through a parser that makes no tree, in a fraction of the time."""

    def __init__(self, shown: str, agents: list[str]) -> None:
        self._shown, self._agents, self._name = shown, agents, ""
        self._holder: Mapping[str, str] = {}
        self._found: list[Reference] = []
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.EntityDeclHandler = self._refuse
        # What is declared elsewhere would be left out of a path or digest without a word.
        parser.NotStandaloneHandler = self._refuse_outside

    def read(self, piece: bytes, *, is_last: bool = False) -> Iterator[Reference]:
        """Yield what the next bytes of a file refer to."""
        self._parser.Parse(piece, is_last)
        yield from self._found
        self._found.clear()

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _FILE:
            self._holder = attributes
        elif name in _REFERRING:
            said = attributes if name == _METADATA else self._holder
            self._found += _reference(attributes.get(_HREF, ""), said)
        elif name == _NAME:
            self._name, self._parser.CharacterDataHandler = "", self._said

    def _said(self, text: str) -> None:
        self._name += text

    def _closed(self, name: str) -> None:
        if name == _NAME:
            self._agents.append(self._name)
            self._parser.CharacterDataHandler = None

    def _refuse(self, *_: object) -> None:
        raise SyntaxFault("it has entities of its own", place=Place(self._shown))

    def _refuse_outside(self) -> int:
        raise SyntaxFault("it depends on a DTD outside of it", place=Place(self._shown))


def _reference(href: str, said: Mapping[str, str]) -> Iterator[Reference]:
    place = href
    if not _PLAIN.fullmatch(href):
        address = urlsplit(href)
        place = address.path if address.scheme in ("", "file") else ""
    if not place:
        return
    size = said.get("SIZE", "")
    # As some systems write it.
    path = unquoted(place).replace("\\", "/")
    yield Reference(path, size_of(size), said.get("CHECKSUMTYPE", ""), said.get("CHECKSUM", ""))
