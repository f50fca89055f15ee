"""What was recorded of an archive when it was received, where nothing in it tells of its files.

In: an archive in a store, and what was found of it. Out: the same, or that it is altered: its own
digest, in the report beside it, tells whether it is what was taken in.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from tahqiq.findings import Finding
from tahqiq.packages import digests
from tahqiq.packages.moving import REPORTS
from tahqiq.packages.pace import Pace
from tahqiq.packages.trouble import trouble

_UNKNOWN = "PKG122"


def compared(path: Path, shown: str, found: list[Finding], pace: Pace) -> list[Finding]:
    """Return findings on an archive, of which it is known after all whether it is whole.

    It is read only where that is in question. An OSError is the caller's.
    """
    recorded = _recorded(path) if any(one.code == _UNKNOWN for one in found) else ""
    if not recorded:
        return found
    made = hashlib.sha256()
    with io.FileIO(path) as stream:
        for piece in digests.pieces(stream):
            made.update(piece)
            pace.spent(len(piece))
    known = [one for one in found if one.code != _UNKNOWN]
    wrong = digests.difference(None, {"sha256": recorded}, (0, {"sha256": made.hexdigest()}))
    by = f" (by {path.name}.{REPORTS['json']})"
    return [*known, *([trouble("PKG103", shown, wrong + by)] if wrong else [])]


def _recorded(path: Path) -> str:
    """Return the SHA-256 in the report beside an archive, or an empty string."""
    if not path.is_file():
        return ""
    try:
        said = json.loads(path.with_name(f"{path.name}.{REPORTS['json']}").read_bytes())
        return next(str(one["sha256"]) for one in said["inputs"] if one["path"] == path.name)
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        return ""
