"""How much of a delivery is opened, and how long a file may take.

In: nothing. Out: limits with the defaults that the documentation names.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are in bytes, times in seconds.

    ``file_size``, ``total_size`` and ``count`` hold for what comes out of archives, ``file_size``
    for every file. ``ratio`` is how much larger the content of an archive may be than itself; it
    counts past 100 MB. ``nesting`` is how many archives may lie in each other. ``seconds``,
    ``cpu_seconds`` and ``memory`` hold for one file in its worker, ``archive_seconds`` for opening
    one archive or bag there; ``findings`` is how many one file may have.
    """

    file_size: int = 4096 * MB
    total_size: int = 65536 * MB
    count: int = 1_000_000
    ratio: int = 200
    nesting: int = 2
    seconds: float = 300
    cpu_seconds: float = 300
    memory: int = 2048 * MB
    archive_seconds: float = 3600
    findings: int = 10_000


@dataclass(slots=True)
class Spent:
    """What all archives of one run have given so far."""

    size: int = 0
    count: int = 0
