"""A BagIt bag (RFC 8493) of a release, with SHA-256 and SHA-512, and a profile that it claims.

In: contents and their release. Out: a folder. Written here and not by the bagit library, which
reads every byte a second time and moves the files about; the library judges what is received.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tahqiq import __version__, resources
from tahqiq.packages import crate, digests
from tahqiq.packages.contents import Content
from tahqiq.packages.digests import ALGORITHMS, Fixity
from tahqiq.packages.release import Release

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE = "bagit-profile.json"


def profile() -> dict[str, object]:
    """Return the profile that our bags claim."""
    values: dict[str, object] = json.loads(resources.schema(PROFILE).read_text("utf-8"))
    return values


def write(folder: Path, contents: Sequence[Content], release: Release) -> None:
    """Write the bag into the new folder ``folder``."""
    data = folder / "data"
    data.mkdir(parents=True)
    size, count, fixities = 0, 0, {}
    with _Manifests(folder) as manifests:
        for one in contents:
            fixity = digests.copied(one.source, data / one.path)
            manifests.add(f"data/{one.path}", fixity)
            size, count = size + fixity.size, count + 1
            if crate.lists_each(contents):
                fixities[one.path] = fixity
        described = crate.content(contents, fixities, release)
        fixity = digests.copied(described.source, data / described.path)
        manifests.add(f"data/{described.path}", fixity)
        oxum = (size + fixity.size, count + 1)
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info(oxum, release),
        PROFILE: resources.schema(PROFILE).read_bytes(),
    }
    for name, content in tags.items():
        (folder / name).write_bytes(content)
    recorded = [*tags, *(f"manifest-{name}.txt" for name in ALGORITHMS)]
    with _Manifests(folder, "tag") as manifests:
        for name in sorted(recorded):
            manifests.add(name, digests.of(folder / name))


class _Manifests:
    """The manifests of a bag, one for each algorithm, written line by line."""

    def __init__(self, folder: Path, prefix: str = "") -> None:
        self._files = {
            name: (folder / f"{prefix}manifest-{name}.txt").open(
                "x", encoding="utf-8", newline="\n"
            )
            for name in ALGORITHMS
        }

    def __enter__(self) -> _Manifests:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, path: str, fixity: Fixity) -> None:
        """Record a file."""
        for name, file in self._files.items():
            file.write(f"{getattr(fixity, name)}  {_encoded(path)}\n")


def _encoded(name: str) -> str:
    """Return a name as a manifest writes it (RFC 8493, 2.1.3)."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _info(oxum: tuple[int, int], release: Release) -> bytes:
    claimed = profile()["BagIt-Profile-Info"]
    assert isinstance(claimed, dict)
    values = [
        ("Source-Organization", release.publisher),
        ("External-Identifier", release.identifier),
        ("External-Description", release.said(release.description) or release.said(release.title)),
        *(("Title", title) for title in release.title.values()),
        *(("Language", one) for one in release.languages),
        ("Version", release.version),
        *(("License", one) for one in release.licences),
        *(("Rights", one) for one in release.rights.values()),
        ("Bag-Group-Identifier", release.address),
        ("Bagging-Date", release.day),
        ("Bag-Software-Agent", f"tahqiq {__version__}"),
        ("BagIt-Profile-Identifier", claimed["BagIt-Profile-Identifier"]),
        ("Payload-Oxum", f"{oxum[0]}.{oxum[1]}"),
        ("Bag-Size", f"{oxum[0]} bytes"),
    ]
    return "".join(
        f"{key}: {' '.join(str(value).split())}\n" for key, value in values if value
    ).encode()
