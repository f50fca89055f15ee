"""What the pages need besides their text: direction, the other languages, what is untranslated.

In: the settings of conf.py and the state of each page. Out: the context of its template.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import extract_messages

from tahqiq.languages import direction
from tahqiq.sphinx.labels import label

_CONTROLS = {
    "Toggle site navigation sidebar": "toggle-navigation",
    "Toggle table of contents sidebar": "toggle-contents",
    "Toggle Light / Dark / Auto color theme": "toggle-theme",
    "Link to this heading": "link-heading",
    "Link to this definition": "link-definition",
    "Link to this table": "link-table",
    "Link to this image": "link-image",
}

STATIC = Path(__file__).parent / "static"
_NAMES = {"ar": "العربية", "en": "English", "fa": "فارسی", "fr": "français", "de": "Deutsch"}


def add_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell a page's template its direction and its other languages."""
    language = app.config.language or "en"
    # Themes write lang="{{ language }}" and know no direction (Sphinx #10385): it is slipped in.
    if direction(language) == "rtl":
        context["language"] = f'{language}" dir="rtl'
    _translate_controls(context, language)
    links = list(_links(app, language, page, context))
    if links:
        _add_links(context, links, language)
    # Sphinx makes headings of the captions and leaves out their level.
    for key in ("body", "furo_navigation_tree"):
        if key in context:
            context[key] = context[key].replace('role="heading"', 'role="heading" aria-level="2"')
    if doctree is not None and "body" in context and _is_untranslated(doctree, language):
        note = label("not-translated", language)
        context["body"] = f'<p class="tahqiq-untranslated" role="note">{note}</p>{context["body"]}'


def _translate_controls(context: dict[str, Any], language: str) -> None:
    """Name the theme's buttons in the page's language; furo has their names in English only."""
    names = {english: label(key, language) for english, key in _CONTROLS.items()}
    if any(english != name for english, name in names.items()):
        script = f"window.tahqiqNames={json.dumps(names, ensure_ascii=False)}"
        context["metatags"] = context.get("metatags", "") + f"<script>{script}</script>"


def _links(app: Sphinx, language: str, page: str, context: dict[str, Any]) -> Any:
    folders: dict[str, str] = app.config.tei_languages
    here = folders.get(language)
    if here is None:
        return
    up = context.get("content_root", "") + "../" * len(Path(here).parts)
    for other, folder in folders.items():
        if other != language:
            target = f"{up}{folder + '/' if folder else ''}{page}{app.builder.link_suffix}"  # type: ignore[attr-defined]
            yield other, _NAMES.get(other, other), target


def _add_links(context: dict[str, Any], links: list[tuple[str, str, str]], language: str) -> None:
    anchors = " ".join(
        f'<a href="{target}" lang="{other}" hreflang="{other}" dir="{direction(other)}">{name}</a>'
        for other, name, target in links
    )
    named = label("language", language)
    context["tahqiq_languages"] = (
        f'<div class="tahqiq-languages" role="group" aria-label="{named}">{anchors}</div>'
    )
    if "body" in context:
        context["body"] = context["tahqiq_languages"] + context["body"]
    sidebars = context.get("sidebars")
    if sidebars:
        at = 1 if "brand" in sidebars[0] else 0
        context["sidebars"] = [*sidebars[:at], "tahqiq-languages.html", *sidebars[at:]]
    alternates = "".join(
        f'<link rel="alternate" hreflang="{other}" href="{target}">' for other, _, target in links
    )
    context["metatags"] = context.get("metatags", "") + alternates


def _is_untranslated(doctree: nodes.document, language: str) -> bool:
    return language != "en" and bool(doctree.get("tahqiq_untranslated"))


def add_font(app: Sphinx, error: Exception | None) -> None:
    """Write the font of Arabic beside the style sheet that names it."""
    from tahqiq.files import write_atomic
    from tahqiq.fonts import page_font

    if error is None and app.builder.format == "html":
        for style, name in (("Regular", "amiri"), ("Bold", "amiri-bold")):
            write_atomic(Path(app.outdir) / "_static" / f"{name}.woff2", page_font(style))


def mark_english(app: Sphinx, doctree: nodes.document, _page: str) -> None:
    """Give what was not translated its own language, so that it is read and set as English."""
    if (app.config.language or "en") == "en":
        return
    untranslated = [
        node
        for node in doctree.findall(nodes.TextElement)
        if "untranslated" in node.get("classes", ()) and node.astext().strip()
    ]
    if "translation_progress" not in doctree:
        # Without a catalogue for the page Sphinx marks nothing.
        untranslated = [node for node, _ in extract_messages(doctree)]
    doctree["tahqiq_untranslated"] = len(untranslated)
    for node in untranslated:
        node["classes"].append("language-en")
