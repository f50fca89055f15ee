"""Where in a file the nodes of its tree stand: line, column and byte, which lxml does not keep.

In: a file's bytes and location paths as ``fn:path`` and SVRL write them. Out: places. One pass of
expat, made when the first place is asked for, notes where every element, text, comment and
instruction begins; expat counts lines past 65,535 and columns in code points.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from tahqiq.errors import Place

_XML_NS = "http://www.w3.org/XML/1998/namespace"
_STEP = re.compile(
    r"(?P<attribute>@)?"
    r"(?:(?P<kind>text|comment|processing-instruction)\((?P<target>[^)]*)\)"
    r"|(?:Q\{(?P<ns>[^}]*)\}|\*:|[\w.-]+:)?(?P<name>[\w.-]+|\*))"
    r"(?:\[(?P<position>\d+)\])?"
)
_ATTRIBUTE = re.compile(rb"""\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


@dataclass(slots=True)
class _Node:
    """A node as the parser met it; ``kind`` is empty for an element."""

    kind: str
    namespace: str
    name: str
    line: int
    column: int
    offset: int
    parent: _Node | None
    close: int = 0  # where the end tag of an element begins; that of its only tag where it is empty
    children: list[_Node] = field(default_factory=list)
    # Children by kind and name, and this node's own position among such; made when asked for.
    index: dict[tuple[str, str, str], list[_Node]] | None = None
    position: int = 0

    def alike(self, kind: str, namespace: str, name: str) -> list[_Node]:
        """Return the children of one kind and name, in order."""
        if self.index is None:
            self.index = {}
            for child in self.children:
                twins = self.index.setdefault((child.kind, child.namespace, child.name), [])
                twins.append(child)
                child.position = len(twins)
        return self.index.get((kind, namespace, name), [])

    def path(self) -> str:
        """Return the location path of an element, as ``fn:path`` writes it."""
        steps: list[str] = []
        node = self
        while node.parent is not None:
            node.parent.alike("", "", "")
            steps.append(f"/Q{{{node.namespace}}}{node.name}[{node.position}]")
            node = node.parent
        return "".join(reversed(steps))


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes of a node: all of it, and what lies between the tags of an element.

    ``inner`` and ``close`` are where content begins and ends; both are the end of the start tag,
    before its ``/>``, for an empty element, whose ``empty`` is true.
    """

    start: int
    end: int
    inner: int = 0
    close: int = 0
    empty: bool = False


class Locator:
    """Finds line, column and byte of any node of one file."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._nodes: list[_Node] = []

    def place(self, xpath: str) -> Place:
        """Return the place of the node that a location path names, or the nearest above it.

        Takes the paths of Saxon's ``fn:path`` and of SVRL, with or without namespaces. The path
        of the document itself is its first line; line and column are 0 where a path leads nowhere.
        """
        return self._follow(self._document(), xpath, xpath)

    def numbered(self, number: int, step: str = "") -> Place:
        """Return the place of the element that is ``number`` in document order, from 1.

        ``step`` leads on to an attribute, text, comment or instruction: ``/@Q{}when``. The place's
        path is that of the node.
        """
        self._document()
        if not 0 < number < len(self._nodes):
            return Place(self._file)
        node = self._nodes[number]
        return self._follow(node, step, node.path() + step)

    def span(self, number: int, step: str = "") -> Span | None:
        """Return the bytes of a node, named as in ``numbered``; None where it is not found."""
        self._document()
        if not 0 < number < len(self._nodes):
            return None
        node = self._nodes[number]
        for part in _steps(step):
            if part.group("attribute"):
                name = part.group("name") or ""
                match = self._attribute_match(node, part.group("ns") or "", name)
                return (
                    Span(match.start(), match.end(), match.start(2) + 1, match.end(2) - 1)
                    if match
                    else None
                )
            child = _child(node, part)
            if child is None:
                return None
            node = child
        return self._span(node)

    def _span(self, node: _Node) -> Span | None:
        start = node.offset
        if node.kind:
            siblings = node.parent.children if node.parent else []
            after = siblings[siblings.index(node) + 1 :]
            close = node.parent.close if node.parent else len(self._content)
            return Span(start, after[0].offset if after else close)
        tag = self._end_of_tag(start)
        if tag == start:
            return None
        if self._content[tag - 2 : tag] == b"/>":
            return Span(start, tag, tag - 2, tag - 2, empty=True)
        end = self._content.find(b">", node.close) + 1
        return Span(start, end, tag, node.close)

    def _follow(self, node: _Node, steps: str, xpath: str) -> Place:
        for step in _steps(steps):
            if step.group("attribute"):
                return self._attribute(
                    node, step.group("ns") or "", step.group("name") or "", xpath
                )
            child = _child(node, step)
            if child is None:
                break
            node = child
        if node.parent is None:
            line = 1 if steps in ("", "/") else 0
            return Place(self._file, line, line, xpath=xpath)
        return Place(self._file, node.line, node.column, node.offset, xpath)

    def _document(self) -> _Node:
        if not self._nodes:
            self._nodes = _read(self._content)
        return self._nodes[0]

    def _attribute(self, node: _Node, namespace: str, name: str, xpath: str) -> Place:
        """Return the place of an attribute in its start tag, or of the tag where none is found."""
        match = self._attribute_match(node, namespace, name)
        if match is None:
            return Place(self._file, node.line, node.column, node.offset, xpath)
        before = self._content[node.offset : match.start(1)]
        lines = before.count(b"\n")
        tail = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        column = len(tail) + (1 if lines else node.column)
        return Place(self._file, node.line + lines, column, match.start(1), xpath)

    def _attribute_match(self, node: _Node, namespace: str, name: str) -> re.Match[bytes] | None:
        end = self._end_of_tag(node.offset)
        for match in _ATTRIBUTE.finditer(self._content, node.offset, end):
            prefix, _, local = match.group(1).decode("utf-8", "replace").rpartition(":")
            if local != name or bool(prefix) != bool(namespace):
                continue
            if (namespace == _XML_NS) == (prefix == "xml"):
                return match
        return None

    def _end_of_tag(self, offset: int) -> int:
        """Return where a start tag ends; ``offset`` itself where no tag begins there."""
        if self._content[offset : offset + 1] != b"<":
            return offset  # inside an entity, or in an encoding of two bytes
        match = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""").match(self._content, offset)
        return match.end() if match else offset


def _steps(xpath: str) -> list[re.Match[str]]:
    # A namespace in braces holds slashes, so steps are matched and not split.
    found = []
    for match in re.finditer(r"/((?:@?Q\{[^}]*\})?[^/]*)", xpath):
        parsed = _STEP.fullmatch(match.group(1))
        if parsed is None:
            break
        found.append(parsed)
    return found


def _child(node: _Node, step: re.Match[str]) -> _Node | None:
    kind = step.group("kind") or ""
    name = (step.group("target") or "").strip("\"' ") if kind else step.group("name")
    namespace = step.group("ns")
    position = int(step.group("position") or 1) - 1
    if kind or (namespace is not None and name != "*"):
        twins = node.alike(kind, namespace or "", name)
    else:
        twins = [child for child in node.children if not child.kind and name in ("*", child.name)]
    return twins[position] if position < len(twins) else None


def _read(content: bytes) -> list[_Node]:
    """Return the document, then its elements in order; those before a fault that expat finds."""
    parser = expat.ParserCreate(namespace_separator="\n")
    marked = int(content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")))
    found = [_Node("document", "", "", 1, 1, 0, None)]
    open_nodes = [found[0]]

    def add(kind: str, name: str) -> _Node:
        namespace, _, local = name.rpartition("\n")
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        # expat counts the byte order mark as a column; editors do not show it.
        column -= marked if line == 1 else 0
        offset = parser.CurrentByteIndex
        node = _Node(kind, namespace, local, line, column, offset, open_nodes[-1])
        open_nodes[-1].children.append(node)
        return node

    def element(name: str, _: dict[str, str]) -> None:
        found.append(add("", name))
        open_nodes.append(found[-1])

    def close(_: str) -> None:
        open_nodes.pop().close = parser.CurrentByteIndex

    def text(_: str) -> None:
        siblings = open_nodes[-1].children
        # One text node may come in pieces, and a CDATA section is part of it.
        if not siblings or siblings[-1].kind != "text":
            add("text", "")

    parser.StartElementHandler = element
    parser.EndElementHandler = close
    parser.CharacterDataHandler = text
    parser.StartCdataSectionHandler = lambda: text("")
    parser.CommentHandler = lambda _: add("comment", "") and None
    parser.ProcessingInstructionHandler = lambda target, _: (
        add("processing-instruction", target) and None
    )
    with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(content, True)
    return found
