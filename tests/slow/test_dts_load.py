"""The server under load: what the ordinary tests do in part, in full."""

import gc

import psutil
from starlette.testclient import TestClient

from served import DEEP, EDITION, PATTERNS, load
from tahqiq.dts.catalogue import catalogue
from tahqiq.dts.server import Service
from test_dts_server import check_interface


def test_ten_thousand_requests_leave_no_trace() -> None:
    """A tenth of them malformed: no failure, no path of the machine, memory flat."""
    with TestClient(
        Service(catalogue([EDITION, DEEP])).app(), raise_server_exceptions=False
    ) as client:
        load(client, 2000)
        gc.collect()
        before = psutil.Process().memory_info().rss
        load(client, 10_000, seed=3)
        gc.collect()
        assert psutil.Process().memory_info().rss - before < 32 * 1024**2


def test_the_interface_holds_for_many_requests() -> None:
    """Schemathesis with 300 cases for each endpoint."""
    check_interface(catalogue([EDITION, DEEP, PATTERNS]), 300)
