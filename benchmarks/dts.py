"""Passages from the server, beside Python's own server of files, which only copies.

In: the edition. Out: answers in a second from warm cache, the time from the start of the command to
its first answer, and memory; for ours, and for ``http.server`` on the tree of files that
``tahqiq dts export`` wrote. The client runs on the same two cores, so both are larger without it.

    python benchmarks/dts.py [--json] [--seconds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

EDITION = Path(__file__).resolve().parent.parent / "edition"
_CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Served:
    """Answers a second, and by second of its processor; seconds to the first; memory in MB."""

    per_second: float
    per_cpu_second: float
    first_answer: float
    megabytes: float
    megabytes_after: float


async def _client(port: int, paths: list[str], until: float) -> int:
    """Ask for one after another over one connection and return how many were answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < until:
        path = paths[count % len(paths)]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        size = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        await reader.readexactly(size)
        count += 1
    writer.close()
    return count


async def _load(port: int, paths: list[str], seconds: float) -> float:
    until = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_client(port, paths, until) for _ in range(_CONNECTIONS)))
    return sum(counts) / seconds


def _first(address: str, begun: float) -> float:
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                answer.read()
            return time.perf_counter() - begun
        except OSError:
            if time.perf_counter() - begun > 30:
                raise
            time.sleep(0.005)


def measured(command: list[str], port: int, paths: list[str], seconds: float) -> Served:
    """Return what a server does that a command starts."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            first = _first(f"http://127.0.0.1:{port}{paths[0]}", begun)
            process = psutil.Process(server.pid)
            asyncio.run(_load(port, paths, 1))
            before = process.memory_info().rss
            spent = sum(process.cpu_times()[:2])
            rate = asyncio.run(_load(port, paths, seconds))
            spent = sum(process.cpu_times()[:2]) - spent
            after = process.memory_info().rss
        finally:
            server.terminate()
    return Served(rate, rate * seconds / spent, first, before / 1024**2, after / 1024**2)


_FILES = """
import http.server, sys
handler = type("H", (http.server.SimpleHTTPRequestHandler,), {"protocol_version": "HTTP/1.1"})
place = ("127.0.0.1", int(sys.argv[1]))
server = http.server.ThreadingHTTPServer(place, lambda *a: handler(*a, directory=sys.argv[2]))
server.serve_forever()
"""


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each is asked")
    arguments = parser.parse_args()
    text = "egyptian-airstrikes-2015"
    queries = [f"/dts/document?resource={text}&ref={n}" for n in range(1, 13)]
    ours = [sys.executable, "-m", "tahqiq", "serve", str(EDITION), "--port", "8441"]
    # Once for the units, which are kept in the user's cache from then on.
    first = measured(ours, 8441, queries, 0.1)
    report = {"tahqiq serve": measured(ours, 8441, queries, arguments.seconds)}
    with tempfile.TemporaryDirectory() as folder:
        export = ["dts", "export", str(EDITION), "-o", folder]
        subprocess.run([sys.executable, "-m", "tahqiq", *export], check=True, capture_output=True)
        paths = [f"/document/{text}/{n}.tei" for n in range(1, 13)]
        files = [sys.executable, "-c", _FILES, "8442", folder]
        report["http.server"] = measured(files, 8442, paths, arguments.seconds)
    if arguments.json:
        print(json.dumps({name: asdict(one) for name, one in report.items()}, indent=1))
        return 0
    theirs = report["http.server"]
    for name, one in report.items():
        print(
            f"{name:14} {one.per_second:7.0f} answers/s ({one.per_second / theirs.per_second:.2f}"
            f" of http.server's), {one.per_cpu_second:.0f} by second of processor;"
            f" first answer {one.first_answer:.2f} s;"
            f" {one.megabytes:.0f} MB, then {one.megabytes_after:.0f} MB"
        )
    print(f"first answer ever, units not yet found: {first.first_answer:.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
