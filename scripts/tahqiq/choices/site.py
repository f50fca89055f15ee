"""What a project adds to its site: a folder ``site/`` beside ``edition.toml``.

In: the folder of an edition. Out: its own style sheet, logo, icon, locales, stylesheet and pages,
as the build of the pages takes them. Whatever is not there is not missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.errors import Place, ProjectError
from tahqiq.files import read_bytes

_PAGE = re.compile(
    r"(?:\d+-)?(?P<name>[a-z][a-z0-9-]*)(?:\.(?P<lang>[a-z]{2,3}(?:-\w+)*))?\.(?:md|xml)"
)
_PICTURES = (".svg", ".png", ".webp", ".jpg")


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that the project wrote: its name, and its source for each language (``""``: any)."""

    name: str
    sources: dict[str, Path]

    def source(self, language: str) -> tuple[str, Path]:
        """Return the source for a language and the language that it is in (``""``: unknown)."""
        for found in (language, "", *sorted(self.sources)):
            if found in self.sources:
                return found, self.sources[found]
        raise KeyError(language)


@dataclass(frozen=True, slots=True)
class Site:
    """What a project adds; paths are where its files lie."""

    title: dict[str, str] = field(default_factory=dict)
    style: Path | None = None
    logo: Path | None = None
    icon: Path | None = None
    stylesheet: Path | None = None
    locales: Path | None = None
    pages: tuple[OwnPage, ...] = ()
    assets: tuple[Path, ...] = ()
    folder: Path | None = None

    def files(self) -> dict[str, bytes]:
        """Return the project's own files by their path under the site's root."""
        made = {}
        if self.style:
            made["assets/site.css"] = read_bytes(self.style)
        for name, path in (("logo", self.logo), ("icon", self.icon)):
            if path:
                made[f"assets/{name}{path.suffix}"] = read_bytes(path)
        for path in self.assets:
            if self.folder:
                made[path.relative_to(self.folder).as_posix()] = read_bytes(path)
        return made


def of(home: Path, title: dict[str, str]) -> Site:
    """Return what ``site/`` holds. Raise ProjectError for a page whose name cannot be used."""
    folder = home / "site"
    if not folder.is_dir():
        return Site(title=title)
    return Site(
        title=title,
        style=_file(folder / "style.css"),
        logo=_picture(folder, "logo"),
        icon=_picture(folder, "icon"),
        stylesheet=_file(folder / "html.xsl"),
        locales=folder / "locale" if (folder / "locale").is_dir() else None,
        pages=_pages(folder / "pages"),
        assets=tuple(path for path in sorted((folder / "assets").rglob("*")) if path.is_file()),
        folder=folder,
    )


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _picture(folder: Path, name: str) -> Path | None:
    return next(
        (path for ending in _PICTURES if (path := folder / f"{name}{ending}").is_file()), None
    )


def _pages(folder: Path) -> tuple[OwnPage, ...]:
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*")):
        if path.suffix not in (".md", ".xml"):
            continue
        named = _PAGE.fullmatch(path.name)
        if named is None:
            raise ProjectError(
                "a page's name is small Latin letters, digits and hyphens",
                place=Place(str(path)),
                hint="for example 10-team.ar.md and 10-team.en.md",
            )
        found.setdefault(named["name"], {})[named["lang"] or ""] = path
    return tuple(OwnPage(name, sources) for name, sources in found.items())
