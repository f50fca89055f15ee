"""What each glyph of a PDF's font stands for, set right.

In: the ToUnicode map of a font as Typst writes it, and the clusters that are shown with it. Out: a
map in which a letter and its vowel sign stand each for itself.

Typst (0.15) gives a glyph the text of the first cluster it occurs in, and gives a sign that is
drawn with its letter the text of both; it takes invisible controls (bidi, joiners) for parts of the
cluster before them. Every other occurrence then needs an ActualText of its own, which breaks the
line into pieces that readers put in the wrong order, and readers without ActualText double letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f]+)>")
_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (UCS) def\n"
    "/Supplement 0 def\nend def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
# Blanks that fill a gap in a line are told as two spaces: one space poppler takes for no glyph at
# all, and what stands at both sides of the gap for two columns.
_TOLD = {"\u2004": "  "}
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"

RTL = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

Map = dict[int, str]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs in the order of the text, and the text that they stand for together."""

    glyphs: tuple[int, ...]
    text: str


def plain(text: str) -> str:
    """Return a text without controls that are not seen."""
    return _CONTROLS.sub("", text)


def read(content: str) -> Map:
    """Return the ToUnicode map of a CMap file (Adobe technical note 5411); ranges are spelt out."""
    found: Map = {}
    for kind, body in _SECTION.findall(content):
        codes = _HEX.findall(body)
        if kind == "bfchar":
            pairs = zip(codes[::2], codes[1::2], strict=True)
            found.update((int(code, 16), _text(text)) for code, text in pairs)
        else:
            for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                head, tail = _text(text)[:-1], ord(_text(text)[-1])
                for step in range(int(last, 16) - int(first, 16) + 1):
                    found[int(first, 16) + step] = head + chr(tail + step)
    return found


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")


def write(glyphs: Map) -> bytes:
    """Return a map as a CMap file."""
    lines = [
        f"<{code:04X}> <{_TOLD.get(text, text).encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(glyphs.items())
    ]
    blocks = (lines[i : i + 100] for i in range(0, len(lines), 100))
    body = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (_HEAD + body + _FOOT).encode("ascii")


def corrected(glyphs: Map, clusters: Mapping[Cluster, int]) -> Map:
    """Return ``glyphs`` with the text of each glyph that the clusters tell to be another.

    ``clusters`` says how often each was seen.
    """
    known = {code: plain(text) or text for code, text in glyphs.items()}
    doubtful = {code for code, text in known.items() if len(text) > 1}
    for _ in range(3):
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for cluster, count in clusters.items():
            for code, text in _told(cluster, known, doubtful):
                votes[code][text] += count
        if not votes:
            break
        for code, texts in votes.items():
            known[code] = max(texts, key=lambda text: (texts[text], text))
            doubtful.discard(code)
    return known


def _told(cluster: Cluster, known: Map, doubtful: set[int]) -> list[tuple[int, str]]:
    """Return what a cluster tells of its doubtful glyphs: each, and its text."""
    places = [i for i, code in enumerate(cluster.glyphs) if code in doubtful]
    text = plain(cluster.text)
    if len(text) > 1 and is_sign(text[1:]):
        pairs = zip(cluster.glyphs, _spread(text, len(cluster.glyphs)), strict=False)
        return [(code, part) for code, part in pairs if code in doubtful]
    if len(places) != 1:
        return []
    before = "".join(known.get(code, "") for code in cluster.glyphs[: places[0]])
    after = "".join(known.get(code, "") for code in cluster.glyphs[places[0] + 1 :])
    rest = text[len(before) : len(text) - len(after)]
    # A letter alone may be drawn apart from its sign, and then tells nothing of itself.
    apart = len(cluster.glyphs) == 1 and len(rest) > 1
    fits = bool(rest) and text == before + rest + after and not apart
    return [(cluster.glyphs[places[0]], rest)] if fits else []


def _spread(text: str, glyphs: int) -> list[str]:
    """Return a letter and its signs, one for each glyph; nothing where they cannot be told apart.

    Shadda is drawn first, whatever the order in the text (UTR 53); a font may join two signs.
    """
    if glyphs == 2:
        return [text[0], text[1:]]
    signs = sorted(text[1:], key=lambda sign: sign != "\u0651")
    return [text[0], *signs] if glyphs == len(text) else []


def is_sign(text: str) -> bool:
    """Return whether a text is nothing but signs that stand on a letter."""
    return bool(text) and all(unicodedata.category(char) == "Mn" for char in text)
