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
    " div4 lg list listBibl table figure floatingText titlePage docTitle epigraph opener closer"
    " postscript argument sp".split()
)
_CONTAINERS = frozenset(
    "text group front body back div div1 div2 div3 div4 lg list listBibl table row figure"
    " floatingText titlePage sp choice cit".split()
)
_ADDED = frozenset({"note", "supplied", "ex"})
_PASSED_OVER = frozenset(
    {"fw", "index", "metamark", "teiHeader", "standOff", "interp", "interpGrp"}
)
_RECEIVED = ("sic", "orig", "abbr")
_EDITED = ("corr", "reg", "expan")


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


class _Collector:
    """Joins pieces of text; white space becomes one space, block edges one newline."""

    def __init__(self, name: str, *, exact: bool) -> None:
        self.name = name
        self.exact = exact
        self.parts: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.length = 0
        self.edge = False

    def add(self, text: str | None, line: int) -> None:
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

    def block(self) -> None:
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
        if self.parts:
            self._trim()
        return Flow("".join(self.parts), self.name, tuple(self.marks))


def of_tei(
    tree: etree._ElementTree, name: str, *, reading: bool = False, exact: bool = False
) -> Flow:
    """Return the diplomatic text of a TEI file, or with ``reading`` its corrected one.

    With ``exact`` no white space is folded: what a witness is compared with.
    """
    collector = _Collector(name, exact=exact)
    text = tree.getroot().find("t:text", NS)
    if text is not None:
        for kind, value, line in _tei_events(text, reading):
            collector.block() if kind == "block" else collector.add(value, line)
    return collector.flow()


def _tei_events(top: etree._Element, reading: bool) -> Iterator[tuple[str, str | None, int]]:
    # A walk by hand: texts nest deeper than Python's recursion goes.
    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, leaving = stack.pop()
        name = local_name(element)
        line = line_of(element)
        if leaving:
            if name in _BLOCKS:
                yield "block", None, line
            if element is not top:
                yield from _tail(element, line)
            continue
        if not isinstance(element.tag, str) or _is_dropped(element, name, reading):
            yield from _tail(element, line)
            continue
        if name in _BLOCKS:
            yield "block", None, line
        if name == "lb" and element.get("break") != "no":
            yield "text", " ", line
        if name == "gap":
            yield "text", "[…]", line
        if name == "cell" and element.getprevious() is not None:
            yield "text", " | ", line
        if (element.text or "").strip() or name not in _CONTAINERS:
            yield "text", element.text, line
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _tail(element: etree._Element, line: int) -> Iterator[tuple[str, str | None, int]]:
    parent = element.getparent()
    layout = parent is not None and local_name(parent) in _CONTAINERS
    if (element.tail or "").strip() or not layout:
        yield "text", element.tail, line


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
    collector = _Collector(name, exact=False)
    tree = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    article = tree.find(".//main//article")
    dropped = {"sic", "del-only", "surplus-only", "rdg-only"} if reading else {"corr", "supplied"}
    if article is not None:
        _collect_html(article, collector, dropped)
    return collector.flow()


def _collect_html(top: etree._Element, collector: _Collector, dropped: set[str]) -> None:
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


def of_reading_edition(content: bytes, name: str) -> Flow:
    """Return the text of a plain-text reading edition: unwrapped, without numbers and notes.

    The body stands between the first two rules of U+2500; blocks are parted by empty lines,
    paragraph numbers begin with ¶, and note markers count up in brackets.
    """
    collector = _Collector(name, exact=False)
    lines = content.decode("utf-8").split("\n")
    rules = [number for number, line in enumerate(lines) if re.fullmatch("─{8,}", line)]
    body = range(rules[0] + 1, rules[1] if len(rules) > 1 else len(lines))
    note = 1
    for number in body:
        line = re.sub("[\u2066-\u2069]", "", lines[number])
        if not line:
            collector.block()
            continue
        line = re.sub(r"^¶\S+ ", "", line)
        while (marker := _marker(note, line)) is not None:
            line = line.replace(marker, "", 1)
            note += 1
        collector.add(line + " ", number + 1)
    return collector.flow()


def _marker(number: int, line: str) -> str | None:
    western = str(number)
    eastern = western.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return next((one for one in (f"[{eastern}]", f"[{western}]") if one in line), None)
