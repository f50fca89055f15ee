"""Verdicts of earlier runs on files that have not changed.

In: a file's content by its SHA-256, and the plan. Out: its verdict, if everything that it depends
on is as it was: schemas, the ``edition.toml`` above it, and the files that it points to, includes,
or has as its witness. What a schema reads besides the file is not known, so that verdicts of
schemas that read or include others are not kept.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

from tahqiq import __version__
from tahqiq import cache as kept
from tahqiq.deliveries import Item
from tahqiq.editions import settings_above
from tahqiq.errors import TahqiqError
from tahqiq.files import read_bytes, sha256
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import Verdict, digest
from tahqiq.tables import passing

# What a schema may read or include besides itself.
_READS = (
    b"doc(", b"doc-available(", b"document(", b"collection(", b"documents=", b"unparsed-text",
    b"<include", b":include", b"externalRef", b"extends ", b":import", b"<import",
    b'include "', b"include '", b"external ",
)  # fmt: skip
_TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, verdict TEXT) STRICT"


class Cache:
    """The verdicts kept on this machine."""

    def __init__(self, plan: Plan) -> None:
        self._plan = f"{__version__} {plan.key()}"
        self._lasting: dict[tuple[str, str], bool] = {}
        self._configs: dict[Path, str] = {}
        self._base: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error, OSError):
            kept.folder().mkdir(parents=True, exist_ok=True)
            self._base = passing(kept.folder() / "verdicts.sqlite")
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute(_TABLE)

    def get(self, item: Item) -> Verdict | None:
        """Return the verdict on a file, or None where it must be judged."""
        if self._base is None or item.packed:
            return None
        try:
            key = self._key(item, digest(item.path))
            found = self._base.execute(
                "SELECT verdict FROM verdicts WHERE key = ?", (key,)
            ).fetchone()
        except (sqlite3.Error, OSError):
            return None
        if found is None:
            return None
        verdict = Verdict.of(json.loads(found[0]))
        is_same = all(self._is_lasting(path, was) for path, _, was in verdict.schemas)
        beside = verdict.beside.items()
        is_same = is_same and all(digest(Path(path)) == was for path, was in beside)
        is_same = is_same and all(Path(path).is_file() for path, _, _ in verdict.pointers)
        return verdict if is_same else None

    def put(self, item: Item, verdict: Verdict) -> None:
        """Keep a verdict that depends on nothing but the file and its schemas."""
        if self._base is None or item.packed or verdict.failure or not verdict.sha256:
            return
        if all(self._is_lasting(path, was) for path, _, was in verdict.schemas):
            values = (self._key(item, verdict.sha256), json.dumps(verdict.record()))
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?)", values)

    def _key(self, item: Item, content: str) -> str:
        settings = self._settings(item.path.resolve().parent)
        parts = (self._plan, item.name, str(item.path.resolve()), content, settings)
        return sha256("\0".join(parts).encode("utf-8", "surrogateescape"))

    def _settings(self, folder: Path) -> str:
        """Return the SHA-256 of the settings of the edition that a folder belongs to."""
        if folder not in self._configs:
            found = settings_above(folder)
            self._configs[folder] = digest(found[1]) if found else ""
        return self._configs[folder]

    def _is_lasting(self, path: str, was: str) -> bool:
        """Return whether a schema is as it was and reads nothing but the file."""
        known = self._lasting.get((path, was))
        if known is None:
            try:
                content = read_bytes(Path(path))
            except TahqiqError:
                content = b""
            known = sha256(content) == was and not any(one in content for one in _READS)
            self._lasting[path, was] = known
        return known
