"""OCFL 1.1: each release a version of one object, every content kept once.

In: the files of a release. Out: an object, alone or in a storage root. A version is made beside
the object and moved in whole; then the root inventory follows. A run that is killed between the two
is finished by the next. Nothing that an object holds is ever written again. Written here because
ocfl-py copies into the object itself and reads twice; it judges what is received.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tahqiq import __version__
from tahqiq.errors import OutputError, Place
from tahqiq.files import write_atomic
from tahqiq.packages import crate, staging, writing
from tahqiq.packages.digests import Fixity
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release

OBJECT = "0=ocfl_object_1.1"
ROOT = "0=ocfl_1.1"
_LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
_ALGORITHM = "sha512"
_SIDECAR = f"inventory.json.{_ALGORITHM}"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_TUPLES, _TUPLE = 3, 3
_PLAIN = re.compile(r"[A-Za-z0-9_-]")


@dataclass(slots=True)
class Inventory:
    """What an object holds; ``manifest`` leads from digests to paths, ``versions`` to digests."""

    id: str
    head: int = 0
    manifest: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, Any] = field(default_factory=dict)

    def written(self) -> bytes:
        """Return the inventory as its file holds it."""
        values = {
            "digestAlgorithm": _ALGORITHM,
            "head": f"v{self.head}",
            "id": self.id,
            "manifest": dict(sorted(self.manifest.items())),
            "type": _TYPE,
            "versions": self.versions,
        }
        return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


def add(target: Path, files: Ledger, release: Release, *, alone: bool) -> Path | None:
    """Add a release to the object or storage root at ``target``, which is made where it is missing.

    ``alone`` makes a new object without a storage root. Return the object's folder, or None where
    its newest version is this release already. Raise OutputError where the object holds another
    content under the release's version.
    """
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        if alone:
            return _extended(target, files, release)
        _make_root(target)
    if (target / OBJECT).is_file():
        return _extended(target, files, release)
    if not (target / ROOT).is_file():
        raise OutputError(
            "it is neither an OCFL object nor a storage root",
            place=Place(str(target)),
            hint="name an empty folder, or one that OCFL 1.1 made",
        )
    return _extended(target / object_path(release.uri), files, release)


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


def _make_root(target: Path) -> None:
    config = {
        "extensionName": _LAYOUT, "digestAlgorithm": "sha256", "tupleSize": _TUPLE,
        "numberOfTuples": _TUPLES,
    }  # fmt: skip
    layout = {
        "extension": _LAYOUT,
        "description": "Hashed truncated n-tuple trees with encapsulating directories by object id",
    }
    # The declaration comes last: without it this is no storage root yet.
    for path, values in (
        (target / "extensions" / _LAYOUT / "config.json", config),
        (target / "ocfl_layout.json", layout),
    ):
        write_atomic(path, json.dumps(values, indent=1).encode() + b"\n")
    write_atomic(target / ROOT, f"{ROOT[2:]}\n".encode())


def _extended(folder: Path, files: Ledger, release: Release) -> Path | None:
    if folder.is_dir():
        recover(folder)
    inventory = _read(folder) if (folder / "inventory.json").is_file() else Inventory(
        release.uri
    )  # fmt: skip
    new = not inventory.head
    number = inventory.head + 1
    with staging.beside(folder) as draft:
        version = draft / f"v{number}" if new else draft.parent / f"v{number}"
        state = _filled(version, f"v{number}", files, inventory, release)
        if not new and _is_known(inventory, state, release, folder):
            return None
        inventory.head = number
        inventory.versions[f"v{number}"] = _version(state, release)
        _sign(version, inventory)
        if new:
            (draft / OBJECT).write_bytes(f"{OBJECT[2:]}\n".encode())
            _sign(draft, inventory)
            if folder.is_dir():
                folder.rmdir()
            staging.settle(draft, folder)
        else:
            staging.settle(version, folder / version.name)
            recover(folder)
    return folder


def _filled(
    version: Path,
    name: str,
    files: Ledger,
    inventory: Inventory,
    release: Release,
) -> dict[str, list[str]]:
    """Copy what is new into the version's folder and return its state: digests to logical paths."""
    state: dict[str, list[str]] = {}
    listed = crate.lists_each(files)
    version.mkdir(parents=True)

    def take(path: str, fixity: Fixity) -> None:
        state.setdefault(fixity.sha512, []).append(path)
        if fixity.sha512 in inventory.manifest:
            _forget(version / "content" / path, version)
        else:
            inventory.manifest[fixity.sha512] = [f"{name}/content/{path}"]

    with writing.target(version / "content", release.day, "") as target:
        for one, fixity in target.put_all(files, lambda one: one.path):
            take(one.path, fixity)
            if listed:
                files.keep(one.path, fixity)
        take(crate.NAME, crate.put(target, crate.NAME, files, release, listed=listed))
    return {digest: sorted(paths) for digest, paths in sorted(state.items())}


def _forget(path: Path, version: Path) -> None:
    """Remove a file that the object holds already, and the folders that it leaves empty."""
    path.unlink()
    for folder in path.parents:
        if folder == version or any(folder.iterdir()):
            break
        folder.rmdir()


def _is_known(
    inventory: Inventory, state: dict[str, list[str]], release: Release, folder: Path
) -> bool:
    """Return whether the newest version is this release; raise where an old one bears its name."""
    for name, version in inventory.versions.items():
        if version.get("message") == _message(release) and version["state"] != state:
            raise OutputError(
                f"release {release.version} is there already, as {name}, with another content",
                place=Place(str(folder)),
                hint="a release never changes: give the new one its own number",
            )
    head: dict[str, list[str]] = inventory.versions[f"v{inventory.head}"]["state"]
    return head == state


def _version(state: dict[str, list[str]], release: Release) -> dict[str, Any]:
    return {
        "created": release.moment,
        "message": _message(release),
        "state": state,
        "user": {
            "name": release.publisher or f"tahqiq {__version__}",
            **({"address": release.address} if release.address else {}),
        },
    }


def _message(release: Release) -> str:
    return f"Release {release.version}"


def _sign(folder: Path, inventory: Inventory) -> None:
    content = inventory.written()
    (folder / "inventory.json").write_bytes(content)
    (folder / _SIDECAR).write_bytes(_sidecar(content))


def _sidecar(content: bytes) -> bytes:
    return f"{hashlib.new(_ALGORITHM, content).hexdigest()} inventory.json\n".encode()


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
    content = newest.read_bytes()
    if (newest.parent / _SIDECAR).read_bytes() != _sidecar(content):
        return False  # damaged, and not by us: whoever judges the object says so
    done = [
        path.is_file() and path.read_bytes() == wanted
        for path, wanted in (
            (folder / "inventory.json", content), (folder / _SIDECAR, _sidecar(content))
        )
    ]  # fmt: skip
    write_atomic(folder / "inventory.json", content)
    write_atomic(folder / _SIDECAR, _sidecar(content))
    return not all(done)


def _read(folder: Path) -> Inventory:
    path = folder / "inventory.json"
    try:
        values = json.loads(path.read_bytes())
        if values["digestAlgorithm"] != _ALGORITHM:
            raise ValueError(f"its digests are {values['digestAlgorithm']}")
        return Inventory(
            values["id"], int(values["head"][1:]), values["manifest"], values["versions"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"the object's inventory cannot be used: {error}", place=Place(str(path))
        ) from None
