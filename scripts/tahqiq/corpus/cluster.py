"""A corpus on Dask distributed: batches of documents on worker processes of one thread each.

In: documents, and the address of a scheduler or ``local``. Out: their answers, as they come. A
bounded number of batches is in flight. Each worker has one bench, with its guarded process and what
that compiled; a worker that dies costs its batch, which is done again. ``tahqiq`` must be installed
on the scheduler, too, and schemas and registers must lie where this machine has them.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import pickle
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from tahqiq.corpus import answers
from tahqiq.corpus.answers import Answer
from tahqiq.corpus.bench import Asked, Bench, batches
from tahqiq.corpus.stores import Document
from tahqiq.corpus.watching import Watch
from tahqiq.corpus.works import Work
from tahqiq.errors import OutputError, Place, ProjectError, ToolMissing
from tahqiq.gate.records import dead_finding

BATCH = 128
BATCH_SIZE = 2 * 1024 * 1024
_AHEAD = 3
_WAIT = 600
_LOST_AFTER = 15.0
# What Dask does all the time, in each of its processes, takes a tenth of a core that we work on.
_QUIET = {
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.tick.limit": "10s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.profile.enabled": False,
}
_benches: dict[str, Bench] = {}

Told = list[tuple[int, Answer]]


@dataclass(frozen=True, slots=True)
class Asking:
    """What every batch of a run says: the work and its key, and where files are put.

    ``run`` is the name of the run: what an earlier one compiled may have been changed since.
    """

    run: str
    work: str
    key: str
    out: str


def batch_done(asking: Asking, batch: bytes) -> Told:
    """Return the answers to a batch, by the number of the document in it.

    This runs on a worker, which has one bench for each run.
    """
    made = _benches.get(asking.run)
    if made is None:
        for old in _benches.values():
            old.close()
        _benches.clear()
        own = Work.from_json(asking.work)
        if own.key() != asking.key:
            raise ProjectError("a worker has another tahqiq, or another schema, than this machine")
        made = _benches[asking.run] = Bench(own, asking.out)
        atexit.register(made.close)
    asked = [Asked(Document(*one), known) for *one, known in pickle.loads(batch)]
    numbers = {one.document: number for number, one in enumerate(asked)}
    return [(numbers[document], answer) for document, answer in made.map(asked)]


def packed(batch: list[Asked]) -> bytes:
    """Return a batch as it goes to a worker: whole, as Dask would look into every value."""
    documents = ((one.document, one.known) for one in batch)
    plain = [(one.key, one.store, one.name, one.size, one.stamp, known) for one, known in documents]
    return pickle.dumps(plain)


class Cluster:
    """A connection to a cluster, or a cluster of this machine; a context."""

    def __init__(self, address: str, jobs: int, watch: Watch) -> None:
        try:
            import distributed as dask
        except ImportError:
            raise ToolMissing(
                "a cluster wants Dask distributed, which is not installed",
                hint="pip install 'tahqiq[cluster]'",
            ) from None
        distributed: Any = dask  # its calls have no types
        # What a scheduler's death is to Dask is a traceback; here it is one line.
        for name in ("distributed", "distributed.client", "tornado", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._is_local = address == "local"
        self._address = address
        self._ended = False
        self._watch = watch
        self._is_empty = False
        self._queue: SimpleQueue[Any] = SimpleQueue()
        self._flight: dict[str, tuple[Any, list[Asked], int]] = {}
        self._looked = self._seen = 0.0
        self._threads = 1
        try:
            self._cluster = _own(jobs or os.cpu_count() or 1) if self._is_local else None
            self._client: Any = distributed.Client(self._cluster or address, timeout=30)
            watch.dashboard(self._client.dashboard_link)
            self._counted(len(self._client.nthreads()))
            self._client.wait_for_workers(1, timeout=_WAIT)
        except (OSError, TimeoutError, ValueError) as error:
            place = Place(address)
            raise ProjectError(f"no cluster answers: {error}", place=place) from None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Leave; who is interrupted ends this process at once, and ``kill_own`` the others."""
        if self._is_local and kind is KeyboardInterrupt:
            return
        with contextlib.suppress(Exception):  # whatever a dying cluster says is of no use
            for future, _batch, _times in self._flight.values():
                future.cancel(force=True)
            self._client.close(timeout=1 if not self._ended else 10)
        if self._cluster is not None:
            self._cluster.close()

    def map(
        self, work: Work, out: str, asked: Iterable[Asked], expected: int
    ) -> Iterator[tuple[Document, Answer]]:
        """Yield each document with its answer, as they come; ``expected`` is how many there are."""
        asking = Asking(uuid4().hex, work.to_json(), work.key(), out)
        # Small corpora keep every worker busy, too, and at the end none waits long for another.
        coming = batches(
            asked, lambda given: min(BATCH, (expected - given) // (4 * self._workers())), BATCH_SIZE
        )
        exhausted = False
        while True:
            while not exhausted and len(self._flight) < _AHEAD * self._workers():
                batch = next(coming, None)
                if batch is None:
                    exhausted = True
                else:
                    self._give(asking, batch, 0)
            if exhausted and not self._flight:
                self._ended = True
                return
            for future, batch, times in self._finished():
                if future.status == "finished":
                    for number, answer in self._result(future):
                        yield batch[number].document, answer
                elif future.status == "error":
                    yield from self._failed(future, asking, batch, times)
                else:
                    raise self._lost()

    def _give(self, asking: Asking, batch: list[Asked], times: int) -> None:
        future: Any = self._client.submit(batch_done, asking, packed(batch), pure=False)
        self._flight[future.key] = future, batch, times
        future.add_done_callback(self._queue.put)

    def _finished(self) -> Iterator[tuple[Any, list[Asked], int]]:
        try:
            future = self._queue.get(timeout=0.5)
        except Empty:
            self._workers()
            self._watch.beat()
            return
        entry = self._flight.pop(future.key, None)
        if entry is not None:
            yield entry
            entry[0].release()

    def _result(self, future: Any) -> Told:
        """Return the answers of a batch that a worker holds; its scheduler leads to it."""
        try:
            told: Told = future.result()
        except (OSError, TimeoutError, CancelledError):
            raise self._lost() from None
        return told

    def _failed(
        self, future: Any, asking: Asking, batch: list[Asked], times: int
    ) -> Iterator[tuple[Document, Answer]]:
        """Ask a batch whose workers died again, one by one; blame what killed workers alone."""
        import distributed

        error = future.exception()
        if not isinstance(error, distributed.KilledWorker):
            raise error
        if len(batch) == 1 and times:
            document = batch[0].document
            found = dead_finding("TQ332", "its worker on the cluster", document.key)
            lang = Work.from_json(asking.work).lang
            yield document, answers.judged([found], lang=lang, size=document.size)
            return
        for one in batch:
            self._give(asking, [one], times + 1)

    def _workers(self) -> int:
        """Return how many workers there are; raise where the scheduler is gone."""
        now = time.monotonic()
        if self._client.status == "running":
            self._seen = now
        elif now - self._seen > _LOST_AFTER:
            raise self._lost()
        if now - self._looked > 5:
            self._looked = now
            with contextlib.suppress(OSError, TimeoutError):
                self._counted(len(self._client.nthreads()))
        return self._threads

    def _counted(self, workers: int) -> None:
        """Take in how many workers there are; say once that there are none left to wait for."""
        if not workers and not self._is_empty:
            self._watch.waits()
        self._is_empty = not workers
        self._threads = workers or 1

    def _lost(self) -> OutputError:
        return OutputError(
            "the scheduler is gone; what was done is kept", place=Place(self._address),
            hint="start one, and run the same command with --resume",
        )  # fmt: skip


def _own(jobs: int) -> Any:
    """Return a cluster of processes of this machine, one thread each."""
    import dask
    import distributed as of_dask

    distributed: Any = of_dask
    dask.config.set(_QUIET)
    return distributed.LocalCluster(
        n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
        silence_logs="CRITICAL",
    )  # fmt: skip


def kill_own() -> None:
    """End every process that this one started, without asking, and hear no more of them.

    What still runs here sees them die, starts others, and tells of it where it told before.
    """
    import psutil

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            child.kill()
