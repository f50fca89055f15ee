"""The protocol over HTTP: an ASGI application, read-only.

In: a catalogue. Out: answers to GET and HEAD; each is made once and kept, plain and compressed, as
long as the files that it was made of are the same and there is room. Nothing of a request is ever
part of a path of a file.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tahqiq.dts.addresses import Addresses, Query
from tahqiq.dts.answers import Answers
from tahqiq.dts.asked import Refused, check_ends, found_ends, found_resource, found_tree
from tahqiq.dts.catalogue import Catalogue
from tahqiq.dts.export import written
from tahqiq.dts.messages import Kept, Store, host, origin, problem, sent
from tahqiq.dts.openapi import openapi
from tahqiq.dts.passages import DEFAULT, MEDIA_TYPES, document
from tahqiq.errors import TahqiqError
from tahqiq.files import sha256

_LD = "application/ld+json"
_NUMBER_MOST = 10**9
_log = logging.getLogger("tahqiq.dts")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost: seconds, bytes; and how many bytes of answers are kept."""

    seconds: float = 30.0
    answer_bytes: int = 64 * 1024**2
    kept_bytes: int = 64 * 1024**2
    request_bytes: int = 4096


Made = tuple[bytes, str, dict[str, str]]


class Service:
    """The endpoints of one catalogue under a path; ``base`` is their address, if it is given."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        prefix: str = "/dts",
        base: str = "",
        limits: Limits | None = None,
        hosts: frozenset[str] | None = None,
        cors: bool = False,
        page_size: int = 1000,
    ) -> None:
        self.catalogue = catalogue
        self.prefix = prefix.rstrip("/")
        self.base = base.rstrip("/")
        self.limits = limits or Limits()
        self.hosts = hosts
        self.cors = cors
        self.page_size = page_size
        self.store = Store(self.limits.kept_bytes)

    def app(self) -> Starlette:
        """Return the application."""
        routes = [
            Route(f"{self.prefix}/", self._endpoint(self._entry, ())),
            Route(
                f"{self.prefix}/collection",
                self._endpoint(self._collection, ("id", "nav", "page")),
            ),
            Route(
                f"{self.prefix}/navigation",
                self._endpoint(
                    self._navigation, ("resource", "ref", "start", "end", "down", "tree", "page")
                ),
            ),
            Route(
                f"{self.prefix}/document",
                self._endpoint(
                    self._document, ("resource", "ref", "start", "end", "tree", "mediaType")
                ),
            ),
            Route("/openapi.json", self._openapi),
            Route("/", self._home),
        ]
        return Starlette(
            routes=routes,
            exception_handlers={HTTPException: _refused, Exception: _failed},
        )

    async def _home(self, request: Request) -> Response:
        del request
        return RedirectResponse(f"{self.prefix}/")

    async def _openapi(self, request: Request) -> Response:
        del request
        return JSONResponse(openapi(self.prefix))

    def _endpoint(
        self, make: Callable[[dict[str, str], str], Made], known: tuple[str, ...]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await self._answered(request, make, known)
            except Refused as error:
                return problem(error.status, error.detail, self._open())

        return answer

    async def _answered(
        self, request: Request, make: Callable[[dict[str, str], str], Made], known: tuple[str, ...]
    ) -> Response:
        self._check(request)
        query = request.url.query
        base = self.base or f"{origin(request)}{self.prefix}"
        key = (request.url.path + "?" + query, base)
        state = self._state(request)
        kept = self.store.get(key, state)
        if kept is None:
            given = _given(request, known)
            kept = await self._made(lambda: make(given, base), state)
            self.store.put(key, kept)
        return sent(request, kept, self._open())

    def _check(self, request: Request) -> None:
        if len(request.url.query) > self.limits.request_bytes:
            raise Refused(400, "the query is too long")
        if self.hosts is not None and host(request) not in self.hosts:
            raise Refused(400, "this host is not served")

    def _state(self, request: Request) -> object:
        """Return what an answer depends on besides its address: the files that it is made of."""
        names = request.query_params.getlist("resource") + request.query_params.getlist("id")
        resource = self.catalogue.resources.get(names[0]) if len(names) == 1 else None
        chosen = [resource] if resource else list(self.catalogue.resources.values())
        try:
            return tuple(one.stamp for one in chosen)
        except OSError:
            raise Refused(404, "the text is no more there") from None

    async def _made(self, make: Callable[[], Made], state: object) -> Kept:
        try:
            # A thread cannot be stopped: it is left behind, and whoever asks is told at once.
            with anyio.fail_after(self.limits.seconds):
                body, media_type, headers = await anyio.to_thread.run_sync(
                    make, abandon_on_cancel=True
                )
        except TimeoutError:
            raise Refused(503, "the answer took too long") from None
        except (TahqiqError, OSError) as error:
            # Whoever runs the server is told; whoever asks is not: the message has paths in it.
            _log.error("%s", error)
            raise Refused(503, "the text cannot be read now") from None
        if len(body) > self.limits.answer_bytes:
            raise Refused(400, "the answer would be too large: ask for less")
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        told = {
            "content-type": f"{media_type}{charset}",
            "etag": f'"{sha256(body)[:32]}"',
            "cache-control": "no-cache",
            "vary": "accept-encoding",
            **headers,
        }
        packed = gzip.compress(body, 6, mtime=0) if len(body) > 500 else b""
        return Kept(body, packed, told, state)

    def _open(self) -> dict[str, str]:
        safe = {"x-content-type-options": "nosniff"}
        return {**safe, "access-control-allow-origin": "*"} if self.cors else safe

    def _answers(self, base: str) -> Answers:
        return Answers(self.catalogue, Addresses(base), page_size=self.page_size)

    def _entry(self, given: dict[str, str], base: str) -> Made:
        del given
        return written(self._answers(base).entry()), _LD, {}

    def _collection(self, given: dict[str, str], base: str) -> Made:
        answer = self._answers(base).collection(
            given.get("id"), given.get("nav", "children"), _number(given, "page")
        )
        return written(answer), _LD, {}

    def _navigation(self, given: dict[str, str], base: str) -> Made:
        return written(self._answers(base).navigation(_query(given))), _LD, {}

    def _document(self, given: dict[str, str], base: str) -> Made:
        query = _query(given)
        resource = found_resource(self.catalogue, query.resource)
        check_ends(query)
        media_type = given.get("mediaType", DEFAULT)
        if media_type not in MEDIA_TYPES:
            raise Refused(404, "the resource is not to be had in this media type")
        text = resource.load().text
        first = last = None
        if query.ref is not None or query.start is not None:
            first, last = found_ends(text, found_tree(text, query.tree), query)
        body = document(text, first, last, media_type)
        link = f'<{base}/collection?id={quote(resource.id, safe="")}>; rel="collection"'
        return body, media_type, {"link": link}


def _query(given: dict[str, str]) -> Query:
    if "resource" not in given:
        raise Refused(400, "resource is missing")
    return Query(
        resource=given["resource"],
        ref=given.get("ref"),
        start=given.get("start"),
        end=given.get("end"),
        down=_number(given, "down"),
        tree=given.get("tree"),
        page=_number(given, "page"),
    )


def _number(given: dict[str, str], name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 11):
        raise Refused(400, f"{name} is no number")
    number = int(value)
    if number > _NUMBER_MOST or (name == "page" and number < 1):
        raise Refused(400, f"{name} is out of bounds")
    return number


def _given(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of a request that an endpoint knows; others do not count."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            continue
        if name in given:
            raise Refused(400, f"{name} is given twice")
        if not value:
            raise Refused(400, f"{name} is empty")
        given[name] = value
    return given


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code != 405:
        return problem(error.status_code, "there is nothing here", headers)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    return problem(405, "texts are only read here: use GET or HEAD", headers)


async def _failed(request: Request, error: Exception) -> Response:
    del request
    _log.exception("%s", error)
    return problem(500, "the server failed")
