"""Documents that are poison. In: this folder on ``PYTHONPATH``. Out: what befalls who reads them.

Any Python that opens a document for reading whose name ends so crashes by a real fault of memory,
hangs, or takes memory without end.
"""

import ctypes
import os
import sys
import time


def _crash() -> None:
    ctypes.string_at(0)


def _hang() -> None:
    time.sleep(3600)


def _swell() -> None:
    held = []
    while True:
        held.append(b"\1" * 50_000_000)


_POISON = {"انهيار.xml": _crash, "تعليق.xml": _hang, "تضخم.xml": _swell}


def _poison(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or arguments[1] not in ("r", "rb"):
        return
    path = arguments[0]
    if isinstance(path, str | bytes):
        for ending, befall in _POISON.items():
            if os.fsdecode(path).endswith(ending):
                befall()


sys.addaudithook(_poison)
