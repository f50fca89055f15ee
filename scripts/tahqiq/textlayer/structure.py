"""What the text objects of a page belong to, as the structure of a tagged file tells.

In: an open PDF. Out: the elements of a page's marked content, and of a text object the paragraph,
heading, note or cell that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import pikepdf

from tahqiq.textlayer.page_objects import Object

_NUMBER = re.compile(rb"/MCID (\d+)")
# What stands within a line.
_INLINE = frozenset(
    ("/Code", "/Em", "/Lbl", "/Link", "/Quote", "/Reference", "/Span", "/Strong", "/Sub")
)


class Structure:
    """The structure tree of a file; an untagged one has none."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        tree = pdf.Root.get("/StructTreeRoot")
        self._parents = pikepdf.NumberTree(tree.ParentTree) if tree is not None else None

    def elements(self, page: pikepdf.Page) -> Sequence[Any]:
        """Return the structure elements of a page's marked content, by number."""
        number = page.get("/StructParents")
        if number is None or self._parents is None:
            return []
        found: Any = self._parents[int(number)]
        return cast(Sequence[Any], found)

    def are_of_one(self, page: pikepdf.Page, objects: Sequence[Object]) -> bool:
        """Return whether text objects of a page stand in one paragraph, heading, note or cell."""
        if len(objects) == 1:
            return True
        elements = self.elements(page)
        numbers = [_NUMBER.findall(one.before)[-1:] for one in objects]
        if not elements or [] in numbers:
            return False
        return len({_block(elements[int(number)]) for (number,) in numbers}) == 1


def _block(element: Any) -> tuple[int, int]:
    while element.get("/S") in _INLINE and "/P" in element:
        element = element.P
    return cast(tuple[int, int], element.objgen)
