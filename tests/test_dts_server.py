"""The server of texts: what it keeps, refuses and survives, and the commands round it."""

import gc
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from served import DEEP, EDITION, load, members
from tahqiq.dts.catalogue import Catalogue, catalogue
from tahqiq.dts.messages import Store
from tahqiq.dts.serve import Place, serve
from tahqiq.dts.server import Limits, Service


def test_long_answers_come_in_pages(offered: Catalogue) -> None:
    """All pages together are all members; each leads to the next, the first and the last."""
    client = TestClient(Service(offered, page_size=4).app())
    expected = members(TestClient(Service(offered).app()), resource="rihla", down=-1)
    address: str | None = "/dts/navigation?resource=rihla&down=-1"
    found: list[str] = []
    while address:
        answer = client.get(address).json()
        found += [unit["identifier"] for unit in answer["member"]]
        assert answer["view"]["@type"] == "Pagination"
        address = answer["view"]["next"]
    assert (found, answer["view"]["@id"]) == (expected, answer["view"]["last"])
    assert len(client.get("/dts/collection", params={"page": 1}).json()["member"]) == 2


def test_an_answer_is_not_sent_twice(client: TestClient) -> None:
    """Who has it is told so; who takes gzip gets it so; both forms have the same content."""
    query = {"resource": "egyptian-airstrikes-2015", "ref": "8"}
    plain = client.get("/dts/document", params=query, headers={"accept-encoding": "identity"})
    packed = client.get("/dts/document", params=query, headers={"accept-encoding": "gzip"})
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", plain.content)
    assert "accept-encoding" in plain.headers["vary"]
    for tag in (plain.headers["etag"], packed.headers["etag"]):
        again = client.get("/dts/document", params=query, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """No answer is older than its text."""
    path = tmp_path / "rihla.xml"
    path.write_bytes(DEEP.read_bytes())
    client = TestClient(Service(catalogue([path])).app())
    before = client.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"})
    path.write_bytes(DEEP.read_bytes().replace("ثم عدنا".encode(), "ثم رجعنا".encode()))
    after = client.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"})
    assert ("ثم عدنا" in before.text, "ثم رجعنا" in after.text) == (True, True)
    path.write_text("<not xml", "utf-8")
    broken = client.get("/dts/document", params={"resource": "rihla", "ref": "1"})
    assert (broken.status_code, str(tmp_path) in broken.text) == (503, False)
    path.unlink()
    assert client.get("/dts/document", params={"resource": "rihla", "ref": "1"}).status_code == 404


def test_limits_of_size_and_time(offered: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be too large or take too long is refused."""
    small = TestClient(Service(offered, limits=Limits(answer_bytes=1000)).app())
    assert small.get("/dts/document", params={"resource": "rihla"}).status_code == 400
    assert (
        small.get("/dts/document", params={"resource": "rihla", "ref": "2.1:1"}).status_code == 200
    )
    answered = threading.Event()
    finished: list[bool] = []
    monkeypatch.setattr("tahqiq.dts.server.document", lambda *_: finished.append(answered.wait(20)))
    slow = TestClient(Service(offered, limits=Limits(seconds=0.05)).app())
    assert slow.get("/dts/document", params={"resource": "rihla"}).status_code == 503
    assert finished == []
    answered.set()


def test_loopback_answers_to_its_own_names(offered: Catalogue) -> None:
    """A page of the web that has its name lead here is refused; nobody may ask from elsewhere."""
    client = TestClient(Service(offered, hosts=frozenset({"localhost", "127.0.0.1"})).app())
    assert client.get("/dts/", headers={"host": "evil.example"}).status_code == 400
    answer = client.get("/dts/", headers={"host": "localhost:8000"})
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (200, False)


def test_the_store_keeps_within_its_bounds(offered: Catalogue) -> None:
    """However many answers are asked for, no more are kept than there is room for."""
    service = Service(offered, limits=Limits(kept_bytes=20_000))
    client = TestClient(service.app())
    for number in range(300):
        client.get("/dts/document", params={"resource": "rihla", "ref": "1", "x": number})
    assert 0 < service.store.size <= 20_000
    assert Store(0).get(("", ""), None) is None


def test_answers_go_out_without_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket has Nagle's algorithm off: an answer's body does not wait 40 ms for its head."""
    taken: list[socket.socket] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda _, sockets: taken.extend(sockets))
    serve([EDITION], Place(port=0), lambda _: None)
    with taken[0] as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


# What strangers send.


@given(
    st.sampled_from(["navigation", "document", "collection"]),
    st.dictionaries(
        st.sampled_from(
            ["resource", "ref", "start", "end", "down", "tree", "page", "mediaType", "id", "nav"]
        ),
        st.one_of(
            st.sampled_from(
                [
                    "rihla",
                    "1",
                    "1.1",
                    "1.1:1",
                    "pages",
                    "-1",
                    "0",
                    "2",
                    "text/plain",
                    "../../etc/passwd",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "%00",
                    "٣",
                    "1-2",
                    "' or 1=1",
                ]
            ),
            st.text(max_size=30),
        ),
        max_size=5,
    ),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_reference_breaks_the_server(
    client: TestClient, endpoint: str, query: dict[str, str]
) -> None:
    """Whatever is asked is answered or refused, and nothing of the machine is told."""
    encoded = urlencode(query, errors="replace")
    answer = client.get(f"/dts/{endpoint}?{encoded}")
    assert answer.status_code in (200, 400, 404)
    assert not re.search(r"/work|/root|/home|Traceback|root:x:", answer.text)


def test_the_interface_is_as_it_is_described(offered: Catalogue, require_module) -> None:
    """Schemathesis makes requests of the OpenAPI document; status, type and form are as it says."""
    require_module("schemathesis")
    check_interface(offered, 12)


def check_interface(offered: Catalogue, examples: int) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        schema = schemathesis.openapi.from_asgi("/openapi.json", Service(offered).app())
        for operation in schema.get_all_operations():

            @given(case=operation.ok().as_strategy())
            @settings(max_examples=examples, deadline=None, database=None)
            def holds(case: schemathesis.Case) -> None:
                case.call_and_validate(
                    checks=[
                        not_a_server_error,
                        status_code_conformance,
                        content_type_conformance,
                        response_schema_conformance,
                    ]
                )

            holds()


def test_many_requests_leave_no_trace(client: TestClient) -> None:
    """Two thousand, a tenth malformed: no failure, no path, and memory as it was."""
    psutil = pytest.importorskip("psutil")
    load(client, 500)
    gc.collect()
    before = psutil.Process().memory_info().rss
    load(client, 2000, seed=2)
    gc.collect()
    assert psutil.Process().memory_info().rss - before < 24 * 1024**2


# The commands.


def test_the_command_exports(tmp_path: Path) -> None:
    """A tree beside the address that it will have."""
    done = subprocess.run(
        [sys.executable, "-m", "tahqiq", "dts", "export", str(DEEP), "-o", str(tmp_path), "--base", "https://example.org/d", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "index.jsonld" in json.loads(done.stdout)["files"]) == (0, True)
    assert (
        json.loads((tmp_path / "index.jsonld").read_bytes())["@id"]
        == "https://example.org/d/index.jsonld"
    )


def test_the_command_serves() -> None:
    """On loopback, until it is stopped; a port that is taken is an error of one line."""
    command = [sys.executable, "-m", "tahqiq", "serve", str(DEEP), "--port"]
    with subprocess.Popen([*command, "8397"], stderr=subprocess.PIPE) as server:
        try:
            answer = _asked("http://127.0.0.1:8397/dts/document?resource=rihla&ref=2.1:1")
            assert "ثم عدنا.".encode() in answer
            taken = subprocess.run(
                [*command, "8397"], capture_output=True, text=True, check=False, timeout=60
            )
            assert (taken.returncode, taken.stderr.splitlines()[-1]) == (
                2,
                "tahqiq: cannot listen at 127.0.0.1:8397; choose another --port",
            )
        finally:
            server.terminate()


def _asked(address: str) -> bytes:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                content: bytes = answer.read()
                return gzip.decompress(content) if answer.headers["content-encoding"] else content
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")
