"""The files of a folder hashed while another process finds out what the folder says of them.

In: a package with very many files, as a folder. Out: a table of what was seen of them, as of what
comes out of an archive. Which digests are wanted is told by the names of its lists; where those
mislead, whoever compares reads the files again.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from tahqiq.packages import crew, digests, kinds, promised, taken
from tahqiq.packages.apart import Apart
from tahqiq.packages.errands import Told
from tahqiq.packages.pace import Pace
from tahqiq.packages.survey import Seen, Survey
from tahqiq.packages.watched import Opened, Watched, below
from tahqiq.tables import Rows, database, encoded

# Fewer files are hashed before anything is gained.
_MANY = 2000
_OBJECTS = "0=ocfl_"
Noticing = Callable[[Survey, Path], None]


@contextlib.contextmanager
def hashed(
    opened: Opened, watched: Watched, pace: Pace, *, wanted: bool = True
) -> Iterator[Noticing]:
    """Hash a package's files meanwhile.

    What is yielded waits for the end, and lets the survey of a folder in it know what was seen.
    Where files are few, are hashed already or must be read slowly, or this is not ``wanted``, there
    is nothing to know.
    """
    if opened.apart:
        yield partial(_noticed, opened, opened.apart)
        # What is wrong with its parts counts, whoever asked for them.
        opened.settle()
        return
    algorithms = _wanted(opened.folder) if wanted else ()
    is_late = opened.taken is not None or pace.rate or digests.CORES < 2 or not algorithms
    if is_late or len(list(islice(_files(opened.folder), _MANY))) < _MANY:
        yield lambda survey, folder: None
        return
    watched.start()
    path, ended = opened.spare / "ahead", threading.Event()
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(_hash, opened.folder, path, algorithms, pace, ended)

        def noticed(survey: Survey, folder: Path) -> None:
            working.result()
            # Whoever forks after this has one thread again.
            thread.shutdown()
            survey.attach(Seen(str(path), below(folder, opened.folder)))

        try:
            yield noticed
        finally:
            ended.set()


def _noticed(opened: Opened, apart: Apart, survey: Survey, folder: Path) -> None:
    """Let a survey know what was seen of an archive, once all of it is hashed."""
    opened.settle()
    survey.attach(Seen(str(apart.database), opened.prefix + below(folder, opened.folder)))
    if not apart.is_whole:
        survey.forget()


def _wanted(folder: Path) -> tuple[str, ...]:
    """Return the digests that the lists in a folder will have, by their names.

    What files in a plain folder are called means nothing.
    """
    if not kinds.kind_of(folder):
        return ()
    with os.scandir(folder) as entries:
        names = [one.name for one in islice(entries, _MANY)]
    if any(name.startswith(_OBJECTS) for name in names):
        return ("sha512",)
    return promised.wanted(names)


def _files(folder: Path) -> Iterator[str]:
    """Yield the plain files below a folder, in no order; no link is followed."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(folder / prefix) as entries:
            for one in entries:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(f"{prefix}{one.name}/")
                elif one.is_file(follow_symlinks=False):
                    yield prefix + one.name


def _hash(
    folder: Path, path: Path, algorithms: tuple[str, ...], pace: Pace, ended: threading.Event
) -> None:
    """Record the digests of all files, until it is said that nobody asks for them."""
    made = database(path, taken.TABLE)
    rows = Rows(made, taken.ROW)

    def told(name: str) -> Told:
        return f"{folder}/{name}", algorithms

    try:
        for name, (size, found, why) in crew.done("hash", {}, _files(folder), told, ended):
            pace.spent(size)
            # What cannot be read is tried again by whoever says so.
            for algorithm, digest in found.items() if not why else ():
                rows.add(encoded(name), algorithm, encoded(digest), size)
        rows.flush()
        made.execute(taken.INDEX)
        made.execute("COMMIT")
    except digests.LeftError:
        return
    finally:
        made.close()
