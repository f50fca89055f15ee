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
    (folder / "data").mkdir(parents=True)
    data = folder / "data"
    fixities = {one.path: digests.copied(one.source, data / one.path) for one in contents}
    described = crate.content(contents, fixities, release)
    fixities[described.path] = digests.copied(described.source, data / described.path)
    payload = {f"data/{path}": fixity for path, fixity in fixities.items()}
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info(payload, release),
        PROFILE: resources.schema(PROFILE).read_bytes(),
    }
    for name in ALGORITHMS:
        tags[f"manifest-{name}.txt"] = _manifest(payload, name)
    recorded = {name: digests.of_bytes(content) for name, content in tags.items()}
    for name in ALGORITHMS:
        tags[f"tagmanifest-{name}.txt"] = _manifest(recorded, name)
    for name, content in sorted(tags.items()):
        (folder / name).write_bytes(content)


def _manifest(files: dict[str, Fixity], algorithm: str) -> bytes:
    lines = (
        f"{getattr(fixity, algorithm)}  {_encoded(name)}\n"
        for name, fixity in sorted(files.items())
    )
    return "".join(lines).encode()


def _encoded(name: str) -> str:
    """Return a name as a manifest writes it (RFC 8493, 2.1.3)."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _info(payload: dict[str, Fixity], release: Release) -> bytes:
    claimed = profile()["BagIt-Profile-Info"]
    assert isinstance(claimed, dict)
    size = sum(one.size for one in payload.values())
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
        ("Payload-Oxum", f"{size}.{len(payload)}"),
        ("Bag-Size", f"{size} bytes"),
    ]
    return "".join(
        f"{key}: {' '.join(str(value).split())}\n" for key, value in values if value
    ).encode()
