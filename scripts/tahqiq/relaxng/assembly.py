"""A schema put together from its files: what it includes, and the parts of each definition.

In: a tree of Nodes and a way to read others. Out: grammars with their definitions by name (sections
4.5 to 4.7, 4.17 and 4.18), every node with the ``ns`` and ``datatypeLibrary`` that hold there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tahqiq.errors import SchemaError
from tahqiq.relaxng import syntax
from tahqiq.relaxng.nodes import Node
from tahqiq.relaxng.pattern import Pattern

Read = Callable[[str], Node]


@dataclass(slots=True)
class Definition:
    """What a name stands for in one grammar: its parts, and once made their pattern."""

    parts: list[Node] = field(default_factory=list)
    pattern: Pattern | None = None
    busy: bool = False

    @property
    def combine(self) -> str:
        """Return how its parts are combined: ``choice`` unless they say ``interleave``."""
        ways = {node.attributes["combine"] for node in self.parts if "combine" in node.attributes}
        return "interleave" if ways == {"interleave"} else "choice"


@dataclass(slots=True, eq=False)
class Grammar:
    """A grammar's definitions by name; its start is the name None."""

    parent: Grammar | None
    definitions: dict[str | None, Definition] = field(default_factory=dict)


class Assembler:
    """Puts one schema together."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._open: list[str] = []

    def grammar(self, node: Node, parent: Grammar | None) -> Grammar:
        """Return a grammar with all its definitions."""
        grammar = Grammar(parent)
        for part in self._components(node):
            grammar.definitions.setdefault(_defines(part), Definition()).parts.append(part)
        if None not in grammar.definitions:
            raise node.fail("4.18", "the grammar has no start")
        for name, definition in grammar.definitions.items():
            _check_combine(name, definition.parts)
        return grammar

    def _components(self, node: Node) -> list[Node]:
        """Return the start and define elements of a grammar, those of divs and includes too."""
        found = []
        for child in node.children:
            if child.name == "div":
                found.extend(self._components(child))
            elif child.name == "include":
                found.extend(self._included(child))
            else:
                _pass_on(child)
                found.append(child)
        return found

    def _included(self, node: Node) -> list[Node]:
        with self.fetched(node) as root:
            if root.name != "grammar":
                raise node.fail("4.7", "what is included must be a grammar")
            own = self._components(node)
            replaced = {_defines(one) for one in own}
            there = self._components(root)
        for name in replaced - {_defines(one) for one in there}:
            what = f"definition of '{name}'" if name else "start"
            raise node.fail("4.7", f"the included grammar has no {what} to replace")
        for one in there:
            if _defines(one) in replaced:
                self._visit(one)
        return [*(one for one in there if _defines(one) not in replaced), *own]

    def _visit(self, node: Node) -> None:
        """Read what a replaced definition refers to: that is to be there before it goes (4.6)."""
        waiting = [node]
        while waiting:
            one = waiting.pop()
            waiting.extend(one.children)
            if one.name == "externalRef":
                with self.fetched(one) as root:
                    self._visit(root)

    @contextmanager
    def fetched(self, node: Node) -> Iterator[Node]:
        """Yield the root of the schema that a node refers to, which must not refer back."""
        address = urljoin(node.base, node.attributes["href"].strip())
        if address in self._open or address == node.base:
            raise node.fail("4.6", f"{address} includes itself")
        try:
            root = self._read(address)
        except SchemaError:
            raise
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise node.fail("4.5", f"{address} cannot be read: {why}") from None
        self._open.append(address)
        syntax.check(root)
        inherit(root, node.inherited_ns, "")
        yield root
        self._open.pop()


def inherit(root: Node, ns: str, library: str) -> None:
    """Give every node the ns and the datatypeLibrary that hold there (4.3, 4.9)."""
    waiting = [(root, ns, library)]
    while waiting:
        node, ns, library = waiting.pop()
        ns = node.attributes.get("ns", ns)
        library = node.attributes.get("datatypeLibrary", library)
        node.inherited_ns, node.inherited_library = ns, library
        waiting.extend((child, ns, library) for child in node.children)


def _defines(node: Node) -> str | None:
    """Return the name that a component defines; None for the start."""
    return None if node.name == "start" else node.attributes["name"]


def _pass_on(definition: Node) -> None:
    """Take what is said of a definition as said of the one element or attribute that it is."""
    if len(definition.children) == 1:
        (only,) = definition.children
        only.documentation = only.documentation or definition.documentation


def _check_combine(name: str | None, parts: list[Node]) -> None:
    what = f"definitions of '{name}'" if name else "starts"
    if len([one for one in parts if "combine" not in one.attributes]) > 1:
        raise parts[1].fail("4.17", f"several {what} say not how they are combined")
    if len({one.attributes["combine"] for one in parts if "combine" in one.attributes}) > 1:
        raise parts[1].fail("4.17", f"several {what} are combined in two ways")
