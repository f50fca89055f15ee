"""One claim about one output. In: what was compared. Out: a Proof, as a line or as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim about one output, whether it holds, and what was seen."""

    claim: str
    file: str
    holds: bool
    detail: str = ""

    def __str__(self) -> str:
        """Return the proof as one line."""
        detail = f": {self.detail}" if self.detail else ""
        return f"{'holds' if self.holds else 'FAILS'}  {self.file}: {self.claim}{detail}"

    def as_json(self) -> dict[str, Any]:
        """Return the proof as JSON-ready values."""
        return {"claim": self.claim, "file": self.file, "holds": self.holds, "detail": self.detail}
