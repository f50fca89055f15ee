"""Archives and bags opened in a watched process, which may die of them.

In: archives and bags of strangers. Out: what came out, and findings, those on its death among them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from tahqiq.deliveries import Item
from tahqiq.deliveries.opening import Opened
from tahqiq.deliveries.trouble import trouble
from tahqiq.findings import Finding
from tahqiq.gate.plan import Plan
from tahqiq.gate.pool import Dead, Pool
from tahqiq.gate.records import dead_finding, finding_of, message


class Watched:
    """An opener whose work is done by a process with the limits of a plan; a context.

    ``module`` is what serves there (see Pool).
    """

    def __init__(
        self, plan: Plan, *, fork: bool = False, module: str = "tahqiq.gate.worker"
    ) -> None:
        seconds = plan.limits.archive_seconds
        limits = replace(plan.limits, seconds=seconds, cpu_seconds=seconds)
        self._pool = Pool(replace(plan, limits=limits), 1, fork=fork, module=module)
        self._spent = [0, 0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.__exit__(*error)

    def archive(self, path: Path, shown: str, folder: Path) -> Opened:
        """Unpack an archive, called ``shown`` in findings, into a folder."""
        answer = self._asked("unpack", Item(shown, path, folder), spent=self._spent)
        if isinstance(answer, Finding):
            return Opened([], [answer])
        self._spent = answer["spent"]
        return Opened(answer["files"], [finding_of(one) for one in answer["findings"]])

    def bag(self, folder: Path, shown: str) -> list[Finding]:
        """Return what is not as the manifests of a bag say."""
        answer = self._asked("bag", Item(shown, folder, folder))
        if isinstance(answer, Finding):
            return [answer]
        return [finding_of(one) for one in answer["findings"]]

    def _asked(self, task: str, item: Item, **more: Any) -> Any:
        """Return an answer, or the finding that there is none."""
        answer = self._pool.ask(message(task, item, **more))
        if isinstance(answer, Dead):
            return dead_finding(answer.code, answer.why, item.name)
        if "failed" in answer:
            return trouble("TQ308", item.name, answer["failed"])
        return answer
