"""A bench: documents fetched, worked on in guarded processes, and their files put.

In: documents. Out: their answers, as they come. What a document does to its process harms
that document alone: who dies over one is asked again in a process of its own before it is blamed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tahqiq import scratch
from tahqiq.corpus import answers, works
from tahqiq.corpus.answers import Answer
from tahqiq.corpus.stores import Document, store
from tahqiq.corpus.works import Work
from tahqiq.deliveries import Item
from tahqiq.deliveries.trouble import trouble
from tahqiq.errors import SourceError, TahqiqError
from tahqiq.files import reason, sha256
from tahqiq.findings import Finding
from tahqiq.gate import worker
from tahqiq.gate.pool import Dead, Pool, Task
from tahqiq.gate.records import dead_finding, message

_MODULE = "tahqiq.corpus.worker"
# Bytes of a name of a file here; in a bucket one may have four times as many.
_LONGEST = 255
_OF_CPU = " of CPU"


@dataclass(frozen=True, slots=True)
class Asked:
    """A document to work on, and the SHA-256 of the content that was worked on before, if any."""

    document: Document
    known: str = ""


class Bench:
    """Guarded processes for one work, with a folder for what is fetched and made.

    With ``jobs`` 0 the work is done in this process, unguarded but for ``suspect``, the key of a
    document over which another such process died. ``out`` is the address that files are put to;
    ``fork`` and ``beat`` as in Pool.
    """

    def __init__(
        self,
        work: Work,
        out: str,
        jobs: int = 1,
        *,
        fork: bool = False,
        suspect: str = "",
        beat: Callable[[], None] | None = None,
    ) -> None:
        self._work = work
        self._suspect = suspect
        self._task = works.task_of(work)
        self._out = out
        self._jobs = jobs
        self._folder = scratch.made()
        self._pool = Pool(work.plan, jobs, fork=fork, module=_MODULE) if jobs else None
        if self._pool is not None and beat is not None:
            self._pool.beat = beat
        self._threads: ThreadPoolExecutor | None = None
        self._count = 0

    def close(self) -> None:
        """End the processes and remove the folder."""
        if self._pool is not None:
            self._pool.__exit__()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def map(self, asked: Iterable[Asked]) -> Iterator[tuple[Document, Answer]]:
        """Yield each document with its answer, as they come."""
        tasks = (self._asked(*one) for one in self._fetched(asked))
        for task, answer in self._answers(tasks):
            began, one, spool = task.about
            made = self._finished(one, task, answer)
            made.setdefault("seconds", round(time.monotonic() - began, 3))
            if spool is not None:
                shutil.rmtree(spool, ignore_errors=True)
            yield one.document, made

    def _answers(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Any]]:
        if self._pool is not None:
            yield from self._pool.map(tasks, in_order=False)
            return
        more = {"corpus": works.answer}
        for task in tasks:
            if task.message is None:
                yield task, task.answer
            elif task.message["name"] == self._suspect:
                yield task, self._confirmed(task.message)
            else:
                yield task, worker.answered(task.message, self._work.plan, more)

    def _fetched(
        self, asked: Iterable[Asked]
    ) -> Iterator[tuple[Asked, Path | bytes | SourceError]]:
        """Yield each with its path, or its content; a few are fetched ahead of the work."""
        coming: deque[tuple[Asked, Path | Future[bytes]]] = deque()
        for one in asked:
            coming.append((one, self._fetch(one.document)))
            if len(coming) > self._jobs:
                yield _got(*coming.popleft())
        while coming:
            yield _got(*coming.popleft())

    def _fetch(self, document: Document) -> Path | Future[bytes]:
        held = store(document.store)
        local = held.local(document.name)
        if document.size > self._work.plan.limits.file_size:
            return local or Path(document.name)  # which is not opened
        if local is not None:
            return local
        if self._threads is None:
            self._threads = ThreadPoolExecutor(max(2, self._jobs))
        return self._threads.submit(held.read, document.name)

    def _asked(self, one: Asked, got: Path | bytes | SourceError) -> Task:
        """Return the task of a document, or why there is none."""
        began = time.monotonic()
        try:
            return self._task_of(one, got, began)
        except OSError as error:  # a name that no folder takes, a disk that is full
            failed = answers.failed(reason(error), one.document.size)
            return Task((began, one, None), answer=failed)

    def _task_of(self, one: Asked, got: Path | bytes | SourceError, began: float) -> Task:
        """Return the task of a document, in a folder of its own where it needs one."""
        if isinstance(got, SourceError):
            return Task((began, one, None), answer=answers.failed(got.message))
        size = len(got) if isinstance(got, bytes) else one.document.size
        if size > self._work.plan.limits.file_size:
            return Task((began, one, None), answer=self._too_large(one.document))
        if isinstance(got, Path) and _leads_out(got, one.document.store):
            found = trouble("TQ302", one.document.key, "it leads out of the collection")
            return Task((began, one, None), answer=self._judged(found, one.document.size))
        spool: Path | None = None
        if isinstance(got, bytes) or self._work.kind in ("build", "export"):
            self._count += 1
            spool = self._folder / str(self._count)
            spool.mkdir()
        is_here = isinstance(got, Path)
        path = got if isinstance(got, Path) else _laid(spool, one.document, got)
        root = _root(one.document.store) if is_here else path.parent
        item = Item(one.document.key, path, root, not is_here)
        said = message("corpus", item, known=one.known, work=self._task, spool=str(spool or ""))
        return Task((began, one, spool), said, size=size)

    def _finished(self, one: Asked, task: Task, answer: Any) -> Answer:
        """Return an answer as it is kept: the dead confirmed, the files put."""
        document = one.document
        if isinstance(answer, Dead) and task.message is not None and not _is_certain(answer):
            answer = self._confirmed(task.message)
        if isinstance(answer, Dead):
            why = answer.why.removesuffix(_OF_CPU)
            found = dead_finding(answer.code, why, document.key)
            return self._judged(found, document.size)
        if "failed" in answer:
            said = str(answer["failed"]).replace(str(task.message and task.message["path"]), "")
            return answers.failed(said.lstrip(": "), document.size)
        made: Answer = answer
        if made.get("outputs"):
            try:
                made["outputs"] = [self._put(*output) for output in made["outputs"]]
            except TahqiqError as error:
                return answers.failed(str(error), document.size)
        return made

    def _put(self, name: str, digest: str, size: int, path: str) -> list[Any]:
        store(self._out).put(name, Path(path).read_bytes())
        return [name, digest, size]

    def _too_large(self, document: Document) -> Answer:
        why = f"it has more than {self._work.plan.limits.file_size} bytes"
        return self._judged(trouble("TQ306", document.key, why), document.size)

    def _judged(self, found: Finding, size: int) -> Answer:
        return answers.judged([found], lang=self._work.lang, size=size)

    def _confirmed(self, said: dict[str, Any]) -> Any:
        """Ask once more in a process of its own: a machine may kill a bystander."""
        with Pool(self._work.plan, 1, module=_MODULE) as pool:
            return pool.ask(said)


def _is_certain(dead: Dead) -> bool:
    """Return whether a document is to blame, however busy its machine: what it used is its own.

    A Pool has asked again for whoever took too much after others.
    """
    return dead.code == "TQ331" or dead.why.endswith(_OF_CPU)


def _got(one: Asked, got: Path | Future[bytes]) -> tuple[Asked, Path | bytes | SourceError]:
    if isinstance(got, Path):
        return one, got
    try:
        return one, got.result()
    except SourceError as error:
        return one, error


def _laid(spool: Path | None, document: Document, content: bytes) -> Path:
    """Write what was fetched under the name that it has where it lies."""
    assert spool is not None
    name = document.name.rpartition("/")[2] or "document.xml"
    if len(os.fsencode(name)) > _LONGEST:
        name = f"{sha256(os.fsencode(name))}.xml"
    path = spool / name
    path.write_bytes(content)
    return path


def _leads_out(path: Path, store: str) -> bool:
    """Return whether a document is a link to a file that belongs to somebody else."""
    return path.is_symlink() and not path.resolve().is_relative_to(_root(store))


@cache
def _root(store: str) -> Path:
    return Path(store).resolve()


def batches(
    asked: Iterable[Asked], count: Callable[[int], int], size: int
) -> Iterator[list[Asked]]:
    """Yield documents in batches of ``size`` bytes or one document.

    ``count`` says how many a batch may have at most, of how many were given before it.
    """
    batch: list[Asked] = []
    held = given = 0
    for one in asked:
        if batch and (len(batch) >= count(given) or held + one.document.size > size):
            yield batch
            given += len(batch)
            batch, held = [], 0
        batch.append(one)
        held += one.document.size
    if batch:
        yield batch
