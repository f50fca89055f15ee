"""Trees of citation, evaluated: which nodes a document's units are, and their values.

In: a document and its trees. Out: a Found value for each unit, in the order of the document, and
the expressions that cannot be used. The XPath is that of a stranger's file: it is compiled into a
stylesheet and run by the locked Saxon, which reads no file, no address and no variable of the
environment. XPath 3.1, in which a name without a prefix is TEI's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from tahqiq import saxon, saxon_apart, tei
from tahqiq.cache import kept
from tahqiq.citable.declaration import Tree
from tahqiq.citable.structure import Structure
from tahqiq.errors import TransformError
from tahqiq.files import sha256

_XSL = "http://www.w3.org/1999/XSL/Transform"
_OWN = "urn:x-tahqiq:citable"
_NAME = "citeStructure"
_ERR = "http://www.w3.org/2005/xqt-errors"


@dataclass(slots=True)
class Found:
    """A node that a structure matched: its number among the elements, its values, what is in it."""

    structure: Structure
    number: int
    values: tuple[str, ...]
    data: tuple[tuple[str, str], ...]
    below: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unusable:
    """An expression that Saxon refuses, and its reason."""

    structure: Structure
    attribute: str
    reason: str


@dataclass(slots=True)
class Evaluated:
    """What the trees of a document led to: for each tree its topmost units; and what failed."""

    found: list[list[Found]]
    unusable: list[Unusable]


def evaluate(
    document: etree._ElementTree, trees: Sequence[Tree], seconds: float | None = None
) -> Evaluated:
    """Return the units of each tree. Raise TransformError where a document is beyond Saxon.

    With ``seconds`` the expressions run in a process of its own, and no longer; what they led to
    is kept in the user's cache.
    """
    every = [structure for tree in trees for structure in tree.every()]
    if not every:
        return Evaluated([[] for _ in trees], [])
    broken: dict[int, Unusable] = {}
    try:
        result = _run(_stylesheet(trees, broken), document, seconds)
    except saxon_apart.Overtime:
        raise
    except TransformError:
        broken = _refused(every, seconds)
        if not broken:
            raise
        result = _run(_stylesheet(trees, broken), document, seconds)
    numbers = {id(structure): number for number, structure in enumerate(every)}
    by_number = {
        number: structure for structure, number in zip(every, numbers.values(), strict=True)
    }
    for error in result.iter("error"):
        structure = by_number[int(error.get("i"))]
        broken.setdefault(
            id(structure), Unusable(structure, error.get("a"), " ".join((error.text or "").split()))
        )
    found = [[_found(unit, by_number) for unit in tree.iterfind("u")] for tree in result]
    return Evaluated([_ordered(one) for one in found], list(broken.values()))


def _run(stylesheet: str, document: etree._ElementTree, seconds: float | None) -> etree._Element:
    source = tei.serialize(document)
    if seconds is not None:
        key = sha256(sha256(stylesheet.encode()).encode() + source)
        result = kept(
            "units",
            key,
            lambda: saxon_apart.run(stylesheet, source, name=_NAME, seconds=seconds).encode(),
        ).decode()
    else:
        program = saxon.program(stylesheet, name=_NAME)
        result = saxon.run(program, saxon.document(source)).principal
    return etree.fromstring(result.encode(), etree.XMLParser(huge_tree=True))


def _found(element: etree._Element, structures: dict[int, Structure]) -> Found:
    structure = structures[int(element.get("i"))]
    return Found(
        structure=structure,
        number=int(element.get("n")),
        values=tuple(value.text or "" for value in element.iterfind("v")),
        data=tuple(
            (structure.data[int(item.get("d"))][0], item.text or "")
            for item in element.iterfind("d")
        ),
        below=_ordered([_found(child, structures) for child in element.iterfind("u")]),
    )


def _ordered(found: list[Found]) -> list[Found]:
    """Return units in the order of the document, whatever structures they are of."""
    return sorted(found, key=lambda one: one.number)


def _stylesheet(trees: Sequence[Tree], broken: dict[int, Unusable]) -> str:
    """Return the stylesheet that finds the units of every tree in one run."""
    root = _sheet()
    numbers = _sub(root, "variable", name="n:numbers", as_="map(xs:string, xs:integer)")
    entries = _sub(_sub(numbers, "map"), "for-each", select="/descendant::*")
    _sub(entries, "map-entry", key="generate-id(.)", select="position()")
    template = _sub(root, "template", match="/")
    top = etree.SubElement(template, "units")
    every = [structure for tree in trees for structure in tree.every()]
    names = {id(structure): f"n:s{number}" for number, structure in enumerate(every)}
    for tree in trees:
        _call(etree.SubElement(top, "tree"), tree.structures, names)
    for number, structure in enumerate(every):
        # One template each, and not one within the other: Saxon reads 100 elements deep.
        inner = _loop(_sub(root, "template", name=names[id(structure)]), structure, number, broken)
        _call(inner, structure.children, names)
    made: str = etree.tostring(root, encoding="unicode")
    return made


def _call(
    parent: etree._Element, structures: Sequence[Structure], names: Mapping[int, str]
) -> None:
    for structure in structures:
        _sub(parent, "call-template", name=names[id(structure)])


def _sheet() -> etree._Element:
    root = etree.Element(
        f"{{{_XSL}}}stylesheet",
        nsmap={"xsl": _XSL, "n": _OWN, "xs": "http://www.w3.org/2001/XMLSchema", "err": _ERR},
    )
    root.set("version", "3.0")
    root.set("xpath-default-namespace", tei.TEI_NS)
    root.set("exclude-result-prefixes", "#all")
    return root


def _sub(
    parent: etree._Element, kind: str, nsmap: Mapping[str, str] | None = None, **attributes: str
) -> etree._Element:
    """Add an instruction of XSLT; ``as_`` and the like stand for what Python keeps to itself."""
    element = etree.SubElement(parent, f"{{{_XSL}}}{kind}", nsmap=nsmap)
    for key, value in attributes.items():
        element.set(key.rstrip("_"), value)
    return element


def _loop(
    parent: etree._Element, structure: Structure, number: int, broken: dict[int, Unusable]
) -> etree._Element:
    """Add the search for a structure's units and return the place for what lies in each."""
    refused = id(structure) in broken
    attempt = _sub(parent, "try")
    each = _sub(attempt, "for-each", nsmap=_prefixes(structure))
    each.set("select", "()" if refused else structure.match)
    unit = etree.SubElement(each, "u", i=str(number))
    attribute = _sub(unit, "attribute", name="n")
    attribute.set(
        "select",
        "if (. instance of node()) then"
        " ($n:numbers(generate-id(ancestor-or-self::*[1])), 0)[1] else 0",
    )
    valued = _sub(unit, "try")
    values = _sub(valued, "for-each", select="()" if refused else structure.use)
    _sub(etree.SubElement(values, "v"), "value-of", select="string(.)")
    _caught(valued, number, "use")
    for position, (_, use) in enumerate(() if refused else structure.data):
        items = _sub(unit, "for-each", select=use)
        _sub(etree.SubElement(items, "d", d=str(position)), "value-of", select="string(.)")
    _caught(attempt, number, "match")
    return unit


def _caught(attempt: etree._Element, number: int, attribute: str) -> None:
    error = etree.SubElement(_sub(attempt, "catch"), "error", i=str(number), a=attribute)
    _sub(error, "value-of", select="$err:description")


def _prefixes(structure: Structure) -> dict[str, str]:
    """Return the prefixes that an expression may use: those in scope where it is written."""
    found = dict(structure.element.nsmap) if structure.element is not None else {}
    return {
        prefix: uri
        for prefix, uri in {"tei": tei.TEI_NS, **found}.items()
        if prefix and prefix not in ("xml", "xsl", "n", "err")
    }


def _refused(every: Sequence[Structure], seconds: float | None) -> dict[int, Unusable]:
    """Return the structures of which Saxon refuses an expression, each tried by itself."""
    tries = [
        (structure, attribute, expression)
        for structure in every
        for attribute, expression in [
            ("match", structure.match),
            ("use", structure.use),
            *(("use", use) for _, use in structure.data),
        ]
    ]
    sheets = [_trial(*one) for one in tries]
    if seconds is None:
        reasons = [saxon_apart.refusal(sheet, name=_NAME) for sheet in sheets]
    else:
        # Saxon works out what is constant while it compiles: that may take for ever, too.
        reasons = saxon_apart.refusals(sheets, name=_NAME, seconds=seconds)
    broken: dict[int, Unusable] = {}
    for (structure, attribute, _), reason in zip(tries, reasons, strict=True):
        if reason:
            # Where it stands in the stylesheet that was made of it tells its author nothing.
            plain = re.sub(r" in xsl:\S+ on line \d+ column \d+ of \S*?: \w+", ":", reason)
            broken.setdefault(id(structure), Unusable(structure, attribute, plain))
    return broken


def _trial(structure: Structure, attribute: str, expression: str) -> str:
    """Return a stylesheet with one expression; a value is asked of what ``@match`` matches."""
    root = _sheet()
    place = _sub(root, "template", match="/x")
    if attribute == "use":
        place = _sub(place, "for-each", nsmap=_prefixes(structure), select=structure.match)
    _sub(place, "sequence", nsmap=_prefixes(structure), select=expression)
    made: str = etree.tostring(root, encoding="unicode")
    return made
