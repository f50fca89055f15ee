"""Data as YAML that a person can read and any parser takes. In: JSON-ready values. Out: lines.

A subset that needs no library: mappings and lists in blocks, every string in double quotes as JSON
writes it, which YAML 1.2 reads alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_BARE = re.compile(r"[A-Za-z][A-Za-z -]*[A-Za-z]")
_WORDS = frozenset("true false yes no on off null y n".split())


def dump(value: dict[str, Any]) -> str:
    """Return a mapping as a YAML document."""
    return "".join(f"{line}\n" for line in _mapping(value))


def _mapping(value: dict[str, Any]) -> Iterator[str]:
    for key, one in value.items():
        if isinstance(one, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(one))
        elif isinstance(one, list):
            yield f"{key}:"
            for item in one:
                lines = list(_mapping(item)) if isinstance(item, dict) else [_scalar(item)]
                yield f"  - {lines[0]}"
                yield from (f"    {line}" for line in lines[1:])
        else:
            yield f"{key}: {_scalar(one)}"


def _scalar(value: object) -> str:
    if isinstance(value, str) and _BARE.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
