"""A command killed at one of its steps. In: a command and a step. Out: it is dead, or it is done.

A step is whatever changes files: one that opens a file to write, renames, links, removes or makes
a folder. The process kills itself, with SIGKILL, right before it.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_SERVER = """
import importlib, json, os, pkgutil, signal, sys
import tahqiq.packages
for name in ["tahqiq.cli", "tahqiq.commands.receive"]:
    importlib.import_module(name)
for one in pkgutil.walk_packages(tahqiq.packages.__path__, "tahqiq.packages."):
    importlib.import_module(one.name)
os.sync = lambda: None  # a kill takes nothing from the system's memory
STEPS = {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.chmod",
         "os.truncate", "ctypes.dlsym"}
done = 0
def run(script, place, arguments, last):
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
    sys.argv = ["tahqiq", *arguments]
    exec(compile(open(script).read(), "killed", "exec"), {"start": lambda: sys.addaudithook(count)})
    print(done, flush=True)
for line in sys.stdin:
    asked, said = json.loads(line)
    child = os.fork()
    if not child:
        for number, name in enumerate((os.devnull, said, said)):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND), number)
        code = 1
        try:
            run(*asked)
            code = 0
        finally:
            if code:
                sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

COMMAND = """
import sys
from tahqiq.cli import main
start()
main(sys.argv[1:])
"""


class Killer:
    """Runs scripts in forks of a process that has loaded what they need, so that each starts soon."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "said.txt"
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Killer:
        return self

    def __exit__(self, *_: object) -> None:
        with self._server:
            pass  # its input ends, and so does it

    def steps(self, script: Path, place: Path, arguments: Sequence[object]) -> int:
        """Return how many steps a script has that runs to its end."""
        code, said = self._run(script, place, arguments, 0)
        assert code == 0, said
        return int(said.split()[-1])

    def kill(self, script: Path, place: Path, arguments: Sequence[object], step: int) -> bool:
        """Run a script and kill it before a step; return whether it died."""
        code, said = self._run(script, place, arguments, step)
        assert code in (0, -signal.SIGKILL), said
        return code != 0

    def _run(
        self, script: Path, place: Path, arguments: Sequence[object], step: int
    ) -> tuple[int, str]:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._said.unlink(missing_ok=True)
        asked = [str(script), str(place), [str(one) for one in arguments], step]
        self._server.stdin.write(json.dumps([asked, str(self._said)]) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline()), self._said.read_text("utf-8")


def chosen(steps: int, count: int) -> Iterator[int]:
    """Yield steps by chance, the last ones among them: there things are moved into place."""
    chance = random.Random(steps)
    last = range(max(1, steps - count // 2), steps + 1)
    yield from sorted({*chance.sample(range(1, steps + 1), min(count // 2, steps)), *last})
