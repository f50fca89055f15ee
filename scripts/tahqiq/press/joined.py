"""A stylesheet of ours with a project's own before it.

In: the paths of both. Out: the path of an entry that holds them.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tahqiq.files import sha256


@cache
def joined(ours: Path, own: Path) -> Path:
    """Return an entry in which a project's own templates go before ours."""
    from xml.sax.saxutils import quoteattr  # brings a client of HTTP with it: slow to load

    # What is imported later goes first, and its next-match finds what was imported before.
    content = (
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f"<xsl:import href={quoteattr(ours.resolve().as_uri())}/>"
        f"<xsl:import href={quoteattr(own.resolve().as_uri())}/></xsl:stylesheet>\n"
    )
    folder = Path(tempfile.mkdtemp(prefix="tahqiq-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / f"{sha256(content.encode())[:16]}.xsl"
    path.write_text(content, encoding="utf-8")
    return path
