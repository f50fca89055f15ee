"""The text of TEI, read without the stylesheets that print it.

In: a TEI tree or an element of one. Out: its diplomatic or its reading text as a Flow. Written
apart from the XSLT on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tahqiq.fidelity import further, readings
from tahqiq.fidelity.flow import Collector, Flow
from tahqiq.tei import NS, line_of, local_name

# Records that stand in a text, by the list that holds them: each is an item of its own.
RECORDS = {
    "person": "listPerson", "personGrp": "listPerson", "org": "listOrg", "place": "listPlace",
    "event": "listEvent", "bibl": "listBibl", "biblStruct": "listBibl",
}  # fmt: skip
_RECORD_LISTS = frozenset(RECORDS.values())
_BLOCKS = _RECORD_LISTS | frozenset(
    "p ab l head item row byline dateline salute signed trailer docAuthor docDate docImprint"
    " titlePart speaker stage imprimatur docEdition text body front back group div div1 div2 div3"
    " div4 div5 div6 div7 lg list table figure floatingText titlePage docTitle epigraph"
    " opener closer postscript argument sp castList castGroup castItem headLabel headItem"
    " listApp".split()
)
_CONTAINERS = (
    _RECORD_LISTS
    | frozenset(
        "text group front body back div div1 div2 div3 div4 lg list table row figure"
        " floatingText titlePage sp listApp castList castGroup choice app rdgGrp subst".split()
    )
    | further.GROUPS
)
_DATA = (
    frozenset(
        "cit biblStruct analytic monogr series imprint address castItem person personGrp org place"
        " event birth death location msDesc msPart msFrag msIdentifier altIdentifier msContents"
        " msItem msItemStruct physDesc objectDesc supportDesc layoutDesc dimensions history"
        " additional adminInfo".split()
    )
    | further.DICTIONARY
)
# Within a line of a title page these are phrases of it.
_TITLE_LINES = frozenset("byline docImprint docEdition titlePart imprimatur".split())
_DEPENDENT = frozenset("quote q cit said label".split()) | RECORDS.keys()
_COUPLETS = frozenset({"bayt", "couplet", "distich"})
_DIVISIONS = frozenset({"body", "front", "back", "div", "epigraph"})
_ADDED = frozenset({"note", "supplied", "ex"})
_PASSED_OVER = frozenset(
    {"fw", "index", "metamark", "teiHeader", "standOff", "interp", "interpGrp", "witDetail", "wit"}
    | further.SILENT
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
        # An example of markup may hold elements of any name: none of them is a block of this text.
        name = local_name(element) if _is_tei(element) else ""
        if leaving:
            yield from _left(element, name, written)
            if element is not top:
                yield from _tail(element)
            continue
        if not isinstance(element.tag, str) or _is_dropped(element, name, reading):
            yield from _tail(element)
            continue
        yield from _entered(element, name, written)
        if name == "gap":  # what it holds says what is missing, and is no part of the text
            yield from _tail(element)
            continue
        if (element.text or "").strip() or name not in _CONTAINERS:
            yield "text", _before(element.text, _first_within(element)), element, "text"
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _is_tei(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(f"{{{NS['t']}}}")


def _entered(element: etree._Element, name: str, written: Forms) -> Iterator[Event]:
    if _is_block(element, name):
        yield "block", None, element, ""
    if _parts_verse(element, name):
        yield "parting", written.hemistich, element, ""
    if _parts_words(element, name):
        yield "parting", " ", element, ""
    if name == "lb" and element.get("break") != "no":
        yield "text", " ", element, ""
    if name == "gap":
        yield "text", "[…]", element, ""
    if name == "rt":
        yield "text", " (", element, ""
    if name == "cell" and element.getprevious() is not None:
        yield "text", " | ", element, ""


def _left(element: etree._Element, name: str, written: Forms) -> Iterator[Event]:
    if name == "unclear":
        yield "text", written.unclear, element, ""
    if name == "rt":
        yield "text", ")", element, ""
    if _is_block(element, name):
        yield "block", None, element, ""


def _is_block(element: etree._Element, name: str) -> bool:
    parent = element.getparent()
    if name in _BLOCKS:
        return parent is None or not (
            (name == "l" and _is_couplet(parent))
            or (name in ("docAuthor", "docDate") and local_name(parent) in _TITLE_LINES)
        )
    if further.begins_line(element, name):
        return True
    if parent is None or name not in _DEPENDENT:
        return False
    within = local_name(parent)
    if name == "label":
        return within == "list"
    return RECORDS[name] == within if name in RECORDS else within in _DIVISIONS


def _parts_verse(element: etree._Element, name: str) -> bool:
    """Return whether the second half of a verse begins here, with no space of its own."""
    parent = element.getparent()
    if name == "caesura":
        return True
    if parent is None or name != ("l" if _is_couplet(parent) else "seg"):
        return False
    if name == "seg":
        return _begins_half(element, parent)
    return any(local_name(other) == name for other in element.itersiblings(preceding=True))


def _begins_half(part: etree._Element, parent: etree._Element) -> bool:
    """Return whether a half stands before a part of a line, or of a reading within the line."""
    before = list(part.itersiblings("{*}seg", preceding=True))
    if local_name(parent) == "l":
        return bool(before) or any(map(_holds_halves, part.itersiblings("{*}app", preceding=True)))
    if local_name(parent) not in ("lem", "rdg") or next(part.iterancestors("{*}l"), None) is None:
        return False
    entry = next(part.iterancestors("{*}app"))
    around = entry.getparent()
    if before or around is None or local_name(around) != "l":
        return bool(before)
    return any(
        local_name(one) == "seg" or _holds_halves(one)
        for one in entry.itersiblings("{*}seg", "{*}app", preceding=True)
    )


def _holds_halves(entry: etree._Element) -> bool:
    return any(local_name(one) == "seg" for reading in entry for one in reading)


def _is_couplet(element: etree._Element) -> bool:
    """Return whether the two lines of a group are the halves of one verse."""
    if local_name(element) != "lg" or element.get("type") not in _COUPLETS:
        return False
    names = [local_name(child) for child in element.iterchildren("*")]
    return names.count("l") == 2 and set(names) <= {"l", "pb", "lb"}


def _parts_words(element: etree._Element, name: str) -> bool:
    """Return whether an element is words apart from what stands before it, space or none."""
    parent = element.getparent()
    if name == "space" or parent is None:
        return name == "space"
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str) and not before.tail:
        before = before.getprevious()
    if name == "dimensions":
        # They stand behind what an extent says.
        last = parent.text if before is None else before.tail
        return before is not None if not last else not last[-1].isspace()
    if further.is_glued(element, name, parent):
        return False
    return local_name(parent) in _DATA and before is not None and not before.tail


def _tail(element: etree._Element) -> Iterator[Event]:
    parent = element.getparent()
    layout = parent is not None and _is_tei(parent) and local_name(parent) in _CONTAINERS
    if (element.tail or "").strip() or not layout:
        yield "text", _before(element.tail, _first_after(element)), element, "tail"


def _before(text: str | None, following: etree._Element | None) -> str | None:
    """Return a text without the white space that an encoder left before a joint in a word."""
    if not text or not text[-1].isspace():
        return text
    while following is not None and following.get("break") != "no":
        following = None if following.text or not len(following) else following[0]
    return text if following is None else text.rstrip()


def _first_within(element: etree._Element) -> etree._Element | None:
    """Return the element that follows the first text of an element at once, if one does."""
    if len(element):
        return element[0]
    return None if element.tail else _first_after(element)


def _first_after(element: etree._Element) -> etree._Element | None:
    """Return the element that follows the tail of an element at once, if one does."""
    at: etree._Element | None = element
    while at is not None:
        following = at.getnext()
        if following is not None:
            return following
        at = at.getparent()
        if at is not None and at.tail:
            return None
    return None


def _is_dropped(element: etree._Element, name: str, reading: bool) -> bool:
    if name in _PASSED_OVER or name == "note":
        return True
    parent = element.getparent()
    if parent is not None and local_name(parent) == "choice":
        wanted = _EDITED if reading else _RECEIVED
        names = [local_name(child) for child in parent]
        chosen = next((one for one in wanted if one in names), names[0])
        return name != chosen or parent.index(element) != names.index(chosen)
    if name in ("lem", "rdg"):
        return readings.is_other(element, reading)
    if name == "del" and parent is not None and local_name(parent) == "restore":
        return False
    return name in (("del", "surplus") if reading else _ADDED)
