"""Small random grammars with documents for them, drawn by Hypothesis.

Out: a grammar in compact syntax and a few documents, one element a line, some of which derive from
the grammar and some of which differ from it by a little.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

NAMES = ("a", "b", "c")
VALUES = ("1", "12", "ف", "x y", "")
DATA = (
    "xsd:integer",
    '"1"',
    '"ف"',
    "xsd:NMTOKEN",
    'xsd:string { maxLength = "1" }',
    "list { xsd:integer+ }",
)

Node = tuple[str, ...] | tuple[object, ...]


@dataclass(frozen=True)
class Element:
    """An element of a document: attributes, and text or children."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Element | str, ...]

    def xml(self) -> str:
        """Return the element, a line for each tag."""
        given = "".join(f' {name}="{value}"' for name, value in dict(self.attributes).items())
        inner = "".join(one if isinstance(one, str) else one.xml() for one in self.content)
        return (
            f"\n<{self.name}{given}>{inner}\n</{self.name}>"
            if "<" in inner
            else f"\n<{self.name}{given}>{inner}</{self.name}>"
        )


def patterns() -> st.SearchStrategy[str]:
    """Return patterns in compact syntax; many break a restriction, as they should."""
    leaves = st.one_of(
        st.sampled_from(("empty", "text", "text", "notAllowed", "A", "B", "B", "C")),
        st.sampled_from(DATA),
        st.builds(
            lambda n, d: f"attribute {n} {{ {d} }}",
            st.sampled_from("xy"),
            st.sampled_from((*DATA, "text")),
        ),
        st.just("attribute * - (x|y) { text }*"),
    )

    def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            pair.map(lambda two: f"({two[0]} , {two[1]})"),
            pair.map(lambda two: f"({two[0]} , {two[1]})"),
            pair.map(lambda two: f"({two[0]} | {two[1]})"),
            pair.map(lambda two: f"({two[0]} & {two[1]})"),
            inner.map(lambda one: f"({one})?"),
            inner.map(lambda one: f"({one})*"),
            inner.map(lambda one: f"({one})+"),
            inner.map(lambda one: f"mixed {{ {one} }}"),
            st.tuples(st.sampled_from(NAMES), inner).map(
                lambda two: f"element {two[0]} {{ {two[1]} }}"
            ),
        )

    return st.recursive(leaves, wider, max_leaves=7)


def elements() -> st.SearchStrategy[Element]:
    """Return random elements of the names and values that the grammars use."""
    given = st.lists(
        st.tuples(st.sampled_from(("x", "y", "z")), st.sampled_from(VALUES)), max_size=2
    ).map(tuple)
    texts = st.sampled_from(VALUES)
    leaf = st.builds(Element, st.sampled_from(NAMES), given, st.lists(texts, max_size=1).map(tuple))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            Element,
            st.sampled_from(NAMES),
            given,
            st.lists(st.one_of(inner, inner, texts), max_size=4).map(tuple),
        ),
        max_leaves=6,
    )


def grammars() -> st.SearchStrategy[tuple[str, list[str]]]:
    """Return a grammar with documents."""
    return st.builds(
        lambda start, a, b, c, documents: (
            f"start = element a {{ {start} }}\nA = element a {{ {a} }}\nB = element b {{ {b} }}\n"
            f"C = element (b|c) {{ {c} }}\n",
            [f"<!---->{Element('a', one.attributes, one.content).xml()}" for one in documents],
        ),
        patterns(), patterns(), patterns(), patterns(),
        st.lists(elements(), min_size=3, max_size=6),
    )  # fmt: skip
