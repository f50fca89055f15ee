"""A BagIt bag (RFC 8493) of a release, with SHA-256 and SHA-512, and a profile that it claims.

In: contents and their release. Out: a folder. Written here and not by the bagit library, which
reads every byte a second time and moves the files about; the library judges what is received.
"""

from __future__ import annotations

import json

from tahqiq import __version__, resources
from tahqiq.errors import Place, ProjectError
from tahqiq.packages.crates import crate
from tahqiq.packages.digests import ALGORITHMS, Fixity
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.packages.writing import Target

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE = "bagit-profile.json"


def profile() -> dict[str, object]:
    """Return the profile that our bags claim."""
    values: dict[str, object] = json.loads(resources.schema(PROFILE).read_text("utf-8"))
    return values


def write(target: Target, files: Ledger, release: Release) -> None:
    """Write the bag into a new folder or archive.

    Raise ProjectError where others would read a name of it in another way.
    """
    _check_names(files)
    size, count = 0, 0
    listed = crate.Listed(target.scratch, files) if crate.lists_each(files) else None
    with _Manifests(target, "") as manifests:
        for one, fixity in target.put_all(files, lambda one: f"data/{one.path}"):
            manifests.add(f"data/{one.path}", fixity)
            size, count = size + fixity.size, count + 1
            if listed:
                listed.add(one, fixity)
        described = crate.put(target, f"data/{crate.NAME}", files, release, listed)
        for path, fixity in described.items():
            manifests.add(path, fixity)
            size, count = size + fixity.size, count + 1
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info((size, count), release),
        PROFILE: resources.schema(PROFILE).read_bytes(),
    }
    recorded = {name: target.put(name, content) for name, content in tags.items()}
    recorded.update(manifests.put())
    with _Manifests(target, "tag") as tagged:
        for name, fixity in sorted(recorded.items()):
            tagged.add(name, fixity)
    tagged.put()


def _check_names(files: Ledger) -> None:
    """Raise ProjectError where a name has the sign that a manifest writes as another.

    RFC 8493, 2.1.3, wants ``%25``; the bagit library (1.9), and Archivematica with it, takes that
    for the name of the file, which is missing then.
    """
    found = files.first_with("%")
    if found:
        raise ProjectError(
            "its name has a %, which not all programs read alike in a bag",
            place=Place(found),
            hint="rename it, or pack the edition as another kind",
        )


class _Manifests:
    """The manifests of a bag, one for each algorithm, written line by line."""

    def __init__(self, target: Target, prefix: str) -> None:
        self._target = target
        self._names = {name: f"{prefix}manifest-{name}.txt" for name in ALGORITHMS}
        self._files = {
            name: (target.scratch / path).open("x", encoding="utf-8", newline="\n")
            for name, path in self._names.items()
        }

    def __enter__(self) -> _Manifests:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, path: str, fixity: Fixity) -> None:
        """Record a file."""
        written = f"  {path}\n"
        for name, file in self._files.items():
            file.write(getattr(fixity, name) + written)

    def put(self) -> dict[str, Fixity]:
        """Put them into the bag, and return their fixity by name."""
        scratch = self._target.scratch
        return {path: self._target.put(path, scratch / path) for path in self._names.values()}


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
