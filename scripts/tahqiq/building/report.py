"""What a build is asked for, and what it tells of what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.errors import TahqiqError
from tahqiq.findings import Finding

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked: formats, folder, and whether unknown elements are let pass."""

    formats: tuple[str, ...]
    out: Path
    lenient: bool = False


@dataclass(slots=True)
class Report:
    """What a build did: paths written or kept (relative to the folder), warnings, failures."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failures: list[TahqiqError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 where all was made, 1 where findings stopped it, 2 where it could not be."""
        return 2 if self.failures else 1 if self.findings else 0
