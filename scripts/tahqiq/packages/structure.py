"""Whether a package is what its kind must be, beyond the fixity of its files.

In: the folder of a package. Out: findings. Bags are judged by the bagit library, OCFL objects by
ocfl-py, claimed profiles by bagit-profile, RO-Crates by the rocrate library's reading. They read
what strangers wrote, so this runs in a watched process. Of submission packages only the name is
judged here, all else by ``information``.
"""

from __future__ import annotations

import contextlib
import os
import re
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tahqiq import scratch
from tahqiq.errors import ToolMissing
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.packages import kinds
from tahqiq.packages.bags import bag, manifests, oxum
from tahqiq.packages.crates import metadata
from tahqiq.packages.objects import abridged, inventory, layouts
from tahqiq.packages.submissions import references
from tahqiq.packages.survey import Survey
from tahqiq.packages.trouble import trouble

_CODE = re.compile(r"\[([EW]\d{3})\w?\]\s*(.*?)(?:\s*\(see (\S+)\))?$", re.S)
_DECLARED = re.compile(r"0=ocfl_object_(1\.\d)")
_INVENTORY = re.compile(r"https://ocfl\.io/(1\.\d)/spec/#inventory")
# Of some requirements the library has no sentence.
_UNNAMED = re.compile(r"Unknown error: ([EW]\d{3})")
_LIBRARIES = {
    kinds.BAG: (("bagit_profile", "bagit-profile"),),
    kinds.OBJECT: (("ocfl", "ocfl-py"),),
    kinds.CRATE: (("rocrate", "rocrate"),),
}
# The libraries keep every entry of a manifest or crate in memory, and ask the disk about each.
_MANY = 20_000
_HINT = "pip install 'tahqiq[archive]'"


def require(kind: str) -> None:
    """Raise ToolMissing where what judges a kind is not installed."""
    for name, package in _LIBRARIES.get(kind, ()):
        if find_spec(name) is None:
            raise ToolMissing(f"to judge such a package needs {package}", hint=_HINT)


def judged(kind: str, folder: Path, shown: str, survey: Survey) -> Iterator[Finding]:
    """Yield what a package of a kind is not as it must be; its files are compared elsewhere."""
    if kind == kinds.BAG and not (folder / "bagit.txt").is_file():
        return  # whoever read its manifests has told that
    if kind == kinds.BAG and (survey.is_apart or survey.count() > _MANY):
        yield from oxum.judged(folder, shown, survey)
    elif kind == kinds.BAG:
        yield from oxum.named_nowhere(folder, shown, survey)
        yield from _bag(folder, shown, survey)
    elif kind == kinds.OBJECT and survey.count() > _MANY:
        yield from _version(folder, shown)
        with scratch.apart() as made:
            done = abridged.abridge(folder, made / "object", survey)
            yield from _object(made / "object" if done else folder, shown)
    elif kind == kinds.OBJECT:
        yield from _version(folder, shown)
        yield from _object(folder, shown)
    elif kind == kinds.SIP:
        yield from references.names(folder, shown)
    elif kind == kinds.ROOT:
        yield from _root(folder, shown)
    elif kind == kinds.CRATE:
        yield from _crate(metadata.place(folder), shown, is_large=survey.count() > _MANY)


def _bag(folder: Path, shown: str, survey: Survey) -> Iterator[Finding]:
    """Yield what the bagit library finds wrong besides digests, which were compared already."""
    import bagit

    try:
        made = bagit.Bag(str(folder))
        made.validate(completeness_only=True)
    except bagit.BagValidationError as error:
        for detail in getattr(error, "details", None) or [error]:
            name = getattr(detail, "path", "")
            # Missing and unlisted files have been named.
            if not name:
                yield trouble("PKG104", shown, _line(detail, folder, shown))
        return
    except (bagit.BagError, OSError, ValueError) as error:
        # Of lines that it cannot take apart, the library says no more than that.
        if type(error) is not ValueError or not survey.said(manifests.UNPARTED):
            yield trouble("PKG104", shown, _line(error, folder, shown))
        return
    yield from _profile(made, folder, shown)


def _line(said: object, folder: Path, shown: str) -> str:
    return " ".join(str(said).replace(str(folder), shown).split())


def _profile(made: Any, folder: Path, shown: str) -> Iterator[Finding]:
    """Yield how a bag breaks the profile that it claims, if it is ours."""
    claimed = made.info.get("BagIt-Profile-Identifier", "")
    if not claimed:
        return
    own: Any = bag.profile()
    if claimed != own["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]:
        yield trouble("PKG107", f"{shown}/bag-info.txt", str(claimed))
        return
    import bagit_profile

    judge = bagit_profile.Profile(claimed, profile=own)
    if not judge.validate(made):
        for error in judge.report.errors:
            yield trouble("PKG105", f"{shown}/bag-info.txt", _line(error, folder, shown))


def _version(folder: Path, shown: str) -> Iterator[Finding]:
    """Yield that an object declares another version of OCFL than its inventory (E038).

    The library takes any that it knows.
    """
    declared = [found[1] for path in folder.iterdir() if (found := _DECLARED.fullmatch(path.name))]
    said = None
    # What cannot be read has been said already.
    with contextlib.suppress(OSError, ValueError):
        said = _INVENTORY.fullmatch(str(inventory.fact(folder / inventory.NAME, "type")))
    if said and declared and said[1] not in declared:
        text = Message(
            f"the inventory is one of OCFL {said[1]}, and the object declares {max(declared)}",
            f"الفهرس من OCFL {said[1]} والغرض يعلن {max(declared)}",
        )
        yield Finding("E038", "ocfl", Severity.ERROR, Place(f"{shown}/{inventory.NAME}"), text)


def _object(folder: Path, shown: str) -> Iterator[Finding]:
    from ocfl import Object

    # Digests were compared already, each file read once.
    _, validator = Object(path=str(folder)).validate(check_digests=False)
    yield from _said_by_ocfl(validator.log.messages, folder, shown)


def _root(folder: Path, shown: str) -> Iterator[Finding]:
    """Yield what a storage root is not as it must be; its objects are judged one by one."""
    from ocfl import StorageRoot

    declared = next(folder.glob("0=ocfl_1.*"), None)
    if declared and declared.read_bytes() != declared.name[2:].encode() + b"\n":
        yield trouble("PKG104", f"{shown}/{declared.name}", "the declaration is not its own name")
    layouts.register()
    root = StorageRoot(str(folder))
    root.validate(validate_objects=False, log_warnings=True)
    yield from _said_by_ocfl(root.log.messages, folder, shown)


def _said_by_ocfl(messages: Iterable[str], folder: Path, shown: str) -> Iterator[Finding]:
    for said in sorted(messages):
        found = _CODE.match(said)
        code, text, see = found.groups() if found else ("E000", said, "")
        unnamed = _UNNAMED.match(text)
        if unnamed:
            code, text = unnamed[1], f"OCFL requires otherwise ({text})"
        if code in ("W013", "W901") and any(f"/{name}'" in text for name in layouts.REGISTERED):
            continue
        severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
        yield Finding(
            code, "ocfl", severity, Place(shown), Message(text.replace(str(folder), shown)),
            see=see or "",
        )  # fmt: skip


def objects(root: Path) -> list[Path]:
    """Return the folders of the objects of a storage root, sorted."""
    found = []
    for current, below, names in os.walk(root):
        if "inventory.json" in names or any(one.startswith("0=ocfl_object_1.") for one in names):
            found.append(Path(current))
            below.clear()
        elif current == str(root) and "extensions" in below:
            below.remove("extensions")
    return sorted(found)


def _crate(path: Path, shown: str, *, is_large: bool) -> Iterator[Finding]:
    name = f"{shown}/{path.name}"
    try:
        if not is_large:
            from rocrate.metadata import read_metadata

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read_metadata(str(path))
        root = metadata.root(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield trouble("PKG104", name, _line(error, path.parent, shown))
        return
    yield from _crate_root(root, name)


def _crate_root(root: Any, name: str) -> Iterator[Finding]:
    """Yield what the root of a crate does not say of it."""
    for key in ("name", "description", "datePublished", "license"):
        if not root.get(key):
            said = Message(f"the crate's root says no {key}", f"لا يذكر جذر الحزمة {key}")
            yield Finding("RO001", "crate-root", Severity.WARNING, Place(name), said)
