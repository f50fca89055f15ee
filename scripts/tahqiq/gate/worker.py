"""The process that judges: it reads files that nobody trusts, and may be killed for it.

In: tasks, one line of JSON each. Out: answers, one line each. Sockets are refused from its first
moment; what it reads beyond the file itself is decided by the plan.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from tahqiq.deliveries import Item
from tahqiq.errors import TahqiqError
from tahqiq.gate.plan import Plan
from tahqiq.gate.process import PREPARE
from tahqiq.gate.records import Verdict, finding_record, place_record

Answer = Callable[[Item, Plan, dict[str, Any]], Any]


def serve(tasks: IO[str], answers: IO[str], more: Mapping[str, Answer] | None = None) -> None:
    """Answer tasks until there are no more; ``more`` are kinds of tasks besides those of here."""
    sys.addaudithook(_no_network)
    plan = Plan.from_json(tasks.readline())
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for line in tasks:
        task = json.loads(line)
        if task["task"] == PREPARE:
            _prepare(plan)
            continue
        answers.write(encode(answered(task, plan, more)) + "\n")
        answers.flush()


def _prepare(plan: Plan) -> None:
    """Load what every file will want; what is wrong with it is said of the first."""
    from tahqiq.gate import judge, schemas

    del judge
    schemas.prepare(plan)


def _no_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        raise PermissionError("what judges strangers' files has no network")


def answered(task: dict[str, Any], plan: Plan, more: Mapping[str, Answer] | None = None) -> Any:
    """Return the answer to one task; a bug of ours is the failure of one file."""
    item = Item(task["name"], Path(task["path"]), Path(task["root"]), task["packed"])
    try:
        return {**_ANSWERS, **(more or {})}[task["task"]](item, plan, task)
    except (TahqiqError, OSError) as error:
        return {"failed": str(error)}
    except RecursionError:
        return {"failed": "it is nested too deeply"}
    except Exception as error:  # the next file must still be judged
        return {"failed": f"internal error: {type(error).__name__}: {error}"}


def _judge(item: Item, plan: Plan, _: dict[str, Any]) -> Any:
    from tahqiq.gate.judge import judge

    return judge(item, plan).record()


def _inspect(item: Item, plan: Plan, _: dict[str, Any]) -> Any:
    from tahqiq.gate.choice import choose
    from tahqiq.gate.pointers import inspect

    verdict = Verdict()
    inspect(item, item.path.read_bytes(), choose(item, b"", plan), verdict)
    verdict.findings = []
    return verdict.record()


def _ids(item: Item, _: Plan, __: dict[str, Any]) -> Any:
    from tahqiq.gate.pointers import ids_of

    return sorted(ids_of(item.path))


def _places(item: Item, _: Plan, task: dict[str, Any]) -> Any:
    from tahqiq.gate.pointers import places_of

    found = places_of(item, task["numbers"], task["ids"])
    return [[place_record(place), name] for place, name in found]


def _fixes(item: Item, plan: Plan, _: dict[str, Any]) -> Any:
    from tahqiq.gate.offers import fix_record, fixes_of

    return {"fixes": [fix_record(one) for one in fixes_of(item, plan)]}


def _unpack(item: Item, plan: Plan, task: dict[str, Any]) -> Any:
    from tahqiq.deliveries.opening import Here

    here = Here(plan.limits)
    here.spent.size, here.spent.count = task["spent"]
    opened = here.archive(item.path, item.name, item.root)
    return {
        "files": opened.files, "findings": [finding_record(one) for one in opened.findings],
        "spent": [here.spent.size, here.spent.count],
    }  # fmt: skip


def _bag(item: Item, plan: Plan, _: dict[str, Any]) -> Any:
    from tahqiq.deliveries.opening import Here

    return {
        "findings": [finding_record(one) for one in Here(plan.limits).bag(item.path, item.name)]
    }


_ANSWERS: dict[str, Answer] = {
    "judge": _judge, "inspect": _inspect, "ids": _ids, "places": _places,
    "fixes": _fixes, "unpack": _unpack, "bag": _bag,
}  # fmt: skip


def main(more: Mapping[str, Answer] | None = None) -> None:
    """Serve on the standard streams, kept for that alone."""
    tasks = os.fdopen(os.dup(0), encoding="utf-8")
    # What names of files have besides UTF-8 is written as JSON escapes it.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    serve(tasks, answers, more)


if __name__ == "__main__":
    main()
