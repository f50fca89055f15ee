"""Amiri for the page: subset to the scripts of an edition and packed as woff2.

In: the font files of the package fontpkg-amiri. Out: woff2 bytes that keep every Arabic form, mark
and ligature (GSUB, GPOS, GDEF) and drop what no edition's page shows.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from pathlib import Path

from tahqiq.cache import kept
from tahqiq.files import sha256

# Latin with the letters of romanisation, Arabic in all its blocks of letters, and punctuation.
# Presentation forms are left out: they are what a font makes of letters, not text.
_RANGES = (
    (0x0020, 0x024F),
    (0x02B0, 0x036F),
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2190, 0x2193),
    (0x25CC, 0x25CC),
    (0x27E8, 0x27E9),
    (0xFD3E, 0xFD3F),
)


@cache
def font_file(style: str) -> Path:
    """Return the path of Amiri in a style: ``Regular``, ``Bold``, ``Slanted``, ``BoldSlanted``."""
    found = [
        Path(str(path))
        for path in _walk(Path(str(files("fontpkg_amiri"))))
        if path.name == f"Amiri-{style}.ttf"
    ]
    return found[0]


def _walk(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.ttf"))


def page_font(style: str) -> bytes:
    """Return Amiri in ``style`` as a woff2 subset; the same bytes at every call."""
    from importlib.metadata import version  # loads a parser of mail, which a PDF does not need

    key = sha256(font_file(style).read_bytes() + repr((_RANGES, version("fonttools"))).encode())
    return kept("fonts", key, lambda: _subset(style))


def _subset(style: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = TTFont(font_file(style), recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[code for first, last in _RANGES for code in range(first, last + 1)])
    worker.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=None)
    return packed.getvalue()
