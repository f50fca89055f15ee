"""What an RO-Crate lists.

In: the folder of a crate. Out: its Listing, read piece by piece.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tahqiq.packages import leaves, sidecars
from tahqiq.packages.kinds import METADATA
from tahqiq.packages.listings import Listing

_OURS = "urn:tahqiq:crate:"
# The first version of our profile did not promise a digest of the metadata.
_WITHOUT_DIGEST = f"{_OURS}1.0"


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the metadata of a crate says of its files."""
    path, name = folder / METADATA, f"{shown}/{METADATA}"
    made.free = (re.escape(METADATA),)
    if not path.is_file():
        made.say("PKG101", name)
        made.free = (".*",)
        return
    beside = made.beside(folder, shown, sidecars.CRATE, METADATA)
    promised = json.dumps(root(path).get("conformsTo", ""))
    # Other crates may hold what they do not describe; ours list all.
    ours = _OURS in promised
    made.free = made.free if ours else (".*",)
    if ours and _WITHOUT_DIGEST not in promised:
        made.findings += beside
    for one in leaves.items(path, "@graph.item"):
        kinds = one.get("@type", "")
        if "File" in (kinds if isinstance(kinds, list) else [kinds]):
            _file(one, made, name, with_size=ours)


def root(path: Path) -> Any:
    """Return what a crate says of itself as a whole (RO-Crate 1.2, root data entity)."""
    about = None
    for one in leaves.items(path, "@graph.item"):
        if str(one["@id"]).endswith(METADATA) and "about" in one:
            about = one["about"]["@id"]
            break
    if about is None:
        raise ValueError("nothing in the crate says what it is about")
    every = leaves.items(path, "@graph.item")
    return next((other for other in every if other["@id"] == about), {})


def _file(one: Any, made: Listing, shown: str, *, with_size: bool) -> None:
    address = urlsplit(one["@id"])
    if address.scheme or one["@id"].startswith("#"):
        return
    digest, size = str(one.get("sha256", "")), str(one.get("contentSize", ""))
    made.add(
        unquote(address.path).removeprefix("./"), shown, "sha256" if digest else "", digest,
        int(size) if with_size and size.isdigit() else None,
    )  # fmt: skip
