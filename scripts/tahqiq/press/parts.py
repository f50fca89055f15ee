"""The parts of a format, each made again only when what it is made of has changed.

In: what the last build wrote down of a format's parts. Out: the files of those that changed, the
digests of those that were left as they are, and what the next build is to know. A part is a text's
files, or those that all texts share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.files import sha256
from tahqiq.press.manifest import Made


@dataclass(slots=True)
class Parts:
    """The parts of one format in one build; ``base`` is the key of all that they have in common."""

    out: Path
    previous: Mapping[str, Made]
    base: str
    outputs: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    known: dict[str, Made] = field(default_factory=dict)

    def add(
        self, name: str, sources: Iterable[bytes], make: Callable[[], dict[str, bytes]]
    ) -> None:
        """Make a part of these sources, or leave it where it was made of the same before."""
        key = sha256("\n".join([self.base, *map(sha256, sources)]).encode())
        before = self.previous.get(name)
        if before is not None and before.is_current(self.out, key):
            self.kept.update(before.outputs)
            self.known[name] = before
            return
        made = make()
        self.outputs.update(made)
        # A part that failed has no files, and is to be tried again.
        if made:
            digests = {path: sha256(content) for path, content in made.items()}
            self.known[name] = Made(key, digests)

    def digests(self) -> dict[str, str]:
        """Return the digest of every file of the format, made now or before."""
        made = {path: sha256(content) for path, content in self.outputs.items()}
        return {**self.kept, **made}
