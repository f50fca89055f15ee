"""What kind of package a folder is.

In: a folder. Out: the name of a kind, told by what lies at its top alone.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tahqiq.packages import sidecars

BAG, OBJECT, ROOT, SIP, CRATE = "bagit", "ocfl-object", "ocfl", "sip", "rocrate"
METADATA, OLD_METADATA = "ro-crate-metadata.json", "ro-crate-metadata.jsonld"
MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9_-]+)\.txt")
_OBJECT = re.compile(r"0=ocfl_object_1\.\d")
_ROOT = re.compile(r"0=ocfl_1\.\d")
_TELLING = re.compile(
    r"bagit\.txt|data|(tag)?manifest-.*|0=.*|inventory\.json|METS\.xml|representations|ocfl_layout.*"
    r"|ro-crate-metadata\.json(ld)?|edition|outputs|software"
)


def kind_of(folder: Path) -> str:
    """Return what kind of package a folder is, or an empty string."""
    with os.scandir(folder) as entries:
        names = {one.name for one in entries if _TELLING.fullmatch(one.name)}
    if "bagit.txt" in names or ("data" in names and any(map(MANIFEST.fullmatch, names))):
        return BAG
    if any(_OBJECT.fullmatch(name) for name in names) or "inventory.json" in names:
        return OBJECT
    # Without its declaration, too, a folder with a layout was meant to be one.
    if any(map(_ROOT.fullmatch, names)) or names & {"ocfl_layout.json", sidecars.LAYOUT}:
        return ROOT
    # Without its metadata, too, a folder with these three was a crate of ours.
    if names & {METADATA, OLD_METADATA} or {"edition", "outputs", "software"} <= names:
        return CRATE
    # Without its METS.xml, too, a folder of this shape was meant to be one.
    return SIP if "METS.xml" in names or "representations" in names else ""
