"""The releases of an edition, as they lie under ``releases/``.

In: a project. Out: its releases, oldest first, each with its files, the checksums that prove them
unchanged, and its register. A checksum is the SHA-256 of the file's canonical form (C14N 2.0,
without comments), which Python alone computes::

    hashlib.sha256(xml.etree.ElementTree.canonicalize(from_file=NAME).encode()).hexdigest()
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.errors import OutputError, Place, ProjectError, SourceError
from tahqiq.files import read_bytes, reason, sha256
from tahqiq.project import Project, Settings
from tahqiq.versions import declared, published
from tahqiq.versions.declared import Declarations
from tahqiq.versions.published import Entry

FOLDER = "releases"
RECORD = "release.json"
REGISTER = "ids.tsv"
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?")
_PARTS = ("texts", "registers")


@dataclass(frozen=True)
class Release:
    """One version as it was published: its folder, version and date, its checksums."""

    folder: Path
    version: str
    date: str
    note: str
    checksums: dict[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """Return the name of its folder, here and on the site."""
        return f"v{self.version}"

    @property
    def files(self) -> list[Path]:
        """Return its texts, then its registers, by name."""
        return [path for part in _PARTS for path in sorted((self.folder / part).glob("*.xml"))]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Return everything that it published. Raise SourceError where its register is broken."""
        path = self.folder / REGISTER
        return published.read(read_bytes(path), str(path))

    @cached_property
    def declarations(self) -> Declarations:
        """Return what was declared of the release before it."""
        return declared.read(self.folder / declared.NAME)

    def project(self, settings: Settings) -> Project:
        """Return the release as an edition, with the settings of today."""
        return Project(self.folder, self.folder, settings, None)


def order(version: str) -> tuple[int, int, int, int, str]:
    """Return what versions are sorted by (Semantic Versioning). Raise ProjectError."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise ProjectError(
            f"'{version}' is no version", hint="write it as 1.2.0, or 1.2.0-rc1 before it is one"
        )
    major, minor, patch, before = found.groups()
    return int(major), int(minor), int(patch), int(before is None), before or ""


def releases(project: Project) -> list[Release]:
    """Return the releases of a project, the oldest first. Raise ProjectError for a broken one."""
    folder = project.home / FOLDER
    found = [_read(path) for path in sorted(folder.glob(f"v*/{RECORD}"))]
    return sorted(found, key=lambda release: order(release.version))


def named(project: Project, version: str) -> Release:
    """Return a release by its version, ``latest`` for the newest. Raise ProjectError."""
    every = releases(project)
    wanted = version.removeprefix("v")
    for release in reversed(every):
        if wanted in (release.version, "latest"):
            return release
    known = ", ".join(release.version for release in every) or "none"
    raise ProjectError(f"there is no release {version}", hint=f"there are: {known}")


def _read(path: Path) -> Release:
    try:
        record = json.loads(read_bytes(path).decode("utf-8"))
        return Release(
            path.parent, record["version"], record["date"], record["note"], record["sha256"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ProjectError(
            f"is no record of a release: {error!r}", place=Place(str(path))
        ) from None


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file: of its canonical form for XML, of its bytes for any other."""
    content = read_bytes(path)
    if path.suffix != ".xml":
        return sha256(content)
    canonical: bytes = etree.tostring(
        tei.parse(content, file=str(path)), method="c14n2", with_comments=False
    )
    return sha256(canonical)


def altered(release: Release) -> list[Path]:
    """Return the files of a release that are not as they were published: changed, gone, or new."""
    there = {
        path.relative_to(release.folder).as_posix()
        for path in release.folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }
    wrong = there ^ set(release.checksums)
    for name in there & set(release.checksums):
        try:
            same = checksum(release.folder / name) == release.checksums[name]
        except SourceError:
            same = False
        if not same:
            wrong.add(name)
    return [release.folder / name for name in sorted(wrong)]


def freeze(project: Project, version: str, date: str, note: str, entries: dict[str, Entry]) -> Path:
    """Write a release of the project as it stands and return its folder.

    All of it appears in one step, or nothing. Raise OutputError where it is there already.
    """
    folder = project.home / FOLDER / f"v{version}"
    if folder.exists():
        raise OutputError("is published, and no release is ever changed", place=Place(str(folder)))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".tahqiq-", dir=folder.parent))
        try:
            made.chmod(0o755)
            _copy(project, made, entries)
            files = sorted(path for path in made.rglob("*") if path.is_file())
            sums = {path.relative_to(made).as_posix(): checksum(path) for path in files}
            _write_record(made / RECORD, version, date, note, sums)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"cannot be written: {reason(error)}", place=Place(str(folder))) from None
    return folder


def _copy(project: Project, made: Path, entries: dict[str, Entry]) -> None:
    copies: Iterable[tuple[str, list[Path]]] = (
        ("texts", project.texts),
        ("registers", project.registers),
        ("witnesses", sorted((project.home / "witnesses").glob("*"))),
    )
    for name, paths in copies:
        for path in paths:
            (made / name).mkdir(exist_ok=True)
            (made / name / path.name).write_bytes(read_bytes(path))
    (made / REGISTER).write_bytes(published.written(entries))
    changes = project.home / declared.NAME
    if changes.is_file():
        (made / declared.NAME).write_bytes(read_bytes(changes))


def _write_record(path: Path, version: str, date: str, note: str, sums: dict[str, str]) -> None:
    record = {
        "version": version,
        "date": date,
        "note": note,
        "canonical": "C14N 2.0 without comments (XML), bytes (others)",
        "sha256": sums,
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
