"""Citable units: what a text is cited by, from its ``citeStructure`` or ``cRefPattern``.

In: any TEI document. Out: its trees of citation, their units, the nodes and text of a reference or
range, and the reference of a node or of characters::

    from tahqiq import citable

    text = citable.read(Path("edition/texts/report.xml"))      # or bytes; or citable.of(tree)
    text.trees                          # tuple[Tree, ...]: the default one first
    text.units(tree=None)               # list[Unit], in the order of the document
    text.tops(tree=None)                # list[Unit] of the first level; Unit.children below
    text.find("3", tree=None)           # Unit; NoSuchPassage where there is none
    text.resolve("3-5", tree=None)      # Passage; also "٣-٥", "3@10:25", "#airstrikes-p3"
    text.resolve("3", end="5")          # the same range, its ends apart
    text.passage(unit, last=None)       # Passage of a unit, or from one to another
    text.at(element, tree=None)         # Passage of a node: .reference says how to cite it
    text.at_characters(120, 180, unit=None, tree=None)   # … of characters, in code points
    text.at_places(StringPlace(el, "text", 3), StringPlace(el, "tail", 9))
    citable.shelf.shelf(path).resolve("report:3")        # (text, Passage) among an edition's texts
    citable.faults.of_file(text)        # list[Finding]: TQ401 to TQ410

    unit.reference, unit.value, unit.kind, unit.level, unit.parent, unit.children
    unit.element, unit.id, unit.data, unit.is_milestone
    passage.reference, passage.tree, passage.first, passage.last, passage.start, passage.end
    passage.elements                    # the original elements wholly in it
    passage.fragment(), passage.xml()   # copies of its nodes, cut at its ends
    passage.text(reading=False)         # as received; with reading=True as edited

Characters are counted in the text as received (``sic``, not ``corr``; no notes, nothing supplied),
white space folded, so that a new note or a new indentation moves no reference. Digits of a
reference may be European or Arabic-Indic.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.citable.declaration import Tree
from tahqiq.citable.passage import Passage
from tahqiq.citable.positions import StringPlace
from tahqiq.citable.text import CitableText
from tahqiq.citable.units import Unit
from tahqiq.errors import NoSuchPassage

__all__ = [
    "CitableText",
    "NoSuchPassage",
    "Passage",
    "StringPlace",
    "Tree",
    "Unit",
    "of",
    "read",
]


def read(source: Path | bytes, *, file: str = "", seconds: float | None = None) -> CitableText:
    """Return a TEI file as a text that can be cited; ``file`` is the name that errors show.

    With ``seconds`` its expressions run in a process of its own and no longer than that: so a file
    of a stranger. Raise SourceError or SyntaxFault where it cannot be read.
    """
    name = file or (str(source) if isinstance(source, Path) else "")
    return CitableText(tei.parse(source, file=name or None), name, seconds)


def of(document: etree._ElementTree, *, file: str = "") -> CitableText:
    """Return a parsed TEI document as a text that can be cited."""
    return CitableText(document, file)
