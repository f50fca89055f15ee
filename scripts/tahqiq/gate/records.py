"""Findings and verdicts as plain values, for pipes and for the journal.

In: findings. Out: JSON-ready values with both languages, and findings again. What comes back from a
worker is read as data and never executed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tahqiq.deliveries import Item
from tahqiq.files import sha256_of
from tahqiq.findings import Finding, Message, Place, Severity

# Characters of one text of a finding, and what it lists as expected.
_LONGEST = 4_000
_EXPECTED = 1_000


def place_record(place: Place) -> list[Any]:
    """Return a place as a list."""
    return [place.file, place.line, place.column, place.offset, place.xpath]


def place_of(record: list[Any]) -> Place:
    """Return the place that a list says."""
    file, line, column, offset, xpath = record
    return Place(str(file), int(line), int(column), offset, str(xpath))


def _clipped(text: str) -> str:
    """Return a text as long as any person reads: a stranger's may be as long as its file."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def finding_record(finding: Finding) -> list[Any]:
    """Return a finding as a list."""
    hint = finding.hint
    return [
        finding.code, finding.slug, int(finding.severity), place_record(finding.place),
        [_clipped(finding.message.en), _clipped(finding.message.ar)], _clipped(finding.found),
        [_clipped(one) for one in finding.expected[:_EXPECTED]],
        [_clipped(hint.en), _clipped(hint.ar)] if hint else None, finding.see,
        [place_record(one) for one in finding.related],
        {_clipped(key): _clipped(value) for key, value in finding.extra.items()},
    ]  # fmt: skip


def finding_of(record: list[Any]) -> Finding:
    """Return the finding that a list says."""
    code, slug, severity, place, message, found, expected, hint, see, related, extra = record
    return Finding(
        code, slug, Severity(severity), place_of(place), Message(*message), found=found,
        expected=tuple(expected), hint=Message(*hint) if hint else None, see=see,
        related=tuple(place_of(one) for one in related), extra=extra,
    )  # fmt: skip


_DEAD = {
    "TQ330": ("took-too-long", "it took more than {why}", "استغرق أكثر من {why}"),
    "TQ331": ("took-too-much", "it took more memory than {why}", "احتاج ذاكرة أكثر من {why}"),
    "TQ332": ("judge-died", "what judged it died: {why}", "مات ما كان يحكم عليه: {why}"),
}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or nothing where there is none to be read."""
    try:
        return sha256_of(path)
    except (OSError, ValueError):
        return ""


def dead_finding(code: str, why: str, name: str) -> Finding:
    """Return the finding that what judged a file had to be ended, or died."""
    slug, english, arabic = _DEAD[code]
    said = Message(english.format(why=why), arabic.format(why=why))
    return Finding(code, slug, Severity.ERROR, Place(name), said)


def message(task: str, item: Item, **more: Any) -> dict[str, Any]:
    """Return a task as a worker reads it."""
    return {
        "task": task, "name": item.name, "path": str(item.path), "root": str(item.root),
        "packed": item.packed, **more,
    }  # fmt: skip


@dataclass(slots=True)
class Verdict:
    """What became of one file.

    ``failure`` is why it could not be read at all. ``schemas`` are path, kind and SHA-256 of what
    judged it. ``pointers`` lead to other files: the file, the id, and the numbers of the elements
    that point there with their attributes. ``project`` is the folder of the edition that it
    belongs to, ``ids`` its ids there, ``records`` those of them that are records of a register.
    ``beside`` are the other files on which the verdict rests, each with its SHA-256, or nothing
    where it was not there.
    """

    sha256: str = ""
    size: int = 0
    puid: str = ""
    misread: str = ""
    skipped: str = ""
    findings: list[Finding] = field(default_factory=list)
    failure: str = ""
    schemas: list[tuple[str, str, str]] = field(default_factory=list)
    pointers: list[tuple[str, str, list[tuple[int, str]]]] = field(default_factory=list)
    project: str = ""
    ids: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return the verdict as JSON-ready values."""
        made = {name: getattr(self, name) for name in self.__slots__}
        made["findings"] = [finding_record(one) for one in self.findings]
        return made

    @classmethod
    def of(cls, record: dict[str, Any]) -> Verdict:
        """Return the verdict that values say."""
        made = {name: record[name] for name in cls.__slots__}
        made["findings"] = [finding_of(one) for one in record["findings"]]
        made["schemas"] = [(a, b, c) for a, b, c in record["schemas"]]
        made["pointers"] = [
            (path, name, [(int(n), a) for n, a in where])
            for path, name, where in record["pointers"]
        ]
        return cls(**made)
