"""The files of a release, in the places that they have in every package.

In: a project and its build. Out: Contents: ``edition/`` the TEI, its registers and
witnesses; ``schema/`` and ``xslt/`` what judged and transformed them; ``outputs/`` what was made;
``documentation/``; ``software/`` the program itself; ``reports/`` what was found and proven. The
folders stand to each other as in a checkout, so that the edition builds from the package.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tahqiq import resources
from tahqiq.errors import Place, ProjectError
from tahqiq.packages.media import KNOWN
from tahqiq.press import manifest
from tahqiq.project import Project

EDITION = "edition"
OUTPUTS = "outputs"
ROLES = (
    "text", "register", "witness", "settings", "schema", "stylesheet", "output", "documentation",
    "software", "report", "licence",
)  # fmt: skip
_SCHEMAS = (".rng", ".rnc", ".sch", ".odd", ".xml", ".md")
_DOCUMENTS = (".rst", ".md", ".py", ".svg", ".css", ".po")
_OWN = ("README*", "CHANGELOG*", "CONTRIBUTING*", "SECURITY*", "LICENSE*", "CITATION.cff",
        "codemeta.json")  # fmt: skip
# What programs leave in folders, as are names that end in ~; Archivematica takes it away, too.
_LEFT_BEHIND = ("__pycache__", "Thumbs.db")
_MEDIA = {
    ".xml": "application/xml", ".rng": "application/xml", ".sch": "application/xml",
    ".odd": "application/tei+xml", ".xsl": "application/xslt+xml",
    ".rnc": "application/relax-ng-compact-syntax", ".md": "text/markdown",
    ".markdown": "text/markdown", ".rst": "text/x-rst", ".toml": "application/toml",
    ".tsv": "text/tab-separated-values", ".whl": "application/zip", ".cff": "application/yaml",
    ".woff2": "font/woff2", ".epub": "application/epub+zip", ".js": "text/javascript",
    ".bib": "application/x-bibtex", ".typ": "text/plain", ".py": "text/x-python",
    ".jsonld": "application/ld+json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


class Content(NamedTuple):
    """One file: ``path`` in the package, ``source`` as a path or bytes, ``role`` one of ROLES.

    ``format`` is the format of an output, as ``tahqiq build`` calls it.
    """

    path: str
    source: Path | str | bytes
    role: str
    format: str = ""

    @property
    def media_type(self) -> str:
        """Return the media type, by the ending of the name; TEI by its role."""
        if self.role in ("text", "register") or (self.format == "tei" and self.path[-4:] == ".xml"):
            return "application/tei+xml"
        suffix = posixpath.splitext(self.path)[1].lower()
        known = _MEDIA.get(suffix) or KNOWN.get(suffix)
        return known or ("text/plain" if not suffix or self.format else "application/octet-stream")


def gather(
    project: Project, out: Path, software: Mapping[str, bytes], reports: Mapping[str, bytes]
) -> Iterator[Content]:
    """Yield the contents of a package of ``project`` as built into ``out``, in no order.

    Raise ProjectError where a schema lies where the package has no place for it.
    """
    yield from _edition(project)
    yield from _schemas(project)
    yield from _below(resources.root() / "xslt", "xslt", "stylesheet")
    yield from _outputs(out)
    yield from _documentation(project)
    yield from (Content(f"software/{name}", made, "software") for name, made in software.items())
    yield from (Content(f"reports/{name}", made, "report") for name, made in reports.items())


def _edition(project: Project) -> Iterator[Content]:
    home = project.home
    for path in project.texts:
        yield _of(path, home, EDITION, "text")
    for path in project.registers:
        yield _of(path, home, EDITION, "register")
    if project.config is not None:
        yield _of(project.config, home, EDITION, "settings")
    for folder, role in (("witnesses", "witness"), ("site", "settings"), ("releases", "settings")):
        yield from _below(home / folder, f"{EDITION}/{folder}", role)
    for path in sorted(home.glob("LICENSE*")):
        yield _of(path, home, EDITION, "licence")


def _schemas(project: Project) -> Iterator[Content]:
    """Yield the schemas that the settings name, with what they are made of, where it lies near."""
    for folder in sorted(
        {path.parent for path in (project.settings.rng, project.settings.sch) if path}
    ):
        place = _place_of(folder, project)
        for one in _below(folder, place, "schema"):
            if one.path.endswith(_SCHEMAS):
                yield one


def _place_of(folder: Path, project: Project) -> str:
    """Return where a folder of schemas lies in the package: as it lies to the edition."""
    home = project.home.resolve()
    for above, prefix in ((home, f"{EDITION}/"), (home.parent, "")):
        if folder.is_relative_to(above) and folder != home.parent:
            return f"{prefix}{folder.relative_to(above).as_posix()}".rstrip("/.")
    raise ProjectError(
        "the schema lies too far from the edition to be packed with it",
        place=Place(str(folder)),
        hint="keep it in a folder beside the edition's",
    )


def _outputs(out: Path) -> Iterator[Content]:
    """Yield what the build made, by its own record."""
    for name, made in manifest.load(out).items():
        for path in made.outputs:
            yield Content(f"{OUTPUTS}/{path}", out / path, "output", name)


def _documentation(project: Project) -> Iterator[Content]:
    root = project.root
    for pattern in _OWN:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and root != project.home:
                yield _of(path, root, "documentation", "documentation")
    for one in _below(root / "docs", "documentation/docs", "documentation"):
        if one.path.endswith(_DOCUMENTS) and "/_build/" not in one.path:
            yield one


def _below(folder: Path, place: str, role: str) -> Iterator[Content]:
    waiting = [(str(folder), place)] if folder.is_dir() else []
    while waiting:
        current, prefix = waiting.pop()
        with os.scandir(current) as entries:
            for one in entries:
                if _is_hidden(one.name):
                    continue
                if one.is_dir(follow_symlinks=False):
                    waiting.append((one.path, f"{prefix}/{one.name}"))
                elif one.is_file():
                    yield Content(f"{prefix}/{one.name}", one.path, role)


def _of(path: Path, folder: Path, place: str, role: str) -> Content:
    return Content(f"{place}/{path.relative_to(folder).as_posix()}", path, role)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name in _LEFT_BEHIND
