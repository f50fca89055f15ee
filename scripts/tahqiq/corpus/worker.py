"""The process that works on single documents, and may be killed for it.

In: tasks, one line of JSON each. Out: answers, one line each. It has no network, compiles each
schema and stylesheet once, and ends with whoever started it.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import IO

from tahqiq.corpus.works import answer
from tahqiq.gate import worker

_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def serve(tasks: IO[str], answers: IO[str]) -> None:
    """Answer tasks until there are no more."""
    _end_with_parent()
    worker.serve(tasks, answers, {"corpus": answer})


def _end_with_parent() -> None:
    """Have Linux end this process when its parent dies: it may be deep in a document then."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)


def main() -> None:
    """Serve on the standard streams."""
    _end_with_parent()
    worker.main({"corpus": answer})


if __name__ == "__main__":
    main()
