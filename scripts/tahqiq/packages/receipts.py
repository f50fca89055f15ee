"""What was recorded of a package when it was received, where nothing in it tells of its files.

In: a package in a store, and what was found of it. Out: the same, or that it is altered: an
archive's own digest, in the report beside it, tells whether it is what was taken in. Of a folder it
tells whether there was a list in it, or one was made (see ``checklists``).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import stat
from pathlib import Path
from typing import NamedTuple

from tahqiq.deliveries.names import folded
from tahqiq.files import reason
from tahqiq.findings import Finding
from tahqiq.packages import digests, kinds
from tahqiq.packages.moving import REPORTS
from tahqiq.packages.pace import Pace
from tahqiq.packages.trouble import trouble

# What a report says where there were files without a digest, and where a list was made of all.
_UNKNOWN, RECORDED = "PKG122", "PKG123"
_LARGEST = 256 * 1024 * 1024


class Receipt(NamedTuple):
    """The SHA-256 of an archive, if it was recorded, and whether there were files without one.

    ``checklist`` is the SHA-256 of the list that was made of a folder, if there was any.
    """

    sha256: str = ""
    was_unknown: bool = False
    checklist: str = ""


def compared(path: Path, shown: str, found: list[Finding], pace: Pace) -> list[Finding]:
    """Return findings on a package, of which it is known after all whether it is whole.

    An archive is read only where that is in question. An OSError is the caller's.
    """
    if all(one.code != _UNKNOWN for one in found):
        return found
    try:
        receipt = of(path)
    except FileNotFoundError:
        return found
    except (OSError, ValueError) as error:
        none = broken(f"{shown}.{REPORTS['json']}", error)
        return found if none in found else [*found, none]
    if receipt.sha256:
        known = [one for one in found if one.code != _UNKNOWN]
        wrong = _difference(path, receipt.sha256, pace)
        by = f" (by {path.name}.{REPORTS['json']})"
        return [*known, *([trouble("PKG103", shown, wrong + by)] if wrong else [])]
    if path.is_dir() and not kinds.kind_of(path) and not receipt.was_unknown:
        # Whatever listed its files when it was taken in does so no longer.
        return [*found, trouble("PKG120", shown)]
    return found


def _difference(path: Path, recorded: str, pace: Pace) -> str:
    """Return in what an archive differs from its record, or an empty string."""
    if not path.is_file():
        return "a folder instead of an archive"
    made = hashlib.sha256()
    with io.FileIO(path) as stream:
        for piece in digests.pieces(stream):
            made.update(piece)
            pace.spent(len(piece))
    return digests.difference(None, {"sha256": recorded}, (0, {"sha256": made.hexdigest()}))


def broken(name: str, error: OSError | ValueError) -> Finding:
    """Return that a report cannot be read."""
    return trouble("PKG104", name, reason(error) if isinstance(error, OSError) else str(error))


def tells_of_list(path: Path) -> bool:
    """Return whether the report beside a package seems to tell of a list that was made of it.

    Most tell of none, and may be so large that they are better not read as a whole.
    """
    with contextlib.suppress(OSError, ValueError), _report(path).open("rb") as lines:
        return any(RECORDED.encode() in line for line in lines)
    return False


def _report(path: Path) -> Path:
    """Return the report beside a package; raise OSError or ValueError where it is none."""
    report = path.with_name(f"{path.name}.{REPORTS['json']}")
    facts = report.lstat()
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
        raise ValueError("it is no report: a link, pipe or device, or too large")
    return report


def of(path: Path) -> Receipt:
    """Return what the report beside a package says of it.

    Raise OSError or ValueError where it cannot be read; a link or pipe is not even tried.
    """
    report = _report(path)
    try:
        said = json.loads(report.read_bytes())
        # Some file systems keep names in another Unicode form.
        own = (one for one in said["inputs"] if folded(one["path"]) == folded(path.name))
        sha256 = next((str(one.get("sha256", "")) for one in own), "")
        made = (one["extra"]["sha256"] for one in said["findings"] if one["code"] == RECORDED)
        was_unknown = any(one["code"] == _UNKNOWN for one in said["findings"])
        return Receipt(sha256, was_unknown, str(next(made, "")))
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no report: {error}") from None
