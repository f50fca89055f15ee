"""The page of what changed between two versions. In: a comparison. Out: HTML, right to left."""

from __future__ import annotations

from html import escape

from tahqiq.versions.differences import Comparison, Difference, Piece
from tahqiq.versions.looks import number, style

_KINDS = {
    "added": "مزيدة",
    "removed": "محذوفة",
    "moved": "منقولة",
    "changed": "متغيرة",
    "moved and changed": "منقولة ومتغيرة",
    "encoded anew": "تغير ترميزها",
}
# Direct colours, and marks besides them: whoever does not tell colours apart sees the lines.
_STYLE = (
    "ins{background:#c8f0c8;color:#0a3a0a;text-decoration:underline}"
    "del{background:#f8d0d0;color:#5a0a0a;text-decoration:line-through}"
    "section{border-block-start:1px solid #8886}h2{font-size:1.1rem;margin-block-end:0}"
    "p{white-space:pre-line}"
)


def page(comparison: Comparison, old: str, new: str, version: str = "") -> bytes:
    """Return the page; ``old`` and ``new`` are what the two versions are called.

    ``version`` is the way to the folder of a version, which has the font.
    """
    names = f"{_named(old)} ← {_named(new)}"
    sections = "\n".join(map(_section, comparison.differences))
    counted = len(comparison.differences)
    return (
        '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{escape(old)} – {escape(new)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style(version)}{_STYLE}</style></head>\n<body><main>\n"
        f'<h1>ما تغير <span lang="en" dir="ltr">Changes</span> {names}</h1>\n'
        f"<p>الوحدات المتغيرة: {number(counted)}؛ وما بقي على حاله: {number(comparison.same)}</p>\n"
        f'<p lang="en" dir="ltr">Units that differ: {counted}; the same: {comparison.same}</p>\n'
        f"{sections}\n</main></body></html>\n"
    ).encode()


def _named(version: str) -> str:
    """Return what a version is called on the page; the edition as it is has no number."""
    return "الآن" if version == "now" else f'<bdi dir="ltr">{escape(version)}</bdi>'


def _section(item: Difference) -> str:
    ends = [end for end in dict.fromkeys((item.old, item.new)) if end]
    where = " ← ".join(f'<bdi dir="auto">{escape(end)}</bdi>' for end in ends)
    return (
        f'<section><h2><bdi dir="ltr">{escape(item.text)}</bdi> {where} · {_KINDS[item.kind]}'
        f' <span lang="en" dir="ltr">{item.kind}</span></h2>\n'
        # What went and what came are two words: nothing may join their letters.
        f"<p>{''.join(map(_marked, item.pieces)).replace('</del><ins>', '</del>&zwnj;<ins>')}</p>"
        "</section>"
    )


def _marked(piece: Piece) -> str:
    text = escape(piece.text)
    name = {"-": "del", "+": "ins"}.get(piece.sign)
    return f"<{name}>{text}</{name}>" if name else text
