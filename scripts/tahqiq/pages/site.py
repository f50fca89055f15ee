"""What the stylesheets of the pages are told of a site, and the pages that a project wrote itself.

In: what the project chose. Out: the parameter ``site``, and the sources of its own pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tahqiq.choices.site import Site
from tahqiq.files import read_bytes


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
