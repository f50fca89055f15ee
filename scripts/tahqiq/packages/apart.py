"""The parts of an archive hashed while other processes walk through it and read what it says.

In: an archive, and its parts as the walk tells of them (see ``parts``). Out: a table of the digests
of all that came out of it, and findings on the parts that are not as the archive says.
"""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from tahqiq.deliveries import archives
from tahqiq.deliveries.kinds import kind_of
from tahqiq.deliveries.onlooking import Part
from tahqiq.deliveries.trouble import trouble
from tahqiq.files import reason
from tahqiq.findings import Finding
from tahqiq.packages import crew, digests, parts, taken
from tahqiq.packages.crew import Known
from tahqiq.packages.errands import Told
from tahqiq.packages.parts import Telling
from tahqiq.tables import Rows, database, encoded


class Apart:
    """Hashes in a thread, until the context ends; ``told`` is where the walk tells of parts.

    ``own`` is whether the digest of the archive itself is wanted, too: a process makes it that
    reads all of it beside those that read its parts.
    """

    def __init__(self, archive: Path, shown: str, folder: Path, *, own: bool) -> None:
        self.told, self.database = folder / "parts", folder / "apart"
        self.told.touch()
        self._archive, self._shown = archive, shown
        self._taken: Path | None = None
        self._broken: list[str] = []
        self._misled: list[str] = []
        self._failed = ""
        self._ended, self._left = threading.Event(), threading.Event()
        self._threads = ThreadPoolExecutor(2)
        self._digest = self._threads.submit(crew.sha256, archive, self._left) if own else None
        self._working = self._threads.submit(self._work)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._ended.set()
        self._threads.shutdown()

    def walked(self, seen: Path) -> None:
        """Learn that the walk has ended; ``seen`` is the table of what it has hashed itself."""
        self._taken = seen
        self._ended.set()

    def findings(self) -> list[Finding]:
        """Wait for the end; return what is wrong with the parts."""
        self._working.result()
        self.sha256()
        # Whoever forks after this has one thread again.
        self._threads.shutdown()
        wrong = [(one, archives.broken(one)) for one in self._broken]
        wrong += ((one, archives.MISLED) for one in self._misled)
        found = [trouble("TQ308", f"{self._shown}/{one}", why) for one, why in wrong]
        return [*found, trouble("TQ308", self._shown, self._failed)] if self._failed else found

    def sha256(self) -> str:
        """Wait for the archive's own digest; return it, or nothing where none is wanted or made."""
        try:
            return self._digest.result() if self._digest else ""
        except OSError as error:
            self._failed = self._failed or reason(error)
            return ""

    @property
    def is_whole(self) -> bool:
        """Return whether all parts could be hashed."""
        return not (self._broken or self._failed)

    def _work(self) -> None:
        made = database(self.database, taken.TABLE)
        try:
            self._hash(made)
            made.execute("COMMIT")
            if self._taken:
                made.execute("ATTACH ? AS walk", (str(self._taken),))
                made.execute("INSERT INTO taken SELECT * FROM walk.taken")
                made.execute(taken.INDEX)
        finally:
            made.close()

    def _hash(self, made: sqlite3.Connection) -> None:
        rows = Rows(made, taken.ROW)
        shared = {
            "archive": str(self._archive), "has_checksums": kind_of(self._archive) == "zip",
            "is_shared": self._digest is not None,
        }  # fmt: skip
        try:
            telling = parts.told(self.told, self._ended)
            for one, found in crew.done("part", shared, telling, _asked, self._left):
                if one is None:
                    rows.flush()
                    made.execute("DELETE FROM taken")
                    self._broken.clear()
                    self._misled.clear()
                else:
                    self._record(one[0], rows, *found)
        except digests.LeftError:
            return
        except OSError as error:
            self._failed = reason(error)
        rows.flush()

    def _record(
        self, part: Part, rows: Rows, made: dict[str, str] | None, checksum: int, is_led: bool
    ) -> None:
        if not is_led:
            self._misled.append(part.name)
        if made is None or part.checksum not in (None, checksum):
            self._broken.append(part.name)
            return
        for algorithm, digest in made.items():
            rows.add(encoded(part.name), algorithm, encoded(digest), part.size)


def _asked(one: Telling) -> Told | Known:
    if one is None:
        return Known(None)
    part, algorithms = one
    return part.start, part.size, part.header.decode("latin-1"), algorithms
