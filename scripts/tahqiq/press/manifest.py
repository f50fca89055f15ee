"""What a build made of what, so that the next one does only what changed.

In: the files that a build reads and writes. Out: ``build/.tahqiq.json``: for each format the key of
its inputs and the SHA-256 of each output. A key covers the sources, the stylesheets, the program
and its options; an output that was altered or lost is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from tahqiq import __version__, resources
from tahqiq.files import sha256, write_atomic

NAME = ".tahqiq.json"


def program_key() -> str:
    """Return a hash of the program, its stylesheets and its schema: any change makes all anew."""
    folders = (Path(__file__).parent.parent, resources.stylesheets(), resources.root() / "schema")
    files = (
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".xsl", ".xml", ".css", ".js", ".typ", ".rng", ".sch")
    )
    return files_key(files, __version__)


def files_key(files: Iterable[Path], *options: object) -> str:
    """Return a hash of the files' names and contents and of the options."""
    digest = hashlib.sha256(repr(options).encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).encode())
    return digest.hexdigest()


def load(out: Path) -> dict[str, dict[str, object]]:
    """Return what the last build wrote down; nothing where that cannot be read."""
    try:
        values = json.loads((out / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def is_current(out: Path, entry: Mapping[str, object] | None, key: str) -> bool:
    """Return whether a format was made from these inputs and its files are still as made."""
    if not entry or entry.get("key") != key:
        return False
    outputs = entry.get("outputs")
    if not isinstance(outputs, dict):
        return False
    return all(
        (out / name).is_file() and sha256((out / name).read_bytes()) == digest
        for name, digest in outputs.items()
    )


def save(out: Path, entries: Mapping[str, Mapping[str, object]]) -> None:
    """Write down what was made of what."""
    content = json.dumps(entries, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomic(out / NAME, content.encode() + b"\n")
