"""Whether the outputs in a package are what its TEI and its stylesheets make.

In: the folders of the edition and of its outputs, as packed. Out: a finding for each file that
cannot be made again or comes out with other bytes. The build runs in a process of its own, with the
packed stylesheets, a limit on time and no network; it writes into a temporary folder only.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tahqiq import __version__, resources
from tahqiq.findings import Finding
from tahqiq.packages.contents import OUTPUTS
from tahqiq.packages.trouble import trouble

_WHEEL = re.compile(r"tahqiq-([0-9][^-]*)-.*\.whl")
# Where the parts of an edition lie in each kind of package, from its root.
_PLACES = (("", ""), ("data", "data"),
           ("representations/preservation/data", "representations/access/data"))  # fmt: skip


def places(folder: Path) -> tuple[Path, Path] | None:
    """Return the folders that hold ``edition/`` and ``outputs/``, or None where there are none."""
    for source, made in _PLACES:
        if (folder / source / "edition/edition.toml").is_file() and (
            folder / made / OUTPUTS
        ).is_dir():
            return folder / source, folder / made / OUTPUTS
    return None


def compared(folder: Path, spare: Path, shown: str, seconds: float) -> Iterator[Finding]:
    """Yield what differs when the outputs are made again; ``folder`` is the package's."""
    found = places(folder)
    if found is None:
        yield trouble("PKG110", shown, "the package holds no edition with outputs")
        return
    source, outputs = found
    yield from _other_version(source, shown)
    work, made = spare / "rebuilt", spare / "made"
    for name in ("edition", "schema"):
        if (source / name).is_dir():
            shutil.copytree(source / name, work / name)
    failed = _build(work / "edition", made, source, seconds)
    prefix = f"{shown}/{outputs.relative_to(folder).as_posix()}"
    if failed:
        yield trouble("PKG110", prefix, failed)
        return
    for path in sorted(one.relative_to(outputs).as_posix() for one in _files(outputs)):
        again = made / path
        if not again.is_file():
            yield trouble("PKG110", f"{prefix}/{path}", "the build makes no such file")
        elif not filecmp.cmp(again, outputs / path, shallow=False):
            yield trouble("PKG111", f"{prefix}/{path}")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _build(edition: Path, out: Path, packed: Path, seconds: float) -> str:
    """Make the outputs again; return why it could not be done, or an empty string."""
    command = [sys.executable, "-m", "tahqiq", "build", str(edition), "-o", str(out)]
    surroundings = {**os.environ, "PYTHONUTF8": "1"}
    if (packed / "xslt").is_dir():
        surroundings[resources.XSLT] = str(packed / "xslt")
    try:
        done = subprocess.run(
            command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8", errors="replace", timeout=seconds, check=False, cwd=edition,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"the build took more than {seconds:g} seconds"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"the build ended with {done.returncode}"])[-1]
    return ""


def _other_version(source: Path, shown: str) -> Iterator[Finding]:
    for path in sorted((source / "software").glob("*.whl")):
        named = _WHEEL.fullmatch(path.name)
        if named and named[1] != __version__:
            yield trouble("PKG112", shown, f"tahqiq {named[1]}")
