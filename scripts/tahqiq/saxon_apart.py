"""A stranger's program run in a process of its own, which can be stopped.

In: a stylesheet and a source. Out: the result, or an error when its time is over. Saxon holds the
interpreter for a whole transform: within one process nothing stops an expression that never ends.
"""

from __future__ import annotations

import json
import subprocess
import sys

from tahqiq import saxon
from tahqiq.errors import Place, TransformError


class Overtime(TransformError):
    """A program took more than its time."""


def run(stylesheet: str, source: bytes, *, name: str, seconds: float) -> str:
    """Return the principal result. Raise TransformError where it fails or takes longer."""
    given = json.dumps({"stylesheet": stylesheet, "source": source.decode(), "name": name})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tahqiq.saxon_apart"],
            input=given.encode(),
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
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise TransformError(answer["error"], place=Place(name))
    result: str = answer["result"]
    return result


def _main() -> None:
    given = json.load(sys.stdin)
    try:
        program = saxon.program(given["stylesheet"], name=given["name"])
        result = saxon.run(program, saxon.document(given["source"].encode()))
        answer = {"result": result.principal}
    except TransformError as error:
        answer = {"error": error.message}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
