"""A graph of triples, written so that the same graph gives the same bytes.

In: triples of a node, a property and a value. Out: Turtle 1.1 and JSON-LD 1.1 with a context of its
own, so that a reader needs no network. Written here, and not by rdflib, whose order of blank nodes
changes from run to run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LOCAL = re.compile(r"[A-Za-z_][\w-]*")
_TYPE = "rdf:type"


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: its words, and their language or the type of their value."""

    text: str
    lang: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A node by its address, or by a short name such as ``crm:E53_Place``."""

    name: str


Value = Literal | Node


@dataclass(slots=True)
class Graph:
    """Triples in the order in which they came, each once; ``prefixes`` are those of short names."""

    prefixes: Mapping[str, str]
    nodes: dict[str, dict[str, list[Value]]] = field(default_factory=dict)

    def add(self, node: str, name: str, value: Value) -> None:
        """Add a triple."""
        values = self.nodes.setdefault(node, {}).setdefault(name, [])
        if value not in values:
            values.append(value)

    def turtle(self) -> bytes:
        """Return the graph as Turtle."""
        head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in self.prefixes.items())
        blocks = [
            f"\n{self._turtle_name(node)}\n"
            + " ;\n".join(
                f"    {'a' if name == _TYPE else name} "
                + ", ".join(map(self._turtle_value, values))
                for name, values in held.items()
            )
            + " .\n"
            for node, held in self.nodes.items()
        ]
        return f"{head}{''.join(blocks)}".encode()

    def _turtle_name(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix in self.prefixes and _LOCAL.fullmatch(local):
            return name
        return "<" + re.sub(r'[\x00-\x20<>"{}|^`\\]', _escaped, name) + ">"

    def _turtle_value(self, value: Value) -> str:
        if isinstance(value, Node):
            return self._turtle_name(value.name)
        text = json.dumps(value.text, ensure_ascii=False)
        if value.lang:
            return f"{text}@{value.lang}"
        return f"{text}^^{self._turtle_name(value.type)}" if value.type else text

    def json_ld(self) -> bytes:
        """Return the graph as JSON-LD."""
        nodes = [
            {"@id": node, **{_key(name): _json_values(name, held[name]) for name in held}}
            for node, held in self.nodes.items()
        ]
        context = {"@version": 1.1, **self.prefixes}
        content = json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1)
        return f"{content}\n".encode()


def _escaped(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _key(name: str) -> str:
    return "@type" if name == _TYPE else name


def _json_values(name: str, values: list[Value]) -> list[Any]:
    if name == _TYPE:
        return [value.name for value in values if isinstance(value, Node)]
    return [_json_value(value) for value in values]


def _json_value(value: Value) -> dict[str, str]:
    if isinstance(value, Node):
        return {"@id": value.name}
    made = {"@value": value.text}
    if value.lang:
        made["@language"] = value.lang
    elif value.type:
        made["@type"] = value.type
    return made
