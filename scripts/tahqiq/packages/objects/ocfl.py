"""OCFL 1.1: each release a version of one object, every content kept once.

In: the files of a release. Out: an object, alone or in a storage root. A version is made apart, and
the object that has it takes the place of the one that had not, in one step: at no moment does the
object stand there unfinished. Nothing that an object holds is ever written again. Written here
because ocfl-py copies into the object itself and reads twice; it judges what is received.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tahqiq import __version__
from tahqiq.errors import OutputError, Place
from tahqiq.packages import sidecars, staging, writing
from tahqiq.packages.crates import crate
from tahqiq.packages.digests import Fixity
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.objects import inventory
from tahqiq.packages.objects.inventory import SIDECAR, Inventory, sidecar
from tahqiq.packages.release import Release

OBJECT = "0=ocfl_object_1.1"
ROOT = "0=ocfl_1.1"
_LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
# Where a storage root allows what is no object: versions are made there.
_WORK = Path("extensions/tahqiq/work")
_TUPLES, _TUPLE = 3, 3
_PLAIN = re.compile(r"[A-Za-z0-9_-]")


def add(target: Path, files: Ledger, release: Release, *, alone: bool) -> Path | None:
    """Add a release to the object or storage root at ``target``, which is made where it is missing.

    ``alone`` makes a new object without a storage root. Return the object's folder, or None where
    its newest version is this release already. Raise OutputError where the object holds another
    content under the release's version, or another run is about to extend it.
    """
    target = target.absolute()
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return _made(target, files, release, alone=alone)
    if (target / OBJECT).is_file():
        with staging.locked(target), staging.beside(target) as draft:
            return _extended(target, draft, files, release)
    if not (target / ROOT).is_file():
        raise OutputError(
            "it is neither an OCFL object nor a storage root",
            place=Place(str(target)),
            hint="name an empty folder, or one that OCFL 1.1 made",
        )
    folder = target / object_path(release.uri)
    with staging.locked(target), _workspace(target) as draft:
        if (folder / OBJECT).is_file():
            return _extended(folder, draft, files, release)
        return _placed(folder, draft, files, release)


@contextlib.contextmanager
def _workspace(root: Path) -> Iterator[Path]:
    """Yield a path on the root's own file system, where nobody looks for objects."""
    try:
        with staging.beside(root / _WORK) as draft:
            yield draft
    finally:
        with contextlib.suppress(OSError):
            (root / _WORK).parent.rmdir()


def _made(target: Path, files: Ledger, release: Release, *, alone: bool) -> Path:
    """Make a new object, in a new storage root or alone."""
    place = Path() if alone else object_path(release.uri)
    with staging.beside(target) as draft:
        if not alone:
            _write_root(draft)
        _new(draft / place, files, release)
        if target.is_dir():
            target.rmdir()
        staging.settle(draft, target)
    return target / place


def _placed(folder: Path, draft: Path, files: Ledger, release: Release) -> Path:
    """Make a new object in a storage root, with those of its parents that are missing."""
    top = folder
    while not top.parent.is_dir():
        top = top.parent
    _new(draft / folder.relative_to(top), files, release)
    if top == folder and folder.is_dir():
        folder.rmdir()
    staging.settle(draft, top)
    return folder


def object_path(identifier: str) -> Path:
    """Return where an object lies in our storage roots (extension 0003 of OCFL)."""
    digest = hashlib.sha256(identifier.encode()).hexdigest()
    encoded = "".join(
        letter if _PLAIN.fullmatch(letter) else "".join(f"%{byte:02x}" for byte in letter.encode())
        for letter in identifier
    )
    name = encoded if len(encoded) <= 100 else f"{encoded[:100]}-{digest}"
    tuples = [digest[i * _TUPLE : (i + 1) * _TUPLE] for i in range(_TUPLES)]
    return Path(*tuples, name)


def _write_root(folder: Path) -> None:
    config = {
        "extensionName": _LAYOUT, "digestAlgorithm": "sha256", "tupleSize": _TUPLE,
        "numberOfTuples": _TUPLES,
    }  # fmt: skip
    layout = {
        "extension": _LAYOUT,
        "description": "Hashed truncated n-tuple trees with encapsulating directories by object id;"
        f" {sidecars.LAYOUT} holds the digests of what lies outside of the objects",
    }
    (folder / "extensions" / _LAYOUT).mkdir(parents=True)
    settings = f"extensions/{_LAYOUT}/config.json"
    for name, values in ((settings, config), ("ocfl_layout.json", layout)):
        (folder / name).write_bytes(json.dumps(values, indent=1).encode() + b"\n")
    (folder / ROOT).write_bytes(f"{ROOT[2:]}\n".encode())
    listed = sidecars.content(folder, (ROOT, "ocfl_layout.json", settings), "sha512")
    (folder / sidecars.LAYOUT).write_bytes(listed)


def _new(folder: Path, files: Ledger, release: Release) -> None:
    """Make an object of one version."""
    made = Inventory(release.uri)
    _filled(folder / "v1", files, made, release)
    made.head = 1
    made.versions["v1"] = _version(release)
    made.sign(folder / "v1", folder)
    (folder / OBJECT).write_bytes(f"{OBJECT[2:]}\n".encode())


def _extended(folder: Path, draft: Path, files: Ledger, release: Release) -> Path | None:
    """Add a version to an object; ``draft`` is an empty path on the same file system."""
    recover(folder)
    held = inventory.read(folder)
    name = f"v{held.head + 1}"
    _filled(draft / name, files, held, release)
    if _is_known(held, release, folder):
        return None
    held.head += 1
    held.versions[name] = _version(release)
    held.sign(draft / name)
    try:
        _link(folder, draft)
        for one in (inventory.NAME, SIDECAR):
            shutil.copyfile(draft / name / one, draft / one)
        staging.swap(draft, folder)
    except OSError:
        # No links or no swap here: the version first, then the inventory, which recover ends.
        staging.settle(draft / name, folder / name)
        recover(folder)
    return folder


def _link(folder: Path, draft: Path) -> None:
    """Give ``draft`` what an object holds, by links: no byte of it is written again."""
    for current, _, names in os.walk(folder):
        below = draft / Path(current).relative_to(folder)
        below.mkdir(parents=True, exist_ok=True)
        for name in names:
            if current != str(folder) or name not in (inventory.NAME, SIDECAR):
                os.link(Path(current, name), below / name)


def _filled(version: Path, files: Ledger, held: Inventory, release: Release) -> None:
    """Copy what is new into the folder of the next version, and note its state."""
    is_listed = crate.lists_each(files)
    version.mkdir(parents=True)

    def take(path: str, fixity: Fixity) -> None:
        held.state(held.head + 1, fixity.sha512, path)
        if held.holds(fixity.sha512):
            _forget(version / held.content / path, version)
        else:
            held.hold(fixity.sha512, f"{version.name}/{held.content}/{path}")

    wanted = (*crate.ALGORITHMS, "sha512") if is_listed else ("sha512",)
    with writing.target(version / held.content, release.day, "", wanted) as target:
        listed = crate.Listed(target.scratch, files) if is_listed else None
        for one, fixity in target.put_all(files, lambda one: one.path):
            take(one.path, fixity)
            if listed:
                listed.add(one, fixity)
        for path, fixity in crate.put(target, crate.NAME, files, release, listed).items():
            take(path, fixity)


def _forget(path: Path, version: Path) -> None:
    """Remove a file that the object holds already, and the folders that it leaves empty."""
    path.unlink()
    for folder in path.parents:
        if folder == version or any(folder.iterdir()):
            break
        folder.rmdir()


def _is_known(held: Inventory, release: Release, folder: Path) -> bool:
    """Return whether the newest version is this release; raise where an old one bears its name."""
    new = held.head + 1
    for name, version in held.versions.items():
        bears_its_name = version.get("message") == _message(release)
        if bears_its_name and not held.is_alike(int(name[1:]), new):
            raise OutputError(
                f"release {release.version} is there already, as {name}, with another content",
                place=Place(str(folder)),
                hint="a release never changes: give the new one its own number",
            )
    return held.is_alike(held.head, new)


def _version(release: Release) -> dict[str, Any]:
    return {
        "created": release.moment,
        "message": _message(release),
        "user": {
            "name": release.publisher or f"tahqiq {__version__}",
            **({"address": release.address} if release.address else {}),
        },
    }


def _message(release: Release) -> str:
    return f"Release {release.version}"


def recover(folder: Path) -> bool:
    """Finish the step that a killed run began: make the root inventory that of the newest version.

    Return whether anything was to be done.
    """
    versions = sorted(
        (path for path in folder.glob("v*") if re.fullmatch(r"v[1-9]\d*", path.name)),
        key=lambda path: int(path.name[1:]),
    )
    newest = versions[-1] / "inventory.json" if versions else None
    if newest is None or not newest.is_file():
        return False
    if (newest.parent / SIDECAR).read_bytes() != sidecar(newest):
        return False  # damaged, and not by us: whoever judges the object says so
    waiting = [
        name
        for name in (inventory.NAME, SIDECAR)
        if not _is_same(newest.with_name(name), folder / name)
    ]
    for name in waiting:
        with staging.beside(folder) as draft:
            shutil.copyfile(newest.with_name(name), draft)
            draft.replace(folder / name)
    return bool(waiting)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
