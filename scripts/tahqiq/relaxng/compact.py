"""The compact syntax of RELAX NG, read into the same tree as the XML syntax.

In: a schema in the compact syntax (ISO/IEC 19757-2, annex C). Out: a tree of Nodes. Annotations
are read over; where the syntax is broken a SchemaError names the line.
"""

from __future__ import annotations

from tahqiq.errors import Place, SchemaError
from tahqiq.relaxng.compact_tokens import Token, documentation, tokens_of
from tahqiq.relaxng.datatypes import XSD
from tahqiq.relaxng.nodes import RNG, XML, Node

_KEYWORDS = frozenset(
    "attribute default datatypes div element empty external grammar include inherit list mixed"
    " namespace notAllowed parent start string text token".split()
)
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


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token], file: str, base: str) -> None:
        self.tokens = [token for token in tokens if token.kind != "doc"]
        self.documentation = documentation(tokens)
        self.position = 0
        self.file = file
        self.base = base
        self.ns: dict[str | None, str] = {"xml": XML}
        self.datatypes = {"xsd": XSD}
        self.default: str | None = None

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def wrong(self, why: str) -> SchemaError:
        return SchemaError(f"{why} (RELAX NG compact)", place=Place(self.file, self.token.line))

    def take(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.token.kind in ("mark", "name") and self.token.text in texts

    def accept(self, text: str) -> bool:
        if self.at(text):
            self.position += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.wrong(f"'{text}' is expected, not '{self.token.text or 'the end'}'")

    def node(self, kind: str, children: list[Node] | None = None, /, **attributes: str) -> Node:
        return Node(
            kind, dict(attributes), children=children or [], ns=self.ns, base=self.base,
            file=self.file, line=self.token.line,
        )  # fmt: skip

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

    def declarations(self) -> None:
        declared: set[str | None] = set()
        while self.at("namespace", "default", "datatypes"):
            word = self.take().text
            if word == "datatypes":
                prefix = self.identifier()
                self.expect("=")
                address = self.literal()
                if prefix in declared or (prefix == "xsd" and address != XSD):
                    raise self.wrong(f"the prefix '{prefix}' cannot be declared so")
                self.datatypes[prefix] = address
                continue
            name: str | None = None
            if word == "default":
                self.expect("namespace")
                if not self.at("="):
                    name = self.identifier(keywords=True)
            else:
                name = self.identifier(keywords=True)
            self.expect("=")
            address = "" if self.at("inherit") and self.take() else self.literal()
            self.declare(name, address, word == "default")

    def declare(self, name: str | None, address: str, is_default: bool) -> None:
        if (
            name == "xmlns"
            or (name == "xml" and address != XML)
            or (name not in (None, "xml") and address == XML)
        ):
            raise self.wrong(f"the prefix '{name}' cannot be declared so")
        if is_default:
            if self.default is not None:
                raise self.wrong("the default namespace is declared twice")
            self.default = address
        if name is not None:
            if name in self.ns and name != "xml":
                raise self.wrong(f"the prefix '{name}' is declared twice")
            self.ns[name] = address

    def identifier(self, *, keywords: bool = False) -> str:
        token = self.take()
        if token.kind != "name" or (token.text in _KEYWORDS and not keywords):
            self.position -= 1
            raise self.wrong(f"a name is expected, not '{token.text}'")
        return token.text.removeprefix("\\")

    def literal(self) -> str:
        parts = []
        while True:
            token = self.take()
            if token.kind == "long":
                parts.append(token.text[3:-3])
            elif token.kind == "literal":
                parts.append(token.text[1:-1])
            else:
                self.position -= 1
                raise self.wrong(f"a text in quotes is expected, not '{token.text}'")
            if not self.accept("~"):
                return "".join(parts).replace("\ue00a", "\n").replace("\ue00d", "\r")

    def annotations(self) -> None:
        """Read over annotations in brackets."""
        while self.at("["):
            self.bracketed()

    def bracketed(self, *, outermost: bool = True) -> None:
        """Read over one annotation, but not over a broken one."""
        self.expect("[")
        names: set[tuple[str, str]] = set()
        while self.token.kind in ("name", "cname") and self.next_is("="):
            name = self.foreign_name(outermost, attribute=True)
            if name in names:
                raise self.wrong(f"the annotation {name[1]} is given twice")
            names.add(name)
            self.expect("=")
            self.literal()
        while not self.at("]"):
            if self.token.kind in ("literal", "long") and not outermost:
                self.literal()
                continue
            if self.token.kind not in ("name", "cname"):
                raise self.wrong("an annotation or ']' is expected")
            self.foreign_name(outermost, attribute=False)
            self.bracketed(outermost=False)
        self.expect("]")

    def next_is(self, mark: str) -> bool:
        following = self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        return following.kind == "mark" and following.text == mark

    def foreign_name(self, outermost: bool, *, attribute: bool) -> tuple[str, str]:
        token = self.take()
        prefix, _, local = token.text.rpartition(":")
        address = self.ns.get(prefix, "") if prefix else ""
        if prefix and prefix not in self.ns:
            raise self.wrong(f"the prefix '{prefix}' is not declared")
        if address == "http://www.w3.org/2000/xmlns" or (attribute and token.text == "xmlns"):
            raise self.wrong("a declaration of a namespace is no annotation")
        if outermost and address == RNG:
            raise self.wrong("an annotation must not be in the namespace of RELAX NG")
        return address, local.removeprefix("\\")

    def following(self) -> None:
        """Read over annotations that follow a pattern: >> name [ … ]."""
        while self.accept(">>"):
            self.foreign_name(True, attribute=False)
            self.bracketed(outermost=False)

    def is_grammar_content(self) -> bool:
        if self.token.kind == "end":
            return True
        if self.at("start", "div", "include"):
            return True
        following = self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        is_definition = following.kind == "mark" and following.text in ("=", "|=", "&=")
        is_annotation = following.kind == "mark" and following.text == "["
        return self.token.kind in ("name", "cname") and (
            is_definition or (is_annotation and self.token.text not in _KEYWORDS)
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
        maker = getattr(self, f"_{token.text}", None) if token.text in _KEYWORDS else None
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
            self.excepted(made, attribute)
        elif token.kind == "cname":
            prefix, _, local = token.text.partition(":")
            made = self.node("name", ns=self.namespace(prefix))
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
            made.children = [self.node("except", [self.simple_name(attribute)])]

    def namespace(self, prefix: str) -> str:
        if prefix not in self.ns:
            self.position -= 1
            raise self.wrong(f"the prefix '{prefix}' is not declared")
        return self.ns[prefix]
