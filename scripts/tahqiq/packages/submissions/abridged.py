"""A METS file without what is beyond doubt, so that rules judge the rest of it in even memory.

In: METS of any size. Out: the same, line for line, without the ``file`` elements that have all that
``schema/csip.sch`` asks of one, and without the pointers to them that it would allow. The first of
each group stays, and whatever is in doubt: rules that look at one file alone lose nothing by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

from tahqiq.packages.submissions.namespaces import METS, SIP, XLINK

# Smaller ones are judged whole.
LARGE = 1024 * 1024
_FILE, _GROUP, _PLACE, _DIV, _POINTER = (
    f"{METS} {one}" for one in ("file", "fileGrp", "FLocat", "div", "fptr")
)
_HREF, _TYPE = f"{XLINK} href", f"{XLINK} type"
_MEDIA = re.compile(
    r"(application|audio|chemical|example|font|image|message|model|multipart|text|video)/.{1,200}"
)
_FORMAT = f"{SIP} FILEFORMAT"
_SAID = ("ID", "CREATED", "CHECKSUM", "CHECKSUMTYPE")
_USES = ("Documentation", "Schemas", "Representations")
_PIECE = 1024 * 1024


def abridge(path: Path, target: Path) -> bool:
    """Write a METS file abridged to ``target``; return whether that could be done."""
    with path.open("rb") as source, path.open("rb") as again, target.open("xb") as made:
        writing = _Writing(again, made)
        try:
            _Reading(writing).read(source)
        except (expat.ExpatError, _CannotError, UnicodeDecodeError):
            return False  # whoever judges it says why
        writing.finish()
    return True


class _CannotError(Exception):
    """The bytes of a file do not stand for themselves: entities, or another encoding."""


class _Writing:
    """Copies a file but for some ranges of bytes, of which the line ends are kept."""

    def __init__(self, source: IO[bytes], made: IO[bytes]) -> None:
        self._source = source
        self._made = made
        self._at = 0

    def leave_out(self, start: int, end: int) -> None:
        """Copy up to ``start``, and go on from ``end``."""
        self._copy(start)
        self._made.write(b"\n" * self._source.read(end - start).count(b"\n"))
        self._at = end

    def finish(self) -> None:
        """Copy the rest."""
        self._copy(None)

    def _copy(self, end: int | None) -> None:
        while piece := self._source.read(
            _PIECE if end is None else min(_PIECE, max(0, end - self._at))
        ):
            self._made.write(piece)
            self._at += len(piece)


class _Reading:
    """Goes through METS, and tells what may be left out."""

    def __init__(self, writing: _Writing) -> None:
        self._writing = writing
        self._groups: list[tuple[str, int]] = []
        self._divisions: list[str] = []
        # Where an element began that may be left out, and whether nothing speaks against it.
        self._start, self._is_plain, self._places, self._id = -1, False, 0, ""
        self._ended = False
        # Files that were left out, with the use of their group, each as a number.
        self._gone: set[int] = set()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.StartDoctypeDeclHandler = _refuse
        parser.XmlDeclHandler = _check
        for name in ("CharacterData", "Comment", "ProcessingInstruction"):
            setattr(parser, f"{name}Handler", self._between)
        self._parser = parser

    def read(self, source: IO[bytes]) -> None:
        """Read a file to its end."""
        self._parser.ParseFile(source)

    def _between(self, *_: str) -> None:
        if self._ended:
            self._settle()

    def _settle(self) -> None:
        """Leave the element out that ended right before this place."""
        self._writing.leave_out(self._start, self._parser.CurrentByteIndex)
        self._start, self._ended = -1, False

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        self._between()
        if self._start >= 0:
            self._within(name, attributes)
        elif name == _GROUP:
            self._groups.append((attributes.get("USE", ""), 0))
        elif name == _DIV:
            self._divisions.append(attributes.get("LABEL", ""))
        elif name == _FILE and self._groups:
            use, count = self._groups[-1]
            self._groups[-1] = use, count + 1
            if count and _is_plain_file(attributes):
                self._begin(attributes["ID"])
        elif name == _POINTER and self._may_point(attributes.get("FILEID", "")):
            self._begin("")

    def _begin(self, identifier: str) -> None:
        self._start, self._is_plain = self._parser.CurrentByteIndex, True
        self._places, self._id = 0, identifier

    def _within(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look at what is within a file or a pointer: one plain place, or nothing."""
        self._places += 1
        self._is_plain &= bool(self._id) and name == _PLACE and _is_plain_place(attributes)

    def _closed(self, name: str) -> None:
        self._between()
        if name == _GROUP:
            self._groups.pop()
        elif name == _DIV:
            self._divisions.pop()
        elif name in (_FILE, _POINTER) and self._start >= 0:
            self._ended = self._is_plain and self._places == bool(self._id)
            if not self._ended:
                self._start = -1
            elif self._id:
                self._gone.add(hash((_used(self._groups[-1][0]), self._id)))

    def _may_point(self, identifier: str) -> bool:
        """Return whether a pointer leads to a file that was left out, of a use that it may have."""
        labels = [one for one in self._divisions if one in _USES]
        uses = labels[-1:] or ["", *_USES]
        return any(hash((use, identifier)) in self._gone for use in uses)


def _used(use: str) -> str:
    return next((one for one in _USES if use.startswith(one)), "")


def _is_plain_file(attributes: Mapping[str, str]) -> bool:
    return (
        all(attributes.get(name, "").strip() for name in _SAID)
        and attributes.get("SIZE", "").isdecimal()
        and attributes["SIZE"].isascii()
        and _MEDIA.fullmatch(attributes.get("MIMETYPE", "")) is not None
        and all(value.strip() for name, value in attributes.items() if name.startswith(_FORMAT))
    )


def _is_plain_place(attributes: Mapping[str, str]) -> bool:
    return (
        attributes.get("LOCTYPE") == "URL"
        and attributes.get(_TYPE) == "simple"
        and bool(attributes.get(_HREF, "").strip())
    )


def _refuse(*_: object) -> None:
    raise _CannotError


def _check(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise _CannotError
