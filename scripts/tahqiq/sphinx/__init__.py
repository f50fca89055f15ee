"""A Sphinx extension that documents TEI projects: their ODD, rules, stylesheets and commands.

In: ``extensions = ["tahqiq.sphinx"]`` and the settings below in conf.py. Out: the domains
``tei`` and ``xslt`` with their roles and directives, search over Arabic, and pages that run right
to left where their language does.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from tahqiq import __version__
from tahqiq.sphinx import generation, html, indexes, names
from tahqiq.sphinx.arabic import SearchArabic
from tahqiq.sphinx.commands import Commands
from tahqiq.sphinx.domains import TeiDomain, XsltDomain
from tahqiq.sphinx.encoding import Elements
from tahqiq.sphinx.examples import Example
from tahqiq.sphinx.glossary import Glossary
from tahqiq.sphinx.rules import Rules
from tahqiq.sphinx.stylesheets import Parameters, Stylesheets

SETTINGS = {
    "tei_odd": "",
    "tei_compiled": "",
    "tei_specification": "",
    "tei_schema": "",
    "tei_rules": "",
    "tei_fixtures": "",
    "tei_example_frame": "",
    "tei_example_base": "",
    "tei_generate": "",
}
"""Paths against the folder of conf.py; empty is none."""

DIRECTIVES = {
    "elements": Elements,
    "attributes": indexes.Attributes,
    "classes": indexes.Classes,
    "datatypes": indexes.Datatypes,
    "values": indexes.Values,
    "guidelines": indexes.Guidelines,
    "rules": Rules,
    "example": Example,
    "commands": Commands,
    "glossary": Glossary,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the extension to a project."""
    for name, default in SETTINGS.items():
        app.add_config_value(name, default, "env", types=frozenset({str}))
    app.add_config_value("tei_languages", {}, "html", types=frozenset({dict}))
    app.add_domain(TeiDomain)
    app.add_domain(XsltDomain)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("tei", name, directive)
    app.add_directive_to_domain("xslt", "stylesheets", Stylesheets)
    app.add_directive_to_domain("xslt", "parameters", Parameters)
    app.add_search_language(SearchArabic)
    text = (names.visit_text, None)
    app.add_node(
        names.NameList, html=(names.visit_html, None), text=text, latex=text, man=text, texinfo=text
    )
    app.add_css_file("tahqiq-sphinx.css")
    app.add_js_file("tahqiq-sphinx.js")
    app.connect("config-inited", _add_folders)
    app.connect("builder-inited", generation.generate)
    app.connect("missing-reference", _leave_plain)
    app.connect("doctree-resolved", html.mark_english)
    app.connect("html-page-context", html.add_context, priority=900)  # after the theme
    app.connect("build-finished", html.add_font)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _add_folders(_app: Sphinx, config: Any) -> None:
    config.html_static_path.append(str(html.STATIC))
    config.templates_path.append(str(html.STATIC.parent / "templates"))


def _leave_plain(
    _app: Sphinx, _env: BuildEnvironment, node: addnodes.pending_xref, words: nodes.TextElement
) -> nodes.TextElement | None:
    """Leave the extension's own links plain where a project does not describe their target."""
    return words if node.get("tahqiq_soft") else None
