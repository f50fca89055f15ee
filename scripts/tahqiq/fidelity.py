"""The text that a file carries, read back without the stylesheets that wrote it.

In: TEI, an HTML page of ours, or a plain-text edition. Out: a Flow: the characters in order, and
for any of them its place in the file. Two flows are compared character by character, white space
by runs. Written apart from the XSLT on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

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


@dataclass(frozen=True, slots=True)
class Flow:
    """A text as a reader of one file gets it; ``marks`` are offsets with the line they stand in."""

    text: str
    name: str
    marks: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> str:
        """Return ``file:line`` for a character."""
        position = bisect_right(self.marks, (offset, 1 << 60)) - 1
        return f"{self.name}:{self.marks[position][1]}" if position >= 0 else self.name

    def around(self, offset: int) -> str:
        """Return the character and a few on either side, with the control ones made visible."""
        return repr(self.text[max(0, offset - 15) : offset + 15])


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two flows part."""

    expected: str
    actual: str
    expected_place: str
    actual_place: str

    def __str__(self) -> str:
        """Return both places and what stands there."""
        return f"{self.expected_place} has {self.expected}, {self.actual_place} has {self.actual}"


def compare(expected: Flow, actual: Flow) -> Difference | None:
    """Return the first difference between two flows, or None where they are equal."""
    if expected.text == actual.text:
        return None
    length = min(len(expected.text), len(actual.text))
    offset = next((i for i in range(length) if expected.text[i] != actual.text[i]), length)
    return Difference(
        expected.around(offset), actual.around(offset), expected.place(offset), actual.place(offset)
    )


class Collector:
    """Joins pieces of text; white space becomes one space, block edges one newline."""

    def __init__(self, name: str, *, exact: bool) -> None:
        self.name = name
        self.exact = exact
        self.parts: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.length = 0
        self.edge = False

    def add(self, text: str | None, line: int) -> None:
        """Take a piece of text that stands in a line of the file."""
        if not text:
            return
        if not self.exact:
            text = re.sub(r"\s+", " ", text)
            if not self.parts or self.edge or self.parts[-1].endswith((" ", "\n")):
                text = text.removeprefix(" ")
            if not text:
                return
        if self.edge and self.parts:
            self._trim()
            self._push("\n", line)
        self.edge = False
        self._push(text, line)

    def is_spaced(self) -> bool:
        """Return whether the text so far ends with white space."""
        return not self.parts or self.parts[-1][-1:].isspace()

    def block(self) -> None:
        """Take note of a block's edge."""
        self.edge = bool(self.parts)

    def _trim(self) -> None:
        if not self.exact and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1

    def _push(self, text: str, line: int) -> None:
        self.marks.append((self.length, line))
        self.parts.append(text)
        self.length += len(text)

    def flow(self) -> Flow:
        """Return what was taken."""
        if self.parts:
            self._trim()
        return Flow("".join(self.parts), self.name, tuple(self.marks))


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


def of_html(content: bytes, name: str, *, reading: bool = False) -> Flow:
    """Return the text of the article of one of our pages, in one of its two states."""
    collector = Collector(name, exact=False)
    tree = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    article = tree.find(".//main//article")
    dropped = {"sic", "del-only", "surplus-only", "rdg-only"} if reading else {"corr", "supplied"}
    if article is not None:
        collect_html(article, collector, dropped)
    return collector.flow()


def collect_html(top: etree._Element, collector: Collector, dropped: set[str]) -> None:
    """Give a collector the text under an element of a page, without classes that are dropped."""
    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, leaving = stack.pop()
        classes = set((element.get("class") or "").split())
        is_block = element.tag in (
            "p",
            "div",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "caption",
        ) or bool(classes & {"block", "row", "table"})
        line = line_of(element)
        if not leaving:
            if isinstance(element.tag, str) and not (
                classes & dropped or (element.get("data-edition") not in (None, "gap"))
            ):
                if is_block:
                    collector.block()
                if "cell" in classes and element.getprevious() is not None:
                    collector.add(" | ", line)
                if element.tag == "br":
                    collector.add(" ", line)
                collector.add(element.text, line)
                stack.append((element, True))
                stack.extend((child, False) for child in reversed(element))
                continue
        elif is_block:
            collector.block()
        if element is not top:
            collector.add(element.tail, line)


def of_plain(content: bytes, name: str, *, exact: bool = False) -> Flow:
    """Return a plain file: as it is with ``exact``, else with white space folded in each line."""
    text = content.decode("utf-8")
    if not exact:
        text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Flow(text, name, tuple((start, line) for line, start in enumerate(starts, 1)))
