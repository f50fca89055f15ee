"""What a process has used so far.

In: a process of ours. Out: its CPU time and its memory. Linux tells both in one line; elsewhere
psutil knows, which takes as long to load as a document to judge.
"""

from __future__ import annotations

import os
import sys


def used(process: int) -> tuple[float, int]:
    """Return the CPU seconds and the bytes of memory that a process has taken; zeros of none."""
    return _by_proc(process) if sys.platform == "linux" else _by_psutil(process)


def _by_proc(process: int) -> tuple[float, int]:
    """Return what proc(5) says: after the name in brackets, fields 14, 15 and 24 of ``stat``."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123  # no pathlib: asked often
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0.0, 0
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), int(fields[21]) * os.sysconf("SC_PAGE_SIZE")


def _by_psutil(process: int) -> tuple[float, int]:
    import psutil

    try:
        found = psutil.Process(process)
        times = found.cpu_times()
        return times.user + times.system, found.memory_info().rss
    except psutil.Error:
        return 0.0, 0
