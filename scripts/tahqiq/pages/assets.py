"""The style sheets, scripts and fonts of a site, as a browser needs them.

In: the names of files under ``xslt/assets/``. Out: their bytes by their paths under ``build/``.
"""

from __future__ import annotations

import re

from tahqiq import fonts, resources
from tahqiq.press.stylesheets import Outputs

ASSETS = (
    "themes.css", "style.css", "look.js", "reader.js", "copying.js", "cite.js", "citing.js",
    "register.js",
)  # fmt: skip
_COMMENT = re.compile(r"^[ ]*/\*(?:(?!\*/).)*\*/[ ]*$", re.MULTILINE | re.DOTALL)


def of_reading() -> Outputs:
    """Return the style sheet, the scripts and the fonts of the site."""
    return {
        **{f"html/assets/{name}": asset(name) for name in ASSETS},
        "html/assets/amiri-regular.woff2": fonts.page_font("Regular"),
        "html/assets/amiri-bold.woff2": fonts.page_font("Bold"),
    }


def asset(name: str) -> bytes:
    """Return a style sheet or a script as a browser needs it: without comments and indentation.

    Lines stay lines, and what stands in them stays as it is.
    """
    source = (resources.root() / "xslt/assets" / name).read_text("utf-8")
    lines = (line.strip() for line in _COMMENT.sub("", source).splitlines())
    return "".join(f"{line}\n" for line in lines if line).encode()
