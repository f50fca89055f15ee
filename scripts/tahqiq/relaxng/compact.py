"""The compact syntax of RELAX NG, read into the same tree as the XML syntax.

In: a schema in the compact syntax (ISO/IEC 19757-2, annex C). Out: a tree of Nodes. Annotations
are read over; where the syntax is broken a SchemaError names the line.
"""

from __future__ import annotations

from tahqiq.errors import Place, SchemaError
from tahqiq.relaxng.compact_cursor import KEYWORDS
from tahqiq.relaxng.compact_names import NameReader
from tahqiq.relaxng.compact_tokens import tokens_of
from tahqiq.relaxng.nodes import Node

_QUANTITIES = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_JOINTS = {"|": "choice", "&": "interleave", ",": "group"}


def read_compact(content: bytes, *, file: str, base: str) -> Node:
    """Return the tree of a schema. Raise SchemaError where the syntax is broken."""
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        )
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SchemaError("the schema is not UTF-8", place=Place(file, line)) from None
    return _Reader(tokens_of(text, file), file, base).read()


class _Reader(NameReader):
    """Reads tokens from left to right."""

    def read(self) -> Node:
        self.declarations()
        self.annotations()
        if self.is_grammar_content():
            root = self.node("grammar", self.grammar_content("end"))
        else:
            before = self.position
            root = self.pattern()
            if root.name not in _JOINTS.values() and self.follows(before):
                raise self.wrong("nothing may follow the whole pattern")
        if self.token.kind != "end":
            raise self.wrong(f"unexpected '{self.token.text}'")
        root.attributes.setdefault("ns", self.default or "")
        if not root.attributes["ns"] and self.default is None:
            del root.attributes["ns"]
        return root

    def follows(self, before: int) -> bool:
        """Return whether an annotation follows the one pattern that was read, outside of it."""
        depth = 0
        for token in self.tokens[before : self.position]:
            if token.kind == "mark" and token.text in "{}()":
                depth += 1 if token.text in "{(" else -1
            elif token.text == ">>" and depth == 0:
                return True
        return False

    def is_grammar_content(self) -> bool:
        if self.token.kind == "end":
            return True
        if self.at("start", "div", "include"):
            return True
        following = self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        is_definition = following.kind == "mark" and following.text in ("=", "|=", "&=")
        is_annotation = following.kind == "mark" and following.text == "["
        return self.token.kind in ("name", "cname") and (
            is_definition or (is_annotation and self.token.text not in KEYWORDS)
        )

    def grammar_content(self, end: str, *, included: bool = False) -> list[Node]:
        found = []
        while not (self.token.kind == "end" if end == "end" else self.at(end)):
            self.annotations()
            if self.token.kind in ("name", "cname") and self.is_foreign():
                self.foreign_name(True, attribute=False)
                self.bracketed(outermost=False)
                continue
            if self.token.kind == "end" or (end != "end" and self.at(end)):
                break
            found.append(self.component(included))
        return found

    def is_foreign(self) -> bool:
        return self.next_is("[")

    def component(self, included: bool) -> Node:
        if self.accept("div"):
            self.expect("{")
            made = self.node("div", self.grammar_content("}", included=included))
            self.expect("}")
            return made
        if self.at("include") and not included:
            return self.include()
        documentation = self.documentation.get(self.token.line, "")
        is_start = self.accept("start")
        made = self.node("start") if is_start else self.node("define", name=self.identifier())
        made.documentation = documentation
        way = self.take().text
        if way not in ("=", "|=", "&="):
            self.position -= 1
            raise self.wrong(f"'=' is expected, not '{way}'")
        if way != "=":
            made.attributes["combine"] = _JOINTS[way[0]]
        made.children.append(self.pattern())
        return made

    def include(self) -> Node:
        self.expect("include")
        made = self.node("include", href=self.literal())
        self.inherit(made)
        if self.accept("{"):
            made.children = self.grammar_content("}", included=True)
            self.expect("}")
        return made

    def inherit(self, made: Node) -> None:
        if self.accept("inherit"):
            self.expect("=")
            prefix = self.identifier(keywords=True)
            if prefix not in self.ns:
                raise self.wrong(f"the prefix '{prefix}' is not declared")
            made.attributes["ns"] = self.ns[prefix]
        elif self.default is not None:
            made.attributes["ns"] = self.default

    def pattern(self) -> Node:
        parts = [self.particle()]
        joint = self.token.text if self.at(*_JOINTS) else ""
        while joint and self.accept(joint):
            parts.append(self.particle())
        if joint and self.at(*_JOINTS):
            raise self.wrong(f"'{joint}' and '{self.token.text}' must be kept apart by brackets")
        return parts[0] if not joint else self.node(_JOINTS[joint], parts)

    def particle(self) -> Node:
        self.annotations()
        made = self.primary()
        self.following()
        if self.at(*_QUANTITIES):
            made = self.node(_QUANTITIES[self.take().text], [made])
            self.following()
        if self.at(*_QUANTITIES):
            raise self.wrong("one quantity is enough")
        return made

    def primary(self) -> Node:
        token = self.token
        if self.accept("("):
            made = self.pattern()
            self.expect(")")
            # Brackets keep a pattern of its own kind together.
            return self.node("group", [made])
        if token.kind in ("literal", "long"):
            return self.value("token", "")
        if token.kind == "cname":
            return self.datatype()
        if token.kind != "name":
            raise self.wrong(f"a pattern is expected, not '{token.text or 'the end'}'")
        maker = getattr(self, f"_{token.text}", None) if token.text in KEYWORDS else None
        if maker is not None:
            self.take()
            made_by: Node = maker()
            return made_by
        return self.node("ref", name=self.identifier())

    def _element(self) -> Node:
        return self._named("element")

    def _attribute(self) -> Node:
        return self._named("attribute")

    def _named(self, kind: str) -> Node:
        documentation = self.documentation.get(self.token.line, "")
        made = self.node(kind)
        made.documentation = documentation
        name_class = self.name_class(kind == "attribute")
        self.expect("{")
        made.children = [name_class, self.pattern()]
        self.expect("}")
        return made

    def _braced(self, kind: str) -> Node:
        made = self.node(kind)
        self.expect("{")
        made.children = [self.pattern()]
        self.expect("}")
        return made

    def _list(self) -> Node:
        return self._braced("list")

    def _mixed(self) -> Node:
        return self._braced("mixed")

    def _empty(self) -> Node:
        return self.node("empty")

    def _text(self) -> Node:
        return self.node("text")

    def _notAllowed(self) -> Node:  # noqa: N802 - the keyword's own name
        return self.node("notAllowed")

    def _parent(self) -> Node:
        return self.node("parentRef", name=self.identifier())

    def _grammar(self) -> Node:
        made = self.node("grammar")
        self.expect("{")
        made.children = self.grammar_content("}")
        self.expect("}")
        return made

    def _external(self) -> Node:
        made = self.node("externalRef", href=self.literal())
        self.inherit(made)
        return made

    def _string(self) -> Node:
        return self.typed("string", "")

    def _token(self) -> Node:
        return self.typed("token", "")

    def datatype(self) -> Node:
        prefix, _, name = self.take().text.partition(":")
        if prefix not in self.datatypes:
            self.position -= 1
            raise self.wrong(f"the datatype prefix '{prefix}' is not declared")
        return self.typed(name, self.datatypes[prefix])

    def typed(self, name: str, library: str) -> Node:
        if self.token.kind in ("literal", "long"):
            return self.value(name, library)
        made = self.node("data", type=name, datatypeLibrary=library)
        if self.accept("{"):
            while not self.accept("}"):
                self.annotations()
                param = self.node("param", name=self.identifier(keywords=True))
                self.expect("=")
                param.text = self.literal()
                made.children.append(param)
        if self.accept("-"):
            made.children.append(self.node("except", [self.particle_of_except()]))
        return made

    def particle_of_except(self) -> Node:
        self.annotations()
        return self.primary()

    def value(self, name: str, library: str) -> Node:
        made = self.node("value", type=name, datatypeLibrary=library)
        if self.default is not None:
            made.attributes["ns"] = self.default
        made.text = self.literal()
        return made
