"""What a project adds to its site: a folder ``site/`` beside ``edition.toml``.

In: a project. Out: its own style sheet, logo, icon, locales, stylesheet and pages, as the build of
the pages takes them. Whatever is not there is not missed.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tahqiq import resources
from tahqiq.errors import Place, ProjectError
from tahqiq.files import read_bytes, sha256
from tahqiq.project import Project

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


def of(project: Project) -> Site:
    """Return what ``site/`` holds. Raise ProjectError for a page whose name cannot be used."""
    folder = project.home / "site"
    if not folder.is_dir():
        return Site(title=project.settings.title)
    return Site(
        title=project.settings.title,
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


def stylesheet(site: Site) -> Path:
    """Return the entry for pages: ours, or one in which the project's rules go before ours."""
    ours = resources.stylesheet("html.xsl")
    return joined(ours, site.stylesheet) if site.stylesheet else ours


@cache
def joined(ours: Path, own: Path) -> Path:
    """Return an entry in which a project's own templates go before ours."""
    # What is imported later goes first, and its next-match finds what was imported before.
    content = (
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f"<xsl:import href={quoteattr(ours.resolve().as_uri())}/>"
        f"<xsl:import href={quoteattr(own.resolve().as_uri())}/></xsl:stylesheet>\n"
    )
    folder = Path(tempfile.mkdtemp(prefix="tahqiq-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / f"{sha256(content.encode())[:16]}.xsl"
    path.write_text(content, encoding="utf-8")
    return path


def described(site: Site, texts: Sequence[str], registers: Sequence[str]) -> str:
    """Return what the stylesheets ask of a site, as the JSON of their parameter ``site``.

    ``texts`` are the ids of its texts; of one alone every page leads to it.
    """
    pages = [
        {"name": page.name, "title": {lang: _title(path) for lang, path in page.sources.items()}}
        for page in site.pages
    ]
    value = {
        "title": site.title,
        "texts": len(texts),
        **({"only": texts[0]} if len(texts) == 1 else {}),
        "registers": list(registers),
        "pages": pages,
        **({"style": "assets/site.css"} if site.style else {}),
        **({"logo": f"assets/logo{site.logo.suffix}"} if site.logo else {}),
        **({"icon": f"assets/icon{site.icon.suffix}"} if site.icon else {}),
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _title(path: Path) -> str:
    """Return the title of a page: its first heading, or the first title of a TEI header."""
    if path.suffix == ".md":
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
        return next(
            (line.lstrip("# ").strip() for line in lines if line.startswith("# ")), path.stem
        )
    from tahqiq import tei

    title = tei.parse(path).getroot().find(".//t:titleStmt/t:title", tei.NS)
    words: str = "".join(map(str, title.itertext())) if title is not None else path.stem
    return " ".join(words.split())


def page_source(path: Path, language: str) -> bytes:
    """Return a page as the stylesheets take it: TEI as it is, Markdown as well-formed HTML."""
    if path.suffix == ".xml":
        from tahqiq import tei

        return tei.serialize(tei.parse(path))
    from markdown_it import MarkdownIt

    # No raw HTML: what a page says goes through the same frame and the same checks as all else.
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table")
    body = parser.render(read_bytes(path).decode("utf-8-sig"))
    return f"<page lang={quoteattr(language)}>{body}</page>".encode() if body else b"<page/>"
