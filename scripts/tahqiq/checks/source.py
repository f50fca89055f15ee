"""A document as the checks see it, and the places of single characters in it.

In: a file's bytes and tree. Out: its text nodes and attributes, each with a way back to line and
column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tahqiq import tei
from tahqiq.errors import Place


@dataclass(frozen=True, slots=True)
class Text:
    """A text node: the number of its element, its position among the element's texts, its string.

    ``lang`` is the language tag that holds there, or an empty string.
    """

    number: int
    position: int
    value: str
    lang: str
    holder: etree._Element


class Source:
    """One document: its bytes, its tree, and where things stand."""

    def __init__(self, content: bytes, tree: etree._ElementTree, file: str) -> None:
        self.file = file
        self.elements: tuple[etree._Element, ...] = tuple(tree.iter("{*}*"))
        self._content = content
        self._locator = tei.Locator(content, file)

    @classmethod
    def read(cls, content: bytes, file: str) -> Source:
        """Return the source of a file; raise SourceError where it cannot be parsed."""
        return cls(content, tei.parse(content, file=file), file)

    def texts(self) -> Iterator[Text]:
        """Yield every text node, element by element."""
        for number, element in enumerate(self.elements, 1):
            lang = language_of(element)
            pieces = [element.text, *(child.tail for child in element)]
            for position, value in enumerate(filter(None, pieces), 1):
                yield Text(number, position, value, lang, element)

    def element_place(self, number: int, attribute: str = "") -> Place:
        """Return the place of an element, or of its attribute, named as lxml does."""
        if not attribute:
            return self._locator.numbered(number)
        name = etree.QName(attribute)
        return self._locator.numbered(number, f"/@Q{{{name.namespace or ''}}}{name.localname}")

    def text_place(self, text: Text, index: int) -> Place:
        """Return the place of a character of a text.

        It is the beginning of the text where references or CDATA stand before the character.
        """
        start = self._locator.numbered(text.number, f"/text()[{text.position}]")
        if start.offset is None:
            return start
        # A character takes at most four bytes; a line end may be two.
        raw = self._content[start.offset : start.offset + 5 * index + 8]
        before = raw.decode("utf-8", "replace").replace("\r\n", "\n")[:index]
        if before != text.value[:index] or "&" in before or "<" in before:
            return start
        lines = before.count("\n")
        last = len(before.rpartition("\n")[2])
        column = last + 1 if lines else start.column + last
        return Place(self.file, start.line + lines, column, xpath=start.xpath)


def language_of(element: etree._Element) -> str:
    """Return the language tag that holds at an element, or an empty string."""
    node: etree._Element | None = element
    while node is not None:
        tag: str | None = node.get(tei.XML_LANG)
        if tag is not None:
            return tag
        node = node.getparent()
    return ""
