"""The program itself, so that what it made can be made again: its wheel, and what it needs.

In: the installed program. Out: a wheel by the binary distribution format (PyPA), and constraints
that pin every package it runs with. Made without a build tool, and the same bytes each time.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from tahqiq import __version__, resources
from tahqiq.archives import packed

_DIST = f"tahqiq-{__version__}.dist-info"
_TAG = "py3-none-any"
_KEPT = ("METADATA", "entry_points.txt")
# Of the data beside the package; what a checkout has besides is not part of it.
_DATA = ("xslt", "schema")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def software() -> dict[str, bytes]:
    """Return the files of the folder ``software/``."""
    return {
        f"tahqiq-{__version__}-{_TAG}.whl": wheel(),
        "constraints.txt": "".join(f"{line}\n" for line in constraints()).encode(),
    }


def wheel() -> bytes:
    """Return the wheel of the running program."""
    files = dict(sorted({**_package(), **_described()}.items()))
    record = "".join(
        f"{name},sha256={_urlsafe(content)},{len(content)}\n" for name, content in files.items()
    )
    files[f"{_DIST}/RECORD"] = f"{record}{_DIST}/RECORD,,\n".encode()
    # Not compressed: what a compressor makes depends on its version.
    return packed(files, stored=tuple(files))


def constraints() -> list[str]:
    """Return a line ``name==version`` for every package that the program runs with."""
    found: dict[str, str] = {}
    waiting = ["tahqiq"]
    while waiting:
        for line in metadata.requires(waiting.pop()) or ():
            named = _NAME.match(line)
            if named is None or "extra ==" in line or (name := named[0].lower()) in found:
                continue
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue  # wanted on other systems only
            waiting.append(name)
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def _package() -> dict[str, bytes]:
    made = {}
    for path, name in _sources():
        made[f"tahqiq/{name}"] = path.read_bytes()
    return made


def _sources() -> Iterator[tuple[Path, str]]:
    package = Path(__file__).resolve().parent.parent
    root = resources.root()
    for folder, prefix in ((package, ""), *((root / name, f"{name}/") for name in _DATA)):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and "__pycache__" not in parts and parts[0][0] != ".":
                yield path, prefix + "/".join(parts)


def _described() -> dict[str, bytes]:
    """Return what the installed distribution says of itself."""
    installed = metadata.distribution("tahqiq")
    made = {}
    for name in _KEPT:
        text = installed.read_text(name)
        if text is not None:
            made[f"{_DIST}/{name}"] = text.encode()
    made[f"{_DIST}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: tahqiq {__version__}\nRoot-Is-Purelib: true\nTag: {_TAG}\n"
    ).encode()
    return made


def _urlsafe(content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
