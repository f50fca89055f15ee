"""Long lists of names as one node, linked as the page is written.

In: a kind and names. Out: words with links. "Contained by" alone makes fifty thousand links in a
large customisation; as nodes of their own they would be most of the work of a build.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from docutils import nodes

from tahqiq.sphinx.domains import ObjectDomain


class NameList(nodes.General, nodes.Inline, nodes.Element):
    """Names of one kind of object; those that are described are links."""

    def astext(self) -> str:
        """Return the names with spaces between them."""
        return " ".join(self["names"])


def name_list(kind: str, names: Iterable[str]) -> NameList:
    """Return a list of names of a kind of the domain ``tei``."""
    return NameList("", kind=kind, names=list(names))


def visit_html(writer: Any, node: NameList) -> None:
    """Write the names with links."""
    domain = writer.builder.env.get_domain("tei")
    assert isinstance(domain, ObjectDomain)
    here = writer.builder.current_docname
    parts = [_html(writer.builder, domain, here, node["kind"], name) for name in node["names"]]
    writer.body.append(f'<span class="tei-names">{" ".join(parts)}</span>')
    raise nodes.SkipNode


def _html(builder: Any, domain: ObjectDomain, here: str, kind: str, name: str) -> str:
    found = domain.objects.get((kind, name))
    if found is None:
        return escape(name)
    page, node_id, _ = found
    address = "" if page == here else builder.get_relative_uri(here, page)
    return (
        f'<a class="reference internal" href="{escape(f"{address}#{node_id}")}">{escape(name)}</a>'
    )


def visit_text(writer: Any, node: NameList) -> None:
    """Write the names, where the form knows no links."""
    add = getattr(writer, "add_text", None) or writer.body.append
    add(node.astext())
    raise nodes.SkipNode
