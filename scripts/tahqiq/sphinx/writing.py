"""Documents of Sphinx made from parts of a customisation.

In: names, words and specifications. Out: docutils nodes that are not to be translated: what they
say comes in its language from the ODD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from tahqiq.sphinx.domains import ObjectDomain, shown
from tahqiq.sphinx.labels import label

if TYPE_CHECKING:
    from lxml import etree
    from sphinx.environment import BuildEnvironment

MANY = 14
"""How many names make a list that is grouped by module."""


class Writer:
    """Makes nodes for one page; ``language`` is the page's."""

    def __init__(self, env: BuildEnvironment, document: nodes.document) -> None:
        self.env = env
        self.document = document
        self.language: str = env.config.language or "en"
        self.elements: frozenset[str] = frozenset()
        self.attributes: frozenset[str] = frozenset()
        self.tried: Callable[[etree._Element, str], list[str]] = lambda node, text: []

    def label(self, key: str) -> str:
        """Return a label of the extension in the page's language."""
        return label(key, self.language)

    def link(self, kind: str, name: str, text: str = "", *, domain: str = "tei") -> nodes.Node:
        """Return a link that stays plain where nothing is described under the name."""
        literal = nodes.literal("", text or shown(kind, name), classes=["xref", domain])
        return addnodes.pending_xref(
            "", literal, refdomain=domain, reftype=kind, reftarget=name, refexplicit=True,
            refdoc=self.env.docname, refwarn=False, tahqiq_soft=True,
        )  # fmt: skip

    def links(self, kind: str, names: Iterable[str], *, domain: str = "tei") -> list[nodes.Node]:
        """Return links with spaces between them."""
        found: list[nodes.Node] = []
        for name in names:
            found += [nodes.Text(" ")] if found else []
            found.append(self.link(kind, name, domain=domain))
        return found

    def paragraph(self, *parts: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
        """Return a paragraph of nodes and words."""
        made = nodes.paragraph("", "", classes=list(classes), translatable=False)
        made += [nodes.Text(part) if isinstance(part, str) else part for part in parts]
        return made

    def labelled(self, key: str) -> nodes.paragraph:
        """Return a small heading within a description."""
        return self.paragraph(nodes.strong("", self.label(key)), classes=["tei-label"])

    def fields(self, rows: Iterable[tuple[str, nodes.Node | list[nodes.Node]]]) -> nodes.field_list:
        """Return a list of labels and what they stand for."""
        made = nodes.field_list(classes=["tei-facts"])
        for key, value in rows:
            body = nodes.field_body()
            if isinstance(value, list):
                body += self.paragraph(*value)
            else:
                body += value
            name = nodes.field_name("", self.label(key), translatable=False)
            made += nodes.field("", name, body)
        return made

    def code(self, text: str, language: str = "xml", emphasised: Sequence[int] = ()) -> nodes.Node:
        """Return a block of code; ``emphasised`` are numbers of its lines."""
        block = nodes.literal_block(text, text, language=language)
        if emphasised:
            block["highlight_args"] = {"hl_lines": list(emphasised)}
        return block

    def wrong(self, text: str, codes: Iterable[str]) -> nodes.Node:
        """Return a block of XML that is not valid, under the codes that it fails by."""
        said = self.paragraph(
            f"{self.label('invalid')}: ", *self.links("rule", codes), classes=["tei-verdict"]
        )
        return nodes.container("", said, self.code(text), classes=["tei-example", "tei-invalid"])

    def table(self, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> nodes.table:
        """Return a table; a cell is a string, a node or a list of nodes."""
        group = nodes.tgroup(cols=len(heads))
        group += [nodes.colspec(colwidth=10) for _ in heads]
        group += nodes.thead("", self._row(heads))
        body = nodes.tbody()
        body += [self._row(row) for row in rows]
        group += body
        return nodes.table("", group, classes=["tei-table"])

    def _row(self, cells: Sequence[Any]) -> nodes.row:
        row = nodes.row()
        for cell in cells:
            inside = cell if isinstance(cell, list) else [cell]
            blocks = all(isinstance(one, nodes.Body) for one in inside) and inside
            row += nodes.entry("", *(inside if blocks else [self.paragraph(*inside)]))
        return row

    def described(
        self, kind: str, name: str, gloss: nodes.Node | str = "", *, domain: str = "tei",
        ids: Sequence[str] = (), display: str = "", index: bool = True, text: str = "",
        listed: bool = True,
    ) -> tuple[list[nodes.Node], addnodes.desc_content]:  # fmt: skip
        """Return the description of an object, and the part that is to be filled."""
        names = list(ids) or [f"{kind}-{name}"]
        text = text or shown(kind, name)
        signature = addnodes.desc_signature("", "", ids=names, _toc_parts=(name,))
        signature["_toc_name"] = text if listed else ""
        signature["fullname"] = name
        signature += addnodes.desc_name(text, text)
        if gloss:
            own = nodes.Text(gloss) if isinstance(gloss, str) else gloss
            signature += [nodes.Text(" "), nodes.inline("", "", own, classes=["tei-gloss"])]
        content = addnodes.desc_content()
        made = addnodes.desc("", signature, content, domain=domain, objtype=kind)
        made["classes"] += [domain, f"{domain}-{kind}"]
        self.document.note_explicit_target(signature)
        shown_as = display or text
        _domain(self.env, domain).note(kind, name, names[0], shown_as, location=signature)
        before: list[nodes.Node] = []
        if index:
            entry = f"{shown_as} ({self.label(kind)})"
            before = [addnodes.index(entries=[("single", entry, names[0], "", None)])]
        return [*before, made], content

    def section(self, title: nodes.Node | str, name: str) -> nodes.section:
        """Return a section with a heading."""
        heading = nodes.title("", "", nodes.Text(title) if isinstance(title, str) else title)
        heading["translatable"] = False
        made = nodes.section("", heading, ids=[name], names=[name])
        self.document.note_explicit_target(made)
        return made


def _domain(env: BuildEnvironment, name: str) -> ObjectDomain:
    found = env.get_domain(name)
    assert isinstance(found, ObjectDomain)
    return found
