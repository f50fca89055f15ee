"""Findings that are known and pass, so that only new ones fail.

In: a report of ours as JSON or JSON lines. Out: which findings of a run are not in it. A finding
is the same if its file, code and sentence are, wherever its line has moved; as often as it was
known it passes, and no oftener.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tahqiq.errors import Place, UsageError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding


class Baseline:
    """The findings of an earlier report."""

    def __init__(self, known: Iterable[tuple[str, str, str]]) -> None:
        self._known = Counter(known)
        self._left = self._known.copy()

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Return the findings of a report; raise UsageError where it is none."""
        text = read_bytes(path).decode("utf-8", "replace")
        try:
            value: Any = json.loads(text)
            records = value["findings"] if isinstance(value, dict) and "findings" in value else None
        except ValueError:
            records = None
        if records is None:
            try:
                records = [json.loads(line) for line in text.splitlines() if line.strip()]
            except ValueError:
                raise UsageError(
                    "it is no report of tahqiq", place=Place(str(path)),
                    hint="make one with --format json=FILE",
                ) from None  # fmt: skip
        found = [one for one in records if isinstance(one, dict) and "code" in one]
        return cls((one.get("file", ""), one["code"], one.get("message", "")) for one in found)

    def passes(self, finding: Finding) -> bool:
        """Return whether a finding is known; each that is known passes once."""
        for lang in ("en", "ar"):
            key = (finding.place.file, finding.code, finding.message.text(lang))
            if self._left[key] > 0:
                self._left[key] -= 1
                return True
        return False

    def unknown(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that are not known, counted anew."""
        self._left = self._known.copy()
        return (one for one in findings if not self.passes(one))
