"""A run over a corpus: listed, worked on where it was asked, written down, summed up.

In: paths, a work and options. Out: the files of the documents, the lists of ``outcome``, and a
summary. Whatever dies, the same command goes on: only what is not in the manifest is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from tahqiq import cache
from tahqiq.corpus import outcome
from tahqiq.corpus.answers import Answer
from tahqiq.corpus.bench import Asked, Bench
from tahqiq.corpus.ledger import Ledger
from tahqiq.corpus.stores import PATTERNS, Document, FolderStore, Store, documents, listed, store
from tahqiq.corpus.watching import Watch
from tahqiq.corpus.works import Work
from tahqiq.errors import UsageError
from tahqiq.files import sha256, sweep_orphans

HELD = ".tahqiq-corpus"


@dataclass(frozen=True, slots=True)
class Options:
    """How a run goes, which does not change what it makes.

    ``jobs`` 0 works in this process, unguarded; ``cluster`` is the address of a Dask scheduler, or
    ``local``. ``resume`` takes the listing of the run that died, ``fresh`` forgets all runs,
    ``checksum`` reads every document to see whether it changed. ``fork`` as in Pool.
    """

    jobs: int = 1
    cluster: str = ""
    resume: bool = False
    fresh: bool = False
    checksum: bool = False
    fork: bool = False
    manifest: Path | None = None
    lists: tuple[str, ...] = ()
    patterns: tuple[str, ...] = PATTERNS


def manifest_path(out: str, kind: str, given: Path | None = None) -> Path:
    """Return where the manifest of an output lies: in its folder, or for a bucket in the cache."""
    if given is not None:
        return given
    if "://" in out:
        return cache.folder() / "corpora" / f"{sha256(out.encode())}-{kind}.sqlite"
    return Path(out) / HELD / f"{kind}.sqlite"


def run(paths: list[str], work: Work, out: str, options: Options, watch: Watch) -> dict[str, Any]:
    """Do a work on every document that is not done yet; return the summary."""
    path = manifest_path(out, work.kind, options.manifest)
    if options.fresh:
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
    with closing(Ledger(path)) as ledger:
        _list(paths, out, options, ledger, watch)
        key = work.key()
        ledger.changed()
        watch.begun(*ledger.count_pending(key, again=options.checksum))
        for document, answer in _answers(ledger, work, out, options, watch):
            status = ledger.put(document.key, key, answer)
            watch.done(document, status, answer)
        ledger.commit()
        summary = _written(ledger, work, out)
        ledger.note(ended="1")
        watch.ended(summary, ledger)
    return summary


def _list(paths: list[str], out: str, options: Options, ledger: Ledger, watch: Watch) -> None:
    """Write down what there is, unless a run that died has done so."""
    died = ledger.fact("ended") == "0"
    if died and "://" not in out:
        sweep_orphans(Path(out))
    asked = "\n".join([*paths, *options.lists, *options.patterns])
    held = store(out)
    if options.resume and died and ledger.fact("asked") == asked:
        watch.listed(int(ledger.fact("listed")))
    else:
        besides = "" if "://" in out else str(Path(out).resolve())
        found = documents(paths, options.patterns, besides=besides) if paths else iter(())
        count = ledger.take(chain(found, *(listed(one) for one in options.lists)))
        if not count:  # a disk that is not there has none, either: what was made of it is kept
            raise UsageError(f"there are no documents: no file is called {_said(options.patterns)}")
        ledger.note(ended="0", asked=asked)
        watch.listed(count)
        for row in ledger.vanished():
            for name, _, _ in row.outputs:
                held.remove(name)
    for key in _lost(ledger, held):
        ledger.undo(key)


def _lost(ledger: Ledger, held: Store) -> list[str]:
    """Return the documents of which a file is gone; a bucket is listed, as asking it is slow."""
    if isinstance(held, FolderStore):
        made = ledger.outputs()
        return [key for key, files in made if any(not held.has(n, s) for n, _, s in files)]
    if next(ledger.outputs(), None) is None:
        return []
    return ledger.lost((one.name, one.size) for one in held.documents(("*",)))


def _said(patterns: tuple[str, ...]) -> str:
    return " or ".join(patterns)


def _answers(
    ledger: Ledger, work: Work, out: str, options: Options, watch: Watch
) -> Iterator[tuple[Document, Answer]]:
    asked: Iterator[Asked] = ledger.pending(work.key(), again=options.checksum)
    first = next(asked, None)
    if first is None:
        return
    asked = chain([first], asked)
    with ExitStack() as stack:
        if options.cluster:
            from tahqiq.corpus.cluster import Cluster

            cluster = stack.enter_context(Cluster(options.cluster, options.jobs, watch))
            yield from cluster.map(work, out, asked, watch.total)
            return
        if not options.jobs:
            bench = stack.enter_context(closing(Bench(work, out, 0, suspect=ledger.suspect())))
            yield from bench.map(ledger.trying(asked))
            return
        fork = options.fork and "://" not in first.document.store + out
        bench = Bench(work, out, options.jobs, fork=fork, beat=watch.beat)
        stack.enter_context(closing(bench))
        yield from bench.map(asked)


def _written(ledger: Ledger, work: Work, out: str) -> dict[str, Any]:
    summary = outcome.write(ledger, store(out), work.kind)
    if work.kind == "index":
        from tahqiq.corpus import catalogue

        catalogue.write(ledger, store(out), work.registers)
    return summary
