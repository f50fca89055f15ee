"""The inventory of an OCFL object: what it holds, and in which version.

In: an object's folder, or what a new version holds. Out: ``inventory.json`` and its sidecar.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tahqiq.errors import OutputError, Place

NAME = "inventory.json"
_ALGORITHM = "sha512"
SIDECAR = f"{NAME}.{_ALGORITHM}"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"


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


def sign(folder: Path, inventory: Inventory) -> None:
    """Write an inventory and its sidecar into a folder."""
    content = inventory.written()
    (folder / NAME).write_bytes(content)
    (folder / SIDECAR).write_bytes(sidecar(content))


def sidecar(content: bytes) -> bytes:
    """Return the sidecar of an inventory."""
    return f"{hashlib.new(_ALGORITHM, content).hexdigest()} inventory.json\n".encode()


def read(folder: Path) -> Inventory:
    """Return the inventory of an object; raise OutputError where it cannot be used."""
    path = folder / NAME
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
