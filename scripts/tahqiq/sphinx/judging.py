"""Examples judged as a file of the project would be.

In: fragments of XML, the project's schema and rules, and a document with places for fragments. Out:
the codes of what is wrong with each.

A place is a processing instruction in the document that ``tei_example_frame`` names: its target is
``example``, then come the name of the place and what stands round a fragment there, with ``…`` for
the fragment itself. One place at a time is filled, the others stay empty. The document is taken to
stand in ``tei_example_base``, so that references lead to the project's files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx

from tahqiq.checks import check
from tahqiq.errors import TahqiqError
from tahqiq.findings import Finding, Severity
from tahqiq.sphinx.sources import setting

_PLACE = re.compile(r"<\?example\s+([\w.-]+)\s*(.*?)\?>", re.DOTALL)


class Judge:
    """The schema and the rules of a project; either may be missing."""

    def __init__(
        self, grammar: Path | None, rules: Path | None, frame: Path | None, base: Path | None
    ) -> None:
        from tahqiq.relaxng import Schema
        from tahqiq.schematron import Schematron

        self._grammar = Schema.load(grammar) if grammar else None
        self._rules = Schematron.load(rules) if rules else None
        self._frame = frame.read_text("utf-8") if frame else ""
        self._last = ""
        self._at = base / frame.name if base and frame else frame

    @property
    def places(self) -> list[str]:
        """The places of the frame, in its order."""
        return places(self._frame)

    def document(self, content: bytes, file: str) -> list[Finding]:
        """Return what is wrong with a document: by the grammar, the rules and the checks."""
        try:
            return list(self._findings(content, file))
        except TahqiqError as error:
            from tahqiq.findings import Message, Place

            place = error.place or Place(file)
            return [Finding("XML", "not-well-formed", Severity.ERROR, place, Message(str(error)))]

    def _findings(self, content: bytes, file: str) -> Iterator[Finding]:
        """Yield the findings of the first judge that has any; the next would only say it again."""
        found: list[Finding] = []
        if self._grammar:
            found = self._grammar.validate(io.BytesIO(content), file=file)
        if self._rules and not found:
            found = self._rules.validate(content, file=file)
        if self._rules and not found:
            found = [one for one in check(content, file=file) if one.severity > Severity.INFO]
        yield from found

    def fragment(
        self, text: str, place: str = "", expected: Sequence[str] = ()
    ) -> tuple[list[Finding], str]:
        """Return what is wrong with a fragment, and the document that it was judged in.

        Without ``place`` the first place counts where nothing is wrong, or just what was
        expected to be; else the first of all.
        """
        places = [place] if place else self.places
        # The next example of a page mostly stands where the last one did.
        tried = sorted(places, key=lambda one: one != self._last)
        worst: tuple[list[Finding], str] = ([], text)
        for one in tried:
            document = self._in_frame(text, one)
            found = self.document(document.encode("utf-8"), str(self._at))
            if not found or codes(found) == list(expected):
                self._last = one
                return found, document
            if one == places[0]:
                worst = found, document
        return worst

    def _in_frame(self, text: str, place: str) -> str:
        if text.lstrip().startswith(("<?xml", "<TEI")):
            return text
        return filled(self._frame, place, text)


def places(frame: str) -> list[str]:
    """Return the places of a frame, in its order."""
    return list(dict.fromkeys(name for name, _ in _PLACE.findall(frame)))


def filled(frame: str, place: str, text: str) -> str:
    """Return a frame with a text at one of its places, and nothing at the others."""

    def put(found: re.Match[str]) -> str:
        around = found.group(2) or "…"
        return around.replace("…", text, 1) if found.group(1) == place else ""

    return _PLACE.sub(put, frame)


def codes(findings: list[Finding]) -> list[str]:
    """Return the codes of findings, each once; of a rule without a code its id."""
    return sorted({one.slug if one.code == "SCH" and one.slug else one.code for one in findings})


def judge(app: Sphinx) -> Judge | None:
    """Return the judge that conf.py sets up, or None where it names neither schema nor rules."""
    grammar, rules = setting(app, "tei_schema"), setting(app, "tei_rules")
    frame, base = setting(app, "tei_example_frame"), setting(app, "tei_example_base")
    if grammar is None and rules is None:
        return None
    return _judge(grammar, rules, frame, base)


_judge = cache(Judge)
