"""Verdicts of earlier runs on files that have not changed.

In: a file's content by its SHA-256, and the plan. Out: its verdict, if everything that it depends
on is as it was. What a rule reads besides the file is not known, so that verdicts of rules that
read other documents are not kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

from tahqiq import __version__
from tahqiq import cache as kept
from tahqiq.deliveries import Item
from tahqiq.errors import TahqiqError
from tahqiq.files import read_bytes, sha256
from tahqiq.gate.plan import Plan
from tahqiq.gate.records import Verdict

_READS = (b"doc(", b"document(", b"collection(", b"documents=", b"unparsed-text")
_TABLE = "CREATE TABLE IF NOT EXISTS verdicts (key TEXT PRIMARY KEY, verdict TEXT) STRICT"


class Cache:
    """The verdicts kept on this machine."""

    def __init__(self, plan: Plan) -> None:
        self._plan = f"{__version__} {plan.key()}"
        self._lasting: dict[tuple[str, str], bool] = {}
        self._base: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error, OSError):
            kept.folder().mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(kept.folder() / "verdicts.sqlite", isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute(_TABLE)

    def get(self, item: Item) -> Verdict | None:
        """Return the verdict on a file, or None where it must be judged."""
        if self._base is None or item.packed:
            return None
        try:
            found = self._base.execute(
                "SELECT verdict FROM verdicts WHERE key = ?", (self._key(item, _digest(item)),)
            ).fetchone()
        except (sqlite3.Error, OSError):
            return None
        if found is None:
            return None
        verdict = Verdict.of(json.loads(found[0]))
        is_same = all(self._is_lasting(path, digest) for path, _, digest in verdict.schemas)
        return verdict if is_same else None

    def put(self, item: Item, verdict: Verdict) -> None:
        """Keep a verdict that depends on nothing but the file and its schemas."""
        if self._base is None or item.packed or verdict.failure or not verdict.sha256:
            return
        if all(self._is_lasting(path, digest) for path, _, digest in verdict.schemas):
            values = (self._key(item, verdict.sha256), json.dumps(verdict.record()))
            with contextlib.suppress(sqlite3.Error):
                self._base.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?)", values)

    def _key(self, item: Item, digest: str) -> str:
        return sha256(f"{self._plan}\0{item.name}\0{item.path.resolve()}\0{digest}".encode())

    def _is_lasting(self, path: str, digest: str) -> bool:
        """Return whether a schema is as it was and reads nothing but the file."""
        known = self._lasting.get((path, digest))
        if known is None:
            try:
                content = read_bytes(Path(path))
            except TahqiqError:
                content = b""
            known = sha256(content) == digest and not any(one in content for one in _READS)
            self._lasting[path, digest] = known
        return known


def _digest(item: Item) -> str:
    with item.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
