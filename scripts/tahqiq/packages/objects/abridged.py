"""An OCFL object without what is beyond doubt, so that ocfl-py judges the rest in even memory.

In: the folder of an object, and the survey of it. Out: a folder with the same inventories and files
but for the contents of which nothing can be said: their digests are whole, in every inventory the
same, used by a version, and their files lie there. What stands in doubt stays, and a few of each
block, so that none becomes empty.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ijson

from tahqiq.deliveries.names import climbs
from tahqiq.packages.objects import inventory
from tahqiq.packages.survey import Survey
from tahqiq.tables import Rows, database, decoded, encoded

_DIGESTS = {"sha512": re.compile(r"[0-9a-f]{128}"), "sha256": re.compile(r"[0-9a-f]{64}")}
_TABLES = (
    "entry(inventory INTEGER, block TEXT, digest TEXT, path BLOB)",
    "key(inventory INTEGER, block TEXT, digest TEXT, count INTEGER)",
    "doubt(digest TEXT PRIMARY KEY) WITHOUT ROWID",
    "file(path BLOB PRIMARY KEY) WITHOUT ROWID",
)
_MANIFEST = "manifest"
_KEPT = 5
# So many digests in doubt are kept in memory.
_FEW = 20_000
# Whoever is in doubt, by one sentence of SQL each.
_DOUBTFUL = (
    # A key that comes twice.
    "SELECT digest FROM key GROUP BY inventory, block, digest HAVING count(*) > 1",
    # A content of no version, and a version's content that the object does not have.
    "SELECT digest FROM entry one WHERE block = 'manifest' AND NOT EXISTS (SELECT 1 FROM entry two"
    " WHERE two.inventory = one.inventory AND two.digest = one.digest AND two.block != 'manifest')",
    "SELECT digest FROM entry one WHERE block != 'manifest' AND NOT EXISTS (SELECT 1 FROM entry two"
    " WHERE two.inventory = one.inventory AND two.digest = one.digest AND two.block = 'manifest')",
    # What an older inventory says otherwise than the newest one.
    "SELECT digest FROM (SELECT block, digest, path FROM entry WHERE inventory > 0"
    " EXCEPT SELECT block, digest, path FROM entry WHERE inventory = 0)",
    # A file that does not lie there.
    "SELECT digest FROM entry WHERE block = 'manifest' AND path NOT IN (SELECT path FROM file)",
)


def abridge(folder: Path, target: Path, survey: Survey) -> bool:
    """Lay an object out in ``target``, abridged; return whether that could be done."""
    newest = folder / inventory.NAME
    every = [newest] + [
        path
        for path in sorted(folder.glob(f"v*/{inventory.NAME}"))
        if not filecmp.cmp(path, newest, shallow=False)
    ]
    try:
        facts = [inventory.facts(path) for path in every]
        algorithms = {str(one["digestAlgorithm"]) for one in facts}
        if len(algorithms) > 1 or not algorithms <= _DIGESTS.keys():
            return False
        work = _Work(algorithms.pop(), str(facts[0].get("contentDirectory", "content")))
        for number, path in enumerate(every):
            work.read(number, path)
        work.doubt(survey.files())
        for name in survey.empty_folders():
            (target / name).mkdir(parents=True, exist_ok=True)
        _lay(folder, target, work)
    except (OSError, ValueError, KeyError, TypeError):
        return False  # whoever judges the whole says why
    return True


class _Work:
    """What all inventories of an object list, and what of it is in doubt."""

    def __init__(self, algorithm: str, content: str) -> None:
        self._digest = _DIGESTS[algorithm]
        self._content = re.compile(rf"v[1-9]\d*/{re.escape(content)}/.+")
        self._few: frozenset[str] | None = None
        self._database = database(None, *_TABLES)
        self._entries = Rows(self._database, "INSERT INTO entry VALUES (?, ?, ?, ?)")
        self._keys = Rows(self._database, "INSERT INTO key VALUES (?, ?, ?, 1)")
        self._doubts = Rows(self._database, "INSERT OR IGNORE INTO doubt VALUES (?)")

    def read(self, number: int, path: Path) -> None:
        """Read an inventory; raise ValueError where it must be judged whole."""
        last = ("", "")
        for one in inventory.entries(path):
            if one.block == "fixity":
                raise ValueError("it has digests of other kinds")
            block = one.name if one.block == "versions" else _MANIFEST
            if (block, one.digest) != last:
                last = (block, one.digest)
                self._keys.add(number, *last)
            self._entries.add(number, block, one.digest, _barred(one.path))
            if not self._digest.fullmatch(one.digest) or not self._is_good(block, one.path):
                self._doubts.add(one.digest)

    def _is_good(self, block: str, path: str) -> bool:
        barred = f"/{path}/"
        if climbs(path) or "//" in barred or "/./" in barred or "\1" in path:
            return False
        return block != _MANIFEST or self._content.fullmatch(path) is not None

    def doubt(self, files: Iterable[str]) -> None:
        """Find all that is in doubt; ``files`` are those that lie there."""
        lying = Rows(self._database, "INSERT OR IGNORE INTO file VALUES (?)")
        for name in files:
            lying.add(_barred(name))
        for rows in (self._entries, self._keys, self._doubts, lying):
            rows.flush()
        run = self._database.execute
        run("CREATE INDEX by_digest ON entry(digest, inventory, block)")
        for sentence in _DOUBTFUL:
            run(f"INSERT OR IGNORE INTO doubt {sentence}")
        for digest in (*self._missing(), *self._in_the_way(), *self._kept()):
            run("INSERT OR IGNORE INTO doubt VALUES (?)", (digest,))
        if run("SELECT count(*) FROM doubt").fetchone()[0] <= _FEW:
            self._few = frozenset(digest for (digest,) in run("SELECT digest FROM doubt"))

    def _missing(self) -> list[str]:
        """Return what the newest inventory says of older versions, and an older one does not."""
        asked = (
            "SELECT digest FROM (SELECT block, digest, path FROM entry WHERE inventory = 0"
            " AND CASE block WHEN 'manifest'"
            " THEN CAST(substr(path, 1, instr(path, X'01') - 1) AS TEXT) ELSE block END"
            " IN (SELECT block FROM key WHERE inventory = ?)"
            " EXCEPT SELECT block, digest, path FROM entry WHERE inventory = ?)"
        )
        numbers = "SELECT DISTINCT inventory FROM key WHERE inventory > 0"
        return [
            digest
            for (number,) in self._database.execute(numbers).fetchall()
            for (digest,) in self._database.execute(asked, (number, number))
        ]

    def _in_the_way(self) -> Iterator[str]:
        """Yield the paths that are there twice, or as a file and as a folder."""
        every = "SELECT inventory, block, path, digest FROM entry ORDER BY 1, 2, 3"
        above: tuple[Any, ...] = (None, None, b"", "")
        for row in self._database.execute(every):
            if row[:2] == above[:2] and (row[2] == above[2] or row[2].startswith(above[2] + b"\1")):
                yield from (above[3], row[3])
            else:
                above = row

    def _kept(self) -> Iterator[str]:
        blocks = self._database.execute("SELECT DISTINCT inventory, block FROM key").fetchall()
        for block in blocks:
            asked = "SELECT digest FROM entry WHERE inventory = ? AND block = ? LIMIT ?"
            yield from (digest for (digest,) in self._database.execute(asked, (*block, _KEPT)))

    def is_gone(self, digest: str) -> bool:
        """Return whether a digest is left out."""
        if self._few is not None:
            return digest not in self._few
        asked = "SELECT 1 FROM doubt WHERE digest = ?"
        return self._database.execute(asked, (digest,)).fetchone() is None

    def staying(self) -> Iterator[str]:
        """Yield the files that are not left out, by name."""
        asked = (
            "SELECT path FROM file EXCEPT"
            " SELECT path FROM entry WHERE inventory = 0 AND block = 'manifest'"
            " AND digest NOT IN (SELECT digest FROM doubt) ORDER BY path"
        )
        for (path,) in self._database.execute(asked):
            yield decoded(path.replace(b"\1", b"/"))


def _barred(path: str) -> bytes:
    """Return a path whose bars come first of all letters: what lies in a folder follows it."""
    return encoded(path).replace(b"/", b"\1")


def _lay(folder: Path, target: Path, work: _Work) -> None:
    for name in work.staying():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name == inventory.NAME:
            _abridge(folder, target, name, work)
        elif name.count("/") > 1:
            path.touch()  # its bytes were compared already
        else:
            shutil.copyfile(folder / name, path)
    for sidecar in target.rglob(f"{inventory.NAME}.*"):
        _sign(sidecar)


def _abridge(folder: Path, target: Path, name: str, work: _Work) -> None:
    """Write an inventory; the newest version's is the object's own, which comes first."""
    own = target / inventory.NAME
    if own.is_file() and filecmp.cmp(folder / name, folder / inventory.NAME, shallow=False):
        shutil.copyfile(own, target / name)
        return
    text = json.dumps(_rebuilt(folder / name, work), ensure_ascii=False)
    (target / name).write_text(text, "utf-8")


def _sign(sidecar: Path) -> None:
    """Let a sidecar be right for the abridged inventory, as the survey says that it was."""
    algorithm = sidecar.name.removeprefix(f"{inventory.NAME}.")
    path = sidecar.with_name(inventory.NAME)
    if algorithm in _DIGESTS and path.is_file():
        digest = hashlib.new(algorithm, path.read_bytes()).hexdigest()
        sidecar.write_text(f"{digest} {inventory.NAME}\n", "utf-8")


def _rebuilt(path: Path, work: _Work) -> Any:
    """Return what an inventory holds, without the digests that are left out."""
    made = ijson.ObjectBuilder()
    keys: list[str] = []
    # How many objects and arrays are open, and in which of them a key is left out.
    depth, skipping = 0, 0
    with path.open("rb") as file:
        for event, value in ijson.basic_parse(file, use_float=True):
            depth -= event in ("end_map", "end_array")
            if depth < skipping or (event == "map_key" and depth == skipping):
                skipping = 0
            if event == "map_key":
                keys[depth - 1 :] = [value]
                skipping = depth if _is_digest(keys) and work.is_gone(value) else skipping
            depth += event in ("start_map", "start_array")
            if not skipping:
                made.event(event, value)
    return made.value


def _is_digest(keys: list[str]) -> bool:
    return (len(keys) == 2 and keys[0] == _MANIFEST) or (
        len(keys) == 4 and keys[0] == "versions" and keys[2] == "state"
    )
