"""Markup as it is written: the tokens of a document, joined to nodes.

In: the text of a well-formed document. Out: a tree of nodes whose pieces, written one after the
other, are that text, character for character; every node knows its offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<comment><!--.*?-->)
      | (?P<cdata><!\[CDATA\[.*?\]\]>)
      | (?P<instruction><\?.*?\?>)
      | (?P<doctype><!DOCTYPE(?:[^\[<>"']|"[^"]*"|'[^']*')*
            (?:\[(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<\?.*?\?>|<!(?:[^"'>]|"[^"]*"|'[^']*')*>)*\]
            \s*)?>)
      | (?P<end></[^>]*>)
      | (?P<start><(?:[^"'>]|"[^"]*"|'[^']*')*>)
      | (?P<text>[^<]+)""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(\s+)([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(r"[^\s/>]+")


@dataclass(slots=True)
class Node:
    """A piece of markup or text; an element holds its tags and its children.

    ``kind`` is document, element, text, cdata, comment, instruction or doctype; ``source`` is the
    piece itself, of an element its start tag.
    """

    kind: str
    source: str
    offset: int
    namespace: str = ""
    name: str = ""
    end: str = ""
    preserve: bool = False
    children: list[Node] = field(default_factory=list)

    def attributes(self) -> Iterator[tuple[str, str, str]]:
        """Yield the white space before each attribute, its name and its quoted value."""
        yield from _ATTRIBUTE.findall(self.source)

    def pieces(self) -> Iterator[str]:
        """Yield everything that the node was read from, in order."""
        open_: list[Node | str] = [self]
        while open_:
            node = open_.pop()
            if isinstance(node, str):
                yield node
                continue
            yield node.source
            open_.append(node.end)
            open_.extend(reversed(node.children))


def read(text: str) -> Node:
    """Return the document of a text that is well-formed."""
    document = Node("document", "", 0)
    stack: list[tuple[Node, dict[str, str]]] = [(document, {})]
    for match in _TOKEN.finditer(text):
        kind, source = match.lastgroup or "text", match.group()
        parent, prefixes = stack[-1]
        if kind == "end":
            parent.end = source
            stack.pop()
        elif kind == "start":
            node, inner = _element(source, match.start(), parent, prefixes)
            parent.children.append(node)
            if not source.endswith("/>"):
                stack.append((node, inner))
        else:
            parent.children.append(Node(kind, source, match.start()))
    return document


def _element(
    source: str, offset: int, parent: Node, prefixes: dict[str, str]
) -> tuple[Node, dict[str, str]]:
    found = _NAME.search(source, 1)
    name = found.group() if found else ""
    node = Node("element", source, offset, preserve=parent.preserve)
    if "xmlns" in source or "xml:space" in source:
        prefixes = dict(prefixes)
        for _, attribute, value in node.attributes():
            if attribute == "xmlns":
                prefixes[""] = value[1:-1]
            elif attribute.startswith("xmlns:"):
                prefixes[attribute[6:]] = value[1:-1]
            elif attribute == "xml:space":
                node.preserve = value[1:-1] == "preserve"
    prefix, _, local = name.rpartition(":")
    node.namespace, node.name = prefixes.get(prefix, ""), local
    return node, prefixes
