"""What a validator has to say: findings, as data.

In: nothing. Out: frozen values that every check returns and every report prints.
A validator never raises for a fault in a document: it returns all of them, sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tahqiq.errors import Place

__all__ = ["Finding", "Message", "Place", "Rule", "Severity", "sort_findings"]


class Severity(IntEnum):
    """How grave a finding is; larger is graver, so that thresholds compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """Return the word that reports print: ``info``, ``warning`` or ``error``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in English and, where it exists, in Arabic."""

    en: str
    ar: str = ""

    def text(self, lang: str = "en") -> str:
        """Return the sentence in ``lang`` (``ar`` or ``en``), or else in the other."""
        return (self.ar or self.en) if lang == "ar" else (self.en or self.ar)

    def filled(self, names: Mapping[str, object]) -> Message:
        """Return the sentence with what it names in braces."""
        return Message(self.en.format_map(names), self.ar.format_map(names))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or remark, at one place.

    ``code`` is stable (``RNG003``) and ``slug`` its name (``unknown-element``); both stand in
    the message, the fixture's file name and the documentation. ``found`` is what stands
    there, ``expected`` what may stand there (shortest useful list first), ``hint`` the action
    to take. ``see`` is an address of the rule's prose; ``related`` names other places that
    belong to the fault, such as the first of two equal ids.
    """

    code: str
    slug: str
    severity: Severity
    place: Place
    message: Message
    found: str = ""
    expected: tuple[str, ...] = ()
    hint: Message | None = None
    see: str = ""
    related: tuple[Place, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)

    def line(self, lang: str = "en") -> str:
        """Return the finding as one line: place, severity, code and sentence."""
        hint = f" ({self.hint.text(lang)})" if self.hint else ""
        code = f"{self.code} {self.slug}".strip()
        text = " ".join(f"{self.message.text(lang)}{hint}".split("\n"))
        return f"{self.place}: {self.severity.label}: {code}: {text}"

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """Return the finding as JSON-ready values; empty fields are left out."""
        place = self.place
        record: dict[str, Any] = {
            "code": self.code,
            "slug": self.slug,
            "severity": self.severity.label,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "message": self.message.text(lang),
        }
        optional: dict[str, Any] = {
            "offset": place.offset,
            "xpath": place.xpath,
            "found": self.found,
            "expected": list(self.expected),
            "hint": self.hint.text(lang) if self.hint else "",
            "see": self.see,
            "related": [str(other) for other in self.related],
            "extra": dict(self.extra),
        }
        record.update(
            {key: value for key, value in optional.items() if value not in (None, "", [], {})}
        )
        return record


@dataclass(frozen=True, slots=True)
class Rule:
    """What every finding of one code says: its sentences name what varies in braces."""

    code: str
    slug: str
    severity: Severity
    message: Message
    hint: Message | None = None

    def at(self, place: Place, related: tuple[Place, ...] = (), **names: object) -> Finding:
        """Return the finding that the rule is broken at a place; ``found`` is what stands there."""
        return Finding(
            code=self.code,
            slug=self.slug,
            severity=self.severity,
            place=place,
            message=self.message.filled(names),
            found=str(names.get("found", "")),
            hint=self.hint.filled(names) if self.hint else None,
            related=related,
        )


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file, line, column, graver first, then code: the order of reports."""
    return sorted(
        findings,
        key=lambda f: (
            f.place.file,
            f.place.line,
            f.place.column,
            -f.severity,
            f.code,
            f.message.en,
        ),
    )
