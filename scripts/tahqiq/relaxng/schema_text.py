"""The text of a schema and of what it includes, before it means anything.

In: a path, or an address within a schema. Out: bytes, or the tree of their syntax. Files are read,
and nothing from the network.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tahqiq.errors import Place, SchemaError
from tahqiq.relaxng import disk
from tahqiq.relaxng.store import FORMAT


class SchemaText(NamedTuple):
    """A schema as it is written, and how it is to be read."""

    content: bytes
    file: str
    base: str
    is_compact: bool
    check_ids: bool

    def digest(self) -> str:
        """Return what tells its compiled form from any other."""
        flags = bytes([self.is_compact, self.check_ids])
        return disk.digest(str(FORMAT).encode(), self.base.encode(), flags, self.content)

    def sha256(self) -> str:
        """Return the SHA-256 of its bytes."""
        import hashlib  # loads OpenSSL, four megabytes: a schema from the cache has its own

        return hashlib.sha256(self.content).hexdigest()


def path_of(address: str) -> Path:
    """Return the path of an address; raise OSError where it is no file's."""
    # Costs more to load than most documents to judge.
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(address)
    if parts.scheme not in ("", "file"):
        raise OSError("only files are read, nothing from the network")
    if os.name == "nt":
        from urllib.request import url2pathname

        return Path(url2pathname(parts.path))
    return Path(unquote(parts.path))


def bytes_of(address: str, within: Sequence[Path] | None) -> bytes:
    """Return what lies at an address, which must be in one of the folders where there are any."""
    path = path_of(address)
    if within is not None and not any(path.resolve().is_relative_to(one) for one in within):
        raise SchemaError(f"{path.name} may not be included: it lies outside of the delivery")
    # An OSError is told at the element that asks for the file.
    return path.read_bytes()


def content_of(path: Path) -> bytes:
    """Return what a file holds; raise SchemaError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SchemaError(error.strerror or str(error), place=Place(str(path))) from None


def parsed(content: bytes, file: str, base: str, compact: bool) -> Any:
    """Return the tree of a schema in either syntax."""
    if compact:
        from tahqiq.relaxng.compact import read_compact

        return read_compact(content, file=file, base=base)
    from tahqiq.relaxng.nodes import read_xml

    return read_xml(content, file=file, base=base)
