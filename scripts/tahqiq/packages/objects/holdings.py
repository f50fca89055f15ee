"""What an OCFL object lists, and what a storage root of ours lists of what lies beside its objects.

In: the folder of an object or of a root. Out: its Listing, read piece by piece.
"""

from __future__ import annotations

import filecmp
import re
from pathlib import Path

from tahqiq.packages import sidecars
from tahqiq.packages.listings import ALGORITHMS, Listing
from tahqiq.packages.objects import inventory

# Where an object keeps a version in the making (extension 0005).
_MUTABLE = "extensions/0005-mutable-head/head"
_SIDECAR = re.compile(r"([0-9a-fA-F]+)[ \t]+inventory\.json\r?\n?")
# In a storage root of ours: the paths of objects by its layout, and where versions are made.
_OBJECTS = (r"([0-9a-f]{3}/){3}[^/]+/.*", r"extensions/tahqiq/.*")


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the inventories of an object say."""
    made.free = (
        r"0=.*", r"(.*/)?inventory\.json\.\w[\w-]*", r"logs/.*",
        rf"extensions/(?!{_MUTABLE.removeprefix('extensions/')}/content/).*",
    )  # fmt: skip
    newest = folder / inventory.NAME
    facts = inventory.facts(newest)
    content = re.escape(str(facts.get("contentDirectory", "content")))
    # Other folders in a version are advised against, not forbidden (W002).
    made.free += (rf"v\d+/(?!{content}/)[^/]+/.*",)
    _manifest(newest, made, f"{shown}/{inventory.NAME}")
    mutable = sorted(folder.glob(f"{_MUTABLE}/{inventory.NAME}"))
    for path in [newest, *sorted(folder.glob(f"v*/{inventory.NAME}")), *mutable]:
        name = path.relative_to(folder).as_posix()
        # The newest version's is the object's own.
        if path != newest and not filecmp.cmp(path, newest, shallow=False):
            _manifest(path, made, f"{shown}/{name}")
        for sidecar in sorted(path.parent.glob(f"{inventory.NAME}.*")):
            _sidecar(sidecar, name, made, shown)


def _manifest(path: Path, made: Listing, shown: str) -> None:
    """Record what one inventory of an object says: the older ones may use other digests."""
    algorithm = inventory.fact(path, "digestAlgorithm")
    for one in inventory.entries(path):
        name = algorithm if one.block == "manifest" else one.name
        if one.block != "versions" and name in ALGORITHMS:
            made.add(one.path, shown, ALGORITHMS[name], one.digest, mixed=True)


def _sidecar(sidecar: Path, path: str, made: Listing, shown: str) -> None:
    algorithm = ALGORITHMS.get(sidecar.name.removeprefix(f"{inventory.NAME}."))
    name = f"{shown}/{path.removesuffix(inventory.NAME)}{sidecar.name}"
    said = _SIDECAR.fullmatch(sidecar.read_text("utf-8"))
    if said is None:
        made.say("PKG104", name, "it is no sidecar of an inventory")
    elif algorithm:
        made.add(path, name, algorithm, said[1])


def read_root(folder: Path, made: Listing, shown: str) -> None:
    """Read what a storage root says of what lies outside of its objects, if it is one of ours."""
    path = folder / "ocfl_layout.json"
    promised = path.is_file() and sidecars.LAYOUT in path.read_text("utf-8", "replace")
    if promised or (folder / sidecars.LAYOUT).is_file():
        made.free = _OBJECTS
        made.findings += made.beside(folder, shown, sidecars.LAYOUT, path.name)
    else:
        made.free = (".*",)
