"""Words of a line, which Typst writes one chunk each, written as one.

In: a PDF by Typst. Out: the same pages, pixel for pixel, in which the right-to-left words of a run
stand in one chunk of /ReversedChars: pdf.js, pypdf and pdfium read chunk after chunk from the left,
and give the words of a line in reverse where each has its own.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf


@dataclass(slots=True)
class _Chunk:
    """One run of glyphs: its opening operators, its place on the line, and what it shows."""

    opening: list[Any]
    font: tuple[str, Decimal]
    matrix: tuple[Decimal, ...]
    shown: list[Any]

    def width(self, widths: dict[int, Decimal]) -> Decimal:
        """Return how far the chunk moves the pen, in the units of its matrix."""
        total = Decimal(0)
        for item in self.shown:
            if isinstance(item, pikepdf.String):
                codes = bytes(item)
                pairs = (codes[i] << 8 | codes[i + 1] for i in range(0, len(codes) - 1, 2))
                total += sum((widths.get(code, widths[-1]) for code in pairs), Decimal(0))
            else:
                total -= Decimal(item)
        return total * self.font[1] / 1000


def merged(content: bytes) -> bytes:
    """Return the PDF with the words of each right-to-left run in one chunk."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        cache: dict[tuple[int, int], dict[int, Decimal]] = {}
        for page in pdf.pages:
            fonts: Any = page.resources.get("/Font", {})
            widths = {name: _widths(font, cache) for name, font in fonts.items()}
            instructions = _rewritten(list(pikepdf.parse_content_stream(page)), widths)
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


def _widths(font: Any, cache: dict[tuple[int, int], dict[int, Decimal]]) -> dict[int, Decimal]:
    """Return a composite font's widths by glyph; -1 stands for its default width."""
    if font.objgen in cache:
        return cache[font.objgen]
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else {}
    widths = {-1: Decimal(descendant.get("/DW", 1000))}
    entries: list[Any] = list(descendant.get("/W", []))
    position = 0
    while position < len(entries):
        first, second = int(entries[position]), entries[position + 1]
        if isinstance(second, pikepdf.Array):
            widths.update({first + i: Decimal(width) for i, width in enumerate(second)})
            position += 2
        else:
            width = Decimal(entries[position + 2])
            widths.update(dict.fromkeys(range(first, int(second) + 1), width))
            position += 3
    cache[font.objgen] = widths
    return widths


def _rewritten(instructions: list[Any], widths: dict[str, dict[int, Decimal]]) -> list[Any]:
    done: list[Any] = []
    open_chunk: _Chunk | None = None
    position = 0
    while position < len(instructions):
        chunk, length = _chunk_at(instructions, position)
        if chunk is None:
            if open_chunk:
                done.extend(_written(open_chunk))
                open_chunk = None
            done.append(instructions[position])
            position += 1
            continue
        if open_chunk and _continues(open_chunk, chunk):
            _append(open_chunk, chunk, widths[open_chunk.font[0]])
        else:
            if open_chunk:
                done.extend(_written(open_chunk))
            open_chunk = chunk
        position += length
    if open_chunk:
        done.extend(_written(open_chunk))
    return done


def _chunk_at(instructions: list[Any], position: int) -> tuple[_Chunk | None, int]:
    """Return the chunk that begins at an instruction, and how many instructions it takes."""
    part = instructions[position : position + 6]
    if [str(one.operator) for one in part] not in (
        ["BMC", "Tr", "Tf", "Tm", "TJ", "EMC"],
        ["BMC", "Tr", "Tf", "Tm", "Tj", "EMC"],
    ) or str(part[0].operands[0]) != "/ReversedChars":
        return None, 1
    name, size = part[2].operands
    shown = part[4].operands[0]
    return _Chunk(
        opening=part[:2],
        font=(str(name), Decimal(size)),
        matrix=tuple(Decimal(number) for number in part[3].operands),
        shown=[shown] if isinstance(shown, pikepdf.String) else list(shown),
    ), 6


def _continues(first: _Chunk, second: _Chunk) -> bool:
    return (
        first.font == second.font
        and first.matrix[:4] == second.matrix[:4]
        and first.matrix[5] == second.matrix[5]
    )


def _append(first: _Chunk, second: _Chunk, widths: dict[int, Decimal]) -> None:
    gap = second.matrix[4] - first.matrix[4] - first.width(widths)
    shift = -gap * 1000 / first.font[1]
    if abs(shift) >= Decimal("0.001"):
        first.shown.append(shift.quantize(Decimal("0.0001")))
    first.shown.extend(second.shown)


def _written(chunk: _Chunk) -> list[Any]:
    make = pikepdf.ContentStreamInstruction
    name, size = chunk.font
    return [
        *chunk.opening,
        make([pikepdf.Name(name), size], pikepdf.Operator("Tf")),
        make(list(chunk.matrix), pikepdf.Operator("Tm")),
        make([pikepdf.Array(chunk.shown)], pikepdf.Operator("TJ")),
        make([], pikepdf.Operator("EMC")),
    ]
