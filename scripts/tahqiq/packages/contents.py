"""The files of a release, in the places that they have in every package.

In: a project and its build. Out: Contents, sorted by path: ``edition/`` the TEI, its registers and
witnesses; ``schema/`` and ``xslt/`` what judged and transformed them; ``outputs/`` what was made;
``documentation/``; ``software/`` the program itself; ``reports/`` what was found and proven. The
folders stand to each other as in a checkout, so that the edition builds from the package.
"""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tahqiq import resources
from tahqiq.errors import Place, ProjectError
from tahqiq.press import manifest
from tahqiq.project import Project

EDITION = "edition"
OUTPUTS = "outputs"
_SCHEMAS = (".rng", ".rnc", ".sch", ".odd", ".xml", ".md")
_DOCUMENTS = (".rst", ".md", ".py", ".svg", ".css", ".po")
_OWN = ("README*", "CHANGELOG*", "CONTRIBUTING*", "SECURITY*", "LICENSE*", "CITATION.cff",
        "codemeta.json")  # fmt: skip
_MEDIA = {
    ".xml": "application/xml", ".rng": "application/xml", ".sch": "application/xml",
    ".odd": "application/tei+xml", ".xsl": "application/xslt+xml",
    ".rnc": "application/relax-ng-compact-syntax", ".md": "text/markdown",
    ".markdown": "text/markdown", ".rst": "text/x-rst", ".toml": "application/toml",
    ".tsv": "text/tab-separated-values", ".whl": "application/zip", ".cff": "application/yaml",
    ".woff2": "font/woff2", ".epub": "application/epub+zip", ".js": "text/javascript",
    ".typ": "text/plain", ".jsonld": "application/ld+json", ".py": "text/x-python",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """One file: ``path`` in the package, ``source`` on disk or as bytes, ``role`` in the edition.

    Roles: ``text register witness settings schema stylesheet output documentation software
    report licence``. ``format`` is the format of an output, as ``tahqiq build`` calls it.
    """

    path: str
    source: Path | bytes
    role: str
    format: str = ""

    @property
    def media_type(self) -> str:
        """Return the media type, by the ending of the name; TEI by its role."""
        if self.role in ("text", "register") or (self.format == "tei" and self.path[-4:] == ".xml"):
            return "application/tei+xml"
        suffix = Path(self.path).suffix.lower()
        known = _MEDIA.get(suffix) or mimetypes.types_map.get(suffix)
        return known or ("text/plain" if not suffix or self.format else "application/octet-stream")


def gather(
    project: Project, out: Path, software: Mapping[str, bytes], reports: Mapping[str, bytes]
) -> list[Content]:
    """Return the contents of a package of ``project`` as built into ``out``, by their paths.

    Raise ProjectError where two files would have one name for some file system, or where a schema
    lies where the package has no place for it.
    """
    found = [
        *_edition(project),
        *_schemas(project),
        *_below(resources.root() / "xslt", "xslt", "stylesheet"),
        *_outputs(out),
        *_documentation(project),
        *(Content(f"software/{name}", content, "software") for name, content in software.items()),
        *(Content(f"reports/{name}", content, "report") for name, content in reports.items()),
    ]
    return ordered(found)


def ordered(contents: Iterable[Content]) -> list[Content]:
    """Return contents by path, each once; raise ProjectError where two names collide."""
    named: dict[str, Content] = {}
    for one in contents:
        folded = unicodedata.normalize("NFC", one.path).casefold()
        other = named.setdefault(folded, one)
        if other.path != one.path:
            raise ProjectError(
                f"its name differs from that of {other.path} only by case or Unicode form",
                place=Place(one.path),
                hint="rename one of them: some file systems keep only one",
            )
    return sorted(named.values(), key=lambda one: one.path)


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
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in _SCHEMAS and not _is_hidden(path, folder):
                yield _of(path, folder, place, "schema")


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
    for name, entry in manifest.load(out).items():
        outputs = entry.get("outputs")
        for path in outputs if isinstance(outputs, dict) else ():
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
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _is_hidden(path, folder):
            yield _of(path, folder, place, role)


def _of(path: Path, folder: Path, place: str, role: str) -> Content:
    return Content(f"{place}/{path.relative_to(folder).as_posix()}", path, role)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(
        part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts
    )
