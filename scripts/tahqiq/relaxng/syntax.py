"""The full syntax of section 3, as a table, and the check of a schema against it.

In: a tree of Nodes. Out: nothing, or a SchemaError at the first element that may not stand where
it does. What includes and references lead to is checked where it is read.
"""

from __future__ import annotations

import re

from tahqiq.relaxng.letters import is_ncname
from tahqiq.relaxng.nodes import Node

PATTERNS = frozenset(
    "element attribute group interleave choice optional zeroOrMore oneOrMore list mixed ref"
    " parentRef empty value data notAllowed externalRef grammar text".split()
)
NAME_CLASSES = frozenset("name anyName nsName choice".split())
_COMMON = frozenset({"ns", "datatypeLibrary"})
_MANY = frozenset("group interleave choice optional zeroOrMore oneOrMore list mixed".split())
_LEAVES = frozenset("ref parentRef empty notAllowed externalRef text value param name".split())
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "element": frozenset({"name"}),
    "attribute": frozenset({"name"}),
    "ref": frozenset({"name"}),
    "parentRef": frozenset({"name"}),
    "value": frozenset({"type"}),
    "data": frozenset({"type"}),
    "externalRef": frozenset({"href"}),
    "include": frozenset({"href"}),
    "param": frozenset({"name"}),
    "define": frozenset({"name", "combine"}),
    "start": frozenset({"combine"}),
}
_REQUIRED = {"ref": "name", "parentRef": "name", "data": "type", "externalRef": "href",
             "include": "href", "param": "name", "define": "name"}  # fmt: skip
_CONTENT = frozenset({"start", "define", "div", "include"})


def check(root: Node) -> None:
    """Raise SchemaError where a schema breaks the full syntax."""
    if root.name not in PATTERNS:
        raise root.fail("3", f"<{root.name}> is no pattern")
    for node in root.walk():
        _check_attributes(node)
        if node.name not in _LEAVES - {"externalRef"} and node.text.strip():
            raise node.fail("3", f"<{node.name}> must not hold text")
        _check_children(node)


def _check_attributes(node: Node) -> None:
    allowed = _COMMON | _ATTRIBUTES.get(node.name, frozenset())
    for name in node.attributes:
        if name not in allowed:
            raise node.fail("3", f"<{node.name}> has no attribute {name}")
    required = _REQUIRED.get(node.name)
    if required and required not in node.attributes:
        raise node.fail("3", f"<{node.name}> lacks the attribute {required}")
    for name in ("name", "type", "combine"):
        if name in node.attributes:
            node.attributes[name] = node.attributes[name].strip()
    value = node.attributes.get("name")
    if value is not None and node.name not in ("element", "attribute") and not is_ncname(value):
        raise node.fail("3", f"'{value}' is no name")
    if not is_ncname(node.attributes.get("type", "x")):
        raise node.fail("3", f"'{node.attributes['type']}' is no name")
    if node.attributes.get("combine", "choice") not in ("choice", "interleave"):
        raise node.fail("3", "combine must be choice or interleave")
    library = node.attributes.get("datatypeLibrary", "")
    if library and (
        "#" in library
        or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:.", library)
        or re.search(r"%(?![0-9A-Fa-f]{2})", library)
    ):
        raise node.fail("4.3", "datatypeLibrary must be an absolute address without a fragment")
    if "#" in node.attributes.get("href", ""):
        raise node.fail("4.5", "href must not have a fragment")


def _check_children(node: Node) -> None:
    names = [child.name for child in node.children]
    if node.name in _LEAVES:
        allowed, low, high = frozenset[str](), 0, 0
    elif node.name in _MANY:
        allowed, low, high = PATTERNS, 1, None
    elif node.name in ("element", "attribute"):
        _check_named(node, names)
        return
    elif node.name in ("grammar", "div"):
        allowed, low, high = _CONTENT, 0, None
    elif node.name == "include":
        allowed, low, high = _CONTENT - {"include"}, 0, None
    elif node.name == "define":
        allowed, low, high = PATTERNS, 1, None
    elif node.name == "start":
        allowed, low, high = PATTERNS, 1, 1
    elif node.name == "data":
        _check_data(node, names)
        return
    elif node.name in ("anyName", "nsName"):
        allowed, low, high = frozenset({"except"}), 0, 1
    elif node.name == "except":
        allowed, low, high = PATTERNS | NAME_CLASSES, 1, None
    else:
        raise node.fail("3", f"<{node.name}> is not an element of RELAX NG")
    _check_counts(node, names, allowed, low, high)


def _check_counts(
    node: Node, names: list[str], allowed: frozenset[str], low: int, high: int | None
) -> None:
    for child in node.children:
        is_nested_choice = node.name == "choice" and child.name in NAME_CLASSES
        if child.name not in allowed and not is_nested_choice:
            raise child.fail("3", f"<{child.name}> must not stand in <{node.name}>")
    if len(names) < low:
        raise node.fail("3", f"<{node.name}> must not be empty")
    if high is not None and len(names) > high:
        raise node.children[high].fail("3", f"<{node.name}> must not hold so much")


def _check_named(node: Node, names: list[str]) -> None:
    patterns = node.children
    if "name" not in node.attributes:
        if not names or names[0] not in NAME_CLASSES:
            raise node.fail("3", f"<{node.name}> lacks a name")
        check_name_class(node.children[0])
        patterns = node.children[1:]
    for child in patterns:
        if child.name not in PATTERNS:
            raise child.fail("3", f"<{child.name}> must not stand in <{node.name}>")
    if node.name == "element" and not patterns:
        raise node.fail("3", "<element> must not be empty")
    if node.name == "attribute" and len(patterns) > 1:
        raise patterns[1].fail("3", "<attribute> must not hold so much")


def check_name_class(node: Node) -> None:
    """Raise SchemaError where a node is no name class."""
    if node.name not in NAME_CLASSES:
        raise node.fail("3", f"<{node.name}> is no name class")
    if node.name == "choice":
        if not node.children:
            raise node.fail("3", "<choice> must not be empty")
        for child in node.children:
            check_name_class(child)
    for part in node.children if node.name in ("anyName", "nsName") else ():
        for child in part.children:
            check_name_class(child)


def _check_data(node: Node, names: list[str]) -> None:
    parts = [name for name in names if name != "param"]
    if any(name != "except" for name in parts) or len(parts) > 1:
        raise node.fail("3", "<data> may hold params and one except")
    if "except" in names and names[-1] != "except":
        raise node.fail("3", "the except of <data> comes last")
    for part in node.children:
        for child in part.children if part.name == "except" else ():
            if child.name not in PATTERNS:
                raise child.fail("3", f"<{child.name}> must not stand in the except of <data>")
