"""The text of a PDF's lines, written so that programs read it in order.

In: a PDF by Typst. Out: the same pages, pixel for pixel, in which the right-to-left words of a line
stand in one chunk of /ReversedChars, each glyph stands for its own letter (see glyphs), and an
ActualText is left only where that is not enough. pdf.js, pypdf and pdfium read chunk after chunk
from the left, and give the words of a line in reverse where each has its own.
"""

from __future__ import annotations

import io
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pikepdf

from tahqiq import glyphs

_RTL = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_STATE = {"Tr", "Tf", "Tm"}
_STRING = pikepdf.String
_BDC, _TR, _TF, _TM, _TJ = (pikepdf.Operator(name) for name in ("BDC", "Tr", "Tf", "Tm", "TJ"))
_REVERSED = pikepdf.ContentStreamInstruction([pikepdf.Name.ReversedChars], pikepdf.Operator("BMC"))
_END = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


@dataclass(slots=True)
class _Chunk:
    """One run of glyphs: how and where it is drawn, what it shows, what it is said to stand for."""

    mode: Any
    font: tuple[str, Any]
    matrix: tuple[Any, ...]
    shown: list[Any]
    codes: tuple[int, ...]
    reversed: bool
    actual: str | None

    def width(self, widths: dict[int, float]) -> float:
        """Return how far the chunk moves the pen, in thousandths of its font's size."""
        usual = widths[-1]
        drawn = sum([widths.get(code, usual) for code in self.codes])
        return drawn - sum([float(one) for one in self.shown if not isinstance(one, _STRING)])


@dataclass(frozen=True, slots=True)
class _Font:
    """A font of a page: its key in the file, its widths, and its map to text."""

    key: tuple[int, int]
    widths: dict[int, float]
    map: glyphs.Map


def merged(content: bytes) -> bytes:
    """Return the PDF with the words of each right-to-left run in one chunk."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        book = _Book(pdf)
        for page in pdf.pages:
            instructions = list(book.rewritten(page))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        out = io.BytesIO()
        # The identifier of the file stays as Typst made it, so the same input is the same file.
        pdf.save(
            out,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            deterministic_id=True,
        )
        return out.getvalue()


class _Book:
    """The pages of a file taken apart, and its fonts with their maps set right."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.parts = {page.objgen: list(_parts(page)) for page in pdf.pages}
        self.fonts: dict[tuple[int, int], _Font] = {}
        streams: dict[tuple[int, int], Any] = {}
        clusters: dict[tuple[int, int], list[glyphs.Cluster]] = defaultdict(list)
        for page in pdf.pages:
            named = self._named(page, streams)
            for part in self.parts[page.objgen]:
                if isinstance(part, _Chunk) and part.actual:
                    order = part.codes[::-1] if _RTL.search(part.actual) else part.codes
                    clusters[named[part.font[0]].key].append(glyphs.Cluster(order, part.actual))
        for key, font in self.fonts.items():
            if key in streams:
                right = glyphs.corrected(font.map, clusters[key])
                self.fonts[key] = replace(font, map=right)
                streams[key].write(glyphs.write(right))

    def _named(self, page: pikepdf.Page, streams: dict[tuple[int, int], Any]) -> dict[str, _Font]:
        found = {}
        for name, font in page.resources.get("/Font", {}).items():
            if font.objgen not in self.fonts:
                mapped: glyphs.Map = {}
                if "/ToUnicode" in font:
                    streams[font.objgen] = font.ToUnicode
                    content = bytes(font.ToUnicode.read_bytes())
                    mapped = glyphs.read(content.decode("ascii", "replace"))
                self.fonts[font.objgen] = _Font(font.objgen, _widths(font), mapped)
            found[name] = self.fonts[font.objgen]
        return found

    def rewritten(self, page: pikepdf.Page) -> Iterator[Any]:
        """Yield a page's instructions, the words of each right-to-left run in one chunk."""
        named = self._named(page, {})
        run: list[_Chunk] = []
        last: _Chunk | None = None
        for part in self.parts.pop(page.objgen):
            if not isinstance(part, _Chunk):
                yield from _written(run, named)
                run = []
                yield part
                continue
            chunk, last = _eased(part, last, named[part.font[0]].map), part
            if run and not _continues(run[-1], chunk):
                yield from _written(run, named)
                run = []
            run.append(chunk)
        yield from _written(run, named)


def _widths(font: Any) -> dict[int, float]:
    """Return a composite font's widths by glyph; -1 stands for its default width."""
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else {}
    widths = {-1: float(descendant.get("/DW", 1000))}
    entries: list[Any] = list(descendant.get("/W", []))
    position = 0
    while position < len(entries):
        first, second = int(entries[position]), entries[position + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({first + i: float(str(width)) for i, width in enumerate(second)})
            position += 2
        else:
            width = float(entries[position + 2])
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
            position += 3
    return widths


def _parts(page: pikepdf.Page) -> Iterator[Any]:
    """Yield the chunks of a page where it shows text, and every other instruction as it is.

    Only the marks that Typst opens within a text object are taken into the chunks: /ReversedChars
    and /Span with an ActualText.
    """
    state: dict[str, list[Any]] = {}
    marks: list[str | None] = []
    for one in pikepdf.parse_content_stream(page):
        name = str(one.operator)
        if name == "BT":
            state, marks = {}, []
        if name in _STATE:
            state[name] = list(one.operands)
        elif name in {"BMC", "BDC"} and _is_inner(one):
            marks.append(_actual(one))
        elif name == "EMC" and marks:
            marks.pop()
        elif name in {"TJ", "Tj"} and state.keys() >= _STATE:
            yield _chunk(state, one, marks)
        else:
            if name == "ET":
                state = {}
            yield one


def _is_inner(one: Any) -> bool:
    if str(one.operands[0]) == "/ReversedChars":
        return True
    properties = one.operands[1] if len(one.operands) > 1 else ()
    return "/ActualText" in properties and "/MCID" not in properties


def _actual(one: Any) -> str | None:
    return str(one.operands[1]["/ActualText"]) if len(one.operands) > 1 else None


def _chunk(state: dict[str, list[Any]], one: Any, marks: list[str | None]) -> _Chunk:
    operand = one.operands[0]
    shown = [operand] if isinstance(operand, _STRING) else list(operand)
    code = b"".join([bytes(item) for item in shown if isinstance(item, _STRING)])
    name, size = state["Tf"]
    return _Chunk(
        mode=state["Tr"][0],
        font=(str(name), size),
        matrix=tuple(state["Tm"]),
        shown=shown,
        codes=struct.unpack(f">{len(code) // 2}H", code),
        reversed=None in marks,
        actual=next((mark for mark in reversed(marks) if mark is not None), None),
    )


def _eased(chunk: _Chunk, last: _Chunk | None, mapped: glyphs.Map) -> _Chunk:
    """Return a chunk without an ActualText that its glyphs say already, marked as right to left."""
    texts = [mapped.get(code, "") for code in chunk.codes]
    rtl = bool(_RTL.search("".join(texts)))
    actual = chunk.actual
    if actual is not None:
        actual = glyphs.plain(actual) or actual
        order = "".join(reversed(texts) if rtl else texts)
        # A sign that is drawn before its letter at another height is a chunk of its own.
        sign = ""
        if last and last.font == chunk.font:
            sign = "".join([mapped.get(code, "") for code in last.codes])
        if actual == order or (glyphs.is_sign(sign) and actual == order + sign):
            actual = None
    return replace(chunk, reversed=chunk.reversed or rtl, actual=actual)


def _continues(first: _Chunk, second: _Chunk) -> bool:
    return (
        first.reversed
        and second.reversed
        and first.actual is None
        and second.actual is None
        and first.font == second.font
        and first.mode == second.mode
        and first.matrix[:4] == second.matrix[:4]
        and first.matrix[5] == second.matrix[5]
    )


def _shown(run: list[_Chunk], widths: dict[int, float]) -> list[Any]:
    """Return what the chunks of a run show, moved between them as far as they stand apart."""
    shown = list(run[0].shown)
    for first, second in pairwise(run):
        size = float(first.font[1])
        gap = float(second.matrix[4]) - float(first.matrix[4])
        shift = first.width(widths) - gap * 1000 / size
        if abs(shift) >= 0.001:
            shown.append(Decimal(f"{shift:.4f}"))
        shown.extend(second.shown)
    return shown


def _written(run: list[_Chunk], fonts: dict[str, _Font]) -> Iterator[Any]:
    if not run:
        return
    chunk = run[0]
    make = pikepdf.ContentStreamInstruction
    if chunk.actual is not None:
        span = pikepdf.Dictionary(ActualText=pikepdf.String(chunk.actual))
        yield make([pikepdf.Name.Span, span], _BDC)
    if chunk.reversed:
        yield _REVERSED
    name, size = chunk.font
    shown = chunk.shown if len(run) == 1 else _shown(run, fonts[name].widths)
    yield make([chunk.mode], _TR)
    yield make([pikepdf.Name(name), size], _TF)
    yield make(list(chunk.matrix), _TM)
    yield make([pikepdf.Array(shown)], _TJ)
    if chunk.reversed:
        yield _END
    if chunk.actual is not None:
        yield _END
