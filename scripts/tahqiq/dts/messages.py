"""What goes over the wire: answers that are kept, as each client takes them, and refusals.

In: answers and requests. Out: responses. An answer is kept plain and packed, as long as the files
that it was made of are the same and there is room.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_PROBLEM = "application/problem+json"
_TITLES = {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Unavailable"}


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was made: what it is sent as, and of which state of its files."""

    body: bytes
    packed: bytes
    headers: dict[str, str]
    state: object

    @property
    def size(self) -> int:
        """Return how much room it takes."""
        return len(self.body) + len(self.packed) + 500


class Store:
    """Keeps the answers that were asked for last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()

    def get(self, key: tuple[str, str], state: object) -> Kept | None:
        """Return an answer that is still true."""
        found = self._kept.get(key)
        if found is None or found.state != state:
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, str], answer: Kept) -> None:
        """Keep an answer; the oldest ones go where there is no room."""
        old = self._kept.pop(key, None)
        self.size -= old.size if old else 0
        if answer.size > self.most // 4:
            return
        self._kept[key] = answer
        self.size += answer.size
        while self.size > self.most:
            self.size -= self._kept.popitem(last=False)[1].size


def origin(request: Request) -> str:
    """Return the address of the server as the connection has it, whatever a client claims."""
    host, port = request.scope.get("server") or ("localhost", None)
    shown = f"[{host}]" if ":" in host else host
    scheme = request.scope.get("scheme", "http")
    return f"{scheme}://{shown}" + (f":{port}" if port and port not in (80, 443) else "")


def host(request: Request) -> str:
    """Return the name that a client calls the server by, without a port."""
    name: str = request.headers.get("host", "")
    return name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name


def sent(request: Request, kept: Kept, more: dict[str, str]) -> Response:
    """Return a kept answer as a client takes it: packed or not, or only that it has it already."""
    headers = {**kept.headers, **more}
    wanted = request.headers.get("if-none-match", "")
    if wanted and kept.headers["etag"] in [
        tag.strip().removeprefix("W/") for tag in wanted.split(",")
    ]:
        headers.pop("content-type")
        return Response(status_code=304, headers=headers)
    body = kept.body
    if kept.packed and _takes_gzip(request.headers.get("accept-encoding", "")):
        body = kept.packed
        headers["content-encoding"] = "gzip"
        # Two forms of one answer are not the same bytes.
        headers["etag"] = f"W/{headers['etag']}"
    return Response(body, headers=headers)


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """Return what is wrong with a request (RFC 9457)."""
    content: dict[str, Any] = {
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
    }
    return JSONResponse(content, status, headers, media_type=_PROBLEM)
