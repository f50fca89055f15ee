"""What decides the result of a document besides its own bytes, so that a change of it is noticed.

In: a verdict, and the program. Out: hashes: of the program and the libraries that it stands on, and
of each file beside a document on which its verdict rests: schemas and what they include, settings,
registers, witnesses, and those that were looked for and are not there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from tahqiq.deliveries import Item
from tahqiq.files import sha256
from tahqiq.gate import Plan
from tahqiq.gate.records import Verdict, digest
from tahqiq.press import manifest

# What reads, judges and sets the documents; another version may say something else.
_LIBRARIES = ("lxml", "saxonche", "typst", "fonttools", "pikepdf", "pyarrow")
# Of a schema that cannot be used it is not known what would mend it: its documents are done again.
_BROKEN, _AGAIN = "TQ343", "again"
# Said of a file of which it only matters that it is there.
_THERE = "+"


@cache
def program() -> str:
    """Return a hash of the program, of Python's version and of the libraries'."""
    versions = [*map(_version, _LIBRARIES), f"{sys.version_info.major}.{sys.version_info.minor}"]
    return sha256("\n".join([manifest.program_key(), *versions]).encode())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def beside(item: Item, plan: Plan, verdict: Verdict) -> dict[str, str]:
    """Return the files on which a verdict rests: SHA-256, ``+`` for being there, or nothing.

    The schemas that the plan names are in the key of the work. What was fetched has nothing beside
    it but what its schemas read.
    """
    own = item.path.resolve()
    named = (plan.grammar, plan.rules, plan.default_grammar)
    found = {path: was for path, _, was in verdict.schemas if path not in named}
    found.update({path: _THERE for path, _, _ in verdict.pointers if path != str(own)})
    found.update(verdict.beside)
    if item.packed:
        found = {path: found[path] for path in found if not Path(path).is_relative_to(item.root)}
    else:
        found.update(_settings(own.parent))
    if any(one.code == _BROKEN for one in verdict.findings):
        found["."] = _AGAIN
    return dict(sorted(found.items()))


@cache
def _settings(folder: Path) -> Mapping[str, str]:
    """Return the settings that a folder has, and those that it would have if they were there."""
    found = {}
    for path in _may_hold_settings(folder):
        found[str(path)] = digest(path)
        if path.is_file():
            break
    return found


def _may_hold_settings(folder: Path) -> Iterator[Path]:
    for above in (folder, *folder.parents):
        yield above / "edition.toml"
        yield above / "edition" / "edition.toml"


class Now:
    """Files as they are now, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], str] = {}

    def is_as(self, files: Mapping[str, str]) -> bool:
        """Return whether every file is as it was."""
        return all(self._of(path, was == _THERE) == was for path, was in files.items())

    def _of(self, path: str, only_there: bool) -> str:
        known = self._known.get((path, only_there))
        if known is None:
            known = digest(Path(path)) if not only_there else _THERE * Path(path).is_file()
            self._known[path, only_there] = known
        return known
