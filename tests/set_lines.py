"""The lines of a set book, paragraph by paragraph, as its tags and pdfium tell them.

In: a tagged PDF. Out: for each paragraph and heading how many lines it has on which page, and what
stands where it should not: a last line at the head of a page, a first line or a heading at its foot.
"""

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

BLOCKS = ("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/TD", "/TH", "/TOCI")
# What is set at the foot of the page, and what is no prose.
FOOT = ("/Note", "/FENote")
APART = ("/TD", "/TH", "/TOC", "/TOCI")


@dataclass
class Block:
    """A paragraph, a heading or a note: its kind and the heights of its lines, by page."""

    kind: str
    within: frozenset[str]
    lines: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, page: int, height: float) -> None:
        """Take the height of some of its words; a line has words of one height."""
        if all(abs(height - known) > 5 for known in self.lines[page]):
            self.lines[page].append(height)


def blocks(content: bytes) -> list[Block]:
    """Return the blocks of a PDF in the order of their first words, without its notes."""
    found: dict[tuple[int, int], Block] = {}
    with pikepdf.open(io.BytesIO(content)) as document:
        parents = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        shown = pypdfium2.PdfDocument(content)
        for number, page in enumerate(document.pages, 1):
            elements = parents[int(page.obj.StructParents)] if "/StructParents" in page else []
            for mark, height in _marked(shown[number - 1]):
                if mark >= len(elements) or not isinstance(elements[mark], pikepdf.Dictionary):
                    continue
                block, within = _block(elements[mark])
                if within.isdisjoint(FOOT):
                    known = found.setdefault(block.objgen, Block(str(block.S)[1:], within))
                    known.add(number, height)
        shown.close()
    return list(found.values())


def _marked(page: pypdfium2.PdfPage) -> Iterator[tuple[int, float]]:
    """Yield the number of the marked content of each piece of text, and how high it stands."""
    matrix = pdfium.FS_MATRIX()
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        piece = pdfium.FPDFPage_GetObject(page, place)
        if pdfium.FPDFPageObj_GetType(piece) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
        if mark >= 0:
            pdfium.FPDFPageObj_GetMatrix(piece, ctypes.byref(matrix))
            yield mark, matrix.f


def _block(element: pikepdf.Object) -> tuple[pikepdf.Object, frozenset[str]]:
    """Return the block that an element stands in, and of what kinds all are that it stands in."""
    block, kinds, one = None, set(), element
    while "/S" in one and one.S != "/Document":
        kinds.add(str(one.S))
        if block is None and str(one.S) in BLOCKS:
            block = one
        one = one.get("/P", pikepdf.Dictionary())
    return block or element, frozenset(kinds)


def faults(content: bytes) -> list[str]:
    """Return what stands where it should not, with its page."""
    found = blocks(content)
    made = []
    for block in (one for one in found if one.within.isdisjoint(APART) and len(one.lines) > 1):
        (first, *_, last) = sorted(block.lines)
        if len(block.lines[first]) == 1:
            made.append(f"page {first} ends with the first line of a paragraph")
        if len(block.lines[last]) == 1:
            made.append(f"page {last} begins with the last line of a paragraph")
    return sorted(made + list(_headings(found)))


def highest(content: bytes) -> float:
    """Return how high the highest line of text stands on any page, from below, in points."""
    return max(
        height for one in blocks(content) for heights in one.lines.values() for height in heights
    )


def _headings(found: list[Block]) -> Iterator[str]:
    """Yield the pages whose last line is a heading, with text on the next page."""
    lowest: dict[int, tuple[float, Block]] = {}
    for block in found:
        for page, heights in block.lines.items():
            if page not in lowest or min(heights) < lowest[page][0]:
                lowest[page] = (min(heights), block)
    for page, (_, block) in lowest.items():
        if block.kind.startswith("H") and page + 1 in lowest:
            yield f"page {page} ends with a heading"
