"""Signs of letters as shapes that pages draw, since in the font they are empty.

In: the fonts of a PDF, and the signs of its runs where the font puts them. Out: forms of their
outlines, what draws them, and the fonts without them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.signs import Stretch


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sign to be drawn: its font and glyph, the font's size, its place in the text object."""

    font: bytes
    code: int
    size: bytes
    x: float
    y: float


@dataclass(slots=True)
class Outlines:
    """The outlines of signs, each a form that every page may use."""

    pdf: pikepdf.Pdf
    forms: dict[tuple[tuple[int, int], int], Any] = field(default_factory=dict)
    faces: dict[tuple[int, int], Any] = field(default_factory=dict)
    named: set[tuple[Any, bytes]] = field(default_factory=set)

    def draw(self, page: pikepdf.Page, drawn: list[Drawn]) -> bytes:
        """Return the operators that draw signs, with the forms among the page's resources."""
        lines = []
        own = page.objgen
        for one in drawn:
            name = b"/Sign%bx%d" % (one.font, one.code)
            if (own, name) not in self.named:
                self.named.add((own, name))
                resources = page.resources
                if "/XObject" not in resources:
                    resources["/XObject"] = pikepdf.Dictionary()
                font = resources["/Font"]["/" + one.font.decode()]
                resources["/XObject"][name.decode()] = self._form(font, one.code)
            place = b"%b 0 0 -%b %.4f %.4f" % (one.size, one.size, one.x, one.y)
            lines.append(b"\nq %b cm%b Do Q" % (place, name))
        return b"".join(lines)

    def can(self, font: Any) -> bool:
        """Return whether a font's outlines can be read and emptied: those of TrueType can."""
        return "/FontFile2" in font.DescendantFonts[0].FontDescriptor

    def empty(self, font: Any, marks: frozenset[int]) -> None:
        """Take the outlines of all signs out of a font: they are drawn by themselves."""
        from fontTools.ttLib.tables._g_l_y_f import Glyph

        face = self.face(font)
        table = face["glyf"]
        signs = {face.getGlyphName(code) for code in marks}
        for name in face.getGlyphOrder():
            if name not in signs and _parts(table, name) & signs:
                table[name] = _whole(face, name)
                table[name].recalcBounds(table)
        for name in sorted(signs):
            table[name] = Glyph()

    def write(self, font: Any) -> None:
        """Write the file of a font again, as it was changed."""
        out = io.BytesIO()
        face = self.face(font)
        # A font of a PDF is named by the PDF, and what fontTools needs for this table loads long.
        if "name" in face:
            del face["name"]
        face.save(out, reorderTables=None)
        stream = font.DescendantFonts[0].FontDescriptor.FontFile2
        stream.write(out.getvalue())
        stream.Length1 = len(out.getvalue())

    def _form(self, font: Any, code: int) -> Any:
        key = (font.objgen, code)
        if key not in self.forms:
            path, box, unit = self._outline(font, code)
            form = self.pdf.make_stream(path)
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox = pikepdf.Array(box)
            scale = f"{1 / unit:.6f}".rstrip("0")
            form.Matrix = pikepdf.Object.parse(f"[{scale} 0 0 {scale} 0 0]".encode())
            form.Resources = pikepdf.Dictionary()
            self.forms[key] = form
        return self.forms[key]

    def _outline(self, font: Any, code: int) -> tuple[bytes, list[int], int]:
        from fontTools.pens.boundsPen import BoundsPen

        face = self.face(font)
        name = face.getGlyphName(code)
        outlines = face.getGlyphSet()
        bounds = BoundsPen(outlines)
        outlines[name].draw(bounds)
        left, bottom, right, top = bounds.bounds or (0, 0, 0, 0)
        pen = _pen(outlines)
        outlines[name].draw(pen)
        box = [int(left) - 1, int(bottom) - 1, int(right) + 2, int(top) + 2]
        return b"\n".join(pen.steps) + b"\nf", box, int(face["head"].unitsPerEm)

    def face(self, font: Any) -> Any:
        """Return the file of a font, opened once."""
        if font.objgen not in self.faces:
            from fontTools.ttLib import TTFont

            descriptor = font.DescendantFonts[0].FontDescriptor
            file = descriptor.FontFile2
            self.faces[font.objgen] = TTFont(
                io.BytesIO(file.read_bytes()), recalcTimestamp=False, recalcBBoxes=False
            )
        return self.faces[font.objgen]


def _parts(table: Any, name: str) -> set[str]:
    """Return the names of the glyphs that a glyph is made of."""
    data = getattr(table.glyphs[name], "data", b"")
    # A glyph of outlines begins with their number, one of others with less than none: what is no
    # such glyph is not read.
    if data and data[0] < 0x80:
        return set()
    glyph = table[name]
    return {part.glyphName for part in glyph.components} if glyph.isComposite() else set()


def _whole(face: Any, name: str) -> Any:
    """Return a glyph that is made of others with outlines of its own."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    outlines = face.getGlyphSet()
    recorded = DecomposingRecordingPen(outlines)
    outlines[name].draw(recorded)
    pen = TTGlyphPen(None)
    recorded.replay(pen)
    return pen.glyph()


def _pen(outlines: Any) -> Any:
    """Return a pen that writes a path of PDF."""
    from fontTools.pens.basePen import BasePen

    # fontTools has no types, and the names of what it calls are its own.
    class Path(BasePen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(outlines)
            self.steps: list[bytes] = []

        def _step(self, *points: tuple[float, float], by: str) -> None:
            numbers = " ".join(f"{value:.6g}" for point in points for value in point)
            self.steps.append(f"{numbers} {by}".encode())

        def _moveTo(self, point: Any) -> None:  # noqa: N802
            self._step(point, by="m")

        def _lineTo(self, point: Any) -> None:  # noqa: N802
            self._step(point, by="l")

        def _curveToOne(self, *points: Any) -> None:  # noqa: N802
            self._step(*points, by="c")

        def _closePath(self) -> None:  # noqa: N802
            self.steps.append(b"h")

    return Path()


def strokes(run: list[Chunk]) -> list[Drawn]:
    """Return what of a run is drawn apart though it is no sign, where the font puts it."""
    return [
        Drawn(chunk.font, code, chunk.size, x, float(chunk.matrix[5]))
        for chunk in run
        for code, x in chunk.apart
    ]


def drawn(
    run: list[Chunk], glyphs: Sequence[Sequence[Stretch]], marks: frozenset[int]
) -> list[Drawn]:
    """Return the signs of a run whose chunks have their ``glyphs`` where the font puts them."""
    return [
        Drawn(chunk.font, codes[0], chunk.size, x, float(chunk.matrix[5]))
        for chunk, own in zip(run, glyphs, strict=True)
        for codes, x, _ in own
        if codes[0] in marks
    ]
