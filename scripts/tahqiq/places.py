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
    children: list[_Node] = field(default_factory=list)


class Locator:
    """Finds line, column and byte of any node of one file."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._root: _Node | None = None

    def place(self, xpath: str) -> Place:
        """Return the place of the node that a location path names, or the nearest above it.

        Takes the paths of Saxon's ``fn:path`` and of SVRL, with or without namespaces. The path
        of the document itself is its first line; line and column are 0 where a path leads nowhere.
        """
        found = self._tree()
        attribute = ""
        for step in _steps(xpath):
            if step.group("attribute"):
                attribute = step.group("name") or ""
                prefixed = step.group("ns") or ""
                return self._attribute(found, prefixed, attribute, xpath)
            child = _child(found, step)
            if child is None:
                break
            found = child
        if found is self._root:
            line = 1 if xpath == "/" else 0
            return Place(self._file, line, line, xpath=xpath)
        return Place(self._file, found.line, found.column, found.offset, xpath)

    def _attribute(self, node: _Node, namespace: str, name: str, xpath: str) -> Place:
        """Return the place of an attribute in its start tag, or of the tag where it is not found."""
        whole = Place(self._file, node.line, node.column, node.offset, xpath)
        end = self._end_of_tag(node.offset)
        for match in _ATTRIBUTE.finditer(self._content, node.offset, end):
            prefix, _, local = match.group(1).decode("utf-8", "replace").rpartition(":")
            if local != name or bool(prefix) != bool(namespace):
                continue
            if (namespace == _XML_NS) != (prefix == "xml"):
                continue
            before = self._content[node.offset : match.start(1)]
            lines = before.count(b"\n")
            tail = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
            column = len(tail) + (1 if lines else node.column)
            return Place(self._file, node.line + lines, column, match.start(1), xpath)
        return whole

    def _end_of_tag(self, offset: int) -> int:
        """Return where a start tag ends; ``offset`` itself where no tag begins there."""
        if self._content[offset : offset + 1] != b"<":
            return offset  # inside an entity, or in an encoding of two bytes
        match = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""").match(self._content, offset)
        return match.end() if match else offset

    def _tree(self) -> _Node:
        if self._root is None:
            self._root = _read(self._content)
        return self._root


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
    left = int(step.group("position") or 1)
    for child in node.children:
        if child.kind != kind or (name not in ("", "*") and child.name != name):
            continue
        if namespace is not None and child.namespace != namespace:
            continue
        left -= 1
        if left == 0:
            return child
    return None


def _read(content: bytes) -> _Node:
    """Return the document's nodes; those before the fault where expat refuses the rest."""
    parser = expat.ParserCreate(namespace_separator="\n")
    marked = int(content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")))
    root = _Node("document", "", "", 1, 1, 0)
    open_nodes = [root]

    def add(kind: str, name: str) -> _Node:
        namespace, _, local = name.rpartition("\n")
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        # expat counts the byte order mark as a column; editors do not show it.
        column -= marked if line == 1 else 0
        node = _Node(kind, namespace, local, line, column, parser.CurrentByteIndex)
        open_nodes[-1].children.append(node)
        return node

    def text(_: str) -> None:
        siblings = open_nodes[-1].children
        # One text node may come in pieces, and a CDATA section is part of it.
        if not siblings or siblings[-1].kind != "text":
            add("text", "")

    parser.StartElementHandler = lambda name, _: open_nodes.append(add("", name))
    parser.EndElementHandler = lambda _: open_nodes.pop() and None
    parser.CharacterDataHandler = text
    parser.StartCdataSectionHandler = lambda: text("")
    parser.CommentHandler = lambda _: add("comment", "") and None
    parser.ProcessingInstructionHandler = lambda target, _: (
        add("processing-instruction", target) and None
    )
    with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(content, True)
    return root
