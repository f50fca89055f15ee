"""One level of a tree of citation, as data. In: nothing. Out: the value Structure."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree


@dataclass(frozen=True, slots=True)
class Structure:
    """One kind of citable unit: which nodes are such units (``match``) and their value (``use``).

    Both are XPath; ``match`` is relative to a unit of the level above. ``delim`` stands before the
    value in a reference. ``data`` are (property, XPath) pairs. A structure that only leads to those
    below it, as a ``cRefPattern`` of two numbers leads through the first, is not ``citable``.
    """

    kind: str
    match: str
    use: str
    delim: str = ""
    data: tuple[tuple[str, str], ...] = ()
    children: tuple[Structure, ...] = ()
    citable: bool = True
    element: etree._Element | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return what its units are called, ``unit`` where the text does not say."""
        return self.kind or "unit"
