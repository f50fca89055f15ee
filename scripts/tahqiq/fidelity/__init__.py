"""What every output carries, read back and compared with the source.

In: TEI and what was built of it. Out: the text of each as a Flow (``flow``): of TEI (``encoded``),
pages, plain texts (``plain_texts``), EPUB and DOCX (``books``); of a PDF's pages how much programs
give back (``extraction``) and how much is asked of them (``thresholds``).
"""

from __future__ import annotations

from tahqiq.fidelity.encoded import Forms, of_element, of_tei, tei_events
from tahqiq.fidelity.flow import Collector, Difference, Flow, compare, of_plain
from tahqiq.fidelity.pages import of_html

__all__ = [
    "Collector",
    "Difference",
    "Flow",
    "Forms",
    "compare",
    "of_element",
    "of_html",
    "of_plain",
    "of_tei",
    "tei_events",
]
