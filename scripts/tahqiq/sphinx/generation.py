"""Pages of a whole reference, for projects that want no pages of their own.

In: the setting ``tei_generate``, a folder among the documents. Out: its pages, each with one of the
directives: elements by module (a large one in parts), attributes, classes, datatypes, lists of
values, rules, guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from tahqiq.files import write_atomic
from tahqiq.sphinx.customisation import Customisation, T
from tahqiq.sphinx.labels import label
from tahqiq.sphinx.sources import customisation

_MOST = 40
"""How many elements a page describes at most."""


def generate(app: Sphinx) -> None:
    """Write the pages of the reference; what stays the same is left alone."""
    if not app.config.tei_generate:
        return
    folder = Path(app.srcdir) / app.config.tei_generate
    pages = _pages(app)
    listed = "".join(f"   {name}\n" for name in pages)
    pages["index"] = _page(_title(app), f".. toctree::\n\n{listed}")
    for name, text in pages.items():
        write_atomic(folder / f"{name}.rst", text.encode("utf-8"))


def _pages(app: Sphinx) -> dict[str, str]:
    odd = customisation(app.env)
    language = app.config.language or "en"
    pages: dict[str, str] = {}
    source = odd.source
    if source is not None and any(
        one.find(f"{T}p") is not None for one in source.iter(f"{T}div", f"{T}body")
    ):
        pages["guidelines"] = _page(label("see-prose", language), ".. tei:guidelines::\n")
    for name, title, elements in _element_pages(odd, label("elements", language)):
        pages[name] = _page(title, f".. tei:elements:: {' '.join(elements)}\n")
    for name, key in (
        ("attributes", "attributes"),
        ("classes", "classes"),
        ("datatypes", "datatypes"),
        ("values", "value-lists"),
    ):
        pages[name] = _page(label(key, language), f".. tei:{name}::\n")
    if odd.rules:
        pages["rules"] = _page(label("rules", language), ".. tei:rules::\n")
    return pages


def _element_pages(odd: Customisation, head: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, title and elements of each page: a module each, a large one in parts."""
    modules: dict[str, list[str]] = {}
    for one in odd.of("elem"):
        modules.setdefault(one.module, []).append(one.ident)
    for module, names in sorted(modules.items()):
        parts = -(-len(names) // _MOST)
        size = -(-len(names) // parts)
        for number in range(parts):
            inside = names[number * size : (number + 1) * size]
            title = f"{head}: {module}" if module else head
            name = f"elements-{module}" if module else "elements"
            if parts > 1:
                title, name = f"{title} ({inside[0]} – {inside[-1]})", f"{name}-{number + 1}"
            yield name, title, inside


def _title(app: Sphinx) -> str:
    source = customisation(app.env).source
    found = None if source is None else source.find(f".//{T}titleStmt/{T}title")
    words = "" if found is None else " ".join("".join(found.itertext()).split())
    return words or "TEI"


def _page(title: str, body: str) -> str:
    rule = "=" * (2 * len(title))
    return f"{title}\n{rule}\n\n{body}"
