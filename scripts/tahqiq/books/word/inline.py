"""The inline nodes of a block as docx.xsl gives them, made to what a paragraph is made of.

In: elements and strings. Out: pieces, their white space settled, their words whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from tahqiq.books.word.content import Half, Look, Note, Page, Piece, Run
from tahqiq.books.word.words import whole

_SPACE = re.compile(r"[ \t\r\n]+")
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
# What has a direction of its own (UAX 9), and what has that of the letters before it.
_STRONG = ("L", "R", "AL")
_LED = ("EN", "AN", "NSM")


def pieces(nodes: list[etree._Element | str], look: Look) -> list[Piece]:
    """Return the settled pieces of some inline nodes; none where they hold nothing to read."""
    found = whole(_settled([one for node in nodes for one in _pieces(node, look)], look))
    return [part for piece in found for part in _held(piece, look.direction)]


def _held(piece: Piece, direction: str) -> Iterator[Piece]:
    """Yield a piece; beside the end of a turned run that has no direction of its own, a mark of it.

    LibreOffice (7.4) knows no direction of runs, as Word does, and orders such an end by what
    stands beside it. A mark is a run by itself: it is none of the text.
    """
    if not isinstance(piece, Run) or piece.look.direction == direction:
        yield piece
        return
    mark = Run(_MARKS[piece.look.direction], piece.look)
    if unicodedata.bidirectional(piece.text[0]) not in _STRONG:
        yield mark
    yield piece
    if unicodedata.bidirectional(piece.text[-1]) not in (*_STRONG, *_LED):
        yield mark


def children(element: etree._Element) -> list[etree._Element | str]:
    """Return an element's text and child elements in order."""
    found: list[etree._Element | str] = [element.text or ""]
    for child in element:
        found += [child, child.tail or ""]
    return found


def groups(
    block: etree._Element,
) -> Iterator[tuple[etree._Element, list[etree._Element | str]]]:
    """Yield what each block in an element has of its own, and the element what stands between."""
    waiting: list[etree._Element | str] = []
    for node in children(block):
        if isinstance(node, str) or node.tag != "block":
            waiting.append(node)
            continue
        yield block, waiting
        waiting = []
        yield from groups(node)
    yield block, waiting


def _pieces(node: etree._Element | str, look: Look) -> Iterator[Piece]:
    if isinstance(node, str):
        if node:
            yield Run(node, look)
        return
    if node.tag == "note":
        yield Note(node)
    elif node.tag == "page":
        yield Page(node.text or "")
    elif node.tag == "half":
        yield Half()
    else:
        own = look
        if node.tag == "turn":
            own = replace(look, direction=node.get("dir", look.direction))
        elif node.tag == "bold":
            own = replace(look, bold=True)
        elif node.tag == "raised":
            own = replace(look, raised=node.get("to", ""))
        elif node.tag == "link":
            own = replace(look, href=node.get("href", ""))
        for child in children(node):
            yield from _pieces(child, own)


def _settled(found: list[Piece], look: Look) -> Iterator[Piece]:
    """Yield the pieces with one space where there was white space, and none at either edge.

    A page that begins within a word is marked after the word.
    """
    made: list[Piece] = []
    waiting: list[Piece] = []
    spaced = True
    for piece in found:
        if isinstance(piece, Run):
            text = _SPACE.sub(" ", piece.text)
            if spaced and not (text.startswith(" ") and _drew_nearer(made)):
                text = text.removeprefix(" ")
            if not text:
                continue
            if waiting and " " in text:
                head, _, text = text.partition(" ")
                made += [Run(head, piece.look)] * bool(head)
                made += [Run(" ", piece.look), *waiting, Run(" ", piece.look)]
                waiting = []
            if text:
                made.append(Run(text, piece.look))
                spaced = text.endswith(" ")
        elif isinstance(piece, Page) and not spaced:
            waiting.append(piece)
        elif isinstance(piece, Page):
            made += [piece, Run(" ", look)]
        else:
            made.append(piece)
            spaced = spaced if not isinstance(piece, Half) else True
    if waiting:
        made += [Run(" ", look), *waiting]
    yield from _trimmed(made)


def _drew_nearer(made: list[Piece]) -> bool:
    """Take the space before a note at the end, if there is one: another stands behind the note."""
    if len(made) < 2 or not isinstance(made[-1], Note):
        return False
    last = made[-2]
    if not isinstance(last, Run) or not last.text.endswith(" "):
        return False
    made[-2] = Run(last.text[:-1], last.look)
    return True


def _trimmed(made: list[Piece]) -> list[Piece]:
    """Take the space before the break of a verse, and the one at the end."""
    result: list[Piece] = []
    for piece in [*made, Half()]:
        if isinstance(piece, Half):
            place = next((i for i in range(len(result) - 1, -1, -1) if _is_text(result[i])), -1)
            last = result[place] if place >= 0 else None
            if isinstance(last, Run):
                result[place] = Run(last.text.rstrip(" "), last.look)
        result.append(piece)
    return [piece for piece in result[:-1] if not (isinstance(piece, Run) and not piece.text)]


def _is_text(piece: Piece) -> bool:
    return isinstance(piece, Run)
