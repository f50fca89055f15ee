"""The inventory of an OCFL object: what it holds, and in which version.

In: an object's folder, or what a new version holds. Out: ``inventory.json`` and its sidecar. Read
and written piece by piece, and kept on disk (see ``tables``): there may be any number of files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from tahqiq.errors import OutputError, Place
from tahqiq.packages import digests, leaves
from tahqiq.tables import Rows, Sieve, database, decoded, encoded

NAME = "inventory.json"
_ALGORITHM = "sha512"
SIDECAR = f"{NAME}.{_ALGORITHM}"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
# Of the blocks of an inventory: where the digest and the path stand, and how deep.
_DEPTHS = {"manifest": 2, "fixity": 3, "versions": 4}
# Without keys, which would have to be sorted in at each row: they are sorted once, at the end.
_TABLES = (
    "manifest(digest TEXT, path BLOB)",
    "state(version INTEGER, digest TEXT, path BLOB)",
)


class Entry(NamedTuple):
    """A path of an inventory; ``name`` is the digest of its fixity, or the version of its state."""

    block: str
    name: str
    digest: str
    path: str


def entries(path: Path) -> Iterator[Entry]:
    """Yield what an inventory lists; raise ValueError where it is not JSON."""
    for keys, value in leaves.of(path):
        if not keys or len(keys) != _DEPTHS.get(keys[0]) or not isinstance(value, str):
            continue
        block, *middle, digest = keys
        if block != "versions" or middle[1] == "state":
            yield Entry(block, middle[0] if middle else "", digest, value)


def facts(path: Path) -> dict[str, Any]:
    """Return what an inventory says of the object as a whole; raise ValueError as ``entries``."""
    found = {keys[0]: value for keys, value in leaves.of(path) if len(keys) == 1}
    if "digestAlgorithm" not in found:
        raise ValueError(f"{path.name} names no digestAlgorithm")
    return found


def fact(path: Path, name: str) -> Any:
    """Return one thing that an inventory says of the object; raise ValueError where it does not."""
    for keys, value in leaves.of(path):
        if keys == (name,):
            return value
    raise ValueError(f"{path.name} names no {name}")


def newest(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield the logical paths of the newest version, each with a file that has its content.

    Of those that are not wanted, the file is not looked for, and its name is empty.
    """
    path = folder / NAME
    head = fact(path, "head")
    made = database(None, "wanted(digest TEXT, path BLOB, PRIMARY KEY (digest, path))")
    wanted = Rows(made, "INSERT OR IGNORE INTO wanted VALUES (?, ?)")
    for one in entries(path):
        if one.block != "versions" or one.name != head:
            continue
        if is_wanted(one.path):
            wanted.add(one.digest.lower(), encoded(one.path))
        else:
            yield one.path, ""
    wanted.flush()
    for one in entries(path):
        if one.block == "manifest":
            asked = "SELECT path FROM wanted WHERE digest = ?"
            for (found,) in made.execute(asked, (one.digest.lower(),)).fetchall():
                yield decoded(found), one.path


class Inventory:
    """What an object holds: paths by digests, and the states of its versions."""

    def __init__(self, identifier: str, content: str = "content") -> None:
        self.id = identifier
        self.head = 0
        self.content = content
        # What each version says of itself besides its state.
        self.versions: dict[str, dict[str, Any]] = {}
        self._database = database(None, *_TABLES)
        self._manifest = Rows(self._database, "INSERT INTO manifest VALUES (?, ?)")
        self._state = Rows(self._database, "INSERT INTO state VALUES (?, ?, ?)")
        self._sieve = Sieve()

    def hold(self, digest: str, path: str) -> None:
        """Note a file of the object."""
        digest = digest.lower()
        self._sieve.is_new(digest)
        self._manifest.add(digest, encoded(path))

    def holds(self, digest: str) -> bool:
        """Return whether a content is in the object."""
        if self._sieve.is_new(digest):
            return False
        self._manifest.flush()
        self._database.execute("CREATE INDEX IF NOT EXISTS by_digest ON manifest(digest)")
        asked = "SELECT 1 FROM manifest WHERE digest = ?"
        return self._database.execute(asked, (digest,)).fetchone() is not None

    def state(self, version: int, digest: str, path: str) -> None:
        """Note a logical path of a version."""
        self._state.add(version, digest.lower(), encoded(path))

    def is_alike(self, one: int, other: int) -> bool:
        """Return whether two versions have the same state."""
        self._state.flush()
        asked = (
            "SELECT digest, path FROM state WHERE version = ? EXCEPT"
            " SELECT digest, path FROM state WHERE version = ? LIMIT 1"
        )
        return not any(
            self._database.execute(asked, pair).fetchone() for pair in ((one, other), (other, one))
        )

    def sign(self, *folders: Path) -> None:
        """Write the inventory and its sidecar into some folders."""
        first = folders[0] / NAME
        with first.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(self._written())
        signed = sidecar(first)
        for folder in folders:
            if folder != first.parent:
                shutil.copyfile(first, folder / NAME)
            (folder / SIDECAR).write_bytes(signed)

    def _written(self) -> Iterator[str]:
        """Yield the file piece by piece, its keys sorted."""
        self._manifest.flush()
        self._state.flush()
        more = {} if self.content == "content" else {"contentDirectory": self.content}
        head = {**more, "digestAlgorithm": _ALGORITHM, "head": f"v{self.head}", "id": self.id}
        yield "{\n"
        yield from (f" {_json(key)}: {_json(value)},\n" for key, value in head.items())
        yield ' "manifest": {'
        every = self._database.execute("SELECT DISTINCT digest, path FROM manifest ORDER BY 1, 2")
        yield from _block(every, "  ")
        yield f'\n }},\n "type": {_json(_TYPE)},\n "versions": {{'
        for number, name in enumerate(self.versions):
            yield ("," if number else "") + f'\n  {_json(name)}: {{\n   "state": {{'
            asked = "SELECT DISTINCT digest, path FROM state WHERE version = ? ORDER BY 1, 2"
            yield from _block(self._database.execute(asked, (int(name[1:]),)), "    ")
            said = self.versions[name].items()
            yield "\n   }" + "".join(f",\n   {_json(key)}: {_json(value)}" for key, value in said)
            yield "\n  }"
        yield "\n }\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# The same for text, at a tenth of the cost: there may be very much of it.
_text = json.encoder.encode_basestring


def _block(rows: Iterable[tuple[str, bytes]], indent: str) -> Iterator[str]:
    between = "\n"
    for digest, found in groupby(rows, key=lambda row: row[0]):
        paths = ", ".join(_text(decoded(path)) for _, path in found)
        yield f"{between}{indent}{_text(digest)}: [{paths}]"
        between = ",\n"


def sidecar(path: Path) -> bytes:
    """Return the sidecar of an inventory."""
    _, made = digests.of_file(path, (_ALGORITHM,))
    return f"{made[_ALGORITHM]} {NAME}\n".encode()


def read(folder: Path) -> Inventory:
    """Return the inventory of an object; raise OutputError where it cannot be used."""
    path = folder / NAME
    try:
        said = facts(path)
        if said["digestAlgorithm"] != _ALGORITHM:
            raise ValueError(f"its digests are {said['digestAlgorithm']}")
        made = Inventory(said["id"], str(said.get("contentDirectory", "content")))
        made.head = int(said["head"][1:])
        for one in entries(path):
            if one.block == "manifest":
                made.hold(one.digest, one.path)
            elif one.block == "versions":
                made.state(int(one.name[1:]), one.digest, one.path)
        made.versions = _versions(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"the object's inventory cannot be used: {error}", place=Place(str(path))
        ) from None
    return made


def _versions(path: Path) -> dict[str, dict[str, Any]]:
    """Return what the versions say of themselves, in their order."""
    made: dict[str, dict[str, Any]] = {}
    for keys, value in leaves.of(path):
        if keys[:1] != ("versions",) or keys[2:3] == ("state",):
            continue
        _, name, *inner, last = keys
        block = made.setdefault(name, {})
        for key in inner:
            block = block.setdefault(key, {})
        block[last] = value
    return dict(sorted(made.items(), key=lambda one: int(one[0][1:])))
