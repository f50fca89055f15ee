"""Content models as a reader takes them in: short expressions with links.

In: the content of a specification, in the elements of TEI or of RELAX NG. Out: docutils nodes, such
as ``(text | model.phrase)*``.
"""

from __future__ import annotations

from docutils import nodes
from lxml import etree

from tahqiq import tei
from tahqiq.sphinx.customisation import Customisation
from tahqiq.sphinx.writing import Writer

_RNG_TIMES = {"zeroOrMore": "*", "oneOrMore": "+", "optional": "?"}
_REFERENCES = {"elementRef": "elem", "classRef": "class", "macroRef": "macro", "dataRef": "data"}


def expression(
    writer: Writer, customisation: Customisation, content: etree._Element | None
) -> list[nodes.Node]:
    """Return a content model as one line; empty where the content is."""
    parts = _all(writer, customisation, [] if content is None else list(content))
    return _joined(parts, ", ") or [nodes.Text(writer.label("empty"))]


def _all(
    writer: Writer, customisation: Customisation, children: list[etree._Element]
) -> list[list[nodes.Node]]:
    made = (_one(writer, customisation, one) for one in children if isinstance(one.tag, str))
    return [part for part in made if part]


def _one(writer: Writer, odd: Customisation, node: etree._Element) -> list[nodes.Node]:
    name = tei.local_name(node)
    times = _times(node)
    if name in _REFERENCES or name == "ref":
        return [_reference(writer, odd, node), nodes.Text(times)]
    if name in ("textNode", "text"):
        return [nodes.Text(writer.label("text"))]
    if name == "empty":
        return [nodes.Text(writer.label("empty"))]
    if name == "anyElement":
        return [nodes.Text(writer.label("any") + times)]
    if name == "valList":
        values = [one.get("ident", "") for one in node]
        return [nodes.Text(" | ".join(f'"{one}"' for one in values if one))]
    if name in ("data", "value"):
        return [nodes.literal("", node.get("type") or f'"{node.text}"')]
    separator = " | " if name in ("alternate", "choice") else ", "
    separator = " & " if name == "interleave" else separator
    parts = _all(writer, odd, list(node))
    inner = _joined(parts, separator)
    if len(parts) > 1 and (times or name in ("alternate", "choice", "interleave", "sequence")):
        return [nodes.Text("("), *inner, nodes.Text(")" + times)]
    return [*inner, nodes.Text(times)] if inner else []


def _reference(writer: Writer, odd: Customisation, node: etree._Element) -> nodes.Node:
    name = node.get("key") or node.get("name") or ""
    kind = _REFERENCES.get(tei.local_name(node), "")
    if not kind:
        kind = next(
            (one for one in ("elem", "class", "macro", "data") if (one, name) in odd.specs), ""
        )
    if not kind or (kind, name) not in odd.specs:
        return nodes.literal("", name)
    return writer.link(kind, name, name)


def _times(node: etree._Element) -> str:
    name = tei.local_name(node)
    if name in _RNG_TIMES:
        return _RNG_TIMES[name]
    least, most = node.get("minOccurs", "1"), node.get("maxOccurs", "1")
    plain = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
    return plain.get((least, most), f"{{{least},{'' if most == 'unbounded' else most}}}")


def _joined(parts: list[list[nodes.Node]], separator: str) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for part in parts:
        if made:
            made.append(nodes.Text(separator))
        made += part
    return made
