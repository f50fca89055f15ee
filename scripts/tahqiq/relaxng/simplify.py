"""From the full syntax to patterns: the simplification of section 4.

In: a tree of Nodes and a way to read what it includes. Out: the pattern of its start, every
element's content made. An incorrect schema is a SchemaError with its file, line and section.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from tahqiq.errors import SchemaError
from tahqiq.relaxng import syntax
from tahqiq.relaxng.assembly import Assembler, Grammar, Read, inherit
from tahqiq.relaxng.datatypes import Datatype, datatype
from tahqiq.relaxng.facets import UnknownType
from tahqiq.relaxng.name_classes import check_attribute_name, name_class, qualified
from tahqiq.relaxng.names import NameClass
from tahqiq.relaxng.nodes import Node
from tahqiq.relaxng.pattern import (
    Content,
    Pattern,
)
from tahqiq.relaxng.patterns import Builder


class _CircularError(SchemaError):
    """A definition refers to itself without an element between."""


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces in scope at a place of a schema."""

    prefixes: tuple[tuple[str | None, str], ...]
    default: str

    def resolve(self, prefix: str) -> str | None:
        """Return the namespace of a prefix; the empty one is the ``ns`` that holds there."""
        return dict(self.prefixes).get(prefix) if prefix else self.default


class Simplifier:
    """Makes the patterns of one schema."""

    def __init__(self, read: Read) -> None:
        self.builder = Builder()
        self._assembler = Assembler(read)
        self._waiting: list[Content] = []

    def start(self, root: Node) -> Pattern:
        """Return the pattern of a whole schema."""
        syntax.check(root)
        inherit(root, "", "")
        made = self._pattern(root, None)
        while self._waiting:
            _ = self._waiting.pop().pattern
        return made

    def _pattern(self, node: Node, grammar: Grammar | None) -> Pattern:
        # Elements have methods by their own names, whatever case these have.
        maker = getattr(self, f"_{node.name}", None)
        if maker is not None:
            made: Pattern = maker(node, grammar)
            return made
        return self._joined(node, node.children, grammar)

    def _joined(self, node: Node, parts: list[Node], grammar: Grammar | None) -> Pattern:
        """Return several patterns as one (4.12): joined as the element says, else as a group."""
        made = [self._pattern(part, grammar) for part in parts]
        build = self.builder
        if node.name == "choice":
            return build.choice(made)
        if node.name == "interleave":
            return build.interleave(made)
        result = made[-1]
        for part in reversed(made[:-1]):
            result = build.group(part, result)
        return result

    def _empty(self, node: Node, grammar: Grammar | None) -> Pattern:
        return self.builder.empty

    def _notAllowed(self, node: Node, grammar: Grammar | None) -> Pattern:  # noqa: N802
        return self.builder.not_allowed

    def _text(self, node: Node, grammar: Grammar | None) -> Pattern:
        return self.builder.text

    def _optional(self, node: Node, grammar: Grammar | None) -> Pattern:
        return self.builder.optional(self._joined(node, node.children, grammar))

    def _zeroOrMore(self, node: Node, grammar: Grammar | None) -> Pattern:  # noqa: N802
        inner = self._joined(node, node.children, grammar)
        return self.builder.optional(self.builder.more(inner))

    def _oneOrMore(self, node: Node, grammar: Grammar | None) -> Pattern:  # noqa: N802
        return self.builder.more(self._joined(node, node.children, grammar))

    def _mixed(self, node: Node, grammar: Grammar | None) -> Pattern:
        inner = self._joined(node, node.children, grammar)
        return self.builder.interleave([inner, self.builder.text])

    def _list(self, node: Node, grammar: Grammar | None) -> Pattern:
        return self.builder.list_of(self._joined(node, node.children, grammar))

    def _element(self, node: Node, grammar: Grammar | None) -> Pattern:
        named, parts = self._named(node)
        content = Content(
            named, lambda: self._joined(node, parts, grammar), node, node.documentation
        )
        self._waiting.append(content)
        return self.builder.element(content)

    def _attribute(self, node: Node, grammar: Grammar | None) -> Pattern:
        named, parts = self._named(node)
        check_attribute_name(node, named)
        inner = self._joined(node, parts, grammar) if parts else self.builder.text
        return _documented(self.builder.attribute(named, inner), node)

    def _named(self, node: Node) -> tuple[NameClass, list[Node]]:
        name = node.attributes.get("name")
        if name is None:
            return name_class(node.children[0]), node.children[1:]
        # The name of an attribute is in no namespace unless it says so itself (4.8).
        own = node.name == "element" or "ns" in node.attributes
        return qualified(node, name, node.inherited_ns if own else ""), node.children

    def _data(self, node: Node, grammar: Grammar | None) -> Pattern:
        params = [
            (part.attributes["name"], part.text, _namespaces(part))
            for part in node.children
            if part.name == "param"
        ]
        made = _datatype(node, params)
        excluded = [part for part in node.children if part.name == "except"]
        if not excluded:
            return self.builder.data(made, None)
        parts = [self._pattern(part, grammar) for part in excluded[0].children]
        return self.builder.data(made, self.builder.choice(parts))

    def _value(self, node: Node, grammar: Grammar | None) -> Pattern:
        made = _datatype(node, [])
        value = made.value(node.text, _namespaces(node))
        if value is None:
            raise node.fail("4.16", f"'{node.text}' is no value of {made.name}")
        return _documented(self.builder.value(made, value, node.text), node)

    def _ref(self, node: Node, grammar: Grammar | None) -> Pattern:
        return self._referred(node, grammar)

    def _parentRef(self, node: Node, grammar: Grammar | None) -> Pattern:  # noqa: N802
        return self._referred(node, grammar.parent if grammar else None)

    def _referred(self, node: Node, grammar: Grammar | None) -> Pattern:
        name = node.attributes["name"]
        if grammar is None:
            raise node.fail("4.18", f"'{name}' is referred to outside of a grammar")
        if name not in grammar.definitions:
            raise node.fail("4.18", f"there is no definition of '{name}'")
        return self._defined(name, grammar, node)

    def _defined(self, name: str | None, grammar: Grammar, node: Node) -> Pattern:
        definition = grammar.definitions[name]
        if definition.pattern is None:
            if definition.busy:
                error = node.fail("4.19", f"'{name}' refers to itself without an element between")
                raise _CircularError(error.message, place=error.place)
            definition.busy = True
            parts = [self._joined(part, part.children, grammar) for part in definition.parts]
            interleave = definition.combine == "interleave"
            build = self.builder.interleave if interleave else self.builder.choice
            definition.pattern = build(parts)
            definition.busy = False
        return definition.pattern

    def _grammar(self, node: Node, parent: Grammar | None) -> Pattern:
        grammar = self._assembler.grammar(node, parent)
        start = self._defined(None, grammar, node)
        for name, definition in grammar.definitions.items():
            # What nothing reaches may be circular (4.19), but must be correct in all else.
            with contextlib.suppress(_CircularError):
                _ = self._defined(name, grammar, node)
            definition.busy = False
        return start

    def _externalRef(self, node: Node, grammar: Grammar | None) -> Pattern:  # noqa: N802
        with self._assembler.fetched(node) as root:
            return self._pattern(root, None)


def _documented(pattern: Pattern, node: Node) -> Pattern:
    """Keep what a schema says of a pattern; of equal patterns the first that says anything."""
    pattern.documentation = pattern.documentation or node.documentation
    return pattern


def _namespaces(node: Node) -> Namespaces:
    return Namespaces(tuple(node.ns.items()), node.inherited_ns)


def _datatype(node: Node, params: list[tuple[str, str, Namespaces]]) -> Datatype:
    typed = "type" in node.attributes
    library = node.inherited_library if typed else ""
    try:
        return datatype(library, node.attributes.get("type", "token"), list(params))
    except UnknownType as error:
        raise node.fail("4.16", str(error)) from None
