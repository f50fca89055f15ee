"""What the elements of TEI's further modules are in a text: dictionaries, manuscripts, links.

In: names of elements and elements. Out: whether they begin a line, have words, are words apart.
Written apart from ``xslt/modules/elements.xsl`` on purpose: a fault in one shows in the other.
"""

from __future__ import annotations

from lxml import etree

from tahqiq.tei import local_name

GROUPS = frozenset(
    "superEntry spGrp annotationBlock noteGrp listWit listNym listObject msDesc msPart msFrag"
    " msContents physDesc objectDesc supportDesc layoutDesc handDesc scriptDesc typeDesc decoDesc"
    " bindingDesc sealDesc history additional adminInfo recordHist custodialHist surrogates".split()
)
LINES = frozenset(
    "entry entryFree u post writing witness nym object msIdentifier msItem msItemStruct summary"
    " support collation foliation condition layout handNote scriptNote typeNote musicNotation"
    " decoNote additions binding accMat origin provenance acquisition source custEvent"
    " notatedMusic".split()
)
SILENT = frozenset(
    "certainty precision respons alt altGrp join joinGrp timeline when span transpose substJoin"
    " undo redo path shift pause move listRelation relation listAnnotation annotation binaryObject"
    " variantEncoding listPrefixDef xenoData facsimile sourceDoc listTranspose".split()
)
DICTIONARY = frozenset("entry entryFree hom sense re form gramGrp xr".split())
_PHRASES = ("p", "ab", "item", "cell", "note")


def begins_line(element: etree._Element, name: str) -> bool:
    """Return whether an element of these modules begins a line."""
    parent = element.getparent()
    if parent is not None and local_name(parent) == "superEntry":
        return name not in ("note", "pb")
    within = any(local_name(one) in _PHRASES for one in element.iterancestors())
    return name in GROUPS | LINES and not within


def is_glued(element: etree._Element, name: str, parent: etree._Element) -> bool:
    """Return whether an element stands right behind the word before it, even as data."""
    return name == "pc" or (name == "note" and local_name(parent) in DICTIONARY)
