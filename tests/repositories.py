"""Stand-ins for repositories, which take what their documentation says and refuse the rest.

In: HTTP requests as the how-to pages make them. Out: what InvenioRDM and Fedora 6 answer, as far as
a deposit goes; and what was deposited, for the test to look at.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

GROUP = "http://fedora.info/definitions/v4/repository#ArchivalGroup"


@dataclass
class Deposits:
    """What has come in: the draft, the files by name and state, the groups of Fedora."""

    address: str = ""
    record: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    committed: set[str] = field(default_factory=set)
    published: bool = False
    groups: set[str] = field(default_factory=set)
    kept: dict[str, bytes] = field(default_factory=dict)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    deposits: Deposits

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, value: object = None) -> None:
        content = json.dumps(value or {}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _body(self) -> bytes:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def do_POST(self) -> None:
        body, path = self._body(), unquote(self.path)
        if self.headers.get("Authorization") != "Bearer secret":
            return self._answer(403)
        if path == "/api/records" and self.headers["Content-Type"] == "application/json":
            self.deposits.record = json.loads(body)
            return self._answer(201, {"id": "abcde-12345"})
        draft, inside = path.partition("/draft/")[::2]
        if draft != "/api/records/abcde-12345":
            return self._answer(404)
        if inside == "files":
            self.deposits.files.update({one["key"]: None for one in json.loads(body)})
            return self._answer(201)
        name = inside.removeprefix("files/").removesuffix("/commit")
        if inside.endswith("/commit") and self.deposits.files.get(name):
            self.deposits.committed.add(name)
            return self._answer(200)
        if inside == "actions/publish" and self.deposits.committed == set(self.deposits.files):
            self.deposits.published = True
            return self._answer(202)
        return self._answer(400)

    def do_PUT(self) -> None:
        body, path = self._body(), unquote(self.path)
        if path.startswith("/rest/"):
            return self._fedora(path.removeprefix("/rest/"), body)
        name = path.partition("/draft/files/")[2].removesuffix("/content")
        if self.headers.get("Authorization") != "Bearer secret" or name not in self.deposits.files:
            return self._answer(403)
        self.deposits.files[name] = body
        return self._answer(200)

    def _fedora(self, path: str, body: bytes) -> None:
        if not self.headers.get("Authorization", "").startswith("Basic "):
            return self._answer(401)
        if GROUP in self.headers.get("Link", ""):
            self.deposits.groups.add(path)
            return self._answer(201)
        if path.partition("/")[0] not in self.deposits.groups:
            return self._answer(400)
        # Fedora answers 409 where a digest is not that of the bytes.
        if self.headers.get("Digest") != f"sha-256={hashlib.sha256(body).hexdigest()}":
            return self._answer(409)
        self.deposits.kept[path.partition("/")[2]] = body
        return self._answer(201)


@contextlib.contextmanager
def running() -> Iterator[Deposits]:
    """Yield what is deposited at a server that runs meanwhile; ``address`` is where."""
    deposits = Deposits()
    handler = type("Handler", (_Handler,), {"deposits": deposits})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    deposits.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield deposits
    finally:
        server.shutdown()
        server.server_close()
