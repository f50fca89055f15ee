"""A run as it is seen: its rate and the time left, a log, what was slowest and largest.

In: what happens. Out: lines for a person, and JSON lines for a machine (``--log``). Times stand
here alone, never in what a run makes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tahqiq.corpus.answers import Answer
from tahqiq.corpus.ledger import Ledger, Row
from tahqiq.corpus.stores import Document
from tahqiq.errors import OutputError, Place
from tahqiq.files import reason

Say = Callable[[str], None]
# Seconds between two lines of progress: where documents come, and where none does.
_OFTEN, _SELDOM = 0.2, 1.0


class Watch:
    """Tells what a run does; ``progress`` gets a line that the next one replaces."""

    def __init__(self, progress: Say, say: Say, log: Path | None = None) -> None:
        self._progress, self._say = progress, say
        self._started = self._shown = time.monotonic()
        self.count = self.total = self._bytes = self._total_bytes = 0
        self.slowest: list[Row] = []
        self.largest: list[Row] = []
        try:
            self._log = log.open("a", encoding="utf-8") if log else None
        except OSError as error:
            raise OutputError(reason(error), place=Place(str(log))) from None

    def listed(self, count: int) -> None:
        """Tell how many documents there are."""
        self._event("listed", documents=count)
        self._progress(f"{count} documents")

    def begun(self, pending: int, size: int) -> None:
        """Tell how many documents are to be done, and their bytes."""
        self.total, self._total_bytes = pending, size
        self._started = time.monotonic()
        self._event("begun", pending=pending, bytes=size)

    def dashboard(self, address: str) -> None:
        """Tell where the cluster is seen at work."""
        self._event("cluster", dashboard=address)
        self._say(f"the cluster is seen at {address}")

    def waits(self) -> None:
        """Tell that a cluster has nobody who could work."""
        self._event("waiting")
        self._say("the cluster has no workers; waiting for one")

    def done(self, document: Document, status: str, answer: Answer) -> None:
        """Tell what became of a document."""
        self.count += 1
        self._bytes += document.size
        self._event(
            "document", document=document.key, status=status, size=document.size,
            seconds=answer.get("seconds", 0), findings=answer.get("findings", 0),
            failure=answer.get("failure", ""),
        )  # fmt: skip
        self._show(_OFTEN)

    def beat(self) -> None:
        """Tell what is known while nothing comes: one document may take minutes."""
        self._show(_SELDOM)

    def _show(self, after: float) -> None:
        now = time.monotonic()
        if now - self._shown >= after:
            self._shown = now
            self._progress(self._line(now - self._started))

    def _line(self, passed: float) -> str:
        rate = self.count / max(passed, 0.001)
        # Sizes differ by orders of magnitude: bytes tell the time left better than documents.
        share = self._bytes / self._total_bytes if self._total_bytes else self.count / self.total
        done = f"{self.count} of {self.total} documents"
        if not share:
            return f"{done} after {_clock(passed)}"
        left = passed / share - passed
        days = f"{int(left // 86400)} d " if left >= 86400 else ""
        return f"{done}, {rate:.1f} a second, {days}{_clock(left)} left"

    def ended(self, summary: dict[str, Any], ledger: Ledger) -> None:
        """Tell the summary, with the slowest and the largest documents."""
        self.slowest, self.largest = ledger.extremes("seconds", 5), ledger.extremes("size", 5)
        passed = time.monotonic() - self._started
        self._event(
            "ended", seconds=round(passed, 3), done=self.count, status=summary["status"],
            slowest=[[row.key, row.seconds] for row in self.slowest],
            largest=[[row.key, row.size] for row in self.largest],
        )  # fmt: skip

    def stopped(self) -> None:
        """Tell that the run was stopped before its end."""
        self._event("stopped", done=self.count, of=self.total)

    @property
    def rate(self) -> float:
        """Return how many documents were done a second."""
        return self.count / max(time.monotonic() - self._started, 0.001)

    def _event(self, name: str, **values: Any) -> None:
        if self._log is not None:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            record = {"time": now, "event": name, **values}
            line = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")
            self._log.write(line.decode() + "\n")
            self._log.flush()


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.gmtime(max(0, seconds)))
