"""What a process has used so far.

In: a process of ours. Out: its CPU time and its memory. Linux tells both in one line; elsewhere
psutil knows, which takes as long to load as a document to judge.
"""

from __future__ import annotations

import contextlib
import os
import sys


def used(process: int) -> tuple[float, int]:
    """Return the CPU seconds and the bytes of memory that a process and its children have taken.

    They are zeros where there is no such process.
    """
    return _by_proc(process) if sys.platform == "linux" else _by_psutil(process)


def _by_proc(process: int) -> tuple[float, int]:
    """Return what proc(5) says: after the name in brackets, fields 14 to 17 and 24 of ``stat``."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123  # no pathlib: asked often
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0.0, 0
    children: list[bytes] = []
    tells = f"/proc/{process}/task/{process}/children"  # which a kernel need not have
    with contextlib.suppress(OSError), open(tells, "rb") as file:  # noqa: PTH123
        children = file.read().split()
    cpu = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    memory = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    for more_cpu, more_memory in map(_by_proc, map(int, children)):
        cpu, memory = cpu + more_cpu, memory + more_memory
    return cpu, memory


def _by_psutil(process: int) -> tuple[float, int]:
    import psutil

    cpu, memory = 0.0, 0
    try:
        whole = psutil.Process(process)
        for one in (whole, *whole.children(recursive=True)):
            times = one.cpu_times()
            cpu, memory = cpu + times.user + times.system, memory + one.memory_info().rss
    except psutil.Error:  # one of them has just ended
        pass
    return cpu, memory
