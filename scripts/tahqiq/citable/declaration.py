"""How a text says that it is cited: its trees of citation.

In: a TEI document. Out: Tree values, each with the structures that its ``refsDecl`` declares by
``citeStructure`` or by ``cRefPattern``. Source: TEI P5, 3.11.4 and 17.2.5 (CORS6), DTS 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tahqiq.citable import patterns
from tahqiq.citable.structure import Structure
from tahqiq.tei import NS, TEI_NS, XML_ID, local_name

_TRUE = ("true", "1")


@dataclass(frozen=True, slots=True)
class Tree:
    """One way to cite a text, from one ``refsDecl``.

    ``name`` is what it is asked for by (``@n``, else ``@xml:id``, else its number); ``default``
    says whether it is meant where no name is given; ``named`` whether the file gave the name.
    """

    name: str
    default: bool
    named: bool
    description: str
    structures: tuple[Structure, ...]
    element: etree._Element = field(compare=False, repr=False)
    unusable: tuple[etree._Element, ...] = field(default=(), compare=False, repr=False)

    def every(self) -> Iterator[Structure]:
        """Yield the structures of the tree, each before those within it."""
        stack = list(reversed(self.structures))
        while stack:
            structure = stack.pop()
            yield structure
            stack.extend(reversed(structure.children))


def declarations(root: etree._Element) -> list[etree._Element]:
    """Return the ``refsDecl`` of a document that a program can follow, in their order.

    Files that DTS software is tested with have it right in the header: it is read there, too.
    """
    found = root.iterfind("t:teiHeader//t:refsDecl", NS)
    return [one for one in found if _usable(one)]


def trees(root: etree._Element) -> tuple[Tree, ...]:
    """Return the trees that a document declares, the default one first, the others in order."""
    found = declarations(root)
    default = _default(found)
    made = [_tree(one, number, one is default) for number, one in enumerate(found, 1)]
    return tuple(sorted(made, key=lambda tree: not tree.default))


def _usable(declaration: etree._Element) -> bool:
    return any(local_name(child) in ("citeStructure", "cRefPattern") for child in declaration)


def is_default(declaration: etree._Element) -> bool:
    """Return whether a ``refsDecl`` calls itself the default."""
    return declaration.get("default", "").strip() in _TRUE


def _default(found: list[etree._Element]) -> etree._Element | None:
    """Return the one that calls itself so, else the first without a name, else the first."""
    chosen = [one for one in found if is_default(one)]
    nameless = [one for one in found if not (one.get("n") or one.get(XML_ID))]
    return next(iter([*chosen, *nameless, *found]), None)


def _tree(declaration: etree._Element, number: int, default: bool) -> Tree:
    given = declaration.get("n") or declaration.get(XML_ID) or ""
    structures = tuple(
        _structure(child) for child in declaration if local_name(child) == "citeStructure"
    )
    from_patterns, unusable = patterns.structures(
        child for child in declaration if local_name(child) == "cRefPattern"
    )
    return Tree(
        name=given or str(number),
        default=default,
        named=bool(given),
        description=_description(declaration),
        structures=structures + from_patterns,
        element=declaration,
        unusable=unusable,
    )


def _description(declaration: etree._Element) -> str:
    """Return the first description of a tree, its own or that of its first structure."""
    for path in ("t:desc", "t:p", "t:citeStructure/t:desc", "t:cRefPattern/t:p"):
        found = declaration.find(path, NS)
        if found is not None:
            return " ".join("".join(found.itertext()).split())
    return ""


def _structure(element: etree._Element) -> Structure:
    data = tuple(
        (child.get("property", "").strip(), child.get("use", "."))
        for child in element
        if child.tag == f"{{{TEI_NS}}}citeData"
    )
    return Structure(
        kind=element.get("unit", ""),
        match=element.get("match", ""),
        use=element.get("use", ""),
        delim=element.get("delim", ""),
        data=data,
        children=tuple(
            _structure(child) for child in element if local_name(child) == "citeStructure"
        ),
        element=element,
    )
