"""A process that crashes over a document. In: ``PYTHONPATH``. Out: SIGSEGV where it is read.

Any Python that finds this folder dies, by a real fault of memory, when it opens a document whose
name ends in ``انهيار.xml`` for reading.
"""

import ctypes
import os
import sys

CRASH = "انهيار.xml"


def _crash(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or arguments[1] not in ("r", "rb"):
        return
    path = arguments[0]
    if isinstance(path, str | bytes) and os.fsdecode(path).endswith(CRASH):
        ctypes.string_at(0)


sys.addaudithook(_crash)
