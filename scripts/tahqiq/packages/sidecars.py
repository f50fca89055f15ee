"""Files that hold the digests of what lists a package, and of what nothing else lists.

In: a folder and the names of files in it. Out: lines as ``sha256sum`` writes and checks them, one
for each file. A crate's metadata, a METS file and the layout of a storage root have such a file
beside them: what lists everything else cannot list itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

CRATE = "ro-crate-metadata.json.sha256"
METS = "METS.xml.sha256"
LAYOUT = "ocfl_layout.json.sha512"
_LINE = re.compile(r"([0-9a-f]+)  (\S[^\n]*)\n")


def line(digest: str, name: str) -> str:
    """Return the line of a file."""
    return f"{digest}  {name}\n"


def content(folder: Path, names: Iterable[str], algorithm: str) -> bytes:
    """Return the lines of some files below a folder."""
    made: Mapping[str, str] = {
        name: hashlib.new(algorithm, (folder / name).read_bytes()).hexdigest() for name in names
    }
    return "".join(line(digest, name) for name, digest in sorted(made.items())).encode()


def entries(path: Path) -> Iterator[tuple[str, str]]:
    """Yield names and digests; raise ValueError where a line is not exactly as it is written."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, one in enumerate(lines, 1):
            found = _LINE.fullmatch(one)
            if found is None:
                raise ValueError(f"line {number} is not a digest, two spaces and a name")
            yield found[2], found[1]
