"""Reading the compact syntax token by token: declarations, literals, names and annotations.

In: tokens. Out: what a parser of patterns asks for; a SchemaError with its line where it is not.
"""

from __future__ import annotations

from tahqiq.errors import Place, SchemaError
from tahqiq.relaxng.compact_tokens import Token, documentation
from tahqiq.relaxng.datatypes import XSD
from tahqiq.relaxng.nodes import RNG, XML, Node

KEYWORDS = frozenset(
    "attribute default datatypes div element empty external grammar include inherit list mixed"
    " namespace notAllowed parent start string text token".split()
)


class Cursor:
    """A place among tokens, and what was declared before it."""

    def __init__(self, tokens: list[Token], file: str, base: str) -> None:
        self.tokens = [token for token in tokens if token.kind != "doc"]
        self.documentation = documentation(tokens)
        self.position = 0
        self.file = file
        self.base = base
        self.ns: dict[str | None, str] = {"xml": XML}
        self.datatypes = {"xsd": XSD}
        self.default: str | None = None
        # Prefixes whose namespace is the one round the schema.
        self.inherited: set[str | None] = set()

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
        # Its place is that of its first part, or of the keyword or name that was just read.
        line = children[0].line if children else self.tokens[max(self.position - 1, 0)].line
        return Node(
            kind, dict(attributes), children=children or [], ns=self.ns, base=self.base,
            file=self.file, line=line,
        )  # fmt: skip

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
            inherits = self.accept("inherit")
            address = "" if inherits else self.literal()
            if inherits:
                self.inherited.add(name)
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
        if token.kind != "name" or (token.text in KEYWORDS and not keywords):
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

    def namespace(self, prefix: str) -> str:
        if prefix not in self.ns:
            self.position -= 1
            raise self.wrong(f"the prefix '{prefix}' is not declared")
        return self.ns[prefix]
