"""What a build made of what, so that the next one does only what changed.

In: the files that a build reads and writes. Out: ``build/.tahqiq.json``: for each format the key of
its inputs and the SHA-256 of each output. A key covers the sources, the stylesheets, the program
and its options; an output that was altered or lost is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tahqiq import __version__, resources
from tahqiq.files import sha256, write_atomic

NAME = ".tahqiq.json"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: a key of all that went in, the SHA-256 of each file, and each part alone.

    Files are named by their path in the folder of the build. A key that is empty is never current.
    """

    key: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Made] = field(default_factory=dict)

    def is_current(self, out: Path, key: str) -> bool:
        """Return whether it was made from these inputs and its files are still as made."""
        return self.key == key and all(
            (out / name).is_file() and sha256((out / name).read_bytes()) == digest
            for name, digest in self.outputs.items()
        )

    def forget(self, out: Path, made: Iterable[str]) -> None:
        """Remove the files that were made then, and are not among those made now."""
        for name in set(self.outputs).difference(made):
            (out / name).unlink(missing_ok=True)


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
        digest.update(os.fsencode(path.name) + b"\0" + sha256(path.read_bytes()).encode())
    return digest.hexdigest()


def load(out: Path) -> dict[str, Made]:
    """Return what the last build wrote down; nothing where that cannot be read."""
    try:
        values = json.loads((out / NAME).read_text("utf-8"))
        return {name: _made(value) for name, value in values.items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def save(out: Path, entries: Mapping[str, Made]) -> None:
    """Write down what was made of what."""
    values = {name: asdict(made) for name, made in entries.items()}
    content = json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomic(out / NAME, content.encode() + b"\n")


def _made(value: Mapping[str, Any]) -> Made:
    """Return an entry. Raise KeyError, TypeError, ValueError or AttributeError where it is none."""
    parts = {name: _made(part) for name, part in value.get("parts", {}).items()}
    return Made(str(value["key"]), dict(value["outputs"]), parts)
