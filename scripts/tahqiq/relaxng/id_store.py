"""The identifiers of one document, of which there may be millions.

In: identifiers and references with their places. Out: the first place of one that comes again, and
the references that lead nowhere. The first of them are held in memory, the rest in a file. Of each
of those a fingerprint stays, which tells of nearly all that they are new; whether one that seems
known is so, the file tells of many at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tahqiq.errors import Place
from tahqiq.relaxng.fingerprints import Fingerprints

if TYPE_CHECKING:
    from tahqiq.relaxng.spill import Mark, SpilledIds, SpilledReferences

# About 20 MB.
_IN_MEMORY = 100_000
# The place of an identifier that may have come before: ``firsts`` tells.
DOUBTED = ("", 0, 0)


class IdStore:
    """Identifiers and references."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._limit = in_memory
        self._places: dict[str, Mark] = {}
        self._wanted: list[tuple[str, Place]] = []
        self._prints = Fingerprints()
        self._spilled: SpilledIds | None = None
        self._spilled_wanted: SpilledReferences | None = None

    def add(self, name: str, mark: Mark) -> Mark | None:
        """Keep an identifier that is new.

        Return its first place if it has come before, None if not, and ``DOUBTED`` where that is
        not clear: then it is not kept.
        """
        first = self._places.get(name)
        if first is not None:
            return first
        if self._spilled is not None:
            if self._prints.add(name):
                return DOUBTED
            self._spilled.add(name, mark)
        elif len(self._places) < self._limit:
            self._places[name] = mark
        else:
            self._prints.add(name)
            self.keep(name, mark)
        return None

    def keep(self, name: str, mark: Mark) -> None:
        """Keep an identifier that was doubted and is new."""
        if self._spilled is None:
            from tahqiq.relaxng.spill import SpilledIds  # most documents never want it

            self._spilled = SpilledIds()
        self._spilled.add(name, mark)

    def firsts(self, names: set[str]) -> dict[str, Mark]:
        """Return the first places of those that came, of identifiers that were doubted."""
        return self._spilled.first(names) if self._spilled is not None and names else {}

    def want(self, name: str, place: Place) -> None:
        """Keep a reference."""
        if len(self._wanted) < self._limit // 4:
            self._wanted.append((name, place))
            return
        if self._spilled_wanted is None:
            from tahqiq.relaxng.spill import SpilledReferences

            self._spilled_wanted = SpilledReferences()
        self._spilled_wanted.add(name, place)

    def is_held(self, name: str) -> bool:
        """Return whether an identifier has come and is held in memory."""
        return name in self._places

    def close(self) -> None:
        """Remove what lies in files."""
        for spilled in (self._spilled, self._spilled_wanted):
            if spilled is not None:
                spilled.close()

    def missing(self) -> Iterator[tuple[str, Place]]:
        """Yield the references to what never came, in their order."""
        yield from self._missing_of(self._wanted)
        if self._spilled_wanted is not None:
            for batch in self._spilled_wanted.batches():
                yield from self._missing_of(batch)

    def _missing_of(self, wanted: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
        left = [(name, place) for name, place in wanted if name not in self._places]
        known = self.firsts({name for name, _ in left if self._prints.may_have(name)})
        yield from ((name, place) for name, place in left if name not in known)
