"""Texts of which nothing is there but the description of a manuscript, as catalogues have them.

In: a resolved text. Out: what its books are made of: PDF, EPUB, DOCX.
"""

from __future__ import annotations

from tahqiq import tei
from tahqiq.press.stylesheets import Press, Text


def told(text: Text, press: Press, *, language: str = "") -> bytes:
    """Return a text, or what its manuscript's description says in the place of one.

    ``language`` is that of the labels, by default the first of the edition.
    """
    if b"msDesc" not in text.resolved:
        return text.resolved
    bodies = tei.parse(text.resolved).getroot().iter(f"{{{tei.TEI_NS}}}text")
    if all("".join(map(str, body.itertext())).strip() for body in bodies):
        return text.resolved
    chosen = language or press.languages[0]
    return press.run("passes/35-record.xsl", text.resolved, lang=chosen).encode()
