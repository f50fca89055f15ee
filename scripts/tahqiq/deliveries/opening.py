"""Who opens archives and checks bags: this process, or one that is watched.

In: an archive or a bag, and the limits. Out: what came out of it, and findings. Whoever does not
trust an archive gives a Delivery another opener (the gate does: a watched process).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tahqiq.deliveries import bags
from tahqiq.deliveries.limits import Limits, Spent
from tahqiq.findings import Finding


@dataclass(slots=True)
class Opened:
    """What came out of an archive: the names of its files, sorted, and findings."""

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Opener(Protocol):
    """Opens archives into folders; what all of them gave counts towards the limits."""

    def archive(self, path: Path, shown: str, folder: Path) -> Opened:
        """Unpack an archive, called ``shown`` in findings, into a folder."""

    def bag(self, folder: Path, shown: str) -> list[Finding]:
        """Return what is not as the manifests of a bag say."""


class Here:
    """An opener in this process: for archives that are trusted not to exhaust it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.spent = Spent()

    def archive(self, path: Path, shown: str, folder: Path) -> Opened:
        """Unpack an archive, called ``shown`` in findings, into a folder."""
        from tahqiq.deliveries import archives  # loads every kind of compression

        unpacking = archives.Unpacking(path, shown, folder, self._limits, self.spent)
        unpacking.run()
        return Opened(unpacking.files, unpacking.findings)

    def bag(self, folder: Path, shown: str) -> list[Finding]:
        """Return what is not as the manifests of a bag say."""
        return bags.check(folder, shown)
