"""A stand-in for InvenioRDM, which takes what its documentation says and refuses the rest.

In: HTTP requests as the how-to pages make them. Out: what it answers, as far as a deposit goes; and
what was deposited, for the test to look at.
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


@dataclass
class Draft:
    """A draft of InvenioRDM, or the record that was made of it: what it says, its files by name."""

    record: dict[str, Any]
    files: dict[str, bytes | None] = field(default_factory=dict)
    committed: set[str] = field(default_factory=set)
    published: bool = False

    def faults(self, *, files: bool = True) -> list[dict[str, Any]]:
        """Return what InvenioRDM 14 has against a publication, as far as a header can cause it."""
        said = self.record.get("metadata", {})
        missing = [
            one for one in ("resource_type", "creators", "publication_date") if not said.get(one)
        ]
        told = {f"metadata.{one}": "Missing data for required field." for one in missing}
        titles = {f"additional_titles.{n}.title": one["title"]
                  for n, one in enumerate(said.get("additional_titles", []))}  # fmt: skip
        for name, title in {"title": said.get("title", ""), **titles}.items():
            if len(title) < 3:
                told[f"metadata.{name}"] = "Shorter than minimum length 3."
        if not said.get("publisher"):
            told["metadata.publisher"] = "Missing publisher field required for DOI registration."
        if files and not self.files:
            told["files.enabled"] = "Missing uploaded files."
        return [{"field": name, "messages": [words]} for name, words in told.items()]


@dataclass
class Deposits:
    """What has come in: the drafts by their ids."""

    address: str = ""
    drafts: dict[str, Draft] = field(default_factory=dict)

    def add(self, record: dict[str, Any]) -> str:
        """Add a draft and return its id."""
        made = f"abcde-{len(self.drafts) + 1:05}"
        self.drafts[made] = Draft(record)
        return made


class Handler(BaseHTTPRequestHandler):
    """What any stand-in does with a request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing: the test tells."""

    def answer(self, status: int, value: object = None, **headers: str) -> None:
        """Answer with a status, and with JSON."""
        content = json.dumps(value or {}).encode()
        self.send_response(status)
        for name, said in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, said)
        self.end_headers()
        self.wfile.write(content)

    def body(self) -> bytes:
        """Return what came with a request."""
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))


@contextlib.contextmanager
def serving(handler: type[Handler]) -> Iterator[str]:
    """Yield the address of a server that runs meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(Handler):
    deposits: Deposits

    def _refuse(self, message: str, errors: object = ()) -> None:
        told = {"errors": errors} if errors else {}
        self.answer(400, {"status": 400, "message": message, **told})

    def _in_full(self) -> bool:
        # Zenodo answers in a form of its own where it is not asked for that of InvenioRDM.
        return "application/vnd.inveniordm.v1+json" in self.headers.get("Accept", "")

    def do_POST(self) -> None:
        body, path = self.body(), unquote(self.path)
        if self.headers.get("Authorization") != "Bearer secret":
            return self.answer(403)
        if path == "/api/records" and self.headers["Content-Type"] == "application/json":
            return self._drafted(201, self.deposits.add(json.loads(body)), files=False)
        record, inside = path.removeprefix("/api/records/").partition("/")[::2]
        draft = self.deposits.drafts.get(record)
        if draft is None or draft.published != (inside == "versions"):
            return self.answer(404)
        if inside == "versions":
            # A new version says what the old one said but for its date and number, and has no files.
            said = {**draft.record["metadata"], "publication_date": "2026-11-28"}
            said.pop("version", None)
            made = self.deposits.add({**draft.record, "metadata": said})
            return self.answer(201, {"id": made})
        if inside == "draft/files":
            return self._announced(draft, [one["key"] for one in json.loads(body)])
        if inside == "draft/actions/publish":
            return self._published(record, draft)
        return self._committed(draft, inside.removeprefix("draft/files/").removesuffix("/commit"))

    def _drafted(self, status: int, made: str, *, files: bool = True) -> None:
        faults = self.deposits.drafts[made].faults(files=files) if self._in_full() else []
        self.answer(status, {"id": made, **({"errors": faults} if faults else {})})

    def _announced(self, draft: Draft, names: list[str]) -> None:
        known = [name for name in names if name in draft.files]
        if known:
            return self._refuse(f"File with key {known[0]} already exists.")
        draft.files.update(dict.fromkeys(names))
        return self.answer(201)

    def _committed(self, draft: Draft, name: str) -> None:
        content = draft.files.get(name)
        if content is None:
            return self.answer(500)
        draft.committed.add(name)
        checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return self.answer(200, {"key": name, "checksum": f"md5:{checksum}"})

    def _published(self, record: str, draft: Draft) -> None:
        if draft.faults():
            return self._refuse("A validation error occurred.", draft.faults())
        if draft.committed != set(draft.files):
            return self._refuse("One or more files have not completed their transfer, please wait.")
        draft.published = True
        every = {"doi": {"identifier": "10.5072/abcde-00000"}}
        own = {"doi": {"identifier": f"10.5072/{record}"}}
        return self.answer(202, {"id": record, "pids": own, "parent": {"pids": every}})

    def do_PUT(self) -> None:
        body, path = self.body(), unquote(self.path)
        record, inside = path.removeprefix("/api/records/").partition("/draft")[::2]
        draft = self.deposits.drafts.get(record)
        if self.headers.get("Authorization") != "Bearer secret" or draft is None or draft.published:
            return self.answer(403)
        if not inside and self.headers["Content-Type"] == "application/json":
            draft.record = json.loads(body)
            return self._drafted(200, record)
        name = inside.removeprefix("/files/").removesuffix("/content")
        if name not in draft.files:
            return self.answer(404)
        draft.files[name] = body
        return self.answer(200)


@contextlib.contextmanager
def running() -> Iterator[Deposits]:
    """Yield what is deposited at a server that runs meanwhile; ``address`` is where."""
    deposits = Deposits()
    with serving(type("Handler", (_Handler,), {"deposits": deposits})) as address:
        deposits.address = address
        yield deposits
