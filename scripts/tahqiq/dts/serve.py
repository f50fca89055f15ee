"""The verb serve: texts over HTTP, by Distributed Text Services 1.0.

In: editions and files, an address to listen at. Out: a server that runs until it is stopped.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahqiq.dts.catalogue import Catalogue, catalogue
from tahqiq.errors import OutputError, ToolMissing

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens, and what its address is to the world (``base``, if any)."""

    host: str = "127.0.0.1"
    port: int = 8000
    base: str = ""

    @property
    def is_local(self) -> bool:
        """Return whether nobody but this machine can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def application(
    offered: Catalogue, place: Place, *, cors: bool = False, page_size: int = 1000
) -> Any:
    """Return the ASGI application that serves some editions and files.

    A server that listens on loopback alone answers to the names of loopback alone, so that no page
    of the web can reach it under another. Raise ToolMissing where Starlette is not installed.
    """
    try:
        from tahqiq.dts.server import Service
    except ImportError as error:
        raise ToolMissing(
            f"the server wants what is not installed ({error.name})",
            hint="pip install 'tahqiq[serve]'",
        ) from None
    hosts = _LOCAL if place.is_local and not place.base else None
    return Service(offered, base=place.base, hosts=hosts, cors=cors, page_size=page_size).app()


def serve(
    paths: Iterable[Path], place: Place, told: Callable[[object], None], *, cors: bool = False
) -> None:
    """Serve until stopped. Raise OutputError where nothing can listen there.

    ``told`` takes what cannot be read, and the address when it answers.
    """
    offered = catalogue(paths)
    for error in offered.unread:
        told(error)
    app = application(offered, place, cors=cors)
    import uvicorn

    config = uvicorn.Config(
        app,
        host=place.host,
        port=place.port,
        log_level="warning",
        server_header=False,
        limit_concurrency=500,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=16 * 1024,
    )
    server = uvicorn.Server(config)
    try:
        listening = config.bind_socket()
        # asyncio leaves Nagle's algorithm on where a socket does not name its protocol, and each
        # answer's body then waits 40 ms for the reader's acknowledgement of its head.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except SystemExit:
        raise OutputError(
            f"cannot listen at {place.host}:{place.port}", hint="choose another --port"
        ) from None
    shown = f"[{place.host}]" if ":" in place.host else place.host
    told(f"serving at http://{shown}:{listening.getsockname()[1]}/dts/ (Ctrl-C stops)")
    server.run([listening])
