"""A command killed at one of its steps. In: a command and a step. Out: it is dead, or it is done.

A step is whatever changes files: one that opens a file to write, renames, links, removes or makes
a folder. The process kills itself, with SIGKILL, right before it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_CHILD = """
import os, signal, sys
os.sync = lambda: None  # a kill takes nothing from the system's memory
STEPS = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.chmod",
         "os.truncate", "ctypes.dlsym"}
last, place = int(sys.argv[1]), sys.argv[2]
done = 0
def count(event, arguments):
    global done
    if event in STEPS or event == "open" and isinstance(arguments[2], int) and (
        arguments[2] & (os.O_WRONLY | os.O_RDWR)
    ):
        name = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else ""
        if event == "open" and not name.startswith(place):
            return
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.argv[:3] = ["tahqiq"]
exec(compile(open(os.environ["KILLED"]).read(), "killed", "exec"), {"start": lambda: sys.addaudithook(count)})
print(done)
"""

COMMAND = """
import sys
from tahqiq.cli import main
start()
main(sys.argv[1:])
"""


def steps(script: Path, place: Path, arguments: Sequence[object]) -> int:
    """Return how many steps a script has that runs to its end."""
    done = _run(script, place, arguments, 0)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def kill(script: Path, place: Path, arguments: Sequence[object], step: int) -> bool:
    """Run a script and kill it before a step; return whether it died."""
    done = _run(script, place, arguments, step)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def _run(
    script: Path, place: Path, arguments: Sequence[object], step: int
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CHILD, str(step), str(place), *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "KILLED": str(script)},
    )  # fmt: skip


def chosen(steps: int, count: int) -> Iterator[int]:
    """Yield steps by chance, the last ones among them: there things are moved into place."""
    chance = random.Random(steps)
    last = range(max(1, steps - count // 2), steps + 1)
    yield from sorted({*chance.sample(range(1, steps + 1), min(count // 2, steps)), *last})
