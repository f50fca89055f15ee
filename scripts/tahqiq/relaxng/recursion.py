"""Schemas nest as deep as they are long; Python's own limit of calls is far below that.

In: nothing. Out: a context in which patterns may be followed to their end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_DEPTH = 200_000


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Allow deep calls of Python within the context; calls through C are not meant."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
