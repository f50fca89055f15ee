"""The text that a plain edition carries, read back line by line.

In: a plain text in one of its forms and the file of its lines. Out: its runs of lines, without what
the form adds: numbers, markers of notes and pages, bullets, escapes. Written apart from the
stylesheets on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from tahqiq.fidelity.encoded import RECORDS, Forms, of_element
from tahqiq.fidelity.flow import Collector, Flow
from tahqiq.plaintext.concordance import Origin
from tahqiq.tei import NS, XML_ID

# The edition's own parts, none of them the text's.
_OWN = frozenset({"header", "blank", "rule", "note", "change", "page", "record"})
_ISOLATES = re.compile("[\u2066-\u2069]")
# Markers of pages, whose number may stand in brackets, of lines and of pictures.
_PAGE = "(?:[صس]|[pl]\\.)\u00a0[^\\[\\]]*(?:\\[[^\\[\\]]*\\])?"
_PLACE = re.compile(f"\\[(?:{_PAGE}|(?:صورة|figure)(?::\u00a0[^\\[\\]]*)?)\\]")
# Numbers of senses in an entry of a dictionary, and names of who speaks.
_SENSE = re.compile("\\([^()\\s]+(?:\u00a0[^()\\s]+)*\\)\u00a0")
_SPEAKER = re.compile(f"^([# ]*){_SENSE.pattern}")
_IMAGE = re.compile(r"!\[(?:\\.|[^\[\]\\])*\]\(<[^>]*>\)")
_MARKDOWN = re.compile(r"\\([!-/:-@\[-`{-~])|\[\^\d+\]|\]\(<[^>]*>\)|</?[bi]>|\*{1,2}|\[")


@dataclass(frozen=True, slots=True)
class Run:
    """A line and those in which it goes on."""

    number: int
    origin: Origin
    lines: tuple[str, ...]
    text: str = ""


def flow(runs: Iterable[Run], name: str) -> Flow:
    """Return the text of the runs of a file."""
    collector = Collector(name, exact=False)
    for run in runs:
        collector.block()
        collector.add(run.text, run.number)
    return collector.flow()


def element(tree: etree._ElementTree, origin: Origin) -> etree._Element | None:
    """Return the element that a line comes from; None where its path leads nowhere."""
    found = tree.xpath(re.sub(r"/([^/\[]+)", r"/t:\1", origin.xpath), namespaces=NS)
    return found[0] if found else None


def leads_back(tree: etree._ElementTree, run: Run, reading: bool, forms: Forms) -> bool:
    """Return whether a run's element has its id and holds its text."""
    source = element(tree, run.origin)
    if source is None:
        return False
    holder = next((one for one in (source, *source.iterancestors()) if one.get(XML_ID)), None)
    whole = of_element(source, "", reading=reading, forms=forms).text
    return (
        (holder.get(XML_ID) if holder is not None else "") == run.origin.id
        and "".join(run.text.split()) in "".join(whole.split())
    )  # fmt: skip


def _runs(content: bytes, origins: list[Origin]) -> Iterator[Run]:
    """Yield the runs of a text's lines, those of the edition's own parts left out."""
    lines = content.decode("utf-8").removesuffix("\n").split("\n")
    begun = 0
    for number in range(1, len(lines) + 1):
        last = number == len(lines)
        if last or number >= len(origins) or origins[number].begins:
            if begun < len(origins) and origins[begun].part not in _OWN:
                yield Run(begun + 1, origins[begun], tuple(lines[begun:number]))
            begun = number


def diplomatic(content: bytes, origins: list[Origin]) -> list[Run]:
    """Return the runs of a diplomatic text: it adds nothing to any line."""
    return _bared(content, origins, lambda run: " ".join(run.lines))


def reading(content: bytes, origins: list[Origin]) -> list[Run]:
    """Return the runs of a plain reading edition: unwrapped, without numbers and markers."""
    counted, items = _Markers(content, origins), _Items(r"(?:•|[0-9٠-٩]+\.) ")

    def bare(run: Run) -> str:
        text = items.removed(" ".join(line.strip(" ") for line in run.lines), run.origin)
        if run.origin.part == "head":
            text = re.sub("^§+ ", "", text)
        elif run.origin.part == "row":
            text = _filled(text.removeprefix("| "))
        return counted.removed(_PLACE.sub("", re.sub(r"^¶\S+ ", "", text)))

    return _bared(content, origins, bare)


def markdown(content: bytes, origins: list[Origin]) -> list[Run]:
    """Return the runs of an edition in Markdown: its markup and its escapes taken away."""
    items = _Items(r"(?:-|[0-9]+[.)]) ")

    def bare(run: Run) -> str:
        lines = [re.sub(r"^(?:> ?)+", "", line).strip(" ") for line in run.lines]
        text = items.removed(" ".join(lines), run.origin)
        if run.origin.part == "head":
            text = re.sub("^#+ ", "", text)
        elif run.origin.part == "row" and text.startswith("| ") and text.endswith(" |"):
            text = _filled(text.removeprefix("| ").removesuffix(" |"))
        elif run.origin.part == "row":
            text = _filled(text)
        elif run.origin.part in ("verse", "label"):
            text = re.sub(r"(?<!\\)\\$", "", text)
        text = _IMAGE.sub("", text)
        text = _MARKDOWN.sub(lambda found: found.group(1) or "", re.sub(r"^¶\S+ ", "", text))
        return _PLACE.sub("", text)

    return _bared(content, origins, bare)


def openiti(content: bytes, origins: list[Origin]) -> list[Run]:
    """Return the runs of an edition in OpenITI mARkdown: its tags taken away."""
    counted, items = _Markers(content, origins), _Items(r"(?:-|[0-9٠-٩]+\.) ")

    def bare(run: Run) -> str:
        text = " ".join(line.removeprefix("~~") for line in run.lines)
        text = items.removed(re.sub(r"^(?:### \|+|#) ", "", text), run.origin)
        if run.origin.part == "row":
            text = _filled(text)
        elif run.origin.part == "verse":
            text = text.removesuffix(" %~%")
        return counted.removed(_PLACE.sub("", re.sub(r"PageV\d{2,}P\d{3,}", "", text)))

    return _bared(content, origins, bare)


def _filled(row: str) -> str:
    """Take from a row the no-break spaces that stand where a cell spans columns or rows."""
    cells = [cell.strip(" ") for cell in re.split(r"(?:(?<= )|^)\|(?= |$)", row)]
    return " | ".join(cell for cell in cells if cell != "\u00a0")


def _bared(content: bytes, origins: list[Origin], bare: Callable[[Run], str]) -> list[Run]:
    made = []
    for run in _runs(content, origins):
        plain = replace(run, lines=tuple(_ISOLATES.sub("", line) for line in run.lines))
        made.append(replace(plain, text=bare(_without_what_is_told(plain))))
    return made


def _without_what_is_told(run: Run) -> Run:
    """Return a run without the numbers of senses and who speaks: of none but these elements."""
    joined = "\n".join(run.lines)
    if re.search("/u\\[", run.origin.xpath):
        bare = _SPEAKER.sub(r"\1", joined)
    elif re.search("/entry(?:Free)?\\[", run.origin.xpath):
        bare = _SENSE.sub("", joined)
    else:
        return run
    return replace(run, lines=tuple(bare.split("\n")))


class _Items:
    """Takes the markers of the items of lists away, each where its item begins."""

    def __init__(self, marker: str) -> None:
        self.marker = re.compile(marker)
        self.begun: set[str] = set()
        self.labelled = ""

    def removed(self, text: str, origin: Origin) -> str:
        for item in _items(origin.xpath):
            if item not in self.begun:
                self.begun.add(item)
                if self.labelled != item.rpartition("/")[0]:
                    text = self.marker.sub("", text, count=1) if self.marker.match(text) else text
                self.labelled = ""
        if origin.part == "label":
            self.labelled = origin.xpath.rpartition("/")[0]
        return text


def _items(xpath: str) -> list[str]:
    """Return the paths of the items and labels of lists in a path, the outermost first."""
    steps = xpath.split("/")
    names = [step.partition("[")[0] for step in steps]
    found = [place for place in range(1, len(steps)) if _is_item(names[place], names[place - 1])]
    return ["/".join(steps[: place + 1]) for place in found]


def _is_item(name: str, parent: str) -> bool:
    if name in RECORDS:
        return parent == RECORDS[name]
    return name in ("item", "castItem") or (name, parent) == ("label", "list")


class _Markers:
    """Takes the markers of notes out of a text, in the order in which the notes are told."""

    def __init__(self, content: bytes, origins: list[Origin]) -> None:
        lines = content.decode("utf-8").split("\n")
        told = (
            re.match(r"(?:# )?(\[[0-9٠-٩]+\])", line)
            for line, origin in zip(lines, origins, strict=False)
            if origin.part == "note"
        )
        self.waiting = [found.group(1) for found in told if found]

    def removed(self, text: str) -> str:
        while self.waiting and self.waiting[0] in text:
            text = text.replace(self.waiting.pop(0), "", 1)
        return text
