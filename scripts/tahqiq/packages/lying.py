"""What lies in the folder of a package, and what must not be among it.

In: a folder, and what was seen of it in an archive. Out: its files, noted in a survey; findings on
links, devices, hiding and colliding names.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tahqiq.deliveries.names import is_hiding
from tahqiq.deliveries.trouble import trouble
from tahqiq.findings import Finding
from tahqiq.packages.survey import Seen, Survey

# Links and devices.
_NEVER = ("TQ302", "TQ303")


def note(folder: Path, shown: str, found: Survey, seen: Seen | None = None) -> list[Finding]:
    """Note all files below a folder; return what must not be among them.

    Of the names in an archive, whoever unpacked it has told, but not of those of folders.
    """
    findings: list[Finding] = []
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                path = f"{prefix}{entry.name}"
                is_file = entry.is_file(follow_symlinks=False)
                found.lies(path, is_file=is_file)
                if seen is None and is_hiding(entry.name):
                    findings.append(trouble("TQ305", f"{shown}/{path}"))
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                elif not is_file:
                    findings.append(_special(entry, f"{shown}/{path}"))
    if seen:
        findings += (trouble("TQ304", f"{shown}/{one}", one) for one in found.take(seen))
    findings += (
        trouble("TQ304", f"{shown}/{path}", f"{shown}/{first}")
        for path, first in found.colliding(folders=seen is not None)
    )
    return sorted(findings, key=lambda one: (one.place.file, one.code))


def bars(findings: Iterable[Finding]) -> bool:
    """Return whether a package holds what must not be followed or opened."""
    return any(one.code in _NEVER for one in findings)


def _special(entry: os.DirEntry[str], name: str) -> Finding:
    if entry.is_symlink():
        return trouble("TQ302", name, f"to {Path(entry.path).readlink()}")
    return trouble("TQ303", name, "device, pipe or socket")
