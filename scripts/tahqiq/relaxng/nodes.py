"""A RELAX NG schema as it is written, before any of its meaning.

In: a schema in the XML syntax. Out: a tree of Nodes, one for each element of the RELAX NG
namespace, with annotations left out (section 4.1) and the place of each. The compact syntax gives
the same tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from tahqiq.errors import Place, SchemaError

RNG = "http://relaxng.org/ns/structure/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
COMPATIBILITY = "http://relaxng.org/ns/compatibility/annotations/1.0"


@dataclass(slots=True, eq=False)
class Node:
    """An element of a schema. ``text`` is its own text; ``ns`` the prefixes in scope."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)
    ns: Mapping[str | None, str] = field(default_factory=dict)
    base: str = ""
    file: str = ""
    line: int = 0
    documentation: str = ""
    # What ``ns`` and ``datatypeLibrary`` are here, set by simplification (4.3, 4.9).
    inherited_ns: str = ""
    inherited_library: str = ""

    def fail(self, rule: str, message: str) -> SchemaError:
        """Return the error that this element is incorrect by a rule (a section of the standard)."""
        return SchemaError(f"{message} (RELAX NG {rule})", place=Place(self.file, self.line))

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, without recursion."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class _NothingOutside(etree.Resolver):
    """Answer every request for another file with a blank."""

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        return self.resolve_string(" ", context)


def read_xml(content: bytes, *, file: str, base: str) -> Node:
    """Return the tree of a schema in the XML syntax; raise SchemaError where it is broken."""
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, collect_ids=False,
        huge_tree=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    parser.resolvers.add(_NothingOutside())
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        place = Place(file, error.lineno or 1, error.offset or 1)
        raise SchemaError(f"the schema is not well-formed: {error.msg}", place=place) from None
    if etree.QName(root).namespace != RNG:
        raise SchemaError(
            f"<{etree.QName(root).localname}> is not an element of RELAX NG (RELAX NG 3)",
            place=Place(file, root.sourceline or 1),
        )
    return _node(root, file, base)


def _node(root: etree._Element, file: str, base: str) -> Node:
    top = _own(root, file, base)
    stack = [(root, top)]
    while stack:
        element, node = stack.pop()
        texts = [element.text or ""]
        for child in element:
            if not isinstance(child.tag, str):
                texts.append(child.tail or "")
                continue
            name = etree.QName(child)
            if node.name in ("name", "value", "param"):
                raise node.fail("3", f"<{node.name}> must hold text alone")
            if name.namespace == RNG:
                made = _own(child, file, node.base)
                node.children.append(made)
                stack.append((child, made))
            elif name.namespace == COMPATIBILITY and name.localname == "documentation":
                # After a value it is the value's (RELAX NG DTD Compatibility, 2).
                last = node.children[-1] if node.children else node
                said = " ".join("".join(child.itertext()).split())
                (last if last.name == "value" else node).documentation = said
            texts.append(child.tail or "")
        node.text = "".join(texts)
    return top


def _own(element: etree._Element, file: str, base: str) -> Node:
    attributes = {}
    for name, value in element.attrib.items():
        parsed = etree.QName(name)
        if not parsed.namespace:
            attributes[parsed.localname] = value
        elif parsed.namespace == RNG:
            raise SchemaError(
                f"the attribute {parsed.localname} must not be in the namespace of RELAX NG"
                " (RELAX NG 3)",
                place=Place(file, element.sourceline or 0),
            )
    own_base = element.get(f"{{{XML}}}base")
    return Node(
        name=etree.QName(element).localname,
        attributes=attributes,
        ns={**element.nsmap, "xml": XML},
        base=urljoin(base, own_base) if own_base else base,
        file=file,
        line=element.sourceline or 0,
    )
