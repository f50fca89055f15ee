"""The answers of the endpoint Document: a text, or a passage of it, in each media type.

In: a text and the units at the ends of a passage. Out: bytes. Of TEI, what was asked for stands in
``dts:wrapper``, with the ancestors that it was cut from left out.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from lxml import etree

from tahqiq import tei
from tahqiq.citable import CitableText, Passage, Unit
from tahqiq.dts.metadata import language_of
from tahqiq.languages import direction

WRAPPER = "https://w3id.org/api/dts#"

Maker = Callable[[CitableText, Passage | None], bytes]


def _tei(text: CitableText, passage: Passage | None) -> bytes:
    if passage is None:
        return tei.serialize(text.document)
    root = etree.Element(f"{{{tei.TEI_NS}}}TEI", nsmap={None: tei.TEI_NS})
    wrapper = etree.SubElement(root, f"{{{WRAPPER}}}wrapper", nsmap={"dts": WRAPPER})
    for part in passage.fragment():
        if not isinstance(part, str):
            wrapper.append(part)
        elif len(wrapper):
            wrapper[-1].tail = (wrapper[-1].tail or "") + part
        else:
            wrapper.text = (wrapper.text or "") + part
    return tei.serialize(root.getroottree())


def _plain(text: CitableText, passage: Passage | None) -> bytes:
    return f"{_words(text, passage)}\n".encode()


def _words(text: CitableText, passage: Passage | None) -> str:
    return passage.text() if passage is not None else text.positions.received.text


def _html(text: CitableText, passage: Passage | None) -> bytes:
    top = text.positions.text
    language = (
        language_of(passage.first.element if passage and passage.first else top)
        if (top is not None)
        else ""
    )
    title = escape(passage.reference if passage else text.id)
    blocks = "\n".join(f"<p>{escape(line)}</p>" for line in _words(text, passage).split("\n"))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language or "und")}" dir="{direction(language)}">'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{blocks}\n</body></html>\n"
    ).encode()


MEDIA_TYPES: dict[str, Maker] = {
    "application/tei+xml": _tei,
    "text/plain": _plain,
    "text/html": _html,
}
"""What each media type is made by, the default one first."""
DEFAULT = next(iter(MEDIA_TYPES))
ENDINGS = {"application/tei+xml": "tei", "text/plain": "txt", "text/html": "html"}


def document(
    text: CitableText, first: Unit | None, last: Unit | None, media_type: str = DEFAULT
) -> bytes:
    """Return a passage from one unit to another, or without these the whole text."""
    passage = text.passage(first, last) if first is not None else None
    return MEDIA_TYPES[media_type](text, passage)
