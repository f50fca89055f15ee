"""What a run leaves behind besides the files of the documents: lists in the order of the keys.

In: the manifest. Out: ``documents.jsonl``, ``findings.jsonl``, ``summary.json``. There is no clock
in them, so that the same corpus gives the same bytes wherever and however often it ran.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tahqiq import __version__
from tahqiq.corpus.answers import encode
from tahqiq.corpus.ledger import Ledger, Row
from tahqiq.corpus.stores import Store

NAMES = ("documents.jsonl", "findings.jsonl", "summary.json")
# Of reasons why documents could not be worked on so many are counted, and so many told.
_COUNTED, _TOLD = 1000, 10


def write(ledger: Ledger, out: Store, kind: str) -> dict[str, Any]:
    """Write the lists; return the summary."""
    counts = _Counts()
    with tempfile.TemporaryDirectory(prefix="tahqiq-") as folder:
        documents, findings = (Path(folder) / name for name in NAMES[:2])
        with (
            documents.open("w", encoding="utf-8", errors="backslashreplace") as one,
            findings.open("w", encoding="utf-8", errors="backslashreplace") as two,
        ):
            for row in ledger.rows():
                counts.take(row)
                one.write(encode(_document(row)) + "\n")
                two.write(row.said)
        out.put_file(NAMES[0], documents)
        out.put_file(NAMES[1], findings)
    summary = counts.summary(kind)
    out.put(NAMES[2], (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
    return summary


def _document(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {
        "document": row.key, "sha256": row.sha256, "size": row.size, "status": row.status,
        "findings": row.findings,
        "outputs": [{"name": a, "sha256": b, "size": c} for a, b, c in row.outputs],
    }  # fmt: skip
    for name in ("puid", "skipped", "failure", "warnings"):
        if row.result.get(name):
            made[name] = row.result[name]
    return made


class _Counts:
    """Documents, bytes and findings, counted as they go by."""

    def __init__(self) -> None:
        self._statuses: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._bytes = self._outputs = self._output_bytes = 0

    def take(self, row: Row) -> None:
        """Count one document."""
        self._statuses[row.status] += 1
        self._rules.update(row.result.get("rules", {}))
        if skipped := row.result.get("skipped"):
            self._skipped[skipped] += 1
        failure = row.result.get("failure")
        if failure and (failure in self._failures or len(self._failures) < _COUNTED):
            self._failures[failure] += 1
        self._bytes += row.size
        self._outputs += len(row.outputs)
        self._output_bytes += sum(size for _, _, size in row.outputs)

    def summary(self, kind: str) -> dict[str, Any]:
        """Return the counts as JSON-ready values."""
        failures = sorted(self._failures.items(), key=lambda one: (-one[1], one[0]))
        return {
            "tahqiq": __version__,
            "work": kind,
            "documents": self._statuses.total(),
            "bytes": self._bytes,
            "status": dict(sorted(self._statuses.items())),
            "skipped": dict(sorted(self._skipped.items())),
            "failures": dict(failures[:_TOLD]),
            "findings": dict(sorted(self._rules.items())),
            "outputs": {"files": self._outputs, "bytes": self._output_bytes},
        }
