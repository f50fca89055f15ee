"""Sphinx: what the documentation is made of.

In: the pages beside this file, and what generated.py writes from the command line's parser, the
stylesheets' parameters and the schema's rules. Out: docs/_build/html.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

import generated

from tahqiq import __version__

project = "tahqiq"
author = "tahqiq maintainers"
version = release = __version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.doctest"]
exclude_patterns = ["_build", "_generated"]
language = "en"
html_theme = "furo"
html_title = f"tahqiq {__version__}"
html_copy_source = False
nitpicky = True
nitpick_ignore_regex = [("py:.*", r".*")]  # types of other packages; no network to look them up
autodoc_member_order = "bysource"


def setup(app: object) -> None:
    """Write the generated pages before any page is read."""
    generated.write(Path(__file__).parent / "_generated")
