"""What a paragraph is made of, before it is written.

Runs of letters that look alike, notes, markers of pages, and the break between the halves of a
verse.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: its direction, whether it is bold or off the line, where it links to."""

    direction: str = "rtl"
    bold: bool = False
    raised: str = ""
    """``superscript`` or ``subscript``, where it is one."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its element, as docx.xsl gives it."""

    element: etree._Element


@dataclass(frozen=True, slots=True)
class Page:
    """The marker of a page that begins."""

    text: str


@dataclass(frozen=True, slots=True)
class Half:
    """The break between the halves of a verse."""


Piece = Run | Note | Page | Half
