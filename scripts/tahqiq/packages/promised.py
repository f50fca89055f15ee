"""Which digests a package records, as far as the names of its files tell it.

In: names. Out: algorithms by the names of ``hashlib``, and what kind of list a name is that of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The names that tell which digests a package records.
_MANIFEST = re.compile(r"(?:.*/)?(?:tag)?manifest-(md5|sha1|sha256|sha512)\.txt")
_SIDECAR = re.compile(r".*\.(sha256|sha512)")
_SHA256 = ("METS.xml", "ro-crate-metadata.json")
# Lists whose digests are not told by names: whatever they name may have to be read again.
_UNTOLD = ("METS.xml", "inventory.json")
_BAG = "bagit.txt"
_OTHER_MANIFEST = re.compile(r"(?:.*/)?(?:tag)?manifest-[^/]*")


def tells(name: str) -> bool:
    """Return whether a name may tell which digests a package records."""
    return (
        name.endswith((*_SHA256, *_UNTOLD, _BAG))
        or "manifest-" in name
        or _SIDECAR.fullmatch(name) is not None
    )


def is_of_bag(name: str) -> bool:
    """Return whether a name is one of those that bags have."""
    return name.endswith(_BAG) or _OTHER_MANIFEST.fullmatch(name) is not None


def is_untold(name: str) -> bool:
    """Return whether a name is that of a list whose digests no name tells."""
    return name.endswith(_UNTOLD) or (
        _OTHER_MANIFEST.fullmatch(name) is not None and _MANIFEST.fullmatch(name) is None
    )


def wanted(names: Iterable[str]) -> tuple[str, ...]:
    """Return the digests that a package with files of some names records."""
    found = set()
    for name in names:
        told = _MANIFEST.fullmatch(name) or _SIDECAR.fullmatch(name)
        if told:
            found.add(told[1])
        elif name.endswith(_SHA256):
            found.add("sha256")
    return tuple(sorted(found))
