"""A stranger's program run in a process of its own, which can be stopped.

In: a stylesheet and a source, or stylesheets alone. Out: the result, or why each of them cannot be
compiled; an error when their time is over. Saxon holds the interpreter for a whole transform:
within one process nothing stops an expression that never ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from tahqiq import saxon
from tahqiq.errors import Place, TransformError


class Overtime(TransformError):
    """A program took more than its time."""


def run(stylesheet: str, source: bytes, *, name: str, seconds: float) -> str:
    """Return the principal result. Raise TransformError where it fails or takes longer."""
    given = {"stylesheet": stylesheet, "source": source.decode(), "name": name}
    answer = _answer(given, name, seconds)
    if "error" in answer:
        raise TransformError(answer["error"], place=Place(name))
    result: str = answer["result"]
    return result


def refusals(stylesheets: Sequence[str], *, name: str, seconds: float) -> list[str]:
    """Return why Saxon compiles a stylesheet not, for each in turn; nothing where it does.

    Raise TransformError where compiling all of them takes longer.
    """
    answer = _answer({"stylesheets": list(stylesheets), "name": name}, name, seconds)
    reasons: list[str] = answer["reasons"]
    return reasons


def refusal(stylesheet: str, *, name: str) -> str:
    """Return why Saxon compiles a stylesheet not, in this process; nothing where it does."""
    try:
        saxon.program(stylesheet, name=name)
    except TransformError as error:
        return error.message
    return ""


def _answer(given: dict[str, Any], name: str, seconds: float) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tahqiq.saxon_apart"],
            input=json.dumps(given).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Overtime(
            f"took more than {seconds:g} seconds",
            place=Place(name),
            hint="an expression never ends",
        ) from None
    if done.returncode:
        raise TransformError(f"its process died ({done.returncode})", place=Place(name))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _main() -> None:
    given = json.load(sys.stdin)
    name = given["name"]
    if "stylesheets" in given:
        json.dump(
            {"reasons": [refusal(one, name=name) for one in given["stylesheets"]]}, sys.stdout
        )
        return
    try:
        program = saxon.program(given["stylesheet"], name=name)
        result = saxon.run(program, saxon.document(given["source"].encode()))
        answer = {"result": result.principal}
    except TransformError as error:
        answer = {"error": error.message}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
