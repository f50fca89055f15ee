"""A stand-in for Fedora 6, which answers a deposit as its source of August 2026 does.

In: HTTP requests as the how-to page makes them. Out: answers; and what each version of the OCFL
object has that a real one would make, for the test to look at.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import repositories

GROUP = "http://fedora.info/definitions/v4/repository#ArchivalGroup"
_TRANSACTIONS = "fcr:tx"
# What Tomcat takes in the path of a request; all else must be written with %.
_PATH = re.compile(r"(?:[A-Za-z0-9/:@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+")


@dataclass
class Fedora:
    """What came in: archival groups, and files by version, or by transaction until its end."""

    address: str = ""
    groups: set[str] = field(default_factory=set)
    versions: list[dict[str, bytes]] = field(default_factory=list)
    waiting: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def began(self) -> str:
        """Begin a transaction, and return its address."""
        made = f"{self.address}/rest/{_TRANSACTIONS}/{len(self.waiting) + len(self.versions)}"
        self.waiting[made] = {}
        return made


class _Handler(repositories.Handler):
    fedora: Fedora

    def do_POST(self) -> None:  # noqa: N802  # as the library calls it
        self.body()
        if not self._may() or self.path != f"/rest/{_TRANSACTIONS}":
            return self.answer(404)
        return self.answer(201, Location=self.fedora.began())

    def do_PUT(self) -> None:  # noqa: N802  # as the library calls it
        body = self.body()
        if not self._may():
            return self.answer(401)
        if not _PATH.fullmatch(self.path):
            return self.answer(400)
        if self.path.startswith(f"/rest/{_TRANSACTIONS}/"):
            return self._committed(self.fedora.address + self.path)
        group, _, path = unquote(self.path).removeprefix("/rest/").partition("/")
        transaction = self.headers.get("Atomic-ID")
        # What belongs to no transaction is a version of its own.
        held = self.fedora.waiting.get(transaction) if transaction else {}
        if held is None:
            return self.answer(409)
        if not path:
            return self._grouped(group)
        if group not in self.fedora.groups:
            return self.answer(400)
        if self.headers.get("Digest") != f"sha-256={hashlib.sha256(body).hexdigest()}":
            return self.answer(409)
        held[path] = body
        if not transaction:
            self.fedora.versions.append(held)
        return self.answer(201)

    def _may(self) -> bool:
        return self.headers.get("Authorization", "").startswith("Basic ")

    def _grouped(self, group: str) -> None:
        if GROUP not in self.headers.get("Link", ""):
            return self.answer(400)
        self.fedora.groups.add(group)
        return self.answer(201)

    def _committed(self, transaction: str) -> None:
        held = self.fedora.waiting.pop(transaction, None)
        if held is None:
            return self.answer(404)
        self.fedora.versions.append(held)
        return self.answer(204)


@contextlib.contextmanager
def running() -> Iterator[Fedora]:
    """Yield what is deposited at a server that runs meanwhile; ``address`` is where."""
    fedora = Fedora()
    with repositories.serving(type("Handler", (_Handler,), {"fedora": fedora})) as address:
        fedora.address = address
        yield fedora
