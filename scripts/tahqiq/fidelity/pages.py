"""The text of our HTML pages, read back.

In: a page. Out: the text of its article in one of its two states, as a Flow.
"""

from __future__ import annotations

from lxml import etree, html

from tahqiq.fidelity.flow import Collector, Flow
from tahqiq.tei import line_of

_BLOCKS = frozenset("p div article h1 h2 h3 h4 h5 h6 blockquote caption".split())


def of_html(content: bytes, name: str, *, reading: bool = False) -> Flow:
    """Return the text of the article of one of our pages, in one of its two states."""
    collector = Collector(name, exact=False)
    tree = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    article = tree.find(".//main//article")
    dropped = {"sic", "del-only", "surplus-only"} if reading else {"corr", "supplied"}
    if article is not None:
        collect_html(article, collector, dropped)
    return collector.flow()


def collect_html(top: etree._Element, collector: Collector, dropped: set[str]) -> None:
    """Give a collector the text under an element of a page, without classes that are dropped."""
    stack: list[tuple[etree._Element, bool]] = [(top, False)]
    while stack:
        element, leaving = stack.pop()
        classes = set((element.get("class") or "").split())
        is_block = element.tag in _BLOCKS or bool(classes & {"block", "row", "table"})
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
