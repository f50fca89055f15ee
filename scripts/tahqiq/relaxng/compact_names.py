"""Name classes of the compact syntax.

In: tokens. Out: the Nodes of names, of choices between them and of what they except.
"""

from __future__ import annotations

from tahqiq.relaxng.compact_cursor import Cursor
from tahqiq.relaxng.nodes import Node


class NameReader(Cursor):
    """Reads which names an element or an attribute may have."""

    def name_class(self, attribute: bool) -> Node:
        self.annotations()
        parts = [self.simple_name(attribute)]
        while self.accept("|"):
            parts.append(self.simple_name(attribute))
        return parts[0] if len(parts) == 1 else self.node("choice", parts)

    def simple_name(self, attribute: bool) -> Node:
        self.annotations()
        token = self.take()
        if token.kind == "mark" and token.text == "(":
            made = self.name_class(attribute)
            self.expect(")")
        elif token.kind == "mark" and token.text == "*":
            made = self.node("anyName")
            self.excepted(made, attribute)
        elif token.kind == "nsname":
            made = self.node("nsName", ns=self.namespace(token.text[:-2]))
            if token.text[:-2] in self.inherited:
                del made.attributes["ns"]
            self.excepted(made, attribute)
        elif token.kind == "cname":
            prefix, _, local = token.text.partition(":")
            made = self.node("name", ns=self.namespace(prefix))
            if prefix in self.inherited:
                del made.attributes["ns"]
            made.text = local
        elif token.kind == "name":
            made = self.node("name", ns="" if attribute else (self.default or ""))
            if not attribute and self.default is None:
                del made.attributes["ns"]
            made.text = token.text.removeprefix("\\")
        else:
            self.position -= 1
            raise self.wrong(f"a name is expected, not '{token.text}'")
        self.following()
        return made

    def excepted(self, made: Node, attribute: bool) -> None:
        if self.accept("-"):
            inner = self.simple_name(attribute)
            if "ns" in made.attributes and any(
                "ns" not in one.attributes for one in inner.walk() if one.name in ("name", "nsName")
            ):
                raise self.wrong("an inherited namespace must not stand in the except of another")
            made.children = [self.node("except", [inner])]
