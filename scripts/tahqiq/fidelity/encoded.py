"""The text of TEI, read without the stylesheets that print it.

In: a TEI tree or an element of one. Out: its diplomatic or its reading text as a Flow. Written
apart from the XSLT on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tahqiq.fidelity.flow import Collector, Flow
from tahqiq.tei import NS, line_of, local_name

_BLOCKS = frozenset(
    "p ab l head item row byline dateline salute signed trailer docAuthor docDate docImprint"
    " titlePart speaker stage imprimatur docEdition text body front back group div div1 div2 div3"
    " div4 div5 div6 div7 lg list listBibl table figure floatingText titlePage docTitle epigraph"
    " opener closer postscript argument sp".split()
)
_CONTAINERS = frozenset(
    "text group front body back div div1 div2 div3 div4 lg list listBibl table row figure"
    " floatingText titlePage sp choice cit".split()
)
_DIVISIONS = frozenset({"body", "front", "back", "div", "epigraph"})
_ADDED = frozenset({"note", "supplied", "ex"})
_PASSED_OVER = frozenset(
    {"fw", "index", "metamark", "teiHeader", "standOff", "interp", "interpGrp"}
)
_RECEIVED = ("sic", "orig", "abbr")
_EDITED = ("corr", "reg", "expan")

Event = tuple[str, str | None, etree._Element, str]


@dataclass(frozen=True, slots=True)
class Forms:
    """What a format writes where the TEI has no letters.

    ``hemistich`` stands between the halves of a verse, ``unclear`` after an unclear reading.
    """

    hemistich: str = " "
    unclear: str = ""


def of_tei(
    tree: etree._ElementTree,
    name: str,
    *,
    reading: bool = False,
    exact: bool = False,
    forms: Forms | None = None,
) -> Flow:
    """Return the diplomatic text of a TEI file, or with ``reading`` its corrected one.

    With ``exact`` no white space is folded: what a witness is compared with. ``forms`` are what a
    format that is compared with it writes of its own.
    """
    text = tree.getroot().find("t:text", NS)
    if text is None:
        return Flow("", name, ())
    return of_element(text, name, reading=reading, exact=exact, forms=forms)


def of_element(
    element: etree._Element,
    name: str,
    *,
    reading: bool = False,
    exact: bool = False,
    forms: Forms | None = None,
) -> Flow:
    """Return the text of one element of a TEI file, as ``of_tei`` does that of all."""
    collector = Collector(name, exact=exact)
    parting = ""
    for kind, value, at, _ in tei_events(element, reading=reading, forms=forms):
        line = line_of(at)
        if kind == "block":
            collector.block()
        elif kind == "parting":
            parting = value or ""
        else:
            # A witness has one space between the halves of a verse, whatever element it stands in.
            if parting and not (exact and (collector.is_spaced() or (value or " ")[:1].isspace())):
                collector.add(parting, line)
            parting = ""
            collector.add(value, line)
    return collector.flow()


def tei_events(
    top: etree._Element, *, reading: bool = False, forms: Forms | None = None
) -> Iterator[Event]:
    """Yield what the text of an element is made of: ``text``, edges of a ``block``, ``parting``.

    Each comes with its characters, the element it stands at, and which of that element's strings
    they are (``text``, ``tail``, or ``""`` for what a format writes where the TEI has no letters).
    """
    written = forms or Forms()
    # A walk by hand: texts nest deeper than Python's recursion goes.
    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, leaving = stack.pop()
        name = local_name(element)
        if leaving:
            if name == "unclear":
                yield "text", written.unclear, element, ""
            if _is_block(element, name):
                yield "block", None, element, ""
            if element is not top:
                yield from _tail(element)
            continue
        if not isinstance(element.tag, str) or _is_dropped(element, name, reading):
            yield from _tail(element)
            continue
        if _is_block(element, name):
            yield "block", None, element, ""
        if _parts_verse(element, name):
            yield "parting", written.hemistich, element, ""
        if name == "lb" and element.get("break") != "no":
            yield "text", " ", element, ""
        if name == "gap":
            yield "text", "[…]", element, ""
        if name == "cell" and element.getprevious() is not None:
            yield "text", " | ", element, ""
        if (element.text or "").strip() or name not in _CONTAINERS:
            yield "text", element.text, element, "text"
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _is_block(element: etree._Element, name: str) -> bool:
    if name in _BLOCKS:
        return True
    parent = element.getparent()
    if parent is None or name not in ("quote", "q", "cit", "said", "label", "bibl", "biblStruct"):
        return False
    within = local_name(parent)
    if name == "label":
        return within == "list"
    return within == "listBibl" if name.startswith("bibl") else within in _DIVISIONS


def _parts_verse(element: etree._Element, name: str) -> bool:
    """Return whether the second half of a verse begins here, with no space of its own."""
    parent = element.getparent()
    if name not in ("seg", "caesura") or parent is None:
        return False
    if name == "caesura":
        return True
    return local_name(parent) == "l" and any(
        local_name(other) == "seg" for other in element.itersiblings(preceding=True)
    )


def _tail(element: etree._Element) -> Iterator[Event]:
    parent = element.getparent()
    layout = parent is not None and local_name(parent) in _CONTAINERS
    if (element.tail or "").strip() or not layout:
        yield "text", element.tail, element, "tail"


def _is_dropped(element: etree._Element, name: str, reading: bool) -> bool:
    if name in _PASSED_OVER or name == "note":
        return True
    parent = element.getparent()
    if parent is not None and local_name(parent) == "choice":
        wanted = _EDITED if reading else _RECEIVED
        names = [local_name(child) for child in parent]
        chosen = next((one for one in wanted if one in names), names[0])
        return name != chosen or parent.index(element) != names.index(chosen)
    if reading:
        return name in ("del", "surplus", "rdg")
    return name in _ADDED
