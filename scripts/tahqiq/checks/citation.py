"""Trees of citation: whether every unit has one reference, and every reference one unit.

In: a document. Out: findings TQ401 to TQ410 (``tahqiq.citable.faults``).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tahqiq.checks.source import Source
from tahqiq.errors import Place
from tahqiq.findings import Finding
from tahqiq.tei import TEI_NS

_DECLARING = (f"{{{TEI_NS}}}citeStructure", f"{{{TEI_NS}}}cRefPattern")


def check(source: Source) -> Iterator[Finding]:
    """Yield what is wrong with the trees of a document that declares any."""
    if not any(element.tag in _DECLARING for element in source.elements):
        return
    # What evaluates them is loaded for documents that have them alone.
    from tahqiq.citable import of
    from tahqiq.citable.faults import findings

    numbers = {element: number for number, element in enumerate(source.elements, 1)}

    def locate(element: etree._Element, attribute: str) -> Place:
        return source.element_place(numbers[element], attribute)

    yield from findings(of(source.elements[0].getroottree(), file=source.file), locate)
