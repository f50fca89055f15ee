"""What an RO-Crate lists.

In: the folder of a crate. Out: its Listing, read piece by piece; of a crate within a bag, findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tahqiq.deliveries.names import climbs
from tahqiq.packages import leaves, sidecars
from tahqiq.packages.addresses import unquoted
from tahqiq.packages.crates.abridged import Abridged
from tahqiq.packages.kinds import METADATA, OLD_METADATA
from tahqiq.packages.listings import Listing, size_of
from tahqiq.packages.survey import Survey

_OURS = "urn:tahqiq:crate:"
# The first version of our profile did not promise a digest of the metadata.
_WITHOUT_DIGEST = f"{_OURS}1.0"
# An address that is nothing but a path.
_PLAIN = re.compile(r"[\w%.-][\w%./-]*")
_FILES = ("File", "MediaObject", "http://schema.org/MediaObject")


class Part(NamedTuple):
    """A file or folder of a crate: its path, and of files what is recorded of them."""

    path: str
    is_folder: bool = False
    sha256: str = ""
    size: int | None = None


def place(folder: Path) -> Path:
    """Return the metadata of a crate, also where it is missing (RO-Crate 1.0 ends it in jsonld)."""
    old = folder / OLD_METADATA
    return old if old.is_file() and not (folder / METADATA).is_file() else folder / METADATA


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the metadata of a crate says of its files."""
    path = place(folder)
    name = f"{shown}/{path.name}"
    made.free = (re.escape(path.name),)
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
    for one in _parts(made.survey, "", path):
        if one.is_folder:
            if not climbs(one.path) and not (folder / one.path).is_dir():
                made.say("PKG116", f"{shown}/{one.path}")
            continue
        digest = "sha256" if one.sha256 else ""
        made.add(one.path, name, digest, one.sha256, one.size if ours else None)


def within(folder: Path, prefix: str, made: Listing, shown: str) -> None:
    """Compare what a crate below ``prefix`` says with what the package around it holds."""
    path = place(folder / prefix)
    if not path.is_file():
        return
    name = f"{shown}/{prefix}{path.name}"
    try:
        for one in _parts(made.survey, prefix, path):
            _within(one, prefix, made, shown, name)
    except ValueError as error:
        made.say("PKG104", name, str(error))


def _within(one: Part, prefix: str, made: Listing, shown: str, name: str) -> None:
    path = prefix + one.path
    if climbs(one.path):
        made.say("PKG106", name, one.path)
        return
    listed = made.survey.listed(path)
    # What the manifests list as well is told by them.
    if not one.is_folder and not listed.sources and not made.survey.has(path):
        made.say("PKG101", f"{shown}/{path}", f" (by {name})")
    if one.sha256 and listed.digests.get("sha256", one.sha256) != one.sha256.lower():
        made.say("PKG104", name, f"two digests of {path}")


def root(path: Path) -> Any:
    """Return what a crate says of itself as a whole (RO-Crate 1.2, root data entity).

    Raise ValueError where it does not.
    """
    about = next((one["about"] for one in _entities(path) if _is_descriptor(one)), None)
    # One value may stand in an array (JSON-LD 1.1, 4.3).
    about = about[0] if isinstance(about, list) and len(about) == 1 else about
    if not isinstance(about, dict) or "@id" not in about:
        raise ValueError("nothing in the crate says what it is about")
    found = next((one for one in _entities(path) if one["@id"] == about["@id"]), None)
    if found is None or "Dataset" not in _several(found.get("@type")):
        raise ValueError(f"it does not describe {about['@id']}, which it is about, as a Dataset")
    return found


def _is_descriptor(entity: Any) -> bool:
    name = str(entity["@id"]).rpartition("/")[2]
    return name.endswith((METADATA, OLD_METADATA)) and "about" in entity


def _entities(path: Path) -> Iterator[Any]:
    for number, one in enumerate(leaves.items(path, "@graph.item", Abridged), 1):
        if not isinstance(one, dict) or not isinstance(one.get("@id"), str):
            raise ValueError(f"entity {number} of the crate has no @id")
        yield one


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _one(value: Any) -> str:
    """Return a value that may stand in an array, as text."""
    if isinstance(value, str):
        return value
    several = _several(value)
    return str(several[0]) if len(several) == 1 and several[0] is not None else ""


def _parts(survey: Survey, prefix: str, path: Path) -> Iterator[Part]:
    """Yield the files and folders that a crate says are in it."""
    has_codes = survey.has_codes()
    for one in _entities(path):
        kinds, address = _several(one.get("@type")), one["@id"]
        is_file = any(kind in _FILES for kind in kinds)
        is_folder = "Dataset" in kinds and address.endswith("/") and address not in ("./", "/")
        is_part = is_file or is_folder
        found = _path(survey, prefix, address, has_codes=has_codes) if is_part else ""
        if found:
            size = _one(one.get("contentSize"))
            yield Part(found, not is_file, _one(one.get("sha256")), size_of(size))


def _path(survey: Survey, prefix: str, address: str, *, has_codes: bool) -> str:
    """Return the path that an address within a crate stands for, or an empty string.

    ``has_codes`` is whether the crate has names with what addresses must write otherwise.
    """
    if not has_codes and _PLAIN.fullmatch(address):
        return unquoted(address).removeprefix("./")
    parts = urlsplit(address)
    if parts.scheme == "file" or address.startswith("//"):
        return "/" + unquoted(parts.path).lstrip("/")  # it leads out, and is told so
    if parts.scheme or address.startswith("#"):
        return ""
    plain = address.removeprefix("./")
    # Some write names as they are, though they hold what addresses must write otherwise.
    if re.search("[%?#]", plain) and not climbs(plain) and survey.has(prefix + plain):
        return plain
    return unquoted(parts.path).removeprefix("./")
