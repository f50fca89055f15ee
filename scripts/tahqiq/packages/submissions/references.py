"""What the METS files of a submission package refer to.

In: the folder of a package. Out: its Listing, read piece by piece, and how it names the package.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from tahqiq import tei
from tahqiq.deliveries.names import climbs
from tahqiq.errors import TahqiqError
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.packages import sidecars
from tahqiq.packages.addresses import unquoted
from tahqiq.packages.listings import ALGORITHMS, Listing, size_of
from tahqiq.packages.submissions.mets import METS, XLINK

_NAME, _FILE, _PLACE, _METADATA = (
    f"{{{METS}}}{one}" for one in ("name", "file", "FLocat", "mdRef")
)
_HREF = f"{{{XLINK}}}href"
# So many unknown digests are named.
_SEVERAL = 5
# An address that is nothing but a path.
_PLAIN = re.compile(r"[\w%.-][\w%./-]*")


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
            f"قيمة OBJID هي {said} لا اسم مجلد الطرد",
        )
        yield Finding("CSIP1", "e-ark", Severity.WARNING, Place(name), told)


def _references(path: Path, shown: str, agents: list[str]) -> Iterator[Reference]:
    """Yield what a METS file refers to; the names of its agents are put into ``agents``."""
    holder: Mapping[str, str] = {}
    for event, element in tei.events(path, file=shown):
        if event == "end" and element.tag == _NAME:
            agents.append(element.text or "")
        elif event == "start" and element.tag == _FILE:
            holder = dict(element.attrib)
        elif event == "start" and element.tag in (_PLACE, _METADATA):
            said = element.attrib if element.tag == _METADATA else holder
            yield from _reference(element.get(_HREF, ""), said)


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
