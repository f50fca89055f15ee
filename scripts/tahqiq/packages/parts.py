"""The parts of an archive, on their way from who walks through it to who hashes them.

In: parts, as the walk comes to them. Out: the same in another process, while the walk goes on. They
wait in a file, so that the walk is never held up: what the package says can be read the sooner.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tahqiq.deliveries.onlooking import Part

# So many are told of at once, and so many seconds pass before it is looked again for more.
_MANY, _TICK = 64, 0.005
# A part, and the digests that are wanted of it; None where all that was told does not count.
Telling = tuple[Part, list[str]] | None


class Parts:
    """Parts are told of here, into a file that is there already."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._waiting: list[object] = []

    def tell(self, part: Part, algorithms: Sequence[str]) -> None:
        """Tell of a part."""
        *facts, header = part
        self._put([*facts, header.decode("latin-1"), algorithms])

    def again(self) -> None:
        """Say that the walk begins anew."""
        self._put(None)

    def _put(self, said: object) -> None:
        self._waiting.append(said)
        if len(self._waiting) >= _MANY:
            self._flush()

    def _flush(self) -> None:
        self._file.write(json.dumps(self._waiting) + "\n")
        self._file.flush()
        self._waiting.clear()

    def close(self) -> None:
        """Say that there are no more."""
        self._flush()
        self._file.close()


def told(path: Path, ended: threading.Event) -> Iterator[Telling]:
    """Yield what is told in a file, until nobody tells any more."""
    with path.open("rb") as file:
        line = b""
        while True:
            is_last = ended.is_set()
            line += file.readline()
            if line.endswith(b"\n"):
                yield from map(_telling, json.loads(line))
                line = b""
            elif is_last:
                return
            else:
                ended.wait(_TICK)


def _telling(said: Any) -> Telling:
    if said is None:
        return None
    name, start, size, checksum, header, algorithms = said
    return Part(name, start, size, checksum, header.encode("latin-1")), algorithms
