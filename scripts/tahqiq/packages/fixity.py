"""Whether the files of a package are those that it lists, each read once.

In: a folder and its listing. Out: findings: what is missing, not listed, or altered, with what was
expected and what was found.
"""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.deliveries.names import folded, is_hiding
from tahqiq.deliveries.trouble import trouble as of_delivery
from tahqiq.files import reason
from tahqiq.findings import Finding
from tahqiq.packages import digests, listings
from tahqiq.packages.listings import Listed, Listing
from tahqiq.packages.trouble import trouble

# Links and devices.
# What version control may turn from one system's line ends to another's without harm.
_XML = (".xml", ".xsd", ".xsl", ".rng", ".sch", ".odd")
_LARGEST = 64 * 1024 * 1024
NEVER = ("TQ302", "TQ303")


@dataclass(slots=True)
class Pace:
    """How fast a store may be read: ``rate`` in bytes a second, 0 for as fast as it can."""

    rate: float = 0
    read: int = 0
    _started: float = field(default_factory=time.monotonic)

    def spent(self, size: int) -> None:
        """Count what was read, and wait where it was too fast."""
        self.read += size
        if self.rate:
            ahead = self.read / self.rate - (time.monotonic() - self._started)
            if ahead > 0:
                time.sleep(ahead)


def walk(folder: Path, shown: str) -> tuple[list[str], list[Finding]]:
    """Return the paths of all files below a folder, sorted, and what must not be among them."""
    files: list[str] = []
    found: list[Finding] = []
    seen: dict[str, str] = {}
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for entry in sorted(os.scandir(folder / prefix), key=lambda one: one.name):
            path = f"{prefix}{entry.name}"
            name = f"{shown}/{path}"
            first = seen.setdefault(folded(path), path)
            if first != path:
                found.append(of_delivery("TQ304", name, f"{shown}/{first}"))
            if is_hiding(path):
                found.append(of_delivery("TQ305", name))
            if entry.is_symlink():
                found.append(of_delivery("TQ302", name, f"to {Path(entry.path).readlink()}"))
            elif entry.is_dir():
                waiting.append(f"{path}/")
            elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                files.append(path)
            else:
                found.append(of_delivery("TQ303", name, "device, pipe or socket"))
    return sorted(files), found


def judged(folder: Path, shown: str, pace: Pace | None = None) -> Iterator[Finding]:
    """Yield what differs between what a package lists and what it holds, and links and the like.

    A package with links is judged no further: nothing that it names can be trusted to lie in it.
    """
    files, found = walk(folder, shown)
    yield from found
    if any(one.code in NEVER for one in found):
        return
    listing = listings.of(folder, shown)
    yield from listing.findings
    yield from _compared(folder, files, listing, shown, pace)


def _compared(
    folder: Path, files: list[str], listing: Listing, shown: str, pace: Pace | None
) -> Iterator[Finding]:
    close = {folded(path): path for path in files}
    missing = sorted(set(listing.files) - set(files))
    # Submission packages come from systems that take such names for one; bags and objects never.
    meant = {
        close[folded(path)]: path
        for path in missing
        if listing.kind == listings.SIP and folded(path) in close
    }
    for path in files:
        name = f"{shown}/{path}"
        listed = listing.files.get(meant.get(path, path))
        if listed is not None:
            yield from _file(folder / path, listed, name, pace, listing.kind)
        elif not listing.is_free(path):
            yield trouble("PKG102" if listing.strict else "PKG115", name)
        if path in meant:
            yield trouble("PKG114", name, meant[path])
    for path in sorted(set(missing) - set(meant.values())):
        other = close.get(folded(path))
        why = f"; {other} differs from its name by case or Unicode form" if other else ""
        yield trouble("PKG101", f"{shown}/{path}", why)


def _file(
    path: Path, listed: Listed, shown: str, pace: Pace | None, kind: str
) -> Iterator[Finding]:
    try:
        size, made = digests.of_file(path, listed.digests)
    except OSError as error:
        yield trouble("PKG103", shown, reason(error))
        return
    if pace:
        pace.spent(size)
    difference = _difference(listed, size, made)
    if difference and kind == listings.SIP and _differs_by_line_ends(path, listed, size):
        yield trouble("PKG113", shown)
    elif difference:
        yield trouble("PKG103", shown, difference)


def _difference(listed: Listed, size: int, made: dict[str, str]) -> str:
    """Return in what a file differs from its record, or an empty string."""
    if listed.size is not None and size != listed.size:
        return f"{size} bytes instead of {listed.size}"
    for name, digest in listed.digests.items():
        if made[name] != digest:
            return f"{name} {made[name]} instead of {digest}"
    return ""


def _differs_by_line_ends(path: Path, listed: Listed, size: int) -> bool:
    """Return whether an XML file is as recorded but for its line ends (XML 1.0, 2.11)."""
    if path.suffix.lower() not in _XML or size > _LARGEST:
        return False
    unix = path.read_bytes().replace(b"\r\n", b"\n")
    for content in (unix, unix.replace(b"\n", b"\r\n")):
        again, made = digests.of_stream(io.BytesIO(content), listed.digests)
        if not _difference(listed, again, made):
            return True
    return False
