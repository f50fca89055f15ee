"""A tree of lxml as a document.

In: an element or a tree. Out: calls of a validator. A tree has no columns and no offsets, and its
lines end at 65,535: past that the line is left out and the path alone says where.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tahqiq.findings import Finding, Place
from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.validator import Validator

if TYPE_CHECKING:
    from tahqiq.relaxng.xinclude import Includes

_LAST_LINE = 65_535


class TreeReader:
    """Reads one tree into a feed."""

    def __init__(
        self, file: str, feed: Feed, validator: Validator, includes: Includes | None = None
    ) -> None:
        self.file = file
        self._feed = feed
        self._validator = validator
        self._includes = includes
        self._line = 0
        feed.where, feed.mark = self._where, self._mark

    def read(self, root: Any) -> Iterator[Finding]:
        """Read the elements of a tree; yield findings as they come."""
        feed = self._feed
        top = root.getroot() if hasattr(root, "getroot") else root
        with contextlib.suppress(Stopped):
            yield from self._walk(top)
        yield from feed.drained()

    def _walk(self, top: Any) -> Iterator[Finding]:
        """Go through a tree in its order, without recursion: trees may be deep."""
        feed = self._feed
        self._open(top)
        stack: list[tuple[Any, Iterator[Any]]] = [(top, iter(top))]
        while stack:
            parent, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._line = parent.sourceline or 0
                self._close(parent)
                if stack and parent.tail:
                    self._characters(parent.tail)
                yield from feed.drained()
            elif isinstance(child.tag, str):
                self._open(child)
                stack.append((child, iter(child)))
            elif child.tail:
                self._characters(child.tail)

    def _open(self, element: Any) -> None:
        self._line = element.sourceline or 0
        scope = self._feed.scope
        for prefix, uri in _declared(element):
            scope.declare(prefix, uri)
        written = _written(element.tag)
        attributes = [
            part for name, value in element.attrib.items() for part in (_written(name), value)
        ]
        name = self._feed.name(written)
        if self._includes is None or not self._includes.start(name, attributes, self.file):
            self._validator.start(written, attributes)
        if element.text:
            self._characters(element.text)

    def _close(self, element: Any) -> None:
        if self._includes is None or not self._includes.end():
            self._validator.end()
        for prefix, _ in _declared(element):
            self._feed.scope.end(prefix)

    def _characters(self, text: str) -> None:
        if self._includes is None or not self._includes.is_silent:
            self._validator.characters(text)

    def _where(self) -> Place:
        return Place(*self._mark())

    def _mark(self) -> tuple[str, int, int]:
        return (self.file, self._line if self._line < _LAST_LINE else 0, 0)


def _declared(element: Any) -> list[tuple[str | None, str]]:
    """Return the namespaces that an element declares anew."""
    parent = element.getparent()
    outer = parent.nsmap if parent is not None else {}
    own = element.nsmap
    if own == outer:
        return []
    return [item for item in own.items() if outer.get(item[0]) != item[1]]


def _written(name: str) -> str:
    """Return a name of lxml as expat writes it."""
    return name[1:].replace("}", " ", 1) if name[0] == "{" else name
