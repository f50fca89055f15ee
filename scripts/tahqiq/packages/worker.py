"""The process that reads what packages of strangers say of themselves, and may be killed for it.

In: tasks, one line of JSON each, as the gate's worker takes them. Out: answers. The libraries that
judge bags, objects and crates run here and nowhere else.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import IO, Any

from tahqiq.deliveries import Item
from tahqiq.deliveries.limits import Spent
from tahqiq.files import is_full, reason
from tahqiq.gate import worker
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import finding_record
from tahqiq.gate.worker import Answer
from tahqiq.packages import listings, lying, reading, structure, taken
from tahqiq.packages.pace import Pace
from tahqiq.packages.submissions import abridged
from tahqiq.packages.survey import Seen, Survey


def _survey(item: Item, _: Plan, task: dict[str, Any]) -> Any:
    survey = Survey(Path(task["database"]))
    try:
        seen = Seen(task["taken"], task["prefix"]) if "taken" in task else None
        findings = lying.note(item.path, item.name, survey, seen)
        listing = listings.Listing("", survey)
        if not lying.bars(findings):
            listing = reading.read(item.path, item.name, survey)
            survey.sort()
    finally:
        survey.close()
    return {
        "kind": listing.kind, "free": listing.free, "strict": listing.strict,
        "findings": [finding_record(one) for one in (*findings, *listing.findings)],
    }  # fmt: skip


def _structure(item: Item, _: Plan, task: dict[str, Any]) -> Any:
    survey = Survey(Path(task["database"]))
    try:
        found = structure.judged(task["kind"], item.path, item.name, survey)
        return {"findings": [finding_record(one) for one in found]}
    finally:
        survey.close()


def _abridge(item: Item, _: Plan, task: dict[str, Any]) -> Any:
    return {"done": abridged.abridge(item.path, Path(task["target"]))}


def _unpack(item: Item, plan: Plan, task: dict[str, Any]) -> Any:
    spent = Spent(*task["spent"])
    opened = taken.unpacked(
        item.path, item.name, item.root, plan.limits, spent, Path(task["database"]),
        Pace(task["rate"]), whole=task["whole"],
        apart=Path(task["apart"]) if task["apart"] else None,
    )  # fmt: skip
    return {
        "findings": [finding_record(one) for one in opened.findings],
        "spent": [spent.size, spent.count],
    }  # fmt: skip


def _able(answer: Answer) -> Answer:
    """Return an answer that tells what is wrong with this machine from what is with a package."""

    def answered(item: Item, plan: Plan, task: dict[str, Any]) -> Any:
        try:
            return answer(item, plan, task)
        except sqlite3.Error as error:
            return {"unable": str(error)}
        except OSError as error:
            if is_full(error):
                return {"unable": reason(error)}
            raise

    return answered


_ANSWERS = {
    "unpack": _able(_unpack), "survey": _able(_survey), "structure": _able(_structure),
    "abridge": _able(_abridge),
}  # fmt: skip


def serve(tasks: IO[str], answers: IO[str]) -> None:
    """Answer tasks until there are no more."""
    # What the libraries have to say comes as findings.
    logging.disable(logging.CRITICAL)
    worker.serve(tasks, answers, _ANSWERS)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    worker.main(_ANSWERS)
