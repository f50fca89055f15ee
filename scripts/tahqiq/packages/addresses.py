"""Paths as addresses within a package (RFC 3986), and back; at a fraction of the library's cost.

In: paths, addresses. Out: what ``urllib.parse`` makes of them, which looks at them byte by byte.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[\w.~/-]*", re.ASCII)
_QUOTED = [quote(bytes((byte,))) for byte in range(256)]
_CODES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def quoted(path: str) -> str:
    """Return a path as an address; raise UnicodeEncodeError where it is no Unicode."""
    if _PLAIN.fullmatch(path):
        return path
    return "".join(map(_QUOTED.__getitem__, path.encode()))


def unquoted(address: str) -> str:
    """Return the path that an address stands for."""
    return _CODES.sub(_decoded, address) if "%" in address else address


def _decoded(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace")
