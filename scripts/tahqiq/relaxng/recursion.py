"""Schemas nest as deep as they are long; Python's own limit of calls is far below that.

In: a function. Out: one that may follow patterns to their end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_DEPTH = 200_000
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def deeply(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Allow deep calls of Python within a function; calls through C are not meant."""

    @wraps(function)
    def called(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        limit = sys.getrecursionlimit()
        if limit >= _DEPTH:
            return function(*arguments, **named)
        sys.setrecursionlimit(_DEPTH)
        try:
            return function(*arguments, **named)
        finally:
            sys.setrecursionlimit(limit)

    return called
