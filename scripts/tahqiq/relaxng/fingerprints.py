"""Names that may have come before, of any number of them, at two bytes each.

In: names. Out: whether one is surely new, which nearly all are, or may have come.
"""

from __future__ import annotations

# A table is full at a bit over half: beyond, what stands in the way grows quickly.
_FIRST_SIZE, _GROWTH, _FULL = 2**22, 4, 0.6


class Fingerprints:
    """Sixteen bits of each name, in tables with open addressing: one look for nearly every name.

    It is never wrong where it says that a name is new; of ten million new ones about a hundred
    seem to have come. ``hash`` is keyed anew in each process, so that no document can be made to
    fill one place. A full table is left as it is, and a larger one begun: nothing is ever moved.
    """

    def __init__(self, size: int = _FIRST_SIZE) -> None:
        self._size = size
        self._full: list[tuple[memoryview, int]] = []
        self._table, self._mask, self._free = memoryview(b""), 0, 0

    def add(self, name: str) -> bool:
        """Note a name; return whether it may have been noted before."""
        key = hash(name)
        found = (key >> 32 & 0xFFFF) or 1
        for table, mask in self._full:
            if _find(table, mask, key, found) < 0:
                return True
        if not self._free:
            self._grow()
        table, mask = self._table, self._mask
        at = key & mask
        # As in _find, which is not called: this is done for every identifier.
        while one := table[at]:
            if one == found:
                return True
            at = at + 1 & mask
        table[at] = found
        self._free -= 1
        return False

    def may_have(self, name: str) -> bool:
        """Return whether a name may have been noted."""
        key = hash(name)
        found = (key >> 32 & 0xFFFF) or 1
        tables = [*self._full, (self._table, self._mask)] if self._mask else []
        return any(_find(table, mask, key, found) < 0 for table, mask in tables)

    def _grow(self) -> None:
        if self._mask:
            self._full.append((self._table, self._mask))
            self._size *= _GROWTH
        self._table = memoryview(bytearray(2 * self._size)).cast("H")
        self._mask, self._free = self._size - 1, int(self._size * _FULL)


def _find(table: memoryview, mask: int, key: int, found: int) -> int:
    """Return the free place where a fingerprint would go, or -1 where it stands already."""
    at = key & mask
    while one := table[at]:
        if one == found:
            return -1
        at = at + 1 & mask
    return at
